"""What the figures of one period are made of, counted from the facts of its complaints.

Columns are counted as they are stored, and what they mean (class of a category, month of a moment) is worked out afterwards
over the few different values.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple

import numpy as np

from complaint_desk.domain.moments import in_shanghai
from complaint_desk.domain.vocabulary import FollowUp, Status
from complaint_desk.storage.fact_rows import FAILED, KEPT, clock_digit, told_digits
from complaint_desk.storage.facts import NOTHING, Coded, Facts, counts
from complaint_desk.storage.figure_cases import CROSS_STAND_IN
from complaint_desk.storage.tree_places import Places

NEEDED = (
    "received_at", "taken", "status", "liability", "follow_up", "satisfaction", "satisfaction_handling", "reopened",
    "department", "outcome", "compensation", "returned", "clocks", "told", "paused",
)  # fmt: skip
"""The facts that every tally needs, besides those it is grouped by."""

_RATED_BY = ("department", "status", "follow_up", "satisfaction")
_STATE = ("status", "liability", "follow_up", "satisfaction", "satisfaction_handling", "reopened")
_HOUR = 3_600
_HOURS = "hours"
_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - wall time has no zone
_CROSS = "|"

_TIMES: dict[str, Callable[[dt.datetime], str]] = {
    "quarter": lambda moment: f"{moment.year:04d}Q{(moment.month + 2) // 3}",
    "month": lambda moment: f"{moment.year:04d}-{moment.month:02d}",
    "week": lambda moment: str(moment.date() - dt.timedelta(moment.weekday())),
    "day": lambda moment: str(moment.date()),
    "weekday": lambda moment: str(moment.isoweekday()),
    "hour": lambda moment: f"{moment.hour:02d}",
}
_COLUMNS = {"category": "category", "branch": "category", "leaf": "category", "cause_branch": "cause"} | dict.fromkeys(
    _TIMES, _HOURS
)
"""The column, or the hours since 1970, that a grouping is worked out from; any other is a column itself."""


class State(NamedTuple):
    """What the rates look at in one complaint."""

    status: str
    liability: str
    follow_up: str
    satisfaction: int | None
    satisfaction_handling: int | None
    reopened: int


@dataclass(frozen=True, slots=True)
class Money:
    """Sums in fen over complaints of one outcome; `paid_count` had a compensation above 0."""

    paid_count: int = 0
    compensation: int = 0
    returned: int = 0


@dataclass(slots=True)
class Rated:
    """What the follow-up of one department is judged by."""

    closed: int = 0
    followed_up: int = 0
    rated: int = 0
    satisfied: int = 0


@dataclass(frozen=True, slots=True)
class Trees:
    """The places of categories and of causes."""

    category: Places
    cause: Places


NO_TREES = Trees(Places({}, {}), Places({}, {}))
"""For a tally that is not grouped by them."""


def columns_of(groupings: Iterable[str]) -> tuple[str, ...]:
    """The columns of `complaint` that these groupings are worked out from, each once."""
    columns = [column for grouping in groupings for column in _columns_of(grouping) if column != _HOURS]
    return tuple(dict.fromkeys(columns))


def _columns_of(grouping: str) -> tuple[str, ...]:
    """Each once: class and branch of a cross are worked out from one category."""
    return tuple(dict.fromkeys(_COLUMNS.get(part, part) for part in grouping.split(_CROSS)))


class Tally:
    """Counts over the complaints of one period; `basis` names the column that puts them into it."""

    def __init__(self, facts: Facts, basis: str, trees: Trees) -> None:
        self._facts = facts.beside(_HOURS, _hours(facts, basis)) if len(facts) else facts
        self._trees = trees
        self.ids = facts.ids
        self.total = len(facts)

    def _counts(self, columns: Sequence[str]) -> list[tuple[tuple[Any, ...], int]]:
        if not self.total:
            return []
        return list(counts([self._facts.coded[each] for each in columns]))

    @cached_property
    def states(self) -> Counter[State]:
        return Counter({State._make(values): count for values, count in self._counts(_STATE)})

    @cached_property
    def seconds(self) -> list[int]:
        """How long each closed one took, ascending."""
        taken = self._facts.amounts["taken"]
        found: list[int] = np.sort(taken[taken != NOTHING]).tolist()
        return found

    @cached_property
    def outcomes(self) -> dict[str, int]:
        return {outcome: count for (outcome,), count in self._counts(("outcome",))}

    @cached_property
    def money(self) -> dict[str, Money]:
        """Sums by outcome, of those that have any."""
        outcome = self._facts.coded["outcome"]
        paid, returned = (_or_nothing(self._facts.amounts[name]) for name in ("compensation", "returned"))
        found = {}
        for place, code in enumerate(outcome.words):
            here = outcome.codes == place
            of_here = paid[here]
            money = Money(int(np.count_nonzero(of_here)), int(of_here.sum()), int(returned[here].sum()))
            if money != Money():
                found[str(code)] = money
        return found

    @property
    def received(self) -> tuple[dt.datetime, dt.datetime]:
        """From the receipt of the first to a second after the last, of at least one complaint."""
        moments = self._facts.amounts["received_at"]
        return in_shanghai(_moment(int(moments.min()))), in_shanghai(_moment(int(moments.max()) + 1))

    def days(self) -> Counter[dt.date]:
        """How many complaints each day has."""
        found: Counter[dt.date] = Counter()
        for (hours,), count in self._counts((_HOURS,)):
            found[_moment(hours * _HOUR).date()] += count
        return found

    def groups(self, grouping: str) -> dict[str, int]:
        """Counts by the codes of a grouping; those of a cross are joined by `|`."""
        parts = grouping.split(_CROSS)
        columns = _columns_of(grouping)
        coded = [(columns.index(_COLUMNS.get(part, part)), self._coding(part)) for part in parts]
        found: Counter[str] = Counter()
        for values, count in self._counts(columns):
            codes = [code_of(values[at]) for at, code_of in coded]
            if len(codes) > 1:
                codes = [code.replace(_CROSS, CROSS_STAND_IN) for code in codes]
            found[_CROSS.join(codes)] += count
        return found

    def _coding(self, grouping: str) -> Callable[[Any], str]:
        if time_code := _TIMES.get(grouping):
            return partial(_code_of_hours, time_code)
        match grouping:
            case "category":
                return self._trees.category.class_of
            case "branch":
                return self._trees.category.branch_of
            case "cause_branch":
                return self._trees.cause.branch_of
        return _plain_code

    def count(self, wanted: Callable[[State], bool]) -> int:
        """How many complaints are in a state that is wanted."""
        return sum(count for state, count in self.states.items() if wanted(state))

    def clocks_kept(self, code: str) -> tuple[int, int]:
        """How many clocks of a code were kept, of how many that ended."""
        digits = self._digits("clocks", lambda value: clock_digit(value, code))
        return digits[KEPT], digits[KEPT] + digits[FAILED]

    @property
    def paused(self) -> tuple[int, int]:
        """How many days pauses took out of how many close clocks that count days."""
        days = self._facts.amounts["paused"]
        said = days[days != NOTHING]
        return int(said.sum()), len(said)

    def failed_steps(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Acknowledged late of all to be judged, corrections not verified of all."""
        found = [self._digits("told", lambda value: told_digits(value)[place]) for place in (0, 1)]  # noqa: B023 - called at once
        late, unverified = ((digits[FAILED], digits[FAILED] + digits[KEPT]) for digits in found)
        return late, unverified

    def _digits(self, column: str, digit: Callable[[int], int]) -> Counter[int]:
        found: Counter[int] = Counter()
        for (value,), count in self._counts((column,)):
            found[digit(value)] += count
        return found

    def rated_departments(self) -> dict[str, Rated]:
        """What each department's follow-up came to."""
        found: dict[str, Rated] = {}
        for (department, status, follow_up, satisfaction), count in self._counts(_RATED_BY):
            rated = found.setdefault(department, Rated())
            if status == Status.CLOSED:
                rated.closed += count
                rated.followed_up += count if follow_up == FollowUp.DONE else 0
            if satisfaction is not None:
                rated.rated += count
                rated.satisfied += count if satisfaction >= 4 else 0
        return found


def _hours(facts: Facts, basis: str) -> Coded:
    hours = facts.moments(basis) // _HOUR
    first = int(hours.min())
    return Coded((hours - first).astype(np.int32), tuple(range(first, int(hours.max()) + 1)))


def _or_nothing(numbers: np.ndarray[Any, np.dtype[np.int64]]) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.where(numbers == NOTHING, 0, numbers)


def _moment(seconds: int) -> dt.datetime:
    return _EPOCH + dt.timedelta(seconds=seconds)


def _code_of_hours(time_code: Callable[[dt.datetime], str], hours: int) -> str:
    return time_code(_moment(hours * _HOUR))


def _plain_code(value: Any) -> str:
    return "" if value is None else str(value)
