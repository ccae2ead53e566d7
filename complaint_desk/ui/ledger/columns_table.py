"""A table of named columns: chosen, moved, sized and pinned, with the mouse or the keyboard."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QTableView, QWidget

from complaint_desk.domain.ledger import SORTABLE, LedgerOrder
from complaint_desk.i18n.words import Words
from complaint_desk.ui.ledger import layout
from complaint_desk.ui.ledger.header import Header
from complaint_desk.ui.ledger.layout import ColumnLayout
from complaint_desk.ui.ledger.row_hits import FOUND_IN
from complaint_desk.ui.ledger.rows import RowsModel
from complaint_desk.ui.shared.style import current_tokens
from complaint_desk.ui.shared.tokens import GRID

WIDTH_STEP = 2 * GRID
"""Pixels by which the keyboard makes a column wider or narrower."""
_LEAST_WIDTH = 48
_HEAD_HEIGHT = 40
_Index = QModelIndex | QPersistentModelIndex


class ColumnsTable(QTableView):
    """`order_wanted` carries a `LedgerOrder`; `layout_changed` tells that the person changed columns, widths or pins."""

    order_wanted = Signal(object)
    layout_changed = Signal()

    def __init__(
        self, model: RowsModel, words: Words, sortable: frozenset[str] = SORTABLE, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._rows = model
        self._layout = ColumnLayout(layout.known(model.columns))
        self._arranging = False
        self._usual = {name: layout.usual_width(name, words, self.fontMetrics()) for name in model.columns}
        self._order = LedgerOrder()
        self.sortable = sortable
        self._tells_found_in = False
        self._head = Header(self)
        self.setHorizontalHeader(self._head)
        self.setModel(model)
        # Of its own: Qt would ask a million rows for their flags, to see whether a whole column is chosen.
        self._head.setSelectionModel(QItemSelectionModel(model, self))
        self._head.setSectionsMovable(True)
        self._head.setSectionsClickable(True)
        self._head.setHighlightSections(False)
        self._head.setSortIndicatorShown(True)
        self._head.setMinimumSectionSize(_LEAST_WIDTH)
        self._head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._head.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._head.setFixedHeight(_HEAD_HEIGHT)
        self._head.sectionClicked.connect(lambda section: self.sort_by(model.columns[section]))
        self._head.sectionResized.connect(self._width_set)
        self._head.sectionMoved.connect(self._moved)

    # What is shown

    def arrange(self, wanted: ColumnLayout) -> None:
        """Show columns in their order; widths that nobody set are the usual ones."""
        self._layout = wanted.with_shown(wanted.shown)
        self._arranging = True
        columns, placed = self._rows.columns, self._placed()
        for at, name in enumerate((*placed, *(each for each in columns if each not in placed))):
            section = columns.index(name)
            self._head.moveSection(self._head.visualIndex(section), at)
            self._head.setSectionHidden(section, name not in placed)
            self._head.resizeSection(section, self._layout.widths.get(name, self._usual[name]))
        self._head.pinned = sum(name in self._layout.pinned for name in placed)
        self._arranging = False
        self._stretch()
        self._repaint_all()

    @property
    def column_layout(self) -> ColumnLayout:
        return self._layout

    def shown(self) -> tuple[str, ...]:
        """The columns that the person chose, from left to right."""
        return self._layout.shown

    def tell_found_in(self, *, told: bool) -> None:
        """Show the column that says where the words of a search stand, or take it away; it is no part of the layout."""
        if told != self._tells_found_in and FOUND_IN in self._rows.columns:
            self._tells_found_in = told
            self.arrange(self._layout)

    def show_column(self, name: str, *, shown: bool) -> None:
        """Show a column at the right end, or hide it; the last one stays."""
        names = [each for each in self.shown() if each != name]
        self._change(self._layout.with_shown([*names, name] if shown else names))

    def pin(self, name: str, *, pinned: bool) -> None:
        """Keep a column in front while the others scroll sideways, or let it go."""
        self._change(self._layout.with_pinned(name, pinned=pinned))

    def move_column(self, name: str, step: int) -> None:
        """Move a shown column by so many places; it does not pass the border of the pinned ones."""
        names = list(self.shown())
        to = names.index(name) + step if name in names else -1
        if 0 <= to < len(names) and (names[to] in self._layout.pinned) == (name in self._layout.pinned):
            names.insert(to, names.pop(names.index(name)))
            self._change(self._layout.with_shown(names))

    def widen_column(self, name: str, pixels: int) -> None:
        """Make a column wider, with a negative figure narrower."""
        section = self._rows.columns.index(name)
        self._head.resizeSection(section, max(_LEAST_WIDTH, self._head.sectionSize(section) + pixels))

    def arrange_usually(self) -> None:
        self._change(ColumnLayout())

    def show_order(self, order: LedgerOrder) -> None:
        """Mark the column that the rows are sorted by."""
        down = Qt.SortOrder.DescendingOrder if order.descending else Qt.SortOrder.AscendingOrder
        self._head.setSortIndicator(self._rows.columns.index(order.field), down)
        self._order = order

    def sort_by(self, name: str) -> None:
        """Want the rows sorted by a column; once more: the other way round. Some columns cannot be sorted by."""
        if name in self.sortable:
            descending = not self._order.descending if name == self._order.field else name.endswith("_at")
            self.order_wanted.emit(LedgerOrder(name, descending))
        else:
            self.show_order(self._order)

    def current_column(self) -> str | None:
        """The column in which the current cell stands."""
        index = self.currentIndex()
        return self._rows.columns[index.column()] if index.isValid() else None

    def first_section(self) -> int:
        return self._head.logicalIndex(0)

    def _placed(self) -> tuple[str, ...]:
        """The shown columns with the one of the search, which stands behind the subject."""
        names = list(self._layout.shown)
        if self._tells_found_in:
            at = names.index(layout.ELASTIC) + 1 if layout.ELASTIC in names else len(names)
            names.insert(max(at, sum(name in self._layout.pinned for name in names)), FOUND_IN)
        return tuple(names)

    def _change(self, wanted: ColumnLayout) -> None:
        if wanted.shown:
            self.arrange(wanted)
            self.layout_changed.emit()

    def _stretch(self) -> None:
        """Share out the room that is left, as long as nobody has set widths."""
        if self._layout.widths:
            return
        self._arranging = True
        for name, width in layout.shares(self._placed(), self._usual, self.viewport().width()).items():
            self._head.resizeSection(self._rows.columns.index(name), width)
        self._arranging = False

    def _width_set(self, section: int, _old: int, width: int) -> None:
        if self._arranging or not width:
            return
        kept = {name: self._head.sectionSize(self._rows.columns.index(name)) for name in self._placed()}
        widths = {**(self._layout.widths or kept), self._rows.columns[section]: width}
        widths.pop(FOUND_IN, None)
        self._layout = replace(self._layout, widths=widths)
        self._repaint_all()
        self.layout_changed.emit()

    def _moved(self) -> None:
        # Not while the header handles the very drag.
        if not self._arranging:
            QTimer.singleShot(0, self, self._take_order_of_head)

    def _take_order_of_head(self) -> None:
        names = [self._rows.columns[self._head.logicalIndex(at)] for at in range(self._head.count())]
        self._change(self._layout.with_shown([name for name in names if name in self._layout.shown]))

    # Pinned columns

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if (covered := self._head.covered()) and event.rect().left() < covered:
            self._paint_pinned(event.rect(), covered)

    def _paint_pinned(self, dirty: QRect, covered: int) -> None:
        painter, tokens = QPainter(self.viewport()), current_tokens()
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        painter.fillRect(0, dirty.top(), covered, dirty.height(), QColor(tokens.surface))
        first, last = self.rowAt(dirty.top()), self.rowAt(dirty.bottom())
        rows = range(first, (last if last >= 0 else self._rows.rowCount() - 1) + 1) if first >= 0 else ()
        usual = option.state & ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)  # type: ignore[attr-defined]
        for row in rows:
            for section, left, width in self._head.pinned_places():
                index = self._rows.index(row, section)
                option.rect = QRect(left, self.rowViewportPosition(row), width, self.rowHeight(row))  # type: ignore[attr-defined]
                option.state = usual  # type: ignore[attr-defined]
                if self.selectionModel().isSelected(index):
                    option.state |= QStyle.StateFlag.State_Selected  # type: ignore[attr-defined]
                if index == self.currentIndex() and self.hasFocus():
                    option.state |= QStyle.StateFlag.State_HasFocus  # type: ignore[attr-defined]
                self.itemDelegate().paint(painter, option, index)
        painter.fillRect(covered - 1, dirty.top(), 1, dirty.height(), QColor(tokens.field_line))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if dx:
            self._repaint_all()

    def _repaint_all(self) -> None:
        self.viewport().update()
        self._head.viewport().update()

    def indexAt(self, pos: QPoint) -> QModelIndex:
        shifted = pos.x() < self._head.covered()
        return super().indexAt(QPoint(pos.x() - self._head.offset(), pos.y()) if shifted else pos)

    def visualRect(self, index: _Index) -> QRect:
        rect = super().visualRect(index)
        if index.isValid() and (place := self._head.place_of(index.column())):
            rect.setLeft(place[0])
            rect.setWidth(place[1])
        return rect

    def scrollTo(
        self, index: _Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        bar = self.horizontalScrollBar()
        before, pinned = bar.value(), self._head.visualIndex(index.column()) < self._head.pinned
        super().scrollTo(index, hint)
        hidden = self._head.covered() - self.columnViewportPosition(index.column())
        if pinned:
            bar.setValue(before)
        elif hidden > 0:
            bar.setValue(bar.value() - hidden)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A scroll bar that comes or goes while columns are arranged is heeded at the end of that.
        if not self._arranging:
            self._stretch()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._change_column(event):
            super().keyPressEvent(event)

    def _change_column(self, event: QKeyEvent) -> bool:
        """Alt+←/→ sizes the current column, Ctrl+Shift+←/→ moves it."""
        name = self.current_column()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if name is None or (step := steps.get(Qt.Key(event.key()))) is None:
            return False
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.AltModifier:
            self.widen_column(name, WIDTH_STEP * step)
        elif held == Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier:
            self.move_column(name, step)
        else:
            return False
        return True
