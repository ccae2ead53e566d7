"""Days as they stand in foreign sheets."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.foreign.sheet_dates import SheetDates
from complaint_desk.domain.moments import SHANGHAI, PartialDate
from complaint_desk.domain.plain_text import Unreadable

IN_2023 = SheetDates(2023)


@pytest.mark.parametrize(
    ("text", "wanted", "several"),
    [
        ("2023.5.6", "2023-05-06T00:00:00", False), ("23/5/6", "2023-05-06T00:00:00", False), ("23年5月6日", "2023-05-06T00:00:00", False),
        ("12/5/6", "2012-05-06T00:00:00", False), ("5月6日", "2023-05-06T00:00:00", False), ("5.6", "2023-05-06T00:00:00", False),
        ("5月6日 14:30", "2023-05-06T14:30:00", False), ("230506", "2023-05-06T00:00:00", False), ("20230506", "2023-05-06T00:00:00", False),
        ("45356", "2024-03-05T00:00:00", False), ("45356.604166664", "2024-03-05T14:30:00", False),
        ("二〇二四年三月十五日", "2024-03-15T00:00:00", False), ("二零二四年十二月三十一日", "2024-12-31T00:00:00", False),
        ("5.6-5.8", "2023-05-06T00:00:00", True), ("2023.5.6-5.8", "2023-05-06T00:00:00", True), ("2023年5月6日～8日", "2023-05-06T00:00:00", True),
        ("2023-05-06至2023-05-08", "2023-05-06T00:00:00", True),
    ],
)  # fmt: skip
def test_days_of_a_sheet(text: str, wanted: str, several: bool) -> None:
    assert IN_2023.moment(text) == (dt.datetime.fromisoformat(wanted).replace(tzinfo=SHANGHAI), several)


@pytest.mark.parametrize("text", ["2024-02-30", "2月29日", "60", "待定", "13.6", "99999", "去年", ""])
def test_no_days(text: str) -> None:
    with pytest.raises(Unreadable, match="not_a_date"):
        IN_2023.moment(text)


def test_a_day_without_a_year_that_nobody_tells() -> None:
    for text in ("5月6日", "5.6-5.8"):
        with pytest.raises(Unreadable, match="no_year"):
            SheetDates().moment(text)


def test_two_ways_to_count_days() -> None:
    assert SheetDates(from_1904=True).serial(43590).date() == SheetDates().serial(45052).date() == dt.date(2023, 5, 6)


def test_months_and_years_of_a_purchase() -> None:
    assert IN_2023.partial_date("2023.05") == (PartialDate(2023, 5), False)
    assert IN_2023.partial_date("二〇二四年三月") == (PartialDate(2024, 3), False)
    assert IN_2023.partial_date("5月6日") == (PartialDate(2023, 5, 6), False)


@given(st.text(max_size=40))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    for dates in (IN_2023, SheetDates()):
        with contextlib.suppress(Unreadable):
            assert dates.moment(text)[0].tzinfo is SHANGHAI
