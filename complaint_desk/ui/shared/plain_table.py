"""A table of texts that is read: rows are chosen, cells may carry the tone of a state."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product, starmap

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from complaint_desk.ui.shared.style import current_tokens, marked
from complaint_desk.ui.shared.tokens import Tone

ROW = 38
"""A field of 32 px with a little air."""
_PADDING, _FOCUS_FRAME, _ENDLESS = 8, 6, 1 << 24
_LONGEST_TIP = 600
"""Characters; a tool tip of a whole narrative would cover the screen."""


def plain_table(name: str, accessible: str, headings: Sequence[str], stretched: int) -> QTableWidget:
    """A table whose cells are read; Tab goes through the fields in it and on."""
    table = QTableWidget(0, len(headings))
    table.setObjectName(name)
    table.setAccessibleName(accessible)
    table.setHorizontalHeaderLabels([*headings])
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW)
    head = table.horizontalHeader()
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setHighlightSections(False)
    head.setTextElideMode(Qt.TextElideMode.ElideRight)
    head.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
    return table


def put(table: QTableWidget, row: int, column: int, text: str, tone: Tone | None = None) -> QTableWidgetItem:
    """Set the text of a cell, which is also its tool tip as far as that can be read; a tone says a state."""
    item = table.item(row, column)
    if item is None:
        item = QTableWidgetItem()
        table.setItem(row, column, item)
    item.setText(text)
    item.setToolTip(text if len(text) <= _LONGEST_TIP else f"{text[:_LONGEST_TIP]}\N{HORIZONTAL ELLIPSIS}")
    # Without a colour of its own it has that of the table, whichever the appearance, and costs a tenth.
    item.setData(Qt.ItemDataRole.ForegroundRole, QColor(current_tokens().ink(tone)) if tone else None)
    return item


class _Wrapped(QStyledItemDelegate):
    """Texts that go on in the next line, each row as high as its longest."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.displayAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop  # type: ignore[attr-defined]

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        # Qt forgets the padding of the style sheet when it breaks lines.
        width = option.rect.width() - 2 * _PADDING - _FOCUS_FRAME  # type: ignore[attr-defined]
        room = QRect(0, 0, width, _ENDLESS)
        text = option.fontMetrics.boundingRect(  # type: ignore[attr-defined]
            room, Qt.TextFlag.TextWordWrap, str(index.data() or "")
        )
        return QSize(width, text.height() + 2 * _PADDING)


def wrap_rows(table: QTableWidget) -> QTableWidget:
    """Show the texts of a table whole, in rows of different heights."""
    table.setItemDelegate(_Wrapped(table))
    table.setWordWrap(True)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().setMinimumSectionSize(ROW)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    return marked(table, wraps=True)


def tab_through(table: QTableWidget) -> None:
    """Let Tab go from a table through the fields in its cells, row by row, and on to what came after it."""
    cells = product(range(table.rowCount()), range(table.columnCount()))
    for before, after in pairwise([table, *filter(None, starmap(table.cellWidget, cells))]):
        QWidget.setTabOrder(before, after)
