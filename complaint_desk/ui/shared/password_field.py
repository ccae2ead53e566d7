"""A field for a password: hidden, without Chinese input, with a hint while Caps Lock is on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from complaint_desk.domain.passwords import LONGEST
from complaint_desk.i18n import _
from complaint_desk.ui.shared import caps_lock
from complaint_desk.ui.shared.captioned import Captioned


class PasswordField(Captioned):
    """Its caption, the hidden line, and below it what is to be said of it."""

    def __init__(self, caption: str, name: str, key: str) -> None:
        self.line = _HiddenLine()
        super().__init__(caption, self.line, name, key)
        self.line.caps_lock.connect(self._hint)
        self._said = ""

    def text(self) -> str:
        return self.line.text()

    def problem(self, sentence: str) -> None:
        self._said = sentence
        super().problem(sentence)

    def _hint(self, on: bool) -> None:
        super().problem(self._said or (_("Caps Lock is on.") if on else ""))


class _HiddenLine(QLineEdit):
    """Without an input method: a password is what the keys say. `caps_lock` tells whether it is on."""

    caps_lock = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setMaxLength(LONGEST)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell(caps_lock.is_on())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        on = caps_lock.is_on()
        self._tell(caps_lock.told_by(event) if on is None else on)

    def _tell(self, on: bool | None) -> None:
        if on is not None:
            self.caps_lock.emit(on)
