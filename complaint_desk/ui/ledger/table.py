"""The table of the ledger: its look, choosing rows, keys, copies."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QWidget

from complaint_desk.domain.ledger import SORTABLE
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.ui.ledger.cells import Cells
from complaint_desk.ui.ledger.column_menu import column_menu
from complaint_desk.ui.ledger.columns_table import ColumnsTable
from complaint_desk.ui.ledger.rows import RowsModel
from complaint_desk.ui.shared.style import current_tokens
from complaint_desk.ui.shared.tokens import ROW_HEIGHT

_MOST_KEPT_CHOSEN = 5_000


class LedgerTable(ColumnsTable):
    """Rows of the ledger.

    `opened` carries the complaint id of the row to open, `current_changed` the one that is current or None; `copy_wanted`
    tells that the chosen rows are wanted on the clipboard, `typed` carries letters that were typed here.
    """

    opened = Signal(int)
    current_changed = Signal(object)
    copy_wanted = Signal()
    typed = Signal(str)

    def __init__(
        self,
        model: RowsModel,
        words: Words,
        sortable: frozenset[str] = SORTABLE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, words, sortable, parent)
        self.setObjectName("ledger.table")
        self.setAccessibleName(_("Complaint list"))
        self._words = words
        self._cells = Cells(model, self)
        self.setItemDelegate(self._cells)
        self._dress()
        self._head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._head.customContextMenuRequested.connect(self._show_head_menu)
        self.doubleClicked.connect(lambda index: self._open_row(index.row()))
        self.selectionModel().currentRowChanged.connect(lambda *_each: self.current_changed.emit(self.current_key()))

    def _dress(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._cells.change_colours(current_tokens())

    def show_column_menu(self) -> None:
        """What can be done with the current column, below its name."""
        name = self.current_column()
        section = self._rows.columns.index(name) if name else 0
        left, _width = self._head.place_of(section) or (self._head.sectionViewportPosition(section), 0)
        menu = column_menu(self, name, self._words)
        menu.popup(self._head.mapToGlobal(QPoint(max(0, left), self._head.height())))
        menu.setActiveAction(menu.actions()[0])

    def _show_head_menu(self, at: QPoint) -> None:
        section = self._head.section_at(at)
        menu = column_menu(self, self._rows.columns[section] if section >= 0 else None, self._words)
        menu.popup(self._head.mapToGlobal(at))

    # Choosing

    def current_key(self) -> int | None:
        index = self.currentIndex()
        return self._rows.key(index.row()) if index.isValid() else None

    def chosen_rows(self, limit: int | None = None) -> list[int]:
        """The places of the chosen rows from top to bottom, at most so many."""
        # By ranges: a million rows chosen at once are one of them.
        ranges = sorted({(each.top(), each.bottom()) for each in self.selectionModel().selection().toList()})
        rows = itertools.chain.from_iterable(range(first, last + 1) for first, last in ranges)
        return list(itertools.islice(rows, limit))

    def chosen_keys(self) -> tuple[int, ...]:
        """Ids of the chosen complaints from top to bottom; few enough to be remembered over a refresh."""
        rows = sum(each.height() for each in self.selectionModel().selection().toList())
        if rows > _MOST_KEPT_CHOSEN:
            current = self.current_key()
            return () if current is None else (current,)
        return tuple(self._rows.keys[row] for row in self.chosen_rows())

    def choose(self, current: int | None, chosen: Sequence[int], top: int | None) -> None:
        """Choose complaints by id wherever they stand now, without scrolling; then bring the row `top` to the top."""
        self.setAutoScroll(False)
        last = self._rows.columnCount() - 1
        selection = QItemSelection()
        for row in self._rows.rows_of(chosen):
            selection.select(self._rows.index(row, 0), self._rows.index(row, last))
        at = self._rows.row_of(current) if current is not None else None
        flag = QItemSelectionModel.SelectionFlag
        if at is not None:
            self.selectionModel().setCurrentIndex(self._rows.index(at, self.first_section()), flag.NoUpdate)
        self.selectionModel().select(selection, flag.ClearAndSelect)
        self.setAutoScroll(True)
        if top is not None and (place := self._rows.row_of(top)) is not None:
            self.verticalScrollBar().setValue(place * ROW_HEIGHT)

    def choose_row(self, row: int) -> None:
        """Choose one row by its place."""
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(
            self._rows.index(row, self.first_section()), flag.ClearAndSelect | flag.Rows
        )

    def top_key(self) -> int | None:
        """The complaint at the top of what is seen, None while the table stands at its beginning."""
        return self._rows.key(self.rowAt(1)) if self.verticalScrollBar().value() > 0 else None

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and self.currentIndex().isValid():
            self._open_row(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Down and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self.show_column_menu()
        else:
            super().keyPressEvent(event)

    def moveCursor(self, cursorAction: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and the last row, with Shift as far as there; Qt's own would stay in the row."""
        action, rows = QAbstractItemView.CursorAction, self._rows.rowCount()
        if rows and cursorAction in (action.MoveHome, action.MoveEnd):
            column = max(0, self.currentIndex().column())
            return self._rows.index(0 if cursorAction == action.MoveHome else rows - 1, column)
        return super().moveCursor(cursorAction, modifiers)

    def keyboardSearch(self, search: str) -> None:
        """Typing narrows what is shown: looking for the next row that begins so would read every row."""
        if search.strip():
            self.typed.emit(search)

    def _open_row(self, row: int) -> None:
        if (key := self._rows.key(row)) is not None:
            self.opened.emit(key)
