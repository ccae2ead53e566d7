"""Keeps an eye on the clock: what is due now, for the status line and reminders, and the beginning of another day."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QObject, QTimer, Signal

from complaint_desk.domain.errors import DeskError
from complaint_desk.services import agenda
from complaint_desk.ui.reminding import Reminder
from complaint_desk.ui.shared.pending import PendingChanges
from complaint_desk.ui.shared.workplace import Workplace

LOOK_MS = 60_000
"""A look each minute, rather than one timer until midnight: a PC may sleep over it, or have its clock set."""


class DueWatch(QObject):
    """`counted` carries the `DueCounts` of each look. Another day is told by the hub's `day_changed`."""

    counted = Signal(object)

    def __init__(self, workplace: Workplace, reminder: Reminder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._reminder = reminder
        self._day: dt.date = workplace.desk.clock().date()
        self._looking = False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._pending = PendingChanges(self)
        self._pending.due.connect(lambda _changes: self.look())
        workplace.hub.changed.connect(self._pending.take)

    def start(self) -> None:
        """Look now, and then each minute."""
        self._timer.start()
        self.look()

    def stop(self) -> None:
        self._timer.stop()

    def look(self) -> None:
        """See which day it is and what is due."""
        day = self._workplace.desk.clock().date()
        if day != self._day:
            self._day = day
            self._workplace.hub.day_changed.emit(day)
        if self._looking or self._workplace.hub.away:
            return
        self._looking = True
        desk, window = self._workplace.desk, self._reminder.window
        self._workplace.lanes.submit(
            "read",
            lambda: agenda.lookout(desk, *(window or ())),
            self._take,
            self._fail,
            owner=self,
            always=self._looked,
        )

    def _take(self, lookout: agenda.Lookout) -> None:
        self.counted.emit(lookout.counts)
        self._reminder.consider(lookout)

    def _fail(self, error: DeskError) -> None:
        """Nothing: whoever works with the ledger is told of it there, and the next look comes in a minute."""

    def _looked(self) -> None:
        self._looking = False
