"""The key figures of the preview as cards: label, value, and each comparison with arrow, word and colour."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from complaint_desk.i18n.values import list_text
from complaint_desk.ui.report.key_figures import KeyFigure
from complaint_desk.ui.report.reflow import ReflowGrid
from complaint_desk.ui.shared.panels import Card, label
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID

_NARROWEST = 150
_VALUE_SIZE = 20
_SMALL_SIZE = 12
_COMPARISONS = 2


class FigureCard(Card):
    """One key figure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=8, gap=0)
        self._label = label(role="secondary")
        self._value = _sized(label(), _VALUE_SIZE, QFont.Weight.DemiBold)
        self._note = _sized(label(role="secondary"), _SMALL_SIZE)
        self._differences = [_sized(QLabel(), _SMALL_SIZE) for _at in range(_COMPARISONS)]
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._value)
        row.addStretch()
        row.addWidget(self._note, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addWidget(self._label)
        self.column.addLayout(row)
        for each in self._differences:
            self.column.addWidget(each)
        self.column.addStretch()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(_NARROWEST)

    def show_figure(self, figure: KeyFigure) -> None:
        self.setObjectName(f"report.figure.{figure.name}")
        self._label.setText(figure.label)
        self._value.setText(figure.value)
        self._note.setText(figure.note)
        for at, shown in enumerate(self._differences):
            known = at < len(figure.differences)
            shown.setVisible(known)
            if known:
                shown.setText(figure.differences[at].text)
                marked(shown, tone=str(figure.differences[at].tone))
        self.setAccessibleName(
            list_text([f"{figure.label} {figure.value}", *(each.text for each in figure.differences)])
        )


class FigureCards(ReflowGrid):
    """All cards, four, two or one beside each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((4, 2, 1), parent)
        self._cards: list[FigureCard] = []

    def show_figures(self, figures: tuple[KeyFigure, ...]) -> None:
        while len(self._cards) < len(figures):
            self._cards.append(FigureCard())
            self.add(self._cards[-1])
        for card, figure in zip(self._cards, figures, strict=True):
            card.show_figure(figure)
        self.refit()


def _sized(shown: QLabel, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QLabel:
    font = QFont(shown.font())
    font.setPixelSize(pixels)
    font.setWeight(weight)
    shown.setFont(font)
    return shown
