"""Chips: choices to toggle in a form, and conditions of a filter that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from complaint_desk.ui.shared import icons
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.flow import FlowLayout
from complaint_desk.ui.shared.style import current_tokens, marked


class ChoiceChips(QWidget):
    """Codes to choose by toggling: one (`several=False`, may be taken back) or several.

    `chosen_changed` carries the chosen codes in the order of the list. Left and right go along the chips, space toggles.
    """

    chosen_changed = Signal(tuple)

    def __init__(
        self,
        choices: Iterable[tuple[str, str]],
        name: str,
        accessible: str,
        *,
        several: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self._several = several
        self._row = FlowLayout(self, gap=8)
        self._chips: dict[str, QPushButton] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.offer(choices)

    def offer(self, choices: Iterable[tuple[str, str]]) -> None:
        """Show these (code, word) pairs; what was chosen and is still offered stays chosen."""
        kept = self.chosen()
        for chip in self._chips.values():
            self._row.removeWidget(chip)
            chip.deleteLater()
        self._chips = {}
        for code, word in choices:
            chip = button(word, f"{self.objectName()}.{code}", "chip")
            chip.setCheckable(True)
            chip.setChecked(code in kept)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(lambda _checked, code=code: self._clicked(code))
            self._chips[code] = chip
            self._row.addWidget(chip)
        self._at = 0

    def chosen(self) -> tuple[str, ...]:
        return tuple(code for code, chip in self._chips.items() if chip.isChecked())

    def choose(self, codes: Sequence[str]) -> None:
        """Show these codes as chosen, without telling."""
        for code, chip in self._chips.items():
            chip.setChecked(code in codes)
        self._at = next((at for at, code in enumerate(self._chips) if code in codes), 0)
        self._show_place(shown=self.hasFocus())

    def chip(self, code: str) -> QPushButton:
        return self._chips[code]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        codes = list(self._chips)
        if step and codes:
            self._at = (self._at + step) % len(codes)
            self._show_place(shown=True)
        elif event.key() == Qt.Key.Key_Space and codes:
            self._chips[codes[self._at]].click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        self._show_place(shown=True)

    def focusOutEvent(self, event: object) -> None:
        self._show_place(shown=False)

    def sizeHint(self) -> QSize:
        width = sum(chip.sizeHint().width() + 8 for chip in self._chips.values())
        return QSize(min(width, 640), 32)

    def _show_place(self, *, shown: bool) -> None:
        for at, chip in enumerate(self._chips.values()):
            marked(chip, place=shown and at == self._at)

    def _clicked(self, code: str) -> None:
        self._at = list(self._chips).index(code)
        if not self._several:
            for other, chip in self._chips.items():
                chip.setChecked(other == code and chip.isChecked())
        self._show_place(shown=self.hasFocus())
        self.chosen_changed.emit(self.chosen())


class FilterChip(QPushButton):
    """A condition in force; a click or Delete takes it away, F2 or the other mouse button opens it (`edit_wanted`)."""

    edit_wanted = Signal()

    def __init__(self, text: str, name: str, accessible: str, parent: QWidget | None = None) -> None:
        super().__init__(text.replace("&", "&&") + " ", parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setToolTip(accessible)
        self.setAutoDefault(False)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setIconSize(QSize(12, 12))
        marked(self, kind="filter")
        icons.give_icon(self, "close", current_tokens(), "accent")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.click()
        elif event.key() == Qt.Key.Key_F2:
            self.edit_wanted.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.edit_wanted.emit()
