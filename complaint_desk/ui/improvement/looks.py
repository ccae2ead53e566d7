"""How states and verdicts look, and the cells that show them."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from complaint_desk.domain.improvement import Effect, Improvement, State, Verdict
from complaint_desk.ui.shared.pill import Shape, paint_pill, pill_width
from complaint_desk.ui.shared.style import current_tokens
from complaint_desk.ui.shared.tokens import GRID, Tone

Look = tuple[Tone, Shape]
LOOK = Qt.ItemDataRole.UserRole + 1
ROW = 40

_OVERDUE: Look = (Tone.RED, Shape.TRIANGLE)
_CAME_BACK: Look = (Tone.RED, Shape.TRIANGLE)
_STATES: dict[State, Look] = {
    State.OPEN: (Tone.ACCENT, Shape.HALF),
    State.DONE: (Tone.GREEN, Shape.DOT),
    State.VERIFIED: (Tone.GREEN, Shape.CHECK),
    State.DROPPED: (Tone.GREY, Shape.DASH),
}
_VERDICTS: dict[Verdict, Look] = {
    Verdict.PENDING: (Tone.GREY, Shape.RING),
    Verdict.TOO_EARLY: (Tone.GREY, Shape.PAUSE),
    Verdict.TOO_FEW: (Tone.GREY, Shape.RING),
    Verdict.FELL: (Tone.GREEN, Shape.CHECK),
    Verdict.UNCHANGED: (Tone.AMBER, Shape.DASH),
    Verdict.ROSE: (Tone.RED, Shape.CROSS),
}
_Index = QModelIndex | QPersistentModelIndex


def state_look(each: Improvement, today: dt.date) -> Look:
    return _OVERDUE if each.is_overdue(today) else _STATES[each.state]


def verdict_look(effect: Effect) -> Look:
    return _CAME_BACK if effect.recurrence else _VERDICTS[effect.verdict]


class PillCells(QStyledItemDelegate):
    """Paints a cell that carries a `Look` as a pill, any other as text; every row has the same height."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        look = index.data(LOOK)
        if look is None:
            super().paint(painter, option, index)
            return
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        text, plain.text = plain.text, ""  # type: ignore[attr-defined]
        style = plain.widget.style()  # type: ignore[attr-defined]
        style.drawControl(style.ControlElement.CE_ItemViewItem, plain, painter, plain.widget)  # type: ignore[attr-defined]
        box = QRectF(option.rect).adjusted(GRID / 2, 0, -GRID / 2, 0)  # type: ignore[attr-defined]
        paint_pill(painter, box, text, look, current_tokens())

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        size = super().sizeHint(option, index)
        if index.data(LOOK) is not None:
            size.setWidth(pill_width(str(index.data()), option.fontMetrics) + 2 * GRID)  # type: ignore[attr-defined]
        return QSize(size.width(), ROW)
