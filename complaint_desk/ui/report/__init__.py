"""The report dialog: what is asked, a live preview of the figures, and the analysis workbook."""
