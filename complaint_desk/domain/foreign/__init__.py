"""What the rows of a foreign ledger mean: headers, columns, cells, mappings, and rows that are known already."""
