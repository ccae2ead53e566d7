"""The window; the only room with PySide6."""
