"""Settings that the person may change."""
