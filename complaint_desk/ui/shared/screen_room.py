"""Dialogs within what the screen leaves beside the task bar."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog

from complaint_desk.ui.shared.tokens import GRID

_BESIDE, _TITLE = 2 * GRID, 6 * GRID
"""What the frame of the system takes in width and, with its title, in height."""


def resize_within_screen(dialog: QDialog, width: int, height: int) -> None:
    """Give a dialog this size in device-independent pixels, or the one that its screen has room for."""
    room = dialog.screen().availableGeometry()
    dialog.resize(min(width, room.width() - _BESIDE), min(height, room.height() - _TITLE))
