"""The manual and the box about the program."""
