"""Work beside the window: lanes of worker threads whose answers come back to the window's thread."""
