"""Improvement: a problem with the filter that shows it, its cause, the measure, who does it by when, and what it brought.

The effect is the rate of complaints in equal windows before and after the day on which the measure was done; that day
itself belongs to neither. Correction verified, ISO 10002:2018, 8.8 and annex on monitoring (整改, 整改验证).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.problems import Problem
from complaint_desk.domain.rates import RateChange, Span, rate_change
from complaint_desk.domain.recurrence import Recurrence, recurrence_of

DAY_OF_COUNT = "received_at"
"""Complaints are counted by this day, so a filter keeps no condition on it."""

LONGEST_WINDOW = 90
"""Days of a window at most, before and after."""

SHORTEST_WINDOW = 14
"""With fewer days after the measure nothing is concluded."""

FEWEST = 10
"""With fewer complaints in both windows together nothing is concluded."""

RECENT = 30
"""Days up to yesterday in which a problem may be seen to come back."""

LONGEST_TEXT = 2000
TEXTS = ("problem", "cause", "measure", "owner")
CONTENT = ("problem", "filter", "cause", "measure", "owner", "due_on")
"""What a person writes; the rest follows from deeds."""


class State(StrEnum):
    """How far an improvement is."""

    OPEN = "open"
    DONE = "done"
    VERIFIED = "verified"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class ImprovementContent:
    """What a person writes of an improvement."""

    problem: str = ""
    filter: LedgerFilter = field(default_factory=LedgerFilter)
    cause: str = ""
    measure: str = ""
    owner: str = ""
    due_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Improvement(ImprovementContent):
    """An improvement as it is kept. `verified_on` is the day on which somebody found that the measure is in force."""

    id: int = 0
    version: int = 0
    made_at: dt.datetime | None = None
    made_by: str = ""
    done_on: dt.date | None = None
    verified_on: dt.date | None = None
    verified_by: str = ""
    finding: str = ""
    dropped: bool = False

    @property
    def state(self) -> State:
        if self.dropped:
            return State.DROPPED
        if self.verified_on:
            return State.VERIFIED
        return State.DONE if self.done_on else State.OPEN

    def is_overdue(self, today: dt.date) -> bool:
        return self.state is State.OPEN and self.due_on is not None and self.due_on < today

    @property
    def content(self) -> ImprovementContent:
        return ImprovementContent(*(getattr(self, name) for name in CONTENT))


class ImprovementDeed(StrEnum):
    """What can be done with an improvement once it is there."""

    DONE = "done"
    VERIFIED = "verified"
    REOPENED = "reopened"
    DROPPED = "dropped"


_FROM = {
    ImprovementDeed.DONE: {State.OPEN},
    ImprovementDeed.VERIFIED: {State.DONE},
    ImprovementDeed.REOPENED: {State.DONE, State.VERIFIED, State.DROPPED},
    ImprovementDeed.DROPPED: {State.OPEN, State.DONE},
}


def may(deed: ImprovementDeed, state: State) -> bool:
    """Whether a deed has a meaning in that state."""
    return state in _FROM[deed]


class StaleImprovement(Refusal):
    """Somebody else changed the improvement since it was opened; `current` is how it stands now."""

    def __init__(self, current: Improvement) -> None:
        super().__init__("stale_improvement", improvement=current.id)
        self.current = current


class Verdict(StrEnum):
    """What the windows say."""

    PENDING = "pending"
    TOO_EARLY = "too_early"
    TOO_FEW = "too_few"
    FELL = "fell"
    UNCHANGED = "unchanged"
    ROSE = "rose"


@dataclass(frozen=True, slots=True)
class Window:
    """Days, both ends included, the complaints received in them, and units sold where the rate is per unit."""

    first: dt.date
    last: dt.date
    count: int
    units: int = 0

    @property
    def per_thousand(self) -> float:
        """Complaints per 1,000 units sold; the units are known."""
        return 1000 * self.count / self.units

    @property
    def span(self) -> Span:
        return Span(self.count, (self.last - self.first).days + 1)


@dataclass(frozen=True, slots=True)
class Effect:
    """Equal windows before and after the measure, with the factor of the rate and its limits where a verdict is given.

    `settled` and `recent` are there where a recurrence was found: the level that the measure had brought, and the days
    that show that it is gone. `per_unit`: the rate is per unit sold. `sales_missing`: it would be if sales were known.
    """

    verdict: Verdict
    before: Window | None = None
    after: Window | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    recurrence: Recurrence | None = None
    settled: Window | None = None
    recent: Window | None = None
    per_unit: bool = False
    sales_missing: bool = False


@dataclass(frozen=True, slots=True)
class Followed:
    """An improvement and what it brought so far."""

    improvement: Improvement
    effect: Effect

    @property
    def came_back(self) -> bool:
        return self.effect.recurrence is not None


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days, both ends included."""

    first: dt.date
    last: dt.date

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    def counted(self, count: int) -> Window:
        return Window(self.first, self.last, count)


@dataclass(frozen=True, slots=True)
class Stretches:
    """The days whose complaints tell of an effect; `settled` and `recent` are there once the measure is old enough."""

    before: Days
    after: Days
    settled: Days | None = None
    recent: Days | None = None


def counted_filter(wanted: LedgerFilter) -> LedgerFilter:
    """A filter as a problem keeps it: without days of receipt, since the windows have their own."""
    return wanted.with_range(DAY_OF_COUNT)


def cases_filter(wanted: LedgerFilter, days: Days | Window | None) -> LedgerFilter:
    """The complaints of a problem, within some days."""
    return wanted if days is None else wanted.with_range(DAY_OF_COUNT, days.first, days.last)


def problems_of(content: ImprovementContent) -> tuple[Problem, ...]:
    """What is wrong with an improvement: `required`, `too_long`, `no_condition` (the filter means every complaint)."""
    found = [Problem("problem", "required")] if not content.problem.strip() else []
    for name in TEXTS:
        text = getattr(content, name)
        if len(text) > LONGEST_TEXT:
            found.append(Problem(name, "too_long", details=(("limit", LONGEST_TEXT), ("length", len(text)))))
    if content.filter == LedgerFilter():
        found.append(Problem("filter", "no_condition"))
    return tuple(found)


def stretches(done: dt.date, today: dt.date) -> Stretches | None:
    """The days to count, the last of them yesterday; None while no whole day has passed since."""
    passed = (today - done).days - 1
    if passed < 1:
        return None
    length = min(passed, LONGEST_WINDOW)
    day = dt.timedelta(1)
    before = Days(done - length * day, done - day)
    after = Days(done + day, done + length * day)
    if passed < RECENT + SHORTEST_WINDOW:
        return Stretches(before, after)
    recent = Days(today - RECENT * day, today - day)
    settled = Days(done + day, min(recent.first - day, done + LONGEST_WINDOW * day))
    return Stretches(before, after, settled, recent)


def effect_of(
    counted: Stretches, before: int, after: int, settled: int = 0, recent: int = 0, others: tuple[int, int] = (0, 0)
) -> Effect:
    """What the counts of the stretches say; `others` are all other complaints of `settled` and `recent`."""
    windows = (counted.before.counted(before), counted.after.counted(after))
    if counted.after.length < SHORTEST_WINDOW:
        return Effect(Verdict.TOO_EARLY, *windows)
    if before + after < FEWEST:
        return Effect(Verdict.TOO_FEW, *windows)
    change = rate_change(windows[0].span, windows[1].span)
    effect = Effect(verdict_of(change), *windows, change.ratio, change.low, change.high)
    if counted.settled is None or counted.recent is None:
        return effect
    level, now = counted.settled.counted(settled), counted.recent.counted(recent)
    again = recurrence_of(windows[0].span, level.span, now.span, others)
    return dataclasses.replace(effect, recurrence=again, settled=level, recent=now) if again else effect


def verdict_of(change: RateChange) -> Verdict:
    """What the limits of a change leave without doubt."""
    return Verdict.FELL if change.fell else Verdict.ROSE if change.rose else Verdict.UNCHANGED
