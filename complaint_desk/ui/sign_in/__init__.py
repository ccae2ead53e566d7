"""Asks who sits at the desk, before its ledger is shown."""
