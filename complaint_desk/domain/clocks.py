"""The clocks of a complaint: when each began, when it is due, what moved it, and how it stands at a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from complaint_desk.domain.counting import Count, Span, count
from complaint_desk.domain.moments import start_of
from complaint_desk.domain.rule_sets import BY_LAW, EndEvent, Obligation, RuleVersion, Unit
from complaint_desk.domain.working_days import WorkingCalendar

_SOON_DAYS = 2
_SOON_PART = 5


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Pause:
    """Time taken out, with its reason (`PauseReason`); `last` None while it goes on."""

    reason: str
    first: dt.datetime
    last: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """An act that made a clock longer: to how many units from the start, by how many, who approved, told or not."""

    to: int
    by: int
    approver: str
    at: dt.datetime
    told: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of one complaint. `due` None: it waits for a date that an authority names.

    `round` counts from 1; a complaint that is opened again has its clocks of answer and closing anew. `paused` are the units
    that pauses took out of the count. `named`: an authority set the date, nothing here counts it again. `told_at`: the
    complainant was told the date, so a change of the calendar no longer moves it.
    """

    code: str
    rule_set: str
    version: str
    start: dt.datetime
    due: dt.datetime | None
    unit: str
    round: int = 1
    provisional: bool = False
    named: bool = False
    told_at: dt.datetime | None = None
    paused: int = 0
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    ended_at: dt.datetime | None = None
    ended_by: str = ""

    @property
    def extended_by(self) -> int:
        """Units by which extensions made it longer."""
        return sum(each.by for each in self.extensions)

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def is_duty(self) -> bool:
        """False for what the consumer had to keep."""
        return self.ended_by != EndEvent.RECEIVED

    @property
    def is_paused(self) -> bool:
        return self.is_open and any(each.last is None for each in self.pauses)

    @property
    def soon_at(self) -> dt.datetime | None:
        """From when it is due soon: two days before the last one, or a fifth of the whole time if that is more."""
        if self.due is None:
            return None
        if self.unit == Unit.HOUR:
            return max(self.start, self.due - (self.due - self.start) / _SOON_PART)
        whole = (self.due.date() - self.start.date()).days
        lead = max(_SOON_DAYS, whole // _SOON_PART)
        return start_of(self.due.date() - dt.timedelta(lead))

    def state(self, now: dt.datetime) -> ClockState:
        """How it stands at a moment."""
        if self.ended_at is not None:
            return ClockState.MET if self.due is None or self.ended_at <= self.due else ClockState.MISSED
        if self.is_paused:
            return ClockState.PAUSED
        soon_at = self.soon_at
        if self.due is None or soon_at is None:
            return ClockState.RUNNING
        if now > self.due:
            return ClockState.OVERDUE
        return ClockState.DUE_SOON if now >= soon_at else ClockState.RUNNING


class DueMark(StrEnum):
    """What of a complaint's clocks does not depend on the hour; with `due_at` and `soon_at` it tells every state."""

    NONE = ""
    RUNNING = "running"
    UNFIXED = "unfixed"
    """It runs to a date that a notice still to come may move (provisional)."""
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
    HISTORIC = "historic"
    """It has no clocks because it is older than they are; never an alarm."""


@dataclass(frozen=True, slots=True)
class DueSummary:
    """The clock of a complaint that ends next, for ledger and filters."""

    due_at: dt.datetime | None = None
    due_soon_at: dt.datetime | None = None
    due_clock: str = ""
    due_mark: str = DueMark.NONE


def summary_of(clocks: Sequence[Clock], *, historic: bool = False) -> DueSummary:
    """What a ledger needs of a complaint's clocks: of those that run the one due first, else whether all were kept.

    `historic` says that one without clocks would have some if it were not so old.
    """
    if not clocks and historic:
        return DueSummary(due_mark=DueMark.HISTORIC)
    clocks = [each for each in clocks if each.is_duty]
    still = [each for each in clocks if each.is_open]
    running = [(each.due, each) for each in still if each.due is not None and not each.is_paused]
    if running:
        due, first = min(running, key=lambda pair: pair[0])
        mark = DueMark.UNFIXED if first.provisional else DueMark.RUNNING
        return DueSummary(due, first.soon_at, first.code, mark)
    if paused := [each for each in still if each.is_paused]:
        return DueSummary(due_clock=paused[0].code, due_mark=DueMark.PAUSED)
    if still or not clocks:
        return DueSummary()
    kept = all(each.due is None or (each.ended_at is not None and each.ended_at <= each.due) for each in clocks)
    return DueSummary(due_clock=clocks[-1].code, due_mark=DueMark.MET if kept else DueMark.MISSED)


def state_of_summary(summary: DueSummary, now: dt.datetime) -> ClockState | None:
    """How the complaint as a whole stands at a moment; None where no clock says anything."""
    if summary.due_mark in _RUN and summary.due_at and summary.due_soon_at:
        if now > summary.due_at:
            return ClockState.OVERDUE
        return ClockState.DUE_SOON if now >= summary.due_soon_at else ClockState.RUNNING
    return ClockState(summary.due_mark) if summary.due_mark in tuple(ClockState) else None


_RUN = (DueMark.RUNNING, DueMark.UNFIXED)


def counted(
    clock: Clock, obligation: Obligation, calendar: WorkingCalendar, now: dt.datetime | None = None
) -> Count | None:
    """The clock's period counted from its start, extensions and pauses included; None for one without a length.

    A pause that goes on counts up to `now`; without it not at all.
    """
    if obligation.length is None:
        return None
    length = clock.extensions[-1].to if clock.extensions else obligation.length
    spans = (Span(each.first, each.last or now) for each in clock.pauses if each.last or now)  # type: ignore[arg-type]
    days = calendar.by_law() if obligation.source_type in BY_LAW else calendar
    return count(clock.start, length, obligation.unit, days, rolls=obligation.rolls, pauses=tuple(spans))


@dataclass(frozen=True, slots=True)
class RestDay:
    """A day that was passed over; `name` is that of its holiday."""

    day: dt.date
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class DueReasons:
    """Why a clock is due when it is: by whose rule, from what event, counted how. `count` None where nothing is counted."""

    clock: Clock
    obligation: Obligation
    event: str
    count: Count | None
    rest_days: tuple[RestDay, ...] = ()

    @property
    def due(self) -> dt.datetime | None:
        """When it is due; while it is paused: if it went on now."""
        return self.count.due if self.clock.is_paused and self.count else self.clock.due

    @property
    def paused(self) -> int:
        """Units that pauses took out so far, the one that goes on included."""
        return self.count.paused if self.clock.is_paused and self.count else self.clock.paused


def reasons_of(clock: Clock, rules: RuleVersion, calendar: WorkingCalendar, now: dt.datetime) -> DueReasons | None:
    """The reasons for a due date; None if the rules no longer know the clock."""
    obligation = rules.obligation(clock.code)
    if obligation is None:
        return None
    event = REOPENED if clock.round > 1 else str(obligation.starts)
    made = None if clock.named else counted(clock, obligation, calendar, now if clock.is_open else None)
    days = calendar.by_law() if obligation.source_type in BY_LAW else calendar
    passed = made.passed_over if made else ()
    return DueReasons(clock, obligation, event, made, tuple(RestDay(d, days.kind(d), days.name(d)) for d in passed))


REOPENED = "reopened"
"""The event that starts the clocks of a later round; no rule set can name it."""


def of_code(clocks: Iterable[Clock], code: str) -> Clock | None:
    """The newest clock of a code."""
    found = [each for each in clocks if each.code == code]
    return max(found, key=lambda each: each.round) if found else None
