"""Intake: the form that a clerk fills in while the consumer speaks."""
