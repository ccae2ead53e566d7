"""Deeds: one function is one deed is one transaction."""
