"""The moments at which a deed may have been done."""

from __future__ import annotations

import datetime as dt

import pytest

from complaint_desk.domain.complaint import Complaint, Step
from complaint_desk.domain.steps import last_moment, problems_of_moment
from tests.conftest import NOW

MADE = NOW - dt.timedelta(days=2, seconds=-23)


def complaint() -> Complaint:
    return Complaint(
        id=1, version=1, number="TS1", status="registered", registered_at=NOW, registered_by="王敏", received_at=MADE
    )


def step(number, at, corrects=None) -> Step:
    return Step(number, "note", at, "王敏", "", NOW, corrects)


HOUR = dt.timedelta(hours=1)
STEPS = (step(1, NOW - 5 * HOUR), step(2, NOW - 3 * HOUR + dt.timedelta(seconds=40)), step(3, NOW - 4 * HOUR, 2))


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (None, None),
        (NOW, None),
        (NOW + dt.timedelta(seconds=1), "future"),
        (MADE - dt.timedelta(seconds=23), None),
        (MADE - dt.timedelta(seconds=24), "before_complaint"),
    ],
)
def test_a_moment_lies_between_the_complaint_and_now(at, code):
    found = problems_of_moment("step_at", at, NOW, complaint(), ())
    assert [each.code for each in found] == ([code] if code else [])


def test_a_corrected_step_counts_by_its_correction():
    assert last_moment(STEPS) == NOW - 4 * HOUR
    assert problems_of_moment("step_at", NOW - 4 * HOUR, NOW, complaint(), STEPS) == ()
    (found,) = problems_of_moment("step_at", NOW - 5 * HOUR, NOW, complaint(), STEPS)
    assert (found.code, dict(found.details)["moment"]) == ("before_previous_step", NOW - 4 * HOUR)


def test_the_minute_of_the_last_step_is_late_enough():
    last = (step(1, NOW - HOUR + dt.timedelta(seconds=40)),)
    assert problems_of_moment("step_at", NOW - HOUR, NOW, complaint(), last) == ()
