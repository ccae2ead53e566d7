"""Units of a stretch of days: months partly inside count by their days, as if they were added up day by day."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.sales import known_until, read_month, units_within

MONTHS = [dt.date(2023 + at // 12, at % 12 + 1, 1) for at in range(24)]


@given(
    st.lists(st.integers(0, 9_000), min_size=24, max_size=24),
    st.integers(0, 700),
    st.integers(0, 300),
)
def test_units_are_those_of_the_days(units: list[int], begins: int, length: int) -> None:
    sold = {(month, "灯"): count for month, count in zip(MONTHS, units, strict=True)}
    first = MONTHS[0] + dt.timedelta(begins)
    days = [first + dt.timedelta(each) for each in range(length + 1)]
    found = units_within(sold, ("灯",), first, days[-1])
    if days[-1].year > 2024:
        assert found is None
        return
    slow = sum(sold[day.replace(day=1), "灯"] / calendar.monthrange(day.year, day.month)[1] for day in days)
    assert (found or 0) == pytest.approx(slow, abs=0.51)


def test_sales_are_known_until_the_last_month_of_every_product() -> None:
    sold = {(MONTHS[0], "灯"): 1, (MONTHS[1], "灯"): 1, (MONTHS[1], "锁"): 1, (MONTHS[2], "锁"): 1}
    assert known_until(sold, ("灯",)) == dt.date(2023, 2, 28)
    assert known_until(sold, ("灯", "锁")) == dt.date(2023, 2, 28)
    assert known_until(sold, ("灯", "门")) is None


@pytest.mark.parametrize("cell", ["2026-03", "2026年3月", "202603", "2026/3/15", "2026.03", dt.date(2026, 3, 9)])
def test_a_month_is_read_however_it_is_written(cell: str | dt.date) -> None:
    assert read_month(cell) == dt.date(2026, 3, 1)


@pytest.mark.parametrize("cell", ["2026", "3月", "2026-13", "", None, 46082.0])
def test_what_is_no_month_is_refused(cell: str | float | None) -> None:
    with pytest.raises(ValueError):
        read_month(cell)
