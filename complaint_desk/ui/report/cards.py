"""The key figures of the preview as cards: label, value, and each comparison with arrow, word and colour."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from complaint_desk.i18n.values import list_text
from complaint_desk.ui.report.key_figures import KeyFigure
from complaint_desk.ui.report.reflow import ReflowGrid
from complaint_desk.ui.report.tile import FigureTile, TileGroup
from complaint_desk.ui.shared.charts.values import Mark
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID

_NARROWEST = 150
_VALUE_SIZE = 20
_SMALL_SIZE = 12
_COMPARISONS = 2


class FigureCard(FigureTile):
    """One key figure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("tile", parent)
        self._label = label(role="secondary")
        self._value = _sized(label(), _VALUE_SIZE, QFont.Weight.DemiBold)
        self._note = _sized(label(role="secondary"), _SMALL_SIZE)
        self._differences = [_sized(QLabel(), _SMALL_SIZE) for _at in range(_COMPARISONS)]
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._value)
        row.addStretch()
        row.addWidget(self._note, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, GRID, 12, GRID)
        column.setSpacing(0)
        column.addWidget(self._label)
        column.addLayout(row)
        for each in self._differences:
            column.addWidget(each)
        column.addStretch()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(_NARROWEST)

    def show_figure(self, figure: KeyFigure) -> None:
        self.setObjectName(f"report.figure.{figure.name}")
        self._label.setText(figure.label)
        self._value.setText(figure.value)
        marked(self._value, tone=str(figure.tone or ""))
        self._note.setText(figure.note)
        for at, shown in enumerate(self._differences):
            known = at < len(figure.differences)
            shown.setVisible(known)
            if known:
                shown.setText(figure.differences[at].text)
                marked(shown, tone=str(figure.differences[at].tone))
        said = list_text([f"{figure.label} {figure.value}", *(each.text for each in figure.differences)])
        self.show_mark(Mark(0, said, figure.key))


class FigureCards(ReflowGrid):
    """All cards, six, four, three, two or one beside each other."""

    wanted = Signal(str)
    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((6, 4, 3, 2, 1), parent)
        self._group = TileGroup()
        self._cards: list[FigureCard] = []

    def show_figures(self, figures: tuple[KeyFigure, ...]) -> None:
        while len(self._cards) < len(figures):
            card = FigureCard()
            card.wanted.connect(self.wanted)
            card.pointed.connect(self.pointed)
            self._cards.append(card)
            self._group.add(card)
            self.add(card)
        for card, figure in zip(self._cards, figures, strict=True):
            card.show_figure(figure)
        self.refit()


def _sized(shown: QLabel, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QLabel:
    font = QFont(shown.font())
    font.setPixelSize(pixels)
    font.setWeight(weight)
    shown.setFont(font)
    return shown
