"""The analysis workbook: figures in, one `.xlsx` out."""
