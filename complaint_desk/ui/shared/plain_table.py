"""A table of texts that is read: rows are chosen, cells may carry the tone of a state."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from complaint_desk.ui.shared.style import current_tokens
from complaint_desk.ui.shared.tokens import Tone

ROW = 38
"""A field of 32 px with a little air."""


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
    head.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
    return table


def put(table: QTableWidget, row: int, column: int, text: str, tone: Tone | None = None) -> QTableWidgetItem:
    """Set the text of a cell, which is also its tool tip; a tone says a state."""
    item = table.item(row, column)
    if item is None:
        item = QTableWidgetItem()
        table.setItem(row, column, item)
    item.setText(text)
    item.setToolTip(text)
    tokens = current_tokens()
    item.setForeground(QColor(tokens.ink(tone) if tone else tokens.text))
    return item
