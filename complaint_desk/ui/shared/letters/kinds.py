"""The list beside a letter: the kinds that can be made, and the letters that are kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from complaint_desk.domain.letters import KeptLetter
from complaint_desk.domain.moments import in_shanghai
from complaint_desk.domain.vocabulary import LetterKind
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.ui.shared.tokens import GRID

WIDTH = 208
_HEIGHT = 34
_TALL = 52


class LetterList(QListWidget):
    """`chosen` carries a `LetterKind` or a `KeptLetter`."""

    chosen = Signal(object)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("letters.list")
        self.setAccessibleName(_("Letters"))
        self.setFixedWidth(WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(GRID // 4)
        self._words = words
        self.currentItemChanged.connect(self._choose)

    def fill(self, kept: Sequence[KeptLetter], current: LetterKind | KeptLetter) -> None:
        """Show the kinds and the letters kept, newest first, without telling."""
        with QSignalBlocker(self):
            self.clear()
            self._add_heading(_("Make"))
            for kind in LetterKind:
                self._add(self._words.label("letter", kind), kind, _HEIGHT)
            if kept:
                self._add_heading(_("Kept with the case"))
            for letter in kept:
                day = f"{in_shanghai(letter.at):%Y-%m-%d}"
                about = f"{letter.number} \u00b7 {day}" if letter.number else day
                self._add(f"{self._words.label('letter', letter.kind)}\n{about}", letter, _TALL)
            if (item := self._item_of(current)) is not None:
                self.setCurrentItem(item)

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setSizeHint(QSize(0, _HEIGHT))
        self.addItem(item)

    def _add(self, text: str, meant: LetterKind | KeptLetter, height: int) -> None:
        item = QListWidgetItem(text)
        item.setData(Qt.ItemDataRole.UserRole, (meant,))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, text.replace("\n", ", "))
        item.setSizeHint(QSize(0, height))
        self.addItem(item)

    def _item_of(self, wanted: LetterKind | KeptLetter) -> QListWidgetItem | None:
        items = (self.item(at) for at in range(self.count()))
        return next((item for item in items if _meant(item) == wanted), None)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None and (meant := _meant(item)) is not None:
            self.chosen.emit(meant)


def _meant(item: QListWidgetItem) -> LetterKind | KeptLetter | None:
    # Within a tuple: Qt would make a plain string of the kind.
    held = item.data(Qt.ItemDataRole.UserRole)
    found: LetterKind | KeptLetter | None = held[0] if held else None
    return found
