"""Fields of the rules dialog: a caption over its field and the sentence of its problem below; menus to tick several words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QMenu, QPushButton, QVBoxLayout, QWidget

from complaint_desk.i18n import _
from complaint_desk.i18n.values import list_text
from complaint_desk.ui.shared.buttons import button, menu_button
from complaint_desk.ui.shared.form.cell import with_mnemonic

_SHORTEST_WORDS = 6


def keyed_button(text: str, key: str, name: str, kind: str = "") -> QPushButton:
    """A button that Alt and a key press."""
    made = button(with_mnemonic(text, key), name, kind)
    made.setAccessibleName(text)
    return made


class WordsMenu(QWidget):
    """A button that opens a menu of words to tick, and says which are ticked."""

    changed = Signal()

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.button, menu = menu_button("", "")
        self._actions = [(code, _ticked(menu, words)) for code, words in choices]
        for _code, action in self._actions:
            action.toggled.connect(self._tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.button)
        self._say()

    def codes(self) -> tuple[str, ...]:
        return tuple(code for code, action in self._actions if action.isChecked())

    def choose(self, codes: Iterable[str]) -> None:
        wanted = set(codes)
        for code, action in self._actions:
            action.blockSignals(True)
            action.setChecked(code in wanted)
            action.blockSignals(False)
        self._say()

    def _tell(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        said = list_text([action.text() for _code, action in self._actions if action.isChecked()]) or _("(none)")
        self.button.setText(said)
        self.button.setToolTip(said)


def _ticked(menu: QMenu, words: str) -> QAction:
    action = menu.addAction(words)
    action.setCheckable(True)
    return action


def word_box(choices: Iterable[tuple[str, str]]) -> QComboBox:
    """A box of words with their codes as data; no wider than it must be, the list shows them whole."""
    made = QComboBox()
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(_SHORTEST_WORDS)
    for code, words in choices:
        made.addItem(words, code)
    return made
