"""Reports on figures: Word templates of the office, filled from the same figures as window and workbook."""
