"""Periods and the arithmetic of figures, against the association's own printed example."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.analysis import (
    Comparison,
    Period,
    PeriodKind,
    change,
    compared_period,
    grouped,
    last_whole,
    moving_means,
    named_period,
    percent,
    period_around,
    quantile,
    trend_unit,
)

DAYS = st.dates(dt.date(2004, 1, 1), dt.date(2040, 12, 31))
WHOLE = [kind for kind in PeriodKind if kind is not PeriodKind.CUSTOM]


def test_hunan_2025_first_quarter() -> None:
    """Counts that the association of Hunan printed for the first quarter of 2025: 10,461 in all."""
    counts = {
        "quality": 3050, "after_sales": 1747, "price": 1511, "false_advertising": 1058, "safety": 945,
        "contract": 728, "counterfeit": 314, "measurement": 238, "dignity": 57, "other": 813,
    }  # fmt: skip
    figures = grouped(counts)
    assert sum(figure.count for figure in figures) == 10461
    assert [(figure.code, figure.share) for figure in figures[:3]] == [
        ("quality", Decimal("29.16")),
        ("after_sales", Decimal("16.70")),
        ("price", Decimal("14.44")),
    ]


def test_points_are_the_difference_of_the_rounded_shares() -> None:
    (quality, price) = grouped({"quality": 1, "price": 2}, ({"quality": 2, "price": 1},))
    assert quality.code == "price"
    assert quality.compared[0].points == Decimal("66.67") - Decimal("33.33")
    assert price.compared[0].change == Decimal("-50.00")


def test_a_group_that_is_gone_stays_with_zero_and_a_new_one_has_no_change() -> None:
    by_code = {figure.code: figure for figure in grouped({"new": 3}, ({"gone": 2},))}
    assert by_code["gone"].count == 0
    assert by_code["gone"].compared[0].change == Decimal("-100.00")
    assert by_code["new"].compared[0].change is None


def test_shares_round_half_up() -> None:
    assert percent(1, 800) == Decimal("0.13")
    assert percent(0, 0) == Decimal("0.00")
    assert change(1, 0) is None


@given(DAYS, st.sampled_from(WHOLE))
def test_whole_periods_tile_the_calendar(day: dt.date, kind: PeriodKind) -> None:
    period = period_around(day, kind)
    assert period.first <= day <= period.last
    assert compared_period(period, Comparison.PREVIOUS).last == period.first - dt.timedelta(1)
    assert period_around(period.last + dt.timedelta(1), kind).first == period.last + dt.timedelta(1)
    assert named_period(period.first, period.last) == period


@given(DAYS, st.sampled_from(WHOLE))
def test_the_last_whole_period_is_over(day: dt.date, kind: PeriodKind) -> None:
    period = last_whole(kind, day)
    assert period.last < day
    assert period_around(day, kind).first == period.last + dt.timedelta(1)


def test_february_is_compared_with_a_whole_february() -> None:
    february = period_around(dt.date(2025, 2, 3), PeriodKind.MONTH)
    assert compared_period(february, Comparison.LAST_YEAR) == Period(
        dt.date(2024, 2, 1), dt.date(2024, 2, 29), PeriodKind.MONTH
    )


@given(DAYS, st.integers(0, 700))
def test_a_custom_period_goes_back_by_its_own_length(first: dt.date, extra: int) -> None:
    period = Period(first, first + dt.timedelta(extra))
    before = compared_period(period, Comparison.PREVIOUS)
    assert before.days == period.days
    year_before = compared_period(period, Comparison.LAST_YEAR)
    assert year_before.first.year == first.year - 1


def test_a_period_must_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before"):
        Period(dt.date(2026, 1, 2), dt.date(2026, 1, 1))


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=40), st.sampled_from(["0.5", "0.9", "0", "1"]))
def test_quantiles_interpolate_linearly(values: list[int], share: str) -> None:
    ordered = [float(value) for value in sorted(values)]
    at = Fraction(share) * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    exact = Fraction(ordered[low]) + (Fraction(ordered[high]) - Fraction(ordered[low])) * (at - low)
    result = quantile(ordered, Decimal(share))
    assert result is not None
    assert abs(Fraction(result) - exact) <= Fraction(1, 200)


def test_moving_means_begin_with_the_third_point() -> None:
    assert moving_means([1, 2, 4, 5]) == [None, None, Decimal("2.33"), Decimal("3.67")]


@pytest.mark.parametrize(("days", "unit"), [(7, "day"), (31, "day"), (92, "week"), (184, "week"), (365, "month")])
def test_the_trend_has_points_that_one_can_read(days: int, unit: str) -> None:
    first = dt.date(2025, 1, 1)
    assert trend_unit(Period(first, first + dt.timedelta(days - 1))) == unit
