"""Asking for conditions: the dialog that reaches every criterion, its editors, and counts beside the choices."""
