"""Feedback sheets of departments: asked for from a report and from the page of improvements."""
