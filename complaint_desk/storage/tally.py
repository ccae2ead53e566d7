"""Counting complaints column by column: one pass over one period gives everything that its figures are made of.

Columns are counted as they are stored, and what they mean (class of a category, month of a moment) is worked out afterwards
over the few different values.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from complaint_desk.domain.moments import in_shanghai
from complaint_desk.domain.vocabulary import FollowUp, Status
from complaint_desk.storage.figure_cases import CROSS_STAND_IN, REFUNDING
from complaint_desk.storage.tree_places import Places

FACTS = (
    "id", "received_at", "closed_at", "status", "liability", "follow_up", "satisfaction", "satisfaction_handling",
    "reopened", "department", "outcome", "compensation", "price",
)  # fmt: skip
"""The columns that every tally needs, besides those it is grouped by."""

_DEPARTMENT_FACTS = ("department", "status", "follow_up", "satisfaction")
_STATE_FACTS = ("status", "liability", "follow_up", "satisfaction", "satisfaction_handling", "reopened")
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


@dataclass(slots=True)
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


def needed_columns(groupings: Iterable[str]) -> tuple[str, ...]:
    """The columns of `complaint` that a tally by these groupings reads, each once."""
    columns = [column for grouping in groupings for column in _columns_of(grouping) if column != _HOURS]
    return tuple(dict.fromkeys((*FACTS, *columns)))


def _columns_of(grouping: str) -> tuple[str, ...]:
    """Each once: class and branch of a cross are worked out from one category."""
    return tuple(dict.fromkeys(_COLUMNS.get(part, part) for part in grouping.split(_CROSS)))


@dataclass(slots=True)
class Tally:
    """Counts over the complaints added so far; `basis` names the column that puts them into the period."""

    groupings: tuple[str, ...]
    basis: str
    trees: Trees
    ids: array[int] = field(default_factory=lambda: array("q"))
    states: Counter[State] = field(default_factory=Counter)
    seconds: list[int] = field(default_factory=list)
    money: dict[str, Money] = field(default_factory=dict)
    received_hours: set[int] = field(default_factory=set)
    _counts: dict[tuple[str, ...], Counter[Any]] = field(init=False)

    def __post_init__(self) -> None:
        kinds = [*map(_columns_of, self.groupings), (_HOURS,), ("outcome",), _DEPARTMENT_FACTS, _STATE_FACTS]
        self._counts = {columns: Counter() for columns in kinds}

    @property
    def total(self) -> int:
        return len(self.ids)

    def add(self, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Count a portion; `names` are the columns of its rows: moments in seconds of the wall clock since 1970, money in fen."""
        if not rows:
            return
        columns = dict(zip(names, zip(*rows, strict=True), strict=True))
        columns[_HOURS] = tuple([moment // _HOUR for moment in columns[self.basis]])
        received = columns["received_at"]
        self.received_hours.update((min(received) // _HOUR, max(received) // _HOUR))
        self.ids.extend(columns["id"])
        for kind, counts in self._counts.items():
            counts.update(columns[kind[0]] if len(kind) == 1 else zip(*(columns[name] for name in kind), strict=True))
        self._add_seconds(columns["received_at"], columns["closed_at"])
        self._add_money(columns["outcome"], columns["compensation"], columns["price"])

    def _add_seconds(self, received: Sequence[int], closed: Sequence[int | None]) -> None:
        self.seconds += [end - start for start, end in zip(received, closed, strict=True) if end is not None]

    def _add_money(
        self, outcomes: Sequence[str], compensations: Sequence[int | None], prices: Sequence[int | None]
    ) -> None:
        for outcome, compensation, price in zip(outcomes, compensations, prices, strict=True):
            if not compensation and outcome not in REFUNDING:
                continue
            money = self.money.setdefault(outcome, Money())
            if compensation:
                money.paid_count += 1
                money.compensation += compensation
            if outcome in REFUNDING:
                money.returned += price or 0

    @property
    def received(self) -> tuple[dt.datetime, dt.datetime]:
        """From the first hour of receipt to the end of the last, of at least one complaint."""
        hours = self.received_hours
        return in_shanghai(_moment(min(hours))), in_shanghai(_moment(max(hours) + 1))

    def finish(self) -> None:
        """Called after the last portion."""
        self.states = Counter({State._make(facts): count for facts, count in self._counts[_STATE_FACTS].items()})
        self.seconds.sort()

    @property
    def outcomes(self) -> Counter[str]:
        return self._counts["outcome",]

    def days(self) -> Counter[dt.date]:
        """How many complaints each day has."""
        found: Counter[dt.date] = Counter()
        for hours, count in self._counts[_HOURS,].items():
            found[_moment(hours).date()] += count
        return found

    def groups(self, grouping: str) -> dict[str, int]:
        """Counts by the codes of a grouping; those of a cross are joined by `|`."""
        parts = grouping.split(_CROSS)
        columns = _columns_of(grouping)
        coded = [(columns.index(_COLUMNS.get(part, part)), self._coding(part)) for part in parts]
        found: Counter[str] = Counter()
        for value, count in self._counts[columns].items():
            values = value if len(columns) > 1 else (value,)
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
                return self.trees.category.class_of
            case "branch":
                return self.trees.category.branch_of
            case "cause_branch":
                return self.trees.cause.branch_of
        return _plain_code

    def count(self, wanted: Callable[[State], bool]) -> int:
        """How many complaints are in a state that is wanted."""
        return sum(count for state, count in self.states.items() if wanted(state))

    def rated_departments(self) -> dict[str, Rated]:
        """What each department's follow-up came to."""
        found: dict[str, Rated] = {}
        for (department, status, follow_up, satisfaction), count in self._counts[_DEPARTMENT_FACTS].items():
            rated = found.setdefault(department, Rated())
            if status == Status.CLOSED:
                rated.closed += count
                rated.followed_up += count if follow_up == FollowUp.DONE else 0
            if satisfaction is not None:
                rated.rated += count
                rated.satisfied += count if satisfaction >= 4 else 0
        return found


def _moment(hours: int) -> dt.datetime:
    return _EPOCH + dt.timedelta(hours=hours)


def _code_of_hours(time_code: Callable[[dt.datetime], str], hours: int) -> str:
    return time_code(_moment(hours))


def _plain_code(value: Any) -> str:
    return "" if value is None else str(value)
