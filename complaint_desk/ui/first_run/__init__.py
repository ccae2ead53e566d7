"""The page that a new ledger begins with."""
