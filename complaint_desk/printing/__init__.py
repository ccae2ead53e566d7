"""Letters and forms as values."""
