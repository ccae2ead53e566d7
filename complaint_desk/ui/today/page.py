"""今日: how many complaints wait for something, each count a way into the ledger."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.usual_views import STILL_OPEN, call_list, my_cases, watched
from complaint_desk.domain.vocabulary import DueAsked, Status
from complaint_desk.i18n import _
from complaint_desk.services import ledger
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.panels import Card, label
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class _Count:
    name: str
    title: str
    hint: str
    filter: LedgerFilter


class TodayPage(QWidget):
    """`view_wanted` carries the `LedgerFilter` behind a count."""

    view_wanted = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("today")
        self._workplace = workplace
        self._cards: dict[str, _CountCard] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        self._title = label(role="title")
        column.addWidget(self._title)
        grid = QGridLayout()
        grid.setSpacing(2 * GRID)
        for at, count in enumerate(self._counts()):
            card = self._cards[count.name] = _CountCard(count.name)
            card.opened.connect(self._open)
            grid.addWidget(card, at // _COLUMNS, at % _COLUMNS)
        column.addLayout(grid)
        column.addStretch()
        workplace.hub.changed.connect(self._changed)

    def refresh(self) -> None:
        """Count again."""
        day = self._workplace.desk.clock()
        self._title.setText(_("Today, {day}").format(day=f"{day:%Y-%m-%d}"))
        desk, counts = self._workplace.desk, self._counts()
        for count in counts:
            self._cards[count.name].show_count(count, None)

        def deed() -> tuple[int, ...]:
            return tuple(ledger.find(desk, count.filter, LedgerOrder(), 1).count for count in counts)

        def show(found: tuple[int, ...]) -> None:
            for count, number in zip(counts, found, strict=True):
                self._cards[count.name].show_count(count, number)

        self._workplace.lanes.submit("read", deed, show, owner=self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _changed(self, _changes: Changes) -> None:
        if self.isVisible():
            self.refresh()

    def _open(self, name: str) -> None:
        wanted = next(count.filter for count in self._counts() if count.name == name)
        self.view_wanted.emit(wanted)

    def _counts(self) -> tuple[_Count, ...]:
        desk = self._workplace.desk
        today = desk.clock().date()
        yesterday = today - dt.timedelta(1)
        days = int(desk.settings.follow_up_days)
        calls = call_list(today, days).filter
        still_open = STILL_OPEN
        waiting = LedgerFilter(one_of=(("status", (Status.WAITING,)),))
        answered = LedgerFilter(one_of=(("status", (Status.ANSWERED,)),))
        old = still_open.with_range("received_at", high=today - dt.timedelta(15))
        return (
            _Count(
                "overdue",
                _("Overdue"),
                _("A time limit is over and nothing was done"),
                LedgerFilter().with_choices("due", (DueAsked.OVERDUE,)),
            ),
            _Count(
                "due_today",
                _("Due today"),
                _("A time limit ends today at 24:00"),
                LedgerFilter().with_choices("due", (DueAsked.TODAY,)),
            ),
            _Count(
                "due_soon",
                _("Due soon"),
                _("Within two days, or the last fifth of the time"),
                LedgerFilter().with_choices("due", (DueAsked.DUE_SOON,)),
            ),
            _Count(
                "new",
                _("New since yesterday"),
                _("Received yesterday or today"),
                LedgerFilter().with_range("received_at", yesterday),
            ),
            _Count("open", _("Not finished"), _("Somebody still has something to do"), still_open),
            _Count(
                "mine",
                _("My cases"),
                _("Not finished, with {person} as handler").format(person=desk.person),
                my_cases(desk.person).filter,
            ),
            _Count(
                "unassigned",
                _("Without a handler"),
                _("Not finished, nobody is named"),
                still_open.with_choices("handler", ("",)),
            ),
            _Count("waiting", _("Waiting for the complainant"), _("Ask again, or go on without"), waiting),
            _Count(
                "calls",
                _("To be called"),
                _("Closed within {count} days, nobody has asked yet").format(count=days),
                calls,
            ),
            _Count("answered", _("Answered, not closed"), _("Follow up and close"), answered),
            _Count("watched", _("Decision refused"), _("Open and watched until a way is found"), watched().filter),
            _Count("old", _("Open for more than 15 days"), _("Counted from the day of the complaint"), old),
        )


class _CountCard(Card):
    opened = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__(gap=4)
        self.setObjectName(f"today.{name}")
        self._title = label(role="section")
        self._figure = label(role="figure")
        self._figure.setObjectName(f"today.{name}.count")
        self._hint = label(role="secondary", wraps=True)
        self._link = button(_("Show in the ledger"), f"today.{name}.open", "link")
        marked(self._link, flush=True)
        self._link.clicked.connect(lambda: self.opened.emit(name))
        for each in (self._title, self._figure, self._hint):
            self.column.addWidget(each)
        self.column.addStretch()
        self.column.addWidget(self._link, 0, Qt.AlignmentFlag.AlignLeft)
        self.setMinimumHeight(150)

    def show_count(self, count: _Count, number: int | None) -> None:
        self._title.setText(count.title)
        self._hint.setText(count.hint)
        self._figure.setText("…" if number is None else f"{number:,}")
        self._figure.setAccessibleName(f"{count.title} {number if number is not None else ''}")
        self._link.setAccessibleName(": ".join((count.title, _("Show in the ledger"))))
        self._link.setEnabled(number is None or number > 0)
