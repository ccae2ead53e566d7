"""A few complaints in lines: number, who, about what, and what is left of the time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter
from PySide6.QtWidgets import QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from complaint_desk.domain.complaint import Complaint
from complaint_desk.i18n import _
from complaint_desk.i18n.clocks import due_words
from complaint_desk.i18n.values import shown_text
from complaint_desk.i18n.words import Words
from complaint_desk.ui.shared.pill import DUE_LOOKS, STATUS_LOOKS, Shape, paint_pill, pill_width
from complaint_desk.ui.shared.style import current_tokens
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.today.card_list import CardList

ROW = 32
_SIDE = 6
_GAP = 12
_MOST_WHO = 72
"""Pixels that a name takes at most: five characters."""


_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Line:
    """What is told of a complaint in a line."""

    number: str
    who: str
    what: str
    state: str
    look: tuple[Tone, Shape]


def line_of(complaint: Complaint, words: Words, now: dt.datetime) -> Line:
    """The line of a complaint; where no clock runs, its status stands for what is left."""
    text, state = due_words(complaint, now)
    look = DUE_LOOKS[state] if state else STATUS_LOOKS[complaint.status]
    who, what = (" ".join(shown_text(complaint, name, words).split()) for name in ("name", "subject_name"))
    told = text if state else words.label("status", complaint.status)
    return Line(complaint.number, who, what, told, look)


class ComplaintList(CardList):
    """`opened` carries the id of a complaint."""

    opened = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setItemDelegate(_Lines(self))
        self.setMouseTracking(True)
        self._ids: tuple[int, ...] = ()
        self.lines: tuple[Line, ...] = ()
        self.widths = (0, 0)
        """Pixels that the numbers and the names of all lines take, so that they stand in columns."""
        self.itemActivated.connect(lambda _item: self.open_current())

    def show_lines(self, complaints: Sequence[Complaint], words: Words, now: dt.datetime) -> None:
        """Show these complaints; the one that was current stays so, else the line where one stood."""
        lines, ids = tuple(line_of(each, words, now) for each in complaints), tuple(each.id for each in complaints)
        if (ids, lines) == (self._ids, self.lines):
            return
        row, current = self.currentRow(), self.current_id()
        self._ids, self.lines = ids, lines
        self.clear()
        wide = self.fontMetrics().horizontalAdvance
        names = max((wide(line.who) for line in self.lines), default=0)
        self.widths = max((wide(line.number) for line in self.lines), default=0), min(names, _MOST_WHO)
        for line in self.lines:
            item = QListWidgetItem()
            told = [part for part in (line.number, line.who, line.what, line.state) if part]
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _(", ").join(told))
            item.setToolTip(_(", ").join(told[1:]))
            item.setSizeHint(QSize(0, ROW))
            self.addItem(item)
        place = self._ids.index(current) if current in self._ids else min(row, len(complaints) - 1)
        self.setCurrentRow(place)
        self.setFixedHeight(ROW * len(complaints))

    def current_id(self) -> int | None:
        return self._ids[self.currentRow()] if 0 <= self.currentRow() < len(self._ids) else None

    def open_current(self) -> None:
        if (current := self.current_id()) is not None:
            self.opened.emit(current)

    def enter(self, step: int) -> None:
        """Take the keyboard, coming from before (1) or from behind (-1)."""
        self.setCurrentRow(0 if step > 0 else self.count() - 1)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.currentRow() < 0:
            self.setCurrentRow(0)


class _Lines(QStyledItemDelegate):
    def __init__(self, of: ComplaintList) -> None:
        super().__init__(of)
        self._list = of

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        line = self._list.lines[index.row()]
        tokens = current_tokens()
        here = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if here or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_tint if here else tokens.hover))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 4, 4)
        inside = rect.adjusted(_SIDE, 0, -_SIDE, 0)
        metrics = painter.fontMetrics()
        pill = pill_width(line.state, metrics)
        paint_pill(
            painter, QRectF(inside.right() - pill, inside.top(), pill, inside.height()), line.state, line.look, tokens
        )
        left, end = inside.left(), inside.right() - pill - _GAP
        numbers, names = self._list.widths
        columns = (
            (line.number, numbers, tokens.secondary),
            (line.who, names, tokens.text),
            (line.what, end - left, tokens.text),
        )
        for text, width, ink in columns:
            room = min(width, end - left)
            if room > 0:
                shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
                painter.setPen(QColor(ink))
                box = QRect(left, inside.top(), room, inside.height())
                painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), shown)
                left += room + _GAP
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(20 * GRID, ROW)
