"""Improvements: equal windows around the day of the measure, verdicts that hold back, problems that come back."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.improvement import (
    LONGEST_WINDOW,
    Effect,
    Improvement,
    ImprovementContent,
    ImprovementDeed,
    State,
    Verdict,
    effect_of,
    may,
    problems_of,
    stretches,
)  # fmt: skip
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.recurrence import Recurrence

DONE = dt.date(2026, 3, 1)
SHOWS = LedgerFilter().with_choices("brand", ("极川",))


@given(st.integers(-5, 800))
def test_windows_are_equal_and_touch_neither_the_day_nor_today(passed: int) -> None:
    today = DONE + dt.timedelta(passed)
    found = stretches(DONE, today)
    if passed < 2:
        assert found is None
        return
    assert found is not None
    assert found.before.length == found.after.length == min(passed - 1, LONGEST_WINDOW)
    assert found.before.last < DONE < found.after.first
    assert found.after.last < today
    if found.settled and found.recent:
        assert found.settled.last < found.recent.first
        assert found.settled.length >= 14
        assert found.recent.last == today - dt.timedelta(1)


def effect(passed: int, before: int, after: int, settled: int = 0, recent: int = 0) -> Effect:
    found = stretches(DONE, DONE + dt.timedelta(passed + 1))
    assert found is not None
    return effect_of(found, before, after, settled, recent)


def test_a_verdict_needs_days_and_complaints() -> None:
    assert effect(13, 40, 5).verdict is Verdict.TOO_EARLY
    assert effect(14, 9, 0).verdict is Verdict.TOO_FEW
    assert effect(14, 10, 0).verdict is Verdict.FELL


def test_a_verdict_is_given_only_where_the_limits_leave_no_doubt() -> None:
    fell = effect(90, 40, 12)
    assert fell.verdict is Verdict.FELL
    assert fell.ratio == pytest.approx(0.3)
    assert fell.low is not None
    assert fell.high is not None
    assert fell.low < 0.3 < fell.high < 1
    assert effect(90, 20, 14).verdict is Verdict.UNCHANGED
    assert effect(90, 12, 40).verdict is Verdict.ROSE
    assert effect(90, 0, 12).ratio is None


def test_a_problem_comes_back_above_the_level_after_or_to_the_level_before() -> None:
    assert effect(120, 90, 20, 20, 7).recurrence is None
    above = effect(120, 90, 20, 20, 24)
    assert above.recurrence is Recurrence.ABOVE_AFTER
    assert above.recent is not None
    assert above.recent.count == 24
    assert effect(120, 90, 20, 20, 30).recurrence is Recurrence.AS_BEFORE
    assert effect(120, 90, 85, 85, 90).recurrence is None, "what never fell cannot come back"
    assert effect(120, 90, 2, 0, 4).recurrence is None, "four are too few"


def test_an_improvement_names_its_problem_and_the_condition_that_shows_it() -> None:
    assert {(each.field, each.code) for each in problems_of(ImprovementContent())} == {
        ("problem", "required"),
        ("filter", "no_condition"),
    }
    assert problems_of(ImprovementContent("绿线", SHOWS)) == ()
    assert problems_of(ImprovementContent("绿线", SHOWS, measure="换" * 2001))[0].code == "too_long"


def test_states_follow_from_what_was_done() -> None:
    assert Improvement().state is State.OPEN
    assert Improvement(done_on=DONE).state is State.DONE
    assert Improvement(done_on=DONE, verified_on=DONE).state is State.VERIFIED
    assert Improvement(done_on=DONE, dropped=True).state is State.DROPPED
    assert Improvement(due_on=DONE).is_overdue(DONE + dt.timedelta(1))
    assert not Improvement(due_on=DONE).is_overdue(DONE)
    assert may(ImprovementDeed.VERIFIED, State.DONE)
    assert not may(ImprovementDeed.VERIFIED, State.OPEN)
