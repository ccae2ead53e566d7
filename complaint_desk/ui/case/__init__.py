"""The case: one registered complaint, what was done about it, and what comes next."""
