"""A problem is said to have come back soon after it did, and seldom where it did not; looked at every evening of a year."""

from __future__ import annotations

import random
import statistics

import pytest

from complaint_desk.domain.rates import Span
from complaint_desk.domain.recurrence import Recurrence, recurrence_of
from tests.benchmarks.recurrence import BACK_AFTER, KINDS, first_told, make_course

BEFORE, LEVEL = Span(180, 90), Span(45, 90)


@pytest.mark.parametrize("kind", KINDS)
def test_what_stays_away_is_seldom_said_to_come_back(kind: str) -> None:
    """The small sister of `python -m tests.benchmarks recurrence`, always with the same numbers."""
    chance = random.Random(3)
    told = [first_told(make_course(chance, 1.0, 2.0, KINDS[kind])) for _each in range(40)]
    assert sum(each is not None for each in told) <= 2


@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_back_is_told_within_two_weeks(kind: str) -> None:
    chance = random.Random(5)
    told = [first_told(make_course(chance, 1.0, 4.0, KINDS[kind], 4.0)) or 999 for _each in range(20)]
    assert statistics.median(told) - BACK_AFTER <= 14
    assert max(told) - BACK_AFTER <= 60


def test_a_busy_season_of_the_whole_ledger_brings_nothing_back() -> None:
    risen = Span(45, 30)
    assert recurrence_of(BEFORE, LEVEL, risen, (900, 300)) is Recurrence.ABOVE_AFTER
    assert recurrence_of(BEFORE, LEVEL, risen, (900, 900)) is None
    assert recurrence_of(BEFORE, LEVEL, risen, (2, 4)) is Recurrence.ABOVE_AFTER, "six others tell of no season"


def test_a_trifle_above_the_level_is_no_recurrence_however_many_complaints_there_are() -> None:
    assert recurrence_of(Span(180_000, 90), Span(90_000, 90), Span(36_000, 30)) is None
    assert recurrence_of(Span(180_000, 90), Span(90_000, 90), Span(60_000, 30)) is Recurrence.AS_BEFORE
