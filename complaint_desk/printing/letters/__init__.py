"""Letters: Word templates of the office, filled from a complaint, and set on pages for a PC without Word."""
