"""A box for words to look for: it tells what was typed once typing rests, and never what an input method still composes."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from complaint_desk.i18n import _
from complaint_desk.ui.shared import icons
from complaint_desk.ui.shared.style import current_tokens

REST_MS = 150
"""How long typing must rest before the ledger is asked, in milliseconds."""


class SearchBox(QLineEdit):
    """`settled` carries the committed text after a rest, at once on Enter. Esc clears."""

    settled = Signal(str)
    left_downwards = Signal()

    def __init__(self, name: str, label: str, hint: str, icon: str = "search", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setPlaceholderText(hint)
        self.setMaxLength(200)
        self.setClearButtonEnabled(False)
        glass = QAction(self)
        icons.give_icon(glass, icon, current_tokens())
        self.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        self._cross = QAction(_("Clear search"), self)
        icons.give_icon(self._cross, "close", current_tokens())
        self._cross.triggered.connect(self.give_up)
        self.addAction(self._cross, QLineEdit.ActionPosition.TrailingPosition)
        self._cross.setVisible(False)
        self._told = ""
        self._composing = False
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._tell)
        self.textChanged.connect(self._typed)

    def show_words(self, words: str) -> None:
        """Put words into the box without telling anybody."""
        self._told = words
        self.setText(words)
        self._rest.stop()

    def take_up(self, typed: str = "") -> None:
        """Go on typing here: behind what was typed elsewhere, or over what stands here."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if typed:
            self.setText(typed)
        else:
            self.selectAll()

    def give_up(self) -> None:
        """Clear the box and tell at once."""
        self.clear()
        self._tell()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self._composing = bool(event.preeditString())
        if not self._composing and self.text().strip() != self._told:
            self._rest.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._tell()
            case Qt.Key.Key_Escape if self.text():
                self.give_up()
            case Qt.Key.Key_Down:
                self.left_downwards.emit()
            case _:
                super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        self._cross.setVisible(bool(text))
        if not self._composing:
            self._rest.start()

    def _tell(self) -> None:
        self._rest.stop()
        words = self.text().strip()
        if not self._composing and words != self._told:
            self._told = words
            self.settled.emit(words)
