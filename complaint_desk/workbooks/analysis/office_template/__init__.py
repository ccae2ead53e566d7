"""The office's own workbook, filled with a report: its logo, styles, sheets and print set-up stay."""
