"""今日: what the day asks of the desk, part by part with the most urgent complaints, each part a way into the ledger."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.domain.agenda import Agenda
from complaint_desk.domain.early_warning import EarlyWarning
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.feedback import Feedback
from complaint_desk.domain.improvement import Followed, Improvement
from complaint_desk.domain.ledger import LedgerOrder
from complaint_desk.domain.usual_views import UsualView
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.i18n.values import weekday_text
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import agenda, feedback, improving
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import label, scrolled
from complaint_desk.ui.shared.pending import PendingChanges
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace
from complaint_desk.ui.today.cards import CardGrid
from complaint_desk.ui.today.notices import notice, say
from complaint_desk.ui.today.part_card import SHOWN, PartCard
from complaint_desk.ui.today.warnings_card import WarningsCard

_WARNINGS_HOLD = dt.timedelta(minutes=10)
"""How long early warnings are shown before they are looked for again: a new complaint hardly ever makes one."""


class TodayPage(QWidget):
    """`opened` carries the id of a complaint, `view_wanted` the `UsualView` behind a part or a warning.

    `shown` tells that all parts stand there as they are now.
    """

    opened = Signal(int)
    view_wanted = Signal(object)
    improvements_wanted = Signal()
    feedback_wanted = Signal()
    shown = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("today")
        self._workplace = workplace
        self._question = 0
        self._stop = StopSignal()
        self._warned_at: dt.datetime | None = None
        self.agenda: Agenda | None = None
        self.message = MessageBar("today.message")
        self._title = label(role="title")
        self._day = label(role="secondary")
        self.warned = notice("today.warned")
        self.came_back = notice("today.came_back")
        self.late_measures = notice("today.late_measures")
        self.unanswered = notice("today.unanswered")
        self.cards = {name: PartCard(name) for name, *_titles in self._names()}
        self.warnings = WarningsCard()
        self._grid = CardGrid(tuple(self.cards.values()), self.warnings)
        self._entitle()
        self._area = scrolled(self._grid)
        self._grid.reached.connect(lambda card: self._area.ensureWidgetVisible(card, 0, GRID))
        for link in (self.came_back, self.late_measures):
            link.clicked.connect(lambda _checked=False: self.improvements_wanted.emit())
        self.unanswered.clicked.connect(lambda _checked=False: self.feedback_wanted.emit())
        self.warned.clicked.connect(lambda: self._grid.lead_to(self.warnings))
        self._build()
        for card in self.cards.values():
            card.view_wanted.connect(self.view_wanted)
            card.list.opened.connect(self.opened)
        self.warnings.view_wanted.connect(lambda wanted: self.view_wanted.emit(UsualView(wanted, LedgerOrder())))
        self._pending = PendingChanges(self)
        self._pending.due.connect(lambda _changes: self._ask())
        workplace.hub.changed.connect(lambda changes: self._pending.take(changes) if self.isVisible() else None)
        workplace.hub.day_changed.connect(lambda _day: self.refresh() if self.isVisible() else None)

    def refresh(self) -> None:
        """Look at everything again, at the early warnings too."""
        self._warned_at = None
        self._ask()

    def focus_first(self) -> None:
        """Give the keyboard to the most urgent complaint; where there is none, to the page, so that keys scroll it."""
        if not self._grid.focus_first():
            self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_current(self) -> None:
        """Open the complaint on which the keyboard stands."""
        for card in self.cards.values():
            if card.list.hasFocus():
                card.list.open_current()

    def stop(self) -> None:
        """Interrupt what is being asked; the window closes."""
        self._question += 1
        self._stop.request()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.stop()

    # Building

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._title)
        row.addWidget(self._day)
        row.addStretch()
        for link in (self.unanswered, self.late_measures, self.came_back, self.warned):
            row.addWidget(link)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, GRID, GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(row)
        column.addWidget(self.message)
        column.addWidget(self._area, 1)

    def _entitle(self) -> None:
        """The titles as the preferences are now."""
        for name, title, none in self._names():
            self.cards[name].entitle(title, none)

    def _names(self) -> tuple[tuple[str, str, str], ...]:
        """Name, title and what is told where there is none, in the order of `agenda.parts_of`."""
        settings, person = self._workplace.desk.settings, self._workplace.desk.person
        return (
            ("overdue", _("Overdue"), _("Nothing is overdue.")),
            ("due_today", _("Due today"), _("Nothing is due today.")),
            ("due_soon", _("Due soon"), _("Nothing is due in the next days.")),
            ("mine", _("My cases"), _("{person} has nothing unfinished.").format(person=person)),
            ("new", _("New since yesterday"), _("Nothing came in since yesterday.")),
            ("unassigned", _("Without a handler"), _("Every unfinished complaint has a handler.")),
            (
                "waiting",
                _("Waiting for more than {count} days").format(count=settings.waiting_days),
                _("No complainant is waited for that long."),
            ),
            ("answered", _("Answered, not closed"), _("Whatever was answered is closed.")),
            (
                "calls",
                _("To be called"),
                _("Everybody was asked whose complaint was closed in the last {count} days.").format(
                    count=settings.follow_up_days
                ),
            ),
            ("watched", _("Decision refused"), _("Nobody refuses a decision.")),
        )

    # Asking

    def _ask(self) -> None:
        self.stop()
        self._stop = stop = StopSignal()
        number, desk = self._question, self._workplace.desk
        self._workplace.lanes.submit(
            "read",
            lambda: agenda.of_today(desk, SHOWN, stop),
            lambda found: self._show(number, found),
            lambda error: self._fail(number, error),
            owner=self,
        )

    def _show(self, number: int, found: Agenda) -> None:
        if number != self._question:
            return
        first = self.agenda is None
        self.agenda = found
        self.message.hide()
        self._title.setText(_("Today"))
        self._day.setText(f"{found.at:%Y-%m-%d} {weekday_text(found.at.date())}")
        self._entitle()
        words = self._workplace.words
        for part in found.parts:
            self.cards[part.name].show_part(part, words, found.at)
        if first:
            self.focus_first()
        self.shown.emit()
        self._look_for_what_is_late()
        self._look_for_warnings(found.at)

    def _fail(self, number: int, error: DeskError) -> None:
        if number == self._question:
            self.message.tell(error_sentence(error), Tone.RED, (_("Try again"), self.refresh))

    def _look_for_what_is_late(self) -> None:
        """Departments whose answer to a feedback sheet should have come, and measures that should be done."""
        number, desk, words = self._question, self._workplace.desk, self._workplace.words

        def show(found: tuple[tuple[Feedback, ...], tuple[Improvement, ...]]) -> None:
            if number != self._question:
                return
            sheets, measures = found
            text = ngettext("{count} department has not answered", "{count} departments have not answered", len(sheets))
            departments = (words.figure_label("department", each.department) for each in sheets)
            say(self.unanswered, text, len(sheets), departments)
            text = ngettext("{count} measure is overdue", "{count} measures are overdue", len(measures))
            say(self.late_measures, text, len(measures), (each.measure or each.problem for each in measures))

        self._workplace.lanes.submit(
            "read",
            lambda: (feedback.overdue(desk), improving.overdue(desk)),
            show,
            lambda error: self._fail(number, error),
            owner=self,
        )

    def _look_for_warnings(self, now: dt.datetime) -> None:
        """Behind the parts of the day: over a great ledger they may take longer."""
        if self._warned_at and now - self._warned_at < _WARNINGS_HOLD and now.date() == self._warned_at.date():
            return
        number, desk, stop, day = self._question, self._workplace.desk, self._stop, now.date()

        def look() -> tuple[EarlyWarning, ...]:
            from complaint_desk.services import warnings  # noqa: PLC0415 - beside the window: it brings what cuts words

            return warnings.of_day(desk, day, stop)

        def keep() -> None:
            from complaint_desk.services import analysis, warnings  # noqa: PLC0415 - as above

            warnings.keep_counts(desk, day, stop)
            analysis.keep_facts(desk, stop)

        def show(found: tuple[EarlyWarning, ...]) -> None:
            if number == self._question:
                self._warned_at = now
                self.warnings.show_warnings(found, self._workplace.words)
                text = ngettext("{count} early warning", "{count} early warnings", len(found))
                say(self.warned, text, len(found))
                self._workplace.lanes.submit("report", keep, lambda _kept: None, owner=self)

        def show_again(found: tuple[Followed, ...]) -> None:
            if number == self._question:
                text = ngettext("{count} problem came back", "{count} problems came back", len(found))
                say(self.came_back, text, len(found), (each.improvement.problem for each in found))

        lanes = self._workplace.lanes
        lanes.submit("report", look, show, lambda error: self._fail(number, error), owner=self)
        lanes.submit(
            "report",
            lambda: improving.came_back(desk, stop),
            show_again,
            lambda error: self._fail(number, error),
            owner=self,
        )
