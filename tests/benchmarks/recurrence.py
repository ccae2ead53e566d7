"""How often a problem is said to have come back that did not, and how soon one that did is told: made-up complaints of a year.

Each evening of the year after a measure is looked at, as the page of the day looks at it. Calm is a constant rate; busy has
the calendar of `warning_counts` (festivals, seasons, weekdays), shared with the other complaints of the ledger; noisy has weeks and days
of their own besides.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from complaint_desk.domain.improvement import LONGEST_WINDOW, Days, stretches
from complaint_desk.domain.rates import Span
from complaint_desk.domain.recurrence import recurrence_of
from tests.benchmarks.warning_counts import FIRST, calendar_weight, poisson

YEAR = 365
RATES = (0.1, 0.3, 1.0, 3.0, 10.0)
FALLS = (2.0, 4.0)
BACK_AFTER = 120
_OTHERS = 30.0
_NEVER = 999
_NOISE = 0.03


@dataclass(frozen=True)
class Kind:
    """How the complaints of a made-up ledger come: with its calendar or without, with noise or without."""

    calendar: bool = False
    noise: bool = False


KINDS = {"calm": Kind(), "busy": Kind(calendar=True), "noisy": Kind(calendar=True, noise=True)}


@dataclass(frozen=True)
class Course:
    """Running sums of the complaints of a problem, and of all others, day by day; the measure is done on day LONGEST_WINDOW."""

    own: Sequence[int]
    others: Sequence[int]

    def told(self, passed: int) -> bool:
        """Whether it is said to have come back, so many whole days after the measure."""
        done = FIRST + dt.timedelta(LONGEST_WINDOW)
        found = stretches(done, done + dt.timedelta(passed + 1))
        if found is None or found.settled is None or found.recent is None:
            return False
        before, level, now = (self._span(days) for days in (found.before, found.settled, found.recent))
        others = self._count(self.others, found.settled), self._count(self.others, found.recent)
        return recurrence_of(before, level, now, others) is not None

    def _span(self, days: Days) -> Span:
        return Span(self._count(self.own, days), days.length)

    @staticmethod
    def _count(sums: Sequence[int], days: Days) -> int:
        return sums[(days.last - FIRST).days + 1] - sums[(days.first - FIRST).days]


def make_course(chance: random.Random, rate: float, fall: float, kind: Kind, back: float = 1.0) -> Course:
    """`rate` a day after the measure, `fall` times as many before; `back` times as many from day BACK_AFTER after it."""
    begins = chance.randrange(YEAR)
    own, others, weekly = [0], [0], 1.0
    for day in range(LONGEST_WINDOW + 1 + YEAR):
        weight = calendar_weight(FIRST + dt.timedelta(begins + day)) if kind.calendar else 1.0
        level = rate * (fall if day < LONGEST_WINDOW else back if day > LONGEST_WINDOW + BACK_AFTER else 1.0)
        if kind.noise and day % 7 == 0:
            weekly = chance.gammavariate(1 / _NOISE, _NOISE)
        daily = weekly * chance.gammavariate(1 / _NOISE, _NOISE) if kind.noise else 1.0
        own.append(poisson(chance, level * weight * daily))
        others.append(poisson(chance, _OTHERS * weight))
    return Course(tuple(accumulate(own)), tuple(accumulate(others)))


def first_told(course: Course) -> int | None:
    """Whole days from the measure to the first evening on which the problem is said to have come back."""
    return next((passed for passed in range(1, YEAR + 1) if course.told(passed)), None)


def measure_recurrence(times: int) -> dict[str, object]:
    """False ones a year, and days to those that were planted, by kind, rate and fall; `times` made-up ledgers of each."""
    return {
        name: {
            f"{rate:g} a day, had been {fall:g} times as many": _figures(name, rate, fall, times)
            for rate in RATES
            for fall in FALLS
        }
        for name in KINDS
    }


def _figures(name: str, rate: float, fall: float, times: int) -> dict[str, object]:
    chance = random.Random(f"{name} {rate} {fall}")
    false = sum(first_told(make_course(chance, rate, fall, KINDS[name])) is not None for _each in range(times))
    delays = sorted(_delays(chance, rate, fall, KINDS[name], times // 3))
    return {
        "false_a_year": round(false / times, 3),
        "days_to_planted": statistics.median(delays),
        "planted_within_30_days": round(sum(delay <= 30 for delay in delays) / len(delays), 2),
        "planted_never": sum(delay == _NEVER for delay in delays),
    }


def _delays(chance: random.Random, rate: float, fall: float, kind: Kind, times: int) -> Iterator[int]:
    """Days to the telling of a problem that is as great again as it was before the measure."""
    for _each in range(times):
        found = first_told(make_course(chance, rate, fall, kind, fall))
        yield _NEVER if found is None else max(0, found - BACK_AFTER)
