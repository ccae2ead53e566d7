"""The ledger page: filter bar, table over a million rows, detail panel."""
