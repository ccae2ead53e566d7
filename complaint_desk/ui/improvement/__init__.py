"""The page of improvements."""
