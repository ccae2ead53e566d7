"""Ledgers in and out: importing files, exporting what the ledger shows."""
