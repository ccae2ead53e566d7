"""Whether Caps Lock is on: asked of Windows, elsewhere told by what the keys write."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_VK_CAPITAL = 0x14


def told_by(event: QKeyEvent) -> bool | None:
    """Whether a pressed key says that Caps Lock is on; None if it says nothing."""
    text = event.text()
    if len(text) != 1 or not text.isascii() or not text.isalpha():
        return None
    return text.isupper() != bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)


if sys.platform == "win32":
    import ctypes

    def is_on() -> bool | None:
        """Whether it is on; None if the system does not say."""
        return bool(ctypes.windll.user32.GetKeyState(_VK_CAPITAL) & 1)

else:

    def is_on() -> bool | None:
        """Whether it is on; None if the system does not say."""
        return None
