"""The main window: rail, tabs, menus, status bar. It joins the pages, which do not know each other."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from complaint_desk.domain.agenda import due_or_overdue
from complaint_desk.domain.complaint import Complaint, SavedDraft
from complaint_desk.domain.roles import Right
from complaint_desk.domain.usual_views import UsualView, call_list, my_cases
from complaint_desk.i18n import _
from complaint_desk.ui import actions, rail
from complaint_desk.ui.beginning import Beginning
from complaint_desk.ui.due_watch import DueWatch
from complaint_desk.ui.focus import FocusKeeper, bring_to_front
from complaint_desk.ui.helping import Helping
from complaint_desk.ui.other_desks import OtherDesks
from complaint_desk.ui.pages_beside import PagesBeside
from complaint_desk.ui.reminding import Reminder
from complaint_desk.ui.repeating import draft_of_repeat
from complaint_desk.ui.shared.context_menu import offer_actions
from complaint_desk.ui.shared.files.dropping import FileDropping
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.task_strip import TaskStrip
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace
from complaint_desk.ui.status_line import StatusLine
from complaint_desk.ui.undoing import Undoing
from complaint_desk.ui.window_deeds import WindowDeeds
from complaint_desk.ui.workbench import Workbench

_GEOMETRY_KEY = "window/geometry"
_PANEL_KEY = "window/panel"
_OF_ONE = ("answer", "step", "close_case", "follow_up")
_OF_A_ROW = ("open", *_OF_ONE, "copy", "bulk")
_NEEDS_LEDGER = ("open", "copy", "bulk", "export", "panel", "within", "columns")

_LEISURE_MS = 1500
"""After the first rows a great ledger still reads its keys: what can wait stays out of the way so long."""


class MainWindow(QMainWindow):
    """The one window of the program."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle(_("Complaint ledger"))
        self._workplace = workplace
        self.bench = Workbench(workplace)
        self.tasks = TaskStrip(workplace)
        self.deeds = WindowDeeds(workplace, self.bench, self.tasks, self)
        self.helping = Helping(workplace, self, self._page, actions.shortcuts)
        self._build()
        self._connect()
        self._show_place()
        self._restore()

    def start(self) -> None:
        """Listen to other desks; ask for the first rows, then for drafts that wait."""
        self._others.start()
        self.bench.ledger.start()
        self.watch.start()
        self.bench.ledger.first_shown.connect(self._offer_drafts)

    def warn(self, text: str, tone: Tone = Tone.AMBER) -> None:
        """Say what was wrong at the start, or done before it, over the pages."""
        self._warning.tell(text, tone)

    def offer(self, bar: QWidget) -> None:
        """Put a bar over the pages."""
        self._offers.addWidget(marked(bar, place="window"))

    # Building

    def _build(self) -> None:
        self.rail = rail.Rail()
        self._places = QStackedWidget()
        self._places.addWidget(self.bench)
        self.beside = PagesBeside(self._workplace, self._places, self.rail)
        self.beside.view_wanted.connect(self._show_usual)
        self.beside.opened.connect(self.open_case)
        self.beginning = Beginning(self._workplace, self._places, self._show_ledger, self.deeds.import_files)
        self._offers = QVBoxLayout()
        self._offers.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        self._warning = MessageBar("window.warning")
        away = MessageBar("window.away")
        self._others = OtherDesks(self._workplace, away, self)
        undone = MessageBar("undo.message")
        self.undoing = Undoing(self._workplace, undone, self)
        self.undoing.deed_wanted.connect(self.deeds.do_deed)
        self.undoing.repeat_wanted.connect(self._repeat)
        self.deeds.bulk.done.connect(self.undoing.follow)
        reminded = MessageBar("reminder.message")
        self.reminder = Reminder(self._workplace, reminded, self)
        self.watch = DueWatch(self._workplace, self.reminder, self)
        for bar in (away, self._warning, self.deeds.care.bar, reminded, undone):
            self._offers.addWidget(marked(bar, place="window"))
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(self._offers)
        right.addWidget(self._places, 1)
        right.addWidget(self.tasks)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.setCentralWidget(whole)
        self.rail.show_place(rail.LEDGER)
        self.actions_by_name = actions.build_menus(self, self._deeds_by_name(), self._workplace)
        offer_actions(self.bench.ledger.table)
        self.bench.ledger.table.addActions([self.actions_by_name[name] for name in _OF_A_ROW])
        self.status = StatusLine(self._workplace, self.statusBar())
        self.bench.ledger.show_panel(shown=bool(self._workplace.memory.value(_PANEL_KEY, True, bool)))

    def _connect(self) -> None:
        ledger = self.bench.ledger
        ledger.deed_wanted.connect(self.deeds.do_deed)
        ledger.import_wanted.connect(self.deeds.import_files)
        if Right.IMPORT in self._workplace.desk.rights:
            FileDropping(self).given.connect(self.deeds.import_files)
        ledger.report_wanted.connect(self.deeds.report)
        self.bench.page_changed.connect(self._show_place)
        self._places.currentChanged.connect(self._show_place)
        self.rail.wanted.connect(self._go)
        self.deeds.view_wanted.connect(self._show_usual)
        self.reminder.list_wanted.connect(self._show_due)
        self.status.due.clicked.connect(lambda: self._show_usual(due_or_overdue()))
        self.watch.counted.connect(self.status.show_due)
        FocusKeeper(self, self._focus_page)

    def _deeds_by_name(self) -> dict[str, Callable[[], object]]:
        bench, ledger = self.bench, self.bench.ledger
        return {
            "new": self._new,
            "save": lambda: self._ask_page("save"),
            "open": self._open_case,
            "more": lambda: self._ask_page("show_more"),
            **{name: partial(self.deeds.do_in_front, name) for name in _OF_ONE},
            "copy": ledger.copy_chosen,
            "bulk": self.deeds.bulk.open,
            "undo": self.undoing.undo,
            "search": self._search,
            "within": ledger.focus_within,
            "columns": ledger.show_columns_menu,
            "filter": self._filter,
            "refresh": lambda: self._ask_page("refresh"),
            "today": self.beside.show_today,
            "ledger": self._show_ledger,
            "my_cases": lambda: self._show_usual(my_cases(self._workplace.desk.person)),
            "call_list": lambda: self._show_usual(self._call_list()),
            "panel": self._toggle_panel,
            "next_tab": lambda: bench.step(1),
            "previous_tab": lambda: bench.step(-1),
            "close_tab": lambda: bench.close_tab(bench.tabs.currentIndex()),
            "improve": self.beside.show_improvements,
            "improve_filtered": lambda: self.beside.begin_improvement(ledger.filter),
            **self.deeds.by_name(),
            **self.helping.by_name(),
            "quit": self.close,
        }

    def _offer_drafts(self) -> None:
        self.bench.ledger.first_shown.disconnect(self._offer_drafts)
        self.beginning.look()
        if Right.REGISTER in self._workplace.desk.rights:
            from complaint_desk.ui.intake.recovery import DraftOffers  # noqa: PLC0415 - after the first rows are painted

            offers = DraftOffers(self._workplace, self.bench.draft_ids)
            offers.continued.connect(self._continue)
            self._offers.addWidget(offers)
        for each in (self.beside.get_ready, self.deeds.get_ready, self.helping.tell_news, self.deeds.care.start):
            QTimer.singleShot(_LEISURE_MS, self, each)

    # Places

    def _go(self, place: str) -> None:
        beside, ways = self.beside, {rail.ANALYSIS: self.deeds.report}
        ways |= {rail.TODAY: beside.show_today, rail.IMPROVE: beside.show_improvements}
        ways.get(place, self._show_ledger)()

    def _show_ledger(self) -> None:
        self._to_bench()
        self.bench.show_ledger()

    def _to_bench(self) -> None:
        self._places.setCurrentWidget(self.bench)
        self.rail.show_place(rail.LEDGER)

    def _show_due(self) -> None:
        """Come to the front with what is due."""
        bring_to_front(self)
        self._show_usual(due_or_overdue())

    def _show_usual(self, view: UsualView) -> None:
        self._show_ledger()
        self.bench.ledger.show_view(view.filter, view.order, from_top=True)

    def _call_list(self) -> UsualView:
        desk = self._workplace.desk
        return call_list(desk.clock().date(), int(desk.settings.follow_up_days))

    def _repeat(self, earlier: Complaint) -> None:
        desk = self._workplace.desk
        self._continue(draft_of_repeat(earlier, desk.clock(), desk.person))

    def _new(self) -> None:
        self._to_bench()
        self.bench.new_intake()

    def _continue(self, draft: SavedDraft) -> None:
        self._to_bench()
        self.bench.continue_draft(draft)

    def _search(self) -> None:
        self._show_ledger()
        self.bench.ledger.focus_search()

    def _filter(self) -> None:
        self._show_ledger()
        self.bench.ledger.bar.open_conditions()

    def open_case(self, complaint_id: int) -> None:
        self._to_bench()
        self.bench.open_case(complaint_id)

    def _open_case(self) -> None:
        if self.beside.place == rail.TODAY:
            self._ask_page("open_current")
        elif self.bench.page is self.bench.ledger:
            self.bench.ledger.open_current()

    def _ask_page(self, deed: str) -> None:
        """Have the page in front do what it can of this name."""
        if (method := getattr(self._page(), deed, None)) is not None:
            method()

    def _page(self) -> QWidget:
        page = self._places.currentWidget()
        return self.bench.page if page is self.bench else page

    def _toggle_panel(self) -> None:
        shown = not self.bench.ledger.panel.isVisible()
        self.bench.ledger.show_panel(shown=shown)
        self._workplace.memory.setValue(_PANEL_KEY, shown)

    # What is in front, closing

    def _show_place(self) -> None:
        """Show the keys of what is in front, and let only those entries of the menus work that mean something there."""
        at_bench = self._places.currentWidget() is self.bench
        at_ledger = at_bench and self.bench.page is self.bench.ledger
        of_one = at_ledger or (at_bench and getattr(self.bench.page, "complaint_id", None) is not None)
        place = self.beside.place or (
            "first" if not at_bench else "ledger" if at_ledger else "case" if of_one else "intake"
        )
        self.status.show_keys(place)
        possible = dict.fromkeys(_NEEDS_LEDGER, at_ledger) | dict.fromkeys((*_OF_ONE, "letters"), of_one)
        possible["open"] = at_ledger or place == rail.TODAY
        possible["more"] = of_one and not at_ledger
        possible["save"] = place == rail.IMPROVE or (at_bench and hasattr(self.bench.page, "save"))
        for name, enabled in possible.items():
            self.actions_by_name[name].setEnabled(enabled)

    def _restore(self) -> None:
        state = self._workplace.memory.value(_GEOMETRY_KEY)
        if not isinstance(state, QByteArray) or not self.restoreGeometry(state):
            room = self.screen().availableGeometry()
            self.resize(min(1366, room.width()), min(768, room.height()))

    def _focus_page(self) -> None:
        if self._places.currentWidget() is self.bench:
            self.bench.focus_page()
        elif self.beginning.page is not None:
            self.beginning.page.focus_first()
        else:
            self.beside.focus_first()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.beside.may_close() or not self.bench.may_close() or not self.tasks.may_stop(self.windowTitle()):
            event.ignore()
            return
        self._workplace.memory.setValue(_GEOMETRY_KEY, self.saveGeometry())
        self._others.close()
        self.deeds.care.stop()
        self.watch.stop()
        self.reminder.close()
        self.beside.stop()
        self.bench.ledger.stop()
        self.tasks.stop()
        event.accept()
