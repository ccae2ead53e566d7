"""Reading foreign ledgers, writing analysis workbooks and ledger exports."""
