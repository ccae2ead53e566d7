"""The table of the ledger: look, columns, choosing, copying."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget

from complaint_desk.domain.ledger import SORTABLE, LedgerOrder
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.ui.ledger import layout
from complaint_desk.ui.ledger.cells import Cells
from complaint_desk.ui.ledger.copying import table_data
from complaint_desk.ui.ledger.rows import RowsModel
from complaint_desk.ui.shared.style import current_tokens
from complaint_desk.ui.shared.tokens import ROW_HEIGHT

_LEAST_WIDTH = 48
_MOST_KEPT_CHOSEN = 5_000
COPY_LIMIT = 20_000
"""Rows that one copy takes at most; more belong in an export."""


class LedgerTable(QTableView):
    """Rows of the ledger.

    `opened` carries the complaint id of the row to open, `current_changed` the one that is current or None, `order_wanted`
    a `LedgerOrder`; `layout_changed` tells that columns or widths changed, `copy_wanted` that the chosen rows are wanted.
    """

    opened = Signal(int)
    current_changed = Signal(object)
    order_wanted = Signal(object)
    layout_changed = Signal()
    copy_wanted = Signal()

    def __init__(self, model: RowsModel, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ledger.table")
        self.setAccessibleName(_("Complaint list"))
        self._words = words
        self._rows = model
        self._widths: dict[str, int] = {}
        self._arranging = False
        self._usual = {name: layout.usual_width(name, words, self.fontMetrics()) for name in model.columns}
        self._order = LedgerOrder()
        self._cells = Cells(model, self)
        self.setModel(model)
        # Of its own: Qt would ask a million rows for their flags, to see whether a whole column is chosen.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(model, self))
        self.setItemDelegate(self._cells)
        self._dress()
        self._connect()

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
        head = self.horizontalHeader()
        head.setSectionsMovable(True)
        head.setSectionsClickable(True)
        head.setHighlightSections(False)
        head.setSortIndicatorShown(True)
        head.setMinimumSectionSize(_LEAST_WIDTH)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setFixedHeight(40)

    def _connect(self) -> None:
        head = self.horizontalHeader()
        head.sectionClicked.connect(self._sort_clicked)
        head.sectionResized.connect(self._width_set)
        head.sectionMoved.connect(self._moved)
        head.customContextMenuRequested.connect(self._show_head_menu)
        self.doubleClicked.connect(lambda index: self._open_row(index.row()))
        self.selectionModel().currentRowChanged.connect(lambda *_each: self.current_changed.emit(self.current_key()))

    # Columns

    def arrange(self, shown: Sequence[str], widths: dict[str, int]) -> None:
        """Show these columns in this order; widths that nobody set are the usual ones."""
        self._arranging = True
        self._widths = dict(widths)
        head = self.horizontalHeader()
        columns = self._rows.columns
        for at, name in enumerate((*shown, *(each for each in columns if each not in shown))):
            section = columns.index(name)
            head.moveSection(head.visualIndex(section), at)
            head.setSectionHidden(section, name not in shown)
            head.resizeSection(section, self._widths.get(name, self._usual[name]))
        self._arranging = False
        self._stretch()

    def shown(self) -> tuple[str, ...]:
        """The shown columns from left to right."""
        head = self.horizontalHeader()
        sections = [head.logicalIndex(at) for at in range(head.count())]
        return tuple(self._rows.columns[each] for each in sections if not head.isSectionHidden(each))

    def widths(self) -> dict[str, int]:
        """The widths that the person set, in pixels."""
        return dict(self._widths)

    def show_column(self, name: str, *, shown: bool) -> None:
        """Show a column at the right end, or hide it; the last one stays."""
        names = [each for each in self.shown() if each != name]
        if shown:
            names.append(name)
        if names:
            self.arrange(names, self._widths)
            self.layout_changed.emit()

    def show_order(self, order: LedgerOrder) -> None:
        """Mark the column that the rows are sorted by."""
        down = Qt.SortOrder.DescendingOrder if order.descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(self._rows.columns.index(order.field), down)
        self._order = order

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stretch()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._cells.change_colours(current_tokens())

    def _stretch(self) -> None:
        """Share out the room that is left, as long as nobody has set widths."""
        if self._widths:
            return
        shown = self.shown()
        self._arranging = True
        for name, width in layout.shares(shown, self._usual, self.viewport().width()).items():
            self.horizontalHeader().resizeSection(self._rows.columns.index(name), width)
        self._arranging = False

    def _width_set(self, section: int, _old: int, width: int) -> None:
        if self._arranging or not width:
            return
        if not self._widths:
            head = self.horizontalHeader()
            self._widths = {name: head.sectionSize(self._rows.columns.index(name)) for name in self.shown()}
        self._widths[self._rows.columns[section]] = width
        self.layout_changed.emit()

    def _moved(self) -> None:
        if not self._arranging:
            self.layout_changed.emit()

    def _sort_clicked(self, section: int) -> None:
        field = self._rows.columns[section]
        if field in SORTABLE:
            descending = not self._order.descending if field == self._order.field else field.endswith("_at")
            self.order_wanted.emit(LedgerOrder(field, descending))
        else:
            self.show_order(self._order)

    def _show_head_menu(self, at: QPoint) -> None:
        head = self.horizontalHeader()
        section = head.logicalIndexAt(at)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if section >= 0:
            name = self._rows.columns[section]
            if name in SORTABLE:
                menu.addAction(_("Sort ascending"), lambda: self.order_wanted.emit(LedgerOrder(name, descending=False)))
                menu.addAction(_("Sort descending"), lambda: self.order_wanted.emit(LedgerOrder(name, descending=True)))
                menu.addSeparator()
            menu.addAction(
                _("Hide “{column}”").format(column=self._words.field_label(name)),
                lambda: self.show_column(name, shown=False),
            )
        menu.addAction(_("Usual columns and widths"), self.arrange_usually)
        menu.popup(head.mapToGlobal(at))

    def arrange_usually(self) -> None:
        self.arrange(layout.DEFAULT_COLUMNS, {})
        self.layout_changed.emit()

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
            self.selectionModel().setCurrentIndex(self._rows.index(at, self._first_column()), flag.NoUpdate)
        self.selectionModel().select(selection, flag.ClearAndSelect)
        self.setAutoScroll(True)
        if top is not None and (place := self._rows.row_of(top)) is not None:
            self.verticalScrollBar().setValue(place * ROW_HEIGHT)

    def choose_row(self, row: int) -> None:
        """Choose one row by its place."""
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(
            self._rows.index(row, self._first_column()), flag.ClearAndSelect | flag.Rows
        )

    def top_key(self) -> int | None:
        """The complaint at the top of what is seen, None while the table stands at its beginning."""
        return self._rows.key(self.rowAt(1)) if self.verticalScrollBar().value() > 0 else None

    def _first_column(self) -> int:
        return self.horizontalHeader().logicalIndex(0)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and self.currentIndex().isValid():
            self._open_row(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and plain and self._rows.rowCount():
            self.choose_row(0 if event.key() == Qt.Key.Key_Home else self._rows.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing letters does not search: it would read every row, and the search box does it better."""

    def _open_row(self, row: int) -> None:
        if (key := self._rows.key(row)) is not None:
            self.opened.emit(key)

    def put_on_clipboard(self, lines: Sequence[Sequence[str]], header: Sequence[str]) -> None:
        QGuiApplication.clipboard().setMimeData(table_data(header, lines))
