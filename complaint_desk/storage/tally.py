"""Counting complaints column by column: one pass over one period gives everything that its figures are made of."""

from __future__ import annotations

import datetime as dt
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from complaint_desk.domain.vocabulary import FollowUp, Status

FACTS = (
    "id", "received_at", "closed_at", "status", "liability", "follow_up", "satisfaction", "satisfaction_handling",
    "reopened", "department", "outcome", "compensation", "price",
)  # fmt: skip
"""The columns that every tally needs, besides those it is grouped by."""

_REFUNDING = frozenset({"refunded", "returned"})
"""Outcomes that give the price back."""

_DEPARTMENT_FACTS = ("department", "status", "follow_up", "satisfaction")
_STATE_FACTS = ("status", "liability", "follow_up", "satisfaction", "satisfaction_handling", "reopened")

_TIMES: Mapping[str, Callable[[dt.datetime], str]] = {
    "month": lambda moment: f"{moment.year:04d}-{moment.month:02d}",
    "week": lambda moment: str(moment.date() - dt.timedelta(moment.weekday())),
    "day": lambda moment: str(moment.date()),
    "weekday": lambda moment: str(moment.isoweekday()),
    "hour": lambda moment: f"{moment.hour:02d}",
}
_TREE_GROUPINGS = frozenset({"category", "branch"})
_CROSS = "|"
_CROSS_STAND_IN = "\uff5c"


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
class Places:
    """Where a category stands: the association's class and the branch for each code."""

    classes: Mapping[str, str]
    branches: Mapping[str, str]


def needed_columns(groupings: Iterable[str]) -> tuple[str, ...]:
    """The columns of `complaint` that a tally by these groupings reads, each once."""
    parts = [part for grouping in groupings for part in grouping.split(_CROSS)]
    plain = [("category" if part in _TREE_GROUPINGS else part) for part in parts if part not in _TIMES]
    return tuple(dict.fromkeys((*FACTS, *plain)))


@dataclass(slots=True)
class Tally:
    """Counts over the complaints of one period, added in portions. `basis` names the column of the period's moment."""

    groupings: tuple[str, ...]
    basis: str
    places: Places
    groups: dict[str, Counter[str]] = field(init=False)
    ids: array[int] = field(default_factory=lambda: array("q"))
    days: Counter[dt.date] = field(default_factory=Counter)
    states: Counter[State] = field(default_factory=Counter)
    seconds: array[int] = field(default_factory=lambda: array("q"))
    outcomes: Counter[str] = field(default_factory=Counter)
    money: dict[str, Money] = field(default_factory=dict)
    by_department: Counter[tuple[Any, ...]] = field(default_factory=Counter)
    first_received: dt.datetime | None = None
    last_received: dt.datetime | None = None

    def __post_init__(self) -> None:
        self.groups = {grouping: Counter() for grouping in self.groupings}

    @property
    def total(self) -> int:
        return len(self.ids)

    def add(self, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Count a portion; `names` are the columns of its rows: moments naive, money in fen."""
        if not rows:
            return
        columns = dict(zip(names, zip(*rows, strict=True), strict=True))
        self.ids.extend(columns["id"])
        self.days.update(moment.date() for moment in columns[self.basis])
        self.states.update(map(State._make, zip(*(columns[name] for name in _STATE_FACTS), strict=True)))
        self.by_department.update(zip(*(columns[name] for name in _DEPARTMENT_FACTS), strict=True))
        self._add_seconds(columns["received_at"], columns["closed_at"])
        self._add_money(columns["outcome"], columns["compensation"], columns["price"])
        for grouping, counts in self.groups.items():
            counts.update(self._codes(grouping, columns))

    def _add_seconds(self, received: Sequence[dt.datetime], closed: Sequence[dt.datetime | None]) -> None:
        low, high = min(received), max(received)
        self.first_received = low if self.first_received is None else min(low, self.first_received)
        self.last_received = high if self.last_received is None else max(high, self.last_received)
        self.seconds.extend(
            int((end - start).total_seconds()) for start, end in zip(received, closed, strict=True) if end is not None
        )

    def _add_money(
        self, outcomes: Sequence[str], compensations: Sequence[int | None], prices: Sequence[int | None]
    ) -> None:
        self.outcomes.update(outcomes)
        for outcome, compensation, price in zip(outcomes, compensations, prices, strict=True):
            if not compensation and outcome not in _REFUNDING:
                continue
            money = self.money.setdefault(outcome, Money())
            if compensation:
                money.paid_count += 1
                money.compensation += compensation
            if outcome in _REFUNDING:
                money.returned += price or 0

    def _codes(self, grouping: str, columns: Mapping[str, Sequence[Any]]) -> Iterable[str]:
        if _CROSS not in grouping:
            return self._plain_codes(grouping, columns)
        parts = [self._plain_codes(part, columns) for part in grouping.split(_CROSS)]
        return (
            _CROSS.join(code.replace(_CROSS, _CROSS_STAND_IN) for code in codes) for codes in zip(*parts, strict=True)
        )

    def _plain_codes(self, grouping: str, columns: Mapping[str, Sequence[Any]]) -> Iterable[str]:
        if time_code := _TIMES.get(grouping):
            return map(time_code, columns[self.basis])
        match grouping:
            case "category":
                return (self.places.classes.get(code, code) for code in columns["category"])
            case "branch":
                return (self.places.branches.get(code, code) for code in columns["category"])
            case "satisfaction":
                return ("" if rating is None else str(rating) for rating in columns["satisfaction"])
        return columns[grouping]

    def count(self, wanted: Callable[[State], bool]) -> int:
        """How many complaints are in a state that is wanted."""
        return sum(count for state, count in self.states.items() if wanted(state))

    def rated_departments(self) -> dict[str, Rated]:
        """What each department's follow-up came to."""
        found: dict[str, Rated] = {}
        for (department, status, follow_up, satisfaction), count in self.by_department.items():
            rated = found.setdefault(department, Rated())
            if status == Status.CLOSED:
                rated.closed += count
                rated.followed_up += count if follow_up == FollowUp.DONE else 0
            if satisfaction is not None:
                rated.rated += count
                rated.satisfied += count if satisfaction >= 4 else 0
        return found
