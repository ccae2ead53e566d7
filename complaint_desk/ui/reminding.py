"""Reminds of what is due while the program is open: once a day and when something falls due, in office hours alone."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.reminding import AHEAD, DEFAULT_OFFICE_HOURS, OfficeHours
from complaint_desk.i18n import _
from complaint_desk.i18n.reminders import day_text, falling_text
from complaint_desk.services.agenda import Lookout
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.tokens import Tone
from complaint_desk.ui.shared.workplace import Workplace

_TOLD_KEY = "reminder/told"
_SHOWN_MS = 10_000


class Reminder(QObject):
    """`list_wanted`: the person wants to see what is due. Tells in the system's own way, where there is none by a bar."""

    list_wanted = Signal()

    def __init__(self, workplace: Workplace, bar: MessageBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._bar = bar
        self._tray: QSystemTrayIcon | None = None
        self._told: set[int] = set()

    @property
    def window(self) -> tuple[dt.datetime, dt.datetime] | None:
        """Between which moments it is told now what falls due; None: nothing is told now."""
        now = self._workplace.desk.clock()
        return (now, now + AHEAD) if self._may_tell(now) else None

    def consider(self, lookout: Lookout) -> None:
        """Tell what has to be told of what was seen."""
        if not self._may_tell(lookout.at):
            return
        today = lookout.at.date().isoformat()
        falling = [each for each in lookout.falling if each.id not in self._told]
        if str(self._workplace.memory.value(_TOLD_KEY, "")) < today:
            self._workplace.memory.setValue(_TOLD_KEY, today)
            self._told.clear()
            if lookout.counts.overdue or lookout.counts.today:
                self._tell(_("Time limits today"), day_text(lookout.counts), falling)
        elif falling:
            self._tell(_("Falls due soon"), falling_text(falling, lookout.at), falling)

    def close(self) -> None:
        """Take the sign beside the clock away."""
        if self._tray is not None:
            self._tray.hide()

    def _may_tell(self, now: dt.datetime) -> bool:
        settings = self._workplace.settings
        hours = OfficeHours.read(settings.office_hours) or OfficeHours.read(DEFAULT_OFFICE_HOURS)
        return settings.reminders and hours is not None and hours.hold(now)

    def _tell(self, title: str, text: str, falling: list[Complaint]) -> None:
        self._told.update(each.id for each in falling)
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            self._sign().showMessage(title, text, QSystemTrayIcon.MessageIcon.NoIcon, _SHOWN_MS)
        else:
            said = _("{title}: {text}").format(title=title, text=text.replace("\n", _("; ")))
            self._bar.tell(said, Tone.AMBER, (_("Show them"), self.list_wanted.emit))

    def _sign(self) -> QSystemTrayIcon:
        """The sign beside the clock, without which no message can be told; a click on it or its message shows the list."""
        if self._tray is None:
            self._tray = QSystemTrayIcon(QApplication.windowIcon(), self)
            self._tray.setToolTip(_("Complaint ledger"))
            self._tray.messageClicked.connect(self.list_wanted)
            self._tray.activated.connect(lambda _reason: self.list_wanted.emit())
        self._tray.show()
        return self._tray
