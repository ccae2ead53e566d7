"""Paints the cells of the table: plain text, and the status as a pill."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from complaint_desk.domain.fields import FIELD, FieldType
from complaint_desk.domain.marking import Span
from complaint_desk.i18n.clocks import due_words
from complaint_desk.ui.ledger.row_hits import FOUND_IN
from complaint_desk.ui.ledger.rows import NOT_YET, RowsModel
from complaint_desk.ui.shared.pill import DUE_LOOKS, STATUS_LOOKS, paint_pill
from complaint_desk.ui.shared.style import current_tokens
from complaint_desk.ui.shared.tokens import ROW_HEIGHT, TEXT_SIZE, Tokens

SIDE = 10
"""Room at the left and right of a cell's text, in pixels."""

_WIDEST = TEXT_SIZE + 3
"""Pixels that no character exceeds."""
_BEFORE_HIT = 4
"""Characters that are kept at most in front of a hit which would not be seen otherwise."""

_Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class Cells(QStyledItemDelegate):
    """Paints from the model's rows directly: no roles, no style, so that a screen of cells takes milliseconds."""

    def __init__(self, model: RowsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.change_colours(current_tokens())

    def change_colours(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._text = QColor(tokens.text)
        self._secondary = QColor(tokens.secondary)
        self._line = QColor(tokens.line)
        self._chosen = QColor(tokens.accent_tint)
        self._accent = QColor(tokens.accent)
        self._hit = QColor(tokens.mark)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        if state & QStyle.StateFlag.State_Selected:
            # One pixel more: at 150 % the edges of cells fall between pixels.
            painter.fillRect(rect.adjusted(0, 0, 1, 0), self._chosen)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._line)
        complaint = self._model.complaint(index.row())
        field = self._model.columns[index.column()]
        inside = rect.adjusted(SIDE, 0, -SIDE, -1)
        if complaint is None:
            painter.setPen(self._secondary)
            painter.drawText(inside, _LEFT, NOT_YET)
        elif field == "status":
            text = self._model.text_of(complaint, field)
            paint_pill(
                painter, QRectF(inside.adjusted(-2, 0, SIDE - 2, 0)), text, STATUS_LOOKS[complaint.status], self._tokens
            )
        elif field == "due_at":
            text, state_of_due = due_words(complaint, self._model.clock())
            if state_of_due is not None:
                beside = QRectF(inside.adjusted(-2, 0, SIDE - 2, 0))
                paint_pill(painter, beside, text, DUE_LOOKS[state_of_due], self._tokens)
            elif text:
                painter.setPen(self._secondary)
                self._draw(painter, inside, text, at_right=False)
        elif text := self._model.text_of(complaint, field):
            if hits := self._model.hits.spans(complaint, field):
                text = self._mark(painter, inside, text, hits)
            painter.setPen(self._secondary if field == FOUND_IN else self._text)
            self._draw(painter, inside, text, at_right=is_amount(field))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, self._accent)

    def _draw(self, painter: QPainter, inside: QRect, text: str, *, at_right: bool) -> None:
        """Draw a line of text. Measuring takes as long as drawing, so short texts are not measured."""
        metrics = painter.fontMetrics()
        if len(text) * _WIDEST > inside.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        left = inside.right() + 1 - metrics.horizontalAdvance(text) if at_right else inside.left()
        painter.drawText(left, inside.top() + (inside.height() + metrics.ascent() - metrics.descent()) // 2, text)

    def _mark(self, painter: QPainter, inside: QRect, text: str, hits: Sequence[Span]) -> str:
        """Lay the ground under the hits. Returns the text to draw over it: cut in front where the first hit was not seen."""
        metrics = painter.fontMetrics()
        first, last = hits[0]
        room = inside.width() - (_WIDEST if last < len(text) else 0)
        if first > _BEFORE_HIT and metrics.horizontalAdvance(text[:last]) > room:
            spare = (room - metrics.horizontalAdvance(text[first:last])) // _WIDEST - 1
            cut = first - max(0, min(_BEFORE_HIT, spare))
            text, hits = f"…{text[cut:]}", [(start - cut + 1, end - cut + 1) for start, end in hits]
        height = metrics.height() + 2
        top = inside.top() + (inside.height() - height) // 2
        for first, last in hits:
            left = inside.left() + metrics.horizontalAdvance(text[:first])
            right = inside.left() + metrics.horizontalAdvance(text[:last])
            if left >= inside.right():
                break
            painter.fillRect(left, top, min(right, inside.right() + 1) - left, height, self._hit)
        return text

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        text = self._model.text(index.row(), index.column())
        return QSize(option.fontMetrics.horizontalAdvance(text) + 2 * SIDE, ROW_HEIGHT)  # type: ignore[attr-defined]

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """A tool tip only where the text does not fit."""
        text = self._model.text(index.row(), index.column()) if index.isValid() else ""
        room = view.visualRect(cast("QModelIndex", index)).width() - 2 * SIDE
        QToolTip.showText(
            event.globalPos(), text if view.fontMetrics().horizontalAdvance(text) > room else "", view.viewport()
        )
        return True


def is_amount(field: str) -> bool:
    """True for columns whose figures stand at the right."""
    return field in FIELD and FIELD[field].type is FieldType.MONEY
