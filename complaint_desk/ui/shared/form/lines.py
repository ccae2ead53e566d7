"""Lines to type into, in which Enter goes on to the next field and never disturbs an input method."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NOT_LEFT = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""Reasons for which the focus goes away and comes back by itself."""


def is_enter(event: QKeyEvent) -> bool:
    return event.key() in _ENTER


def claims_enter(event: QEvent) -> bool:
    """Claim Ctrl+Enter for the field in use before the window takes it for a shortcut of its own."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent) or not is_enter(event):
        return False
    event.accept()
    return True


class EntryLine(QLineEdit):
    """One line. `entered`: Enter was pressed, and not to confirm a candidate; `left`: the person went elsewhere."""

    entered = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composed = ""

    @property
    def composing(self) -> bool:
        """True while an input method holds text that is not committed yet."""
        return bool(self._composed)

    def event(self, event: QEvent) -> bool:
        return claims_enter(event) or super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composed = event.preeditString()
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            if not self.composing:
                self.entered.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _NOT_LEFT:
            self._composed = ""
            self.left.emit()


class EntryText(QPlainTextEdit):
    """Several lines: Enter breaks the line, Ctrl+Enter and Tab go on. `typed`: the committed text changed."""

    entered = Signal()
    left = Signal()
    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composed = ""
        self._known = ""
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._compare)

    @property
    def composing(self) -> bool:
        """True while an input method holds text that is not committed yet."""
        return bool(self._composed)

    def show_text(self, text: str) -> None:
        """Put a text there without telling."""
        self._known = text
        if text != self.toPlainText():
            self.setPlainText(text)

    def event(self, event: QEvent) -> bool:
        return claims_enter(event) or super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composed = event.preeditString()
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if not self.composing:
                self.entered.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _NOT_LEFT:
            self._composed = ""
            self.left.emit()

    def _compare(self) -> None:
        # The document also tells of text that an input method only holds; that is no text of the person yet.
        if (text := self.toPlainText()) != self._known:
            self._known = text
            self.typed.emit()
