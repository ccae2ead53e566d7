"""The usual periods around a day."""

import datetime as dt

import pytest

from complaint_desk.domain.ledger import Between, LedgerFilter
from complaint_desk.domain.periods import USUAL, usual_days, within

WEDNESDAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", "2026-11-25", "2026-11-25"),
        ("yesterday", "2026-11-24", "2026-11-24"),
        ("last_7_days", "2026-11-19", "2026-11-25"),
        ("last_30_days", "2026-10-27", "2026-11-25"),
        ("this_week", "2026-11-23", "2026-11-29"),
        ("this_month", "2026-11-01", "2026-11-30"),
        ("last_month", "2026-10-01", "2026-10-31"),
        ("this_quarter", "2026-10-01", "2026-12-31"),
        ("this_year", "2026-01-01", "2026-12-31"),
        ("last_year", "2025-01-01", "2025-12-31"),
    ],
)
def test_usual_periods(name: str, first: str, last: str) -> None:
    assert usual_days(name, WEDNESDAY) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def test_every_usual_period_has_days_and_no_other() -> None:
    assert all(usual_days(name, WEDNESDAY) for name in USUAL)
    with pytest.raises(ValueError, match="this_moon"):
        usual_days("this_moon", WEDNESDAY)


def test_a_filter_remembers_which_period_was_meant() -> None:
    wanted = within(LedgerFilter(), "received_at", "today", WEDNESDAY)
    assert wanted.range_of("received_at") == Between(WEDNESDAY, WEDNESDAY, "today")
    assert wanted.with_range("received_at", WEDNESDAY).range_of("received_at") == Between(WEDNESDAY)
