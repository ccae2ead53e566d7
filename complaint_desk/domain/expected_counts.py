"""How many complaints a group would have by its own past, and how far such an expectation has been off before.

One week after the other of the past is expected from those before it, by weights that halve every eight weeks; what
came instead tells the spread. A season shows where the same days of last year were above what had been expected then.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

WEEK = 7
YEAR = 52 * WEEK
"""A year in whole weeks, so that weekdays stand on weekdays."""

MOST_WEEKS = 130
"""Weeks of the past that count: two seasons before this one."""

_MEMORY = 0.5 ** (1 / 8)
"""Weight of a week against the one after it: half in eight weeks, so that a group that grows is followed."""

_CLIPPED_AT = 3.0
"""Standard deviations beyond which a past week is taken for a spike of its own, and counts only up to there."""

_USUAL_SPREAD = 0.05
"""The spread by which a past spike is told from noise, before the group's own is known."""

_FIRST_WEEKS = 4
_LEAST_WEEKS = 8
_HALF = 0.5
"""What one adds to a count so that none does not mean never."""

_SEASON_STRENGTH = 8.0
"""Complaints for which the opinion counts that last year's season says nothing."""

_WEEKDAY_STRENGTH = 14.0
"""Complaints for which the opinion counts that a group has the weekdays of all others."""

_HALF_A_YEAR = 26


@dataclass(frozen=True, slots=True)
class Expected:
    """`mean` complaints; `certainty` is the number of past ones that the mean rests on.

    `misses` and `hits` are sums over past weeks: what the squared errors were beyond chance, and the squared means; their
    quotient is the spread.
    """

    mean: float
    certainty: float
    misses: float
    hits: float


@dataclass(frozen=True, slots=True)
class Series:
    """Counts of consecutive days, with their running sums."""

    days: Sequence[float]
    sums: Sequence[float]

    @classmethod
    def of(cls, days: Sequence[float]) -> Series:
        return cls(days, (0.0, *itertools.accumulate(days)))

    def between(self, first: int, beyond: int) -> float:
        return self.sums[beyond] - self.sums[max(first, 0)]


def expected(counts: Series, yardstick: Series, window: int, begins: int = 0) -> Expected | None:
    """What the last `window` days should hold by the days before them.

    Args:
        counts: of the group, day by day.
        yardstick: what the group's counts go along with, day by day: the rest of the ledger, or 1 for every day.
        window: days.
        begins: the first day that counts.

    Returns:
        None without eight whole weeks of a past, or where the yardstick says nothing.
    """
    end = len(counts.days) - window
    weeks = min((end - begins) // WEEK, MOST_WEEKS)
    if weeks < _LEAST_WEEKS:
        return None
    starts = range(end - weeks * WEEK, end, WEEK)
    seen = [counts.sums[at + WEEK] - counts.sums[at] for at in starts]
    measured = [yardstick.sums[at + WEEK] - yardstick.sums[at] for at in starts]
    past = _walked(seen, measured)
    now = _by_weekday(counts, yardstick, window, weeks)
    if past.measured <= 0 or now <= 0:
        return None
    season = _season(counts, yardstick, window, past)
    certainty = (past.seen + _HALF) ** 2 / (past.squares + _HALF)
    return Expected(past.rate * now * season, certainty, past.misses, past.hits)


@dataclass(slots=True)
class _Past:
    """Weighted sums over the weeks so far, and how well each week was foreseen; `rates` after each week, oldest first."""

    seen: float = 0.0
    measured: float = 0.0
    squares: float = 0.0
    misses: float = 0.0
    hits: float = 0.0
    rates: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return (self.seen + _HALF) / self.measured if self.measured else 0.0

    def add(self, count: float, measure: float) -> None:
        self.seen = self.seen * _MEMORY + count
        self.measured = self.measured * _MEMORY + measure
        self.squares = self.squares * _MEMORY * _MEMORY + count
        self.rates.append(self.rate)


def _walked(seen: Sequence[float], measured: Sequence[float]) -> _Past:
    """Each week foreseen from those before it, then taken in, cut where it was a spike of its own."""
    past = _Past()
    usual = (sum(seen) + _HALF) / (sum(measured) or 1.0)
    for week, (count, measure) in enumerate(zip(seen, measured, strict=True)):
        # The first weeks have no past that could tell a spike from a beginning.
        mean = measure * (past.rate if week >= _FIRST_WEEKS else max(past.rate, usual))
        counted = min(count, mean + _CLIPPED_AT * math.sqrt(mean + _USUAL_SPREAD * mean * mean) + 1)
        if week >= _FIRST_WEEKS:
            unsure = mean * mean * (past.squares + _HALF) / (past.seen + _HALF) ** 2
            past.misses += (counted - mean) ** 2 - mean - unsure
            past.hits += mean * mean
        past.add(counted, measure)
    return past


def _by_weekday(counts: Series, yardstick: Series, window: int, weeks: int) -> float:
    """The yardstick of the window, each weekday weighted by how many of its complaints the group had in the past."""
    end = len(counts.days) - window
    if window % WEEK == 0:
        return yardstick.between(end, end + window)
    lately = min(weeks, _HALF_A_YEAR) * WEEK
    rate = (counts.between(end - lately, end) + _HALF) / (yardstick.between(end - lately, end) or 1.0)
    total = 0.0
    for weekday in range(WEEK):
        now = sum(yardstick.days[end + weekday :: WEEK])
        if not now:
            continue
        had = sum(counts.days[end - lately + weekday : end : WEEK])
        should = rate * sum(yardstick.days[end - lately + weekday : end : WEEK])
        total += now * (had + _WEEKDAY_STRENGTH) / (should + _WEEKDAY_STRENGTH)
    return total


def _season(counts: Series, yardstick: Series, window: int, past: _Past) -> float:
    """How far above expectation the same days of the years before were, a week to either side; never below 1."""
    rates = past.rates
    had = should = 0.0
    for years in (1, 2):
        at = len(rates) - years * (YEAR // WEEK) - 2
        if at < _LEAST_WEEKS:
            break
        first = len(counts.days) - window - years * YEAR - WEEK
        beyond = first + window + 2 * WEEK
        had += counts.between(first, beyond)
        should += rates[at] * yardstick.between(first, beyond)
    return max(1.0, (had + _SEASON_STRENGTH) / (should + _SEASON_STRENGTH))
