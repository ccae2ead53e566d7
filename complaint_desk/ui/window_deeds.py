"""What the menus do beyond the pages: dialogs and long deeds. Each room is imported when it is first wanted."""

# ruff: noqa: PLC0415 - the first row shall be painted before dialogs are imported

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from complaint_desk.domain.complaint import Case
from complaint_desk.domain.usual_views import behind_figure
from complaint_desk.i18n import _
from complaint_desk.runtime.logs import LOG_NAME
from complaint_desk.ui import actions
from complaint_desk.ui.care.keeper import CareKeeper
from complaint_desk.ui.ledger.bulk_editing import BulkEditing
from complaint_desk.ui.shared.task_strip import TaskStrip
from complaint_desk.ui.shared.wishes import Wish
from complaint_desk.ui.shared.workplace import Workplace
from complaint_desk.ui.workbench import Workbench

if TYPE_CHECKING:
    from complaint_desk.domain.staff import StaffMember
    from complaint_desk.services.desk import Desk
    from complaint_desk.ui.report.dialog import ReportDialog

_DEEDS = {"answer": "answer", "step": "record_step", "close_case": "close"}
"""What menu and panel call some deeds; the others go by their own names."""


class WindowDeeds(QObject):
    """Deeds over `window`, with the tabs of `bench` and the progress of `tasks`.

    `view_wanted` carries the `UsualView` to show in the ledger. `wish` is what shall be done to the ledger once the window
    has left it.
    """

    view_wanted = Signal(object)

    def __init__(self, workplace: Workplace, bench: Workbench, tasks: TaskStrip, window: QWidget) -> None:
        super().__init__(window)
        self._workplace = workplace
        self._bench = bench
        self._tasks = tasks
        self._window = window
        self._left_report: ReportDialog | None = None
        self.bulk = BulkEditing(workplace, bench.ledger, tasks, window)
        self.care = CareKeeper(workplace, self)
        self.wish: Wish | None = None
        self.care.wished.connect(self._leave_for)
        self.care.copies_wanted.connect(self.back_up)

    def by_name(self) -> dict[str, Callable[[], object]]:
        """The deeds that stand in the menus as they are, by the names of their entries."""
        return {
            "import": self.import_files,
            "export": self.export,
            "print": self.print_page,
            "switch_person": self.switch_person,
            "letters": self.letters,
            "report": self.report,
            "verify": self.verify,
            "back_up": self.back_up,
            "restore": self.restore,
            "log": self.log,
            "retention": self.retention,
            "rules": self.rules,
            "calendar": self.calendar,
            "preferences": self.preferences,
        }

    def get_ready(self) -> None:
        """Load what the report dialog needs, beside the window, so that its first opening is as quick as the others."""
        self._workplace.lanes.submit("page", _report_dialog, lambda _loaded: None, owner=self)

    def do_deed(self, complaint_id: int, deed: str) -> None:
        """A deed of the detail panel or the menu at a complaint."""
        if deed == "letters":
            self.write_letter(complaint_id)
            return
        from complaint_desk.ui.case.deeds import open_deed

        open_deed(self._workplace, complaint_id, _DEEDS.get(deed, deed), self._window)

    def do_in_front(self, deed: str) -> None:
        """A deed at the case in front, if it is allowed there, or at the ledger's current row."""
        page, ledger = self._bench.page, self._bench.ledger
        if page is ledger:
            ledger.wish_for_current(deed)
        elif (offer := getattr(page, "do_offered", None)) is not None:
            offer(_DEEDS.get(deed, deed))

    def letters(self) -> None:
        """The letters of the case in front, or of the ledger's current row."""
        page, ledger = self._bench.page, self._bench.ledger
        wanted = ledger.table.current_key() if page is ledger else getattr(page, "complaint_id", None)
        if wanted is not None:
            self.write_letter(wanted)

    def write_letter(self, complaint_id: int) -> None:
        from complaint_desk.ui.shared.letters.opening import open_letters

        open_letters(self._workplace, complaint_id, self._window)

    def report(self) -> None:
        """The report dialog; one that was left for the cases behind a figure comes back as it was."""
        if self._left_report is not None:
            self._left_report.come_back()
            return
        self._left_report = dialog = _report_dialog()(self._workplace, self._bench.ledger.filter, self._window)
        dialog.cases_wanted.connect(self._show_cases)
        dialog.finished.connect(self._forget_report)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show_cases(self, key: str) -> None:
        self._window.activateWindow()
        self.view_wanted.emit(behind_figure(key))

    def _forget_report(self) -> None:
        self._left_report = None

    def import_files(self, paths: Sequence[Path] = ()) -> None:
        """The import wizard, with files that were dropped."""
        from complaint_desk.ui.exchange.importing import import_files

        import_files(self._workplace, self._tasks, self._window, self.view_wanted.emit, paths)

    def export(self) -> None:
        from complaint_desk.ui.exchange.exporting import Selection, export_ledger

        ledger = self._bench.ledger
        shown = Selection(ledger.shown_filter, ledger.order, ledger.table.shown(), ledger.bar.count.text())
        export_ledger(self._workplace, self._tasks, self._window, shown)

    def print_page(self) -> None:
        """The ledger as filtered, or the case in front as it is shown."""
        from complaint_desk.ui.case.page import CasePage
        from complaint_desk.ui.shared import printing

        page, ledger = self._bench.page, self._bench.ledger
        if page is ledger:
            printing.print_ledger(
                self._workplace, ledger.shown_filter, ledger.order, ledger.table.shown(), self._window
            )
        elif isinstance(page, CasePage):
            self._print_case(page.complaint_id, page.reading)

    def _print_case(self, complaint_id: int, read: Callable[[Desk, int], Case]) -> None:
        from complaint_desk.ui.shared import printing

        desk = self._workplace.desk

        def show(case: Case) -> None:
            printing.print_complaint(self._workplace, case, self._window)

        self._workplace.lanes.submit("read", lambda: read(desk, complaint_id), show, owner=self._window)

    def verify(self) -> None:
        from complaint_desk.ui.care.deeds import verify

        verify(self._workplace, self._tasks)

    def back_up(self) -> None:
        from complaint_desk.ui.care.deeds import show_copies

        show_copies(self._workplace, self._window, self._leave_for)

    def restore(self) -> None:
        from complaint_desk.ui.care.deeds import restore

        restore(self._workplace, self._window, self._leave_for)

    def _leave_for(self, wish: Wish) -> None:
        """Close the window, so that something can be done to the ledger; typing that is not kept yet may stand against it."""
        self.wish = wish
        if not self._window.close():
            self.wish = None

    def switch_person(self) -> None:
        """Close the window and ask somebody else who they are, if anybody has a password by which they could say it."""
        from complaint_desk.services import staff

        desk, hub = self._workplace.desk, self._workplace.hub

        def leave(members: tuple[StaffMember, ...]) -> None:
            if any(each.active and each.has_password for each in members):
                self._leave_for(Wish(another_person=True))
            else:
                hub.said.emit(_("Nobody has a password yet; give passwords under Preferences, Departments and staff."))

        self._workplace.lanes.submit("read", lambda: staff.members(desk), leave, owner=self._window)

    def log(self) -> None:
        """Have the system show the log, or the folder where it will be."""
        file = self._workplace.places.logs / LOG_NAME
        self._workplace.questions.open_outside(file if file.exists() else self._workplace.places.logs)

    def preferences(self) -> None:
        from complaint_desk.ui.preferences.dialog import PreferencesDialog
        from complaint_desk.ui.preferences.pages import Ways

        around = Ways({"back_up": self.back_up}, actions.shortcuts(), self.bulk.done.emit)
        dialog = PreferencesDialog(self._workplace, self._window, around)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def retention(self) -> None:
        from complaint_desk.ui.preferences.retention_dialog import RetentionDialog

        dialog = RetentionDialog(self._workplace, self._tasks, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def rules(self) -> None:
        from complaint_desk.ui.preferences.rules.dialog import RulesDialog

        dialog = RulesDialog(self._workplace, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def calendar(self) -> None:
        from complaint_desk.ui.preferences.calendar_dialog import CalendarDialog

        dialog = CalendarDialog(self._workplace, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _report_dialog() -> type[ReportDialog]:
    from complaint_desk.ui.report.dialog import ReportDialog

    return ReportDialog
