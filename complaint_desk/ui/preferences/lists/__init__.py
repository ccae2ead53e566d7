"""The word lists, the departments and outlets of the office, and its people."""
