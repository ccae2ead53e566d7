"""Whether a problem came back after its measure, looked at every evening.

The recent days are judged as an early warning judges a group: negative binomial around the level that the measure had brought,
with the uncertainty of that level and the wandering of any level in the spread, and with the rest of the ledger in the place of a
calendar. Measured (`python -m tests.benchmarks recurrence`) on made-up ledgers: where nothing
came back, 1 to 5 of 100 problems are said to have within a year, with festivals, busy weeks and noise too; a problem of three a
day that is four times as great again is told after a week, one that has doubled after 3 to 4 weeks.
"""

from __future__ import annotations

from enum import StrEnum

from complaint_desk.domain.chance import tail
from complaint_desk.domain.rates import Span, rate_change

FEWEST_AGAIN = 5
"""With fewer complaints in the recent days a problem has not come back."""

_LEAST_RISE = 1.25
"""Times the level after the measure: of many complaints even a trifle is improbable, and nobody acts on it."""

_CHANCE = 0.001
"""How improbable the recent days must be if nothing changed. They are looked at every day, and neighbouring days share most
of what they count: over a year one chance in 1,000 a day is about one in 30 (`python -m tests.benchmarks recurrence`)."""

_WANDERING = 0.02
"""The spread of a level that stays: its variance over a month or so is this times its square, beyond chance."""

_HALF = 0.5
"""What one adds to a count so that none does not mean never."""

_FEWEST_OTHERS = 10
"""Fewer other complaints tell nothing of a busy season."""


class Recurrence(StrEnum):
    """Why a problem is said to have come back: above the level after the measure, or back at the level before."""

    ABOVE_AFTER = "above_after"
    AS_BEFORE = "as_before"


def recurrence_of(before: Span, level: Span, now: Span, others: tuple[int, int] = (0, 0)) -> Recurrence | None:
    """Whether a problem came back: clearly above the level that the measure had brought.

    Args:
        before: the days before the measure.
        level: the days after it, up to the recent ones.
        now: the recent days.
        others: all other complaints of the ledger in `level` and `now`; a busy season of everything brings nothing back.
    """
    if now.count < FEWEST_AGAIN or now.per_day < _LEAST_RISE * level.per_day:
        return None
    usual_share = now.days / (level.days + now.days)
    if sum(others) >= _FEWEST_OTHERS:
        usual_share = max(usual_share, others[1] / sum(others))
    seen = level.count + _HALF
    usual = seen * usual_share / (1 - usual_share)
    if tail(now.count, usual, 1 / seen + _WANDERING) > _CHANCE:
        return None
    # What never fell cannot come back: the verdict says so already.
    if not rate_change(before, level).fell:
        return None
    return Recurrence.AS_BEFORE if now.per_day >= before.per_day else Recurrence.ABOVE_AFTER
