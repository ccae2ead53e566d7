"""The ledger page: filter bar on top, table, detail panel at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder, SavedView
from complaint_desk.domain.searching import search_words
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.ui.ledger import layout
from complaint_desk.ui.ledger.columns_menu import fill_columns_menu
from complaint_desk.ui.ledger.copying import copy_chosen
from complaint_desk.ui.ledger.corner import LedgerCorner
from complaint_desk.ui.ledger.count_line import count_text
from complaint_desk.ui.ledger.count_strip import CountStrip
from complaint_desk.ui.ledger.detail_panel import DetailPanel
from complaint_desk.ui.ledger.empty import EmptyLedger
from complaint_desk.ui.ledger.filter_bar import FilterBar
from complaint_desk.ui.ledger.leisure import Leisure
from complaint_desk.ui.ledger.narrowing import Narrowed
from complaint_desk.ui.ledger.query import LedgerQuery, way_on
from complaint_desk.ui.ledger.row_hits import FOUND_IN
from complaint_desk.ui.ledger.rows import RowsModel
from complaint_desk.ui.ledger.saved_views import SavedViews, columns_of, view_of
from complaint_desk.ui.ledger.split import remembered_split
from complaint_desk.ui.ledger.table import LedgerTable
from complaint_desk.ui.ledger.used_texts import UsedTexts
from complaint_desk.ui.ledger.views_menu import ViewsMenu
from complaint_desk.ui.shared.buttons import menu_button
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.pending import PendingChanges
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace


class LedgerPage(QWidget):
    """`opened` carries the id of a complaint to open, `deed_wanted` id and deed. `corner` holds the buttons of the page."""

    opened = Signal(int)
    deed_wanted = Signal(int, str)
    registering_wanted = Signal()
    import_wanted = Signal()
    report_wanted = Signal()
    first_shown = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ledger")
        self._workplace = workplace
        self._total: int | None = None
        self._sought: tuple[int | None, tuple[int, ...], int | None] | None = None
        self._model = RowsModel((*layout.ALL_COLUMNS, FOUND_IN), workplace.words, self, workplace.desk.clock)
        self._query = LedgerQuery(workplace, self._model, self)
        self.bar = FilterBar(workplace)
        self.strip = CountStrip(workplace)
        self.table = LedgerTable(self._model, workplace.words, self._query.sortable)
        self.panel = DetailPanel(workplace)
        self.message = MessageBar("ledger.message")
        self.corner = LedgerCorner(workplace.desk)
        self._empty = EmptyLedger(workplace)
        self._pending = PendingChanges(self)
        self._build()
        self._connect()
        self.table.arrange(layout.remembered(workplace.memory))
        self.table.show_order(self._query.order)

    @property
    def filter(self) -> LedgerFilter:
        return self._query.filter

    @property
    def shown_filter(self) -> LedgerFilter:
        return self._query.shown_filter

    @property
    def order(self) -> LedgerOrder:
        return self._query.order

    @property
    def settled(self) -> bool:
        """True once all keys of the current question are here."""
        return self._query.complete

    def start(self) -> None:
        """Ask for the first page."""
        self._query.ask(self._query.filter, self._query.order)
        self._views.load()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_view(self, wanted: LedgerFilter, order: LedgerOrder | None = None, *, from_top: bool = False) -> None:
        """Show a selection of the ledger, as if it had been chosen in the bar; `from_top` begins with its first row."""
        self.bar.show_filter(wanted)
        self._ask(wanted, order or self._query.order)
        if from_top:
            self._sought = None

    def focus_search(self) -> None:
        self.bar.search.take_up()

    def focus_within(self) -> None:
        self.bar.within.take_up()

    def show_columns_menu(self) -> None:
        menu = self._columns.menu()
        menu.popup(self._columns.mapToGlobal(self._columns.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def refresh(self, changes: Changes | None = None) -> None:
        """Ask again, keeping what is chosen and where one stands; `changes` tells what may be different, None: anything."""
        self._sought = (self.table.current_key(), self.table.chosen_keys(), self.table.top_key())
        self._leisure.forget()
        self.panel.grow_stale()
        self._query.refresh(changes)

    def open_current(self) -> None:
        if (key := self.table.current_key()) is not None:
            self.opened.emit(key)

    def wish_for_current(self, deed: str) -> None:
        if (key := self.table.current_key()) is not None:
            self.deed_wanted.emit(key, deed)

    def show_panel(self, *, shown: bool) -> None:
        self.panel.setVisible(shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        box = next((each for each in (self.bar.within, self.bar.search) if each.text()), None)
        if event.key() == Qt.Key.Key_Escape and box is not None:
            box.give_up()
        else:
            super().keyPressEvent(event)

    def stop(self) -> None:
        """Interrupt what is being asked; the window closes."""
        self._leisure.stop()
        self._query.stop()

    # Building

    def _build(self) -> None:
        views, views_menu = menu_button(_("My views"), "ledger.views")
        self._columns, columns_menu = menu_button(_("Columns"), "ledger.columns")
        self._views = SavedViews(self._workplace, lambda name: view_of(name, self._query, self.table), self)
        self.views_menu = ViewsMenu(self._views, self._workplace.words, views_menu, self)
        self.views_menu.opened.connect(self._show_saved)
        used = UsedTexts(self._workplace, ("department",), self.bar.menus.offer_used, self)
        self._leisure = Leisure(used, self.strip, self.bar.menus, self._views)
        fill_columns_menu(columns_menu, self.table, self._workplace.words)
        self.bar.add_at_right(views, self._columns)
        self.bar.add_before_count(self.strip)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.table)
        self._middle.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.message)
        column.addWidget(self.bar)
        column.addWidget(remembered_split(self._workplace.memory, self._middle, self.panel), 1)

    def _connect(self) -> None:
        self.bar.changed.connect(lambda wanted: self._ask(wanted, self._query.order))
        for box in (self.bar.search, self.bar.within):
            box.left_downwards.connect(self._into_table)
        self.bar.within.settled.connect(lambda _words: self._narrow())
        self.table.typed.connect(lambda typed: self.bar.within.take_up(typed.replace("/", "")))
        self.table.order_wanted.connect(lambda order: self._ask(self._query.filter, order))
        self.table.current_changed.connect(self._show_current)
        self.table.opened.connect(self.opened)
        self.table.layout_changed.connect(self._remember_layout)
        self.table.copy_wanted.connect(self.copy_chosen)
        self.panel.opened.connect(self.opened)
        self.panel.deed_wanted.connect(self.deed_wanted)
        self._model.dataChanged.connect(lambda *_each: self._show_current(self.table.current_key()))
        self._query.first_shown.connect(self._first_shown)
        self._query.settled.connect(self._settled)
        self._query.total_known.connect(self._take_total)
        self._query.failed.connect(self._failed)
        self._query.narrowing.grown.connect(self._show_count)
        self._query.asked.connect(self._leisure.stop)
        self.strip.narrowing.connect(self.bar.narrow)
        self.strip.more_wanted.connect(self.bar.open_conditions)
        self._workplace.hub.changed.connect(self._pending.take)
        self._pending.due.connect(self.refresh)
        self._workplace.hub.day_changed.connect(lambda _day: self._begin_day())
        self.corner.report_wanted.connect(self.report_wanted)
        self.corner.registering_wanted.connect(self.registering_wanted)
        self._empty.registering_wanted.connect(self.registering_wanted)
        self._empty.import_wanted.connect(self.import_wanted)
        self._empty.clear_wanted.connect(self._clear)

    def _begin_day(self) -> None:
        """The usual periods that are asked for, and those of the views, have other days now; so has what is due."""
        self._query.begin_day()
        self.bar.show_filter(self._query.filter)
        self._views.load()
        self.refresh()

    # Asking

    def _ask(self, wanted: LedgerFilter, order: LedgerOrder) -> None:
        self._sought = (self.table.current_key(), self.table.chosen_keys(), None)
        self.table.show_order(order)
        self._query.ask(wanted, order)

    def _narrow(self) -> None:
        """Show of what was found the rows whose shown columns hold what stands in the quick filter."""
        words = search_words(self.bar.within.text())
        self._sought = (self.table.current_key(), self.table.chosen_keys(), None)
        self._query.narrow(Narrowed(words, self.table.shown() if words else ()))
        self._mark_hits()

    def _mark_hits(self) -> None:
        sought = search_words(self._query.filter.words)
        within = self._query.narrowing.wanted.words
        self.panel.mark_words(tuple(dict.fromkeys((*sought, *within))))
        self._model.seek(sought, within, self.table.shown())

    def _clear(self) -> None:
        self.bar.within.give_up()
        self.bar.clear()

    def _first_shown(self) -> None:
        self.message.hide()
        self._mark_hits()
        self.table.tell_found_in(told=self._model.any_found_elsewhere())
        self._show_count()
        self._show_rows_or_why()
        current = self._sought[0] if self._sought else None
        if self.table.current_key() is None and (current is None or self._model.row_of(current) is not None):
            self._choose_sought()
        self.first_shown.emit()

    def _settled(self) -> None:
        self._show_rows_or_why()
        self._choose_sought()
        self._show_count()
        self._leisure.begin(self._query.shown_filter)

    def _choose_sought(self) -> None:
        """Choose again what was chosen before; where nothing of it is left, the first row."""
        current, chosen, top = self._sought or (None, (), None)
        if current is not None and self._model.row_of(current) is not None:
            self.table.choose(current, chosen or (current,), top)
        elif self._model.rowCount() and self.table.current_key() is None:
            self.table.choose_row(0)
        if self.table.current_key() is None:
            self.panel.show_complaint(None)

    def _failed(self, error: DeskError) -> None:
        self.message.tell(error_sentence(error), Tone.RED, way_on(error, self._query, self.show_view, self.start))

    # Showing

    def _show_current(self, key: int | None) -> None:
        row = self._model.row_of(key) if key is not None else None
        complaint = self._model.complaint(row) if row is not None else None
        if complaint is not None:
            self.panel.show_complaint(complaint)

    def _show_rows_or_why(self) -> None:
        here = self._model.rowCount() > 0 or (self._query.narrowing.active and not self._query.complete)
        self._middle.setCurrentWidget(self.table if here else self._empty)
        if not here:
            self._empty.explain(filtered=self._query.filtered or self._query.narrowing.active)
            self.panel.show_complaint(None)

    def _take_total(self, total: int) -> None:
        self._total = total
        self._show_count()

    def _show_count(self) -> None:
        self.bar.show_count(count_text(self._query, self._total))

    def _into_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)
        if self._model.rowCount() and self.table.current_key() is None:
            self.table.choose_row(0)

    # Views, columns, copies

    def _show_saved(self, view: SavedView) -> None:
        if (columns := columns_of(view)) is not None:
            self.table.arrange(columns)
            self._remember_layout()
        self.show_view(view.filter, view.order)

    def _remember_layout(self) -> None:
        layout.remember(self._workplace.memory, self.table.column_layout)
        self._mark_hits()
        self._narrow()

    def copy_chosen(self) -> None:
        """Put the chosen rows with the shown columns on the clipboard."""
        copy_chosen(self._workplace, self.table, self._model)
