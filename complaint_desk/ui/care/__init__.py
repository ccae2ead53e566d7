"""Care of the ledger from the window: checking, copies, restoring, damage."""
