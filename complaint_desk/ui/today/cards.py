"""The cards of the day in as many columns as the width holds, the most urgent first; keys lead from card to card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.today.part_card import PartCard
from complaint_desk.ui.today.warnings_card import WarningsCard

_LEAST_WIDTH = 376
_MOST_COLUMNS = 4


class CardGrid(QWidget):
    """The parts row by row; the warnings take what is left of the last row. `reached` carries the card that a key led to."""

    reached = Signal(object)

    def __init__(self, parts: Sequence[PartCard], warnings: WarningsCard) -> None:
        super().__init__()
        self._parts = parts
        self._warnings = warnings
        self._columns = 0
        self._all: tuple[PartCard | WarningsCard, ...] = (*parts, warnings)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GRID, GRID)
        self._grid = QGridLayout()
        self._grid.setSpacing(2 * GRID)
        column.addLayout(self._grid)
        column.addStretch()
        for card in parts:
            card.list.left.connect(lambda step, card=card: self._go_on(card, step))
        warnings.left.connect(lambda step: self._go_on(warnings, step))
        self._arrange(3)

    def focus_first(self) -> bool:
        """Give the keyboard to the first card that holds anything; False if none does."""
        return self._give(self._all, 1)

    def lead_to(self, card: PartCard | WarningsCard) -> None:
        """Give the keyboard to a card."""
        self._give((card,), 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = event.size().width() + GRID
        self._arrange(max(1, min(_MOST_COLUMNS, room // (_LEAST_WIDTH + 2 * GRID))))

    def _go_on(self, card: PartCard | WarningsCard, step: int) -> None:
        place = self._all.index(card)
        following = self._all[place + 1 :] if step > 0 else self._all[:place][::-1]
        self._give(following, step)

    def _give(self, cards: Sequence[PartCard | WarningsCard], step: int) -> bool:
        for card in cards:
            if card.take_keyboard(step):
                self.reached.emit(card)
                return True
        return False

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        for at in range(max(columns, self._columns)):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)
            self._grid.setColumnMinimumWidth(at, 0)
        self._columns = columns
        for at, card in enumerate(self._parts):
            self._grid.addWidget(card, at // columns, at % columns)
        row, column = divmod(len(self._parts), columns)
        self._grid.addWidget(self._warnings, row, column, 1, columns - column)
