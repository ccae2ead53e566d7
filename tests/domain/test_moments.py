"""Days and moments in Beijing time."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.moments import SHANGHAI, PartialDate, in_shanghai


@given(st.datetimes(timezones=st.timezones(), min_value=dt.datetime(1995, 1, 1), max_value=dt.datetime(2100, 1, 1)))
def test_the_moment_stays_the_same(moment: dt.datetime) -> None:
    assert in_shanghai(moment).timestamp() == moment.timestamp()
    assert in_shanghai(moment).tzinfo is SHANGHAI


def test_a_naive_moment_is_beijing_time() -> None:
    assert in_shanghai(dt.datetime(2026, 1, 1)).isoformat() == "2026-01-01T00:00:00+08:00"


@given(st.dates())
def test_whole_dates_round_trip(day: dt.date) -> None:
    assert PartialDate.parse(str(PartialDate.of(day))).first_day == day


@pytest.mark.parametrize("text", ["2023", "2023-05", "2023-05-06"])
def test_partial_dates_round_trip(text: str) -> None:
    assert str(PartialDate.parse(text)) == text


@pytest.mark.parametrize("text", ["", "2023-02-30", "2023-13", "23", "2023-5", "2023-05-06 "])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        PartialDate.parse(text)


def test_order_is_by_first_day() -> None:
    assert PartialDate(2023).first_day < PartialDate(2023, 5).first_day
