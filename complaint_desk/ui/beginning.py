"""A new and empty ledger begins with a page of its own, once: what was written there is kept however it is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QStackedWidget

from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.runtime.settings_in_force import SettingsInForce, Source, read_settings
from complaint_desk.services import ledger, word_lists
from complaint_desk.ui.shared.setting_keeper import SettingKeeper
from complaint_desk.ui.shared.starting import start_beside
from complaint_desk.ui.shared.workplace import Workplace

if TYPE_CHECKING:
    from complaint_desk.ui.first_run.page import FirstPage

SEEN_KEY = "first_run/seen"
_ASKED = ("office_name", "rule_set")


class Beginning(QObject):
    """The window goes on with `show_ledger`, and with `import_files` where that is how the ledger begins."""

    def __init__(
        self,
        workplace: Workplace,
        places: QStackedWidget,
        show_ledger: Callable[[], object],
        import_files: Callable[[], object],
    ) -> None:
        super().__init__(places)
        self._show_ledger = show_ledger
        self._import_files = import_files
        self._workplace = workplace
        self._places = places
        self.page: FirstPage | None = None
        self._before: SettingsInForce | None = None

    def look(self) -> None:
        """Show the page if nobody has seen it here, nothing is set, and nobody has written anything into the ledger.

        It sets up the program: whoever may not do that begins with the ledger as it is.
        """
        workplace = self._workplace
        if Right.SET_UP not in workplace.desk.rights or workplace.memory.value(SEEN_KEY, False, bool):
            return
        desk, places = workplace.desk, workplace.places

        def read() -> SettingsInForce | None:
            found = read_settings(places)
            is_set = any(found.sources[name] is Source.USER for name in _ASKED)
            return None if is_set or not ledger.is_untouched(desk) else found

        workplace.lanes.submit("page", read, self._show, lambda _error: None, owner=self)

    def _show(self, found: SettingsInForce | None) -> None:
        from complaint_desk.ui.first_run.page import FirstPage  # noqa: PLC0415 - seen once in the life of a ledger

        if found is None:
            self._workplace.memory.setValue(SEEN_KEY, True)
            return
        self._before = found
        self.page = page = FirstPage(self._workplace.words)
        page.show_settings(found)
        page.started.connect(self._show_ledger)
        page.skipped.connect(self._show_ledger)
        page.import_wanted.connect(self._import)
        page.try_wanted.connect(self._try_out)
        self._places.addWidget(page)
        self._places.setCurrentWidget(page)
        self._places.currentChanged.connect(self._look_away)
        page.focus_first()

    def _try_out(self) -> None:
        """The page stays: what was tried out is no beginning."""
        if start_beside("try-out"):
            self._workplace.hub.said.emit(_("The sample ledger opens in a window of its own\u2026"))
        else:
            self._workplace.hub.said.emit(_("The sample ledger could not be opened."))

    def _import(self) -> None:
        self._show_ledger()
        self._import_files()

    def _look_away(self) -> None:
        """Another page is in front, whichever way led there: keep what was written, and never ask again."""
        page, self.page = self.page, None
        if page is None:
            return
        self._workplace.memory.setValue(SEEN_KEY, True)
        keeper = SettingKeeper(self._workplace)
        keeper.leave()
        for name, value in page.settings().items():
            if self._before is not None and value != getattr(self._before.settings, name):
                keeper.save(name, value)
        if names := page.department_names():
            desk, words, hub = self._workplace.desk, self._workplace.words, self._workplace.hub
            self._workplace.lanes.submit(
                "write", lambda: word_lists.add_all(desk, words, "department", names), hub.changed.emit
            )
        self._places.removeWidget(page)
        QTimer.singleShot(0, page, page.deleteLater)
