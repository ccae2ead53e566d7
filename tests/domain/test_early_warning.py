"""What is warned of: a rise of one group, soon; and what is not: seasons, holidays, thin numbers, quiet months."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_desk.domain.day_counts import COUNTED_BY, batch_warnings, group_series, rise_warning
from complaint_desk.domain.early_warning import _FALSE_AN_EVENING, FEWEST, WHOLE, Group, Rise, distinct, rises
from complaint_desk.domain.expected_counts import Series, expected
from complaint_desk.domain.ledger import LedgerFilter
from tests.benchmarks.warning import judge
from tests.benchmarks.warning_counts import make_counts, poisson

DAY = dt.date(2026, 3, 1)
YEARS = 3 * 365


def drawn(seed: int, rates: list[float]) -> list[int]:
    chance = random.Random(seed)
    return [poisson(chance, rate) for rate in rates]


def found(groups: dict[str, list[int]], *, others: float = 30.0) -> list[Rise]:
    rest = drawn(0, [others] * len(next(iter(groups.values()))))
    total = [sum(day) for day in zip(rest, *groups.values(), strict=True)]
    return list(rises({Group("department", name): days for name, days in groups.items()}, total, 50))


def test_a_rise_is_found_within_three_days():
    steady = drawn(1, [0.5] * YEARS)
    assert found({"a": steady}) == []
    for days in (1, 2, 3):
        rising = steady[:-days] + [count + 4 for count in steady[-days:]]
        if risen := found({"a": rising}):
            assert risen[0].group == Group("department", "a")
            assert risen[0].count >= FEWEST
            assert risen[0].expected < 4
            return
    pytest.fail("not found")


def test_what_comes_every_year_is_no_rise():
    rates = [6.0 if 180 <= day % 364 < 240 else 0.8 for day in range(2 * 364 + 200)]
    first_year = rates[: 364 + 190]
    assert found({"a": drawn(2, first_year)[:190]})
    assert found({"a": drawn(2, rates)}) == []


def test_a_holiday_of_all_others_is_no_rise():
    steady = drawn(3, [3.0] * YEARS)
    rest = drawn(4, [40.0] * (YEARS - 8) + [4.0] * 8)
    total = [a + b for a, b in zip(steady, rest, strict=True)]
    assert rises({Group("department", "a"): steady}, total, 50) == ()


def test_when_everything_rises_it_is_told_once():
    rates = [1.0] * (YEARS - 5) + [4.0] * 5
    groups = {Group("department", str(name)): drawn(name, [5 * rate for rate in rates]) for name in range(6)}
    total = [sum(day) for day in zip(*groups.values(), strict=True)]
    assert [each.group for each in rises(groups, total, 50)] == [WHOLE]


def test_nothing_is_concluded_from_thin_numbers():
    quiet = [0] * YEARS
    four = [*quiet[:-1], FEWEST - 1]
    five = [*quiet[:-1], FEWEST]
    assert found({"a": four}) == []
    assert [each.group.code for each in found({"a": five})] == ["a"]


def test_a_group_that_goes_along_with_a_busy_season_does_not_rise():
    busy = [1.0] * (YEARS - 20) + [2.5] * 20
    group, rest = drawn(5, [4 * rate for rate in busy]), drawn(6, [60 * rate for rate in busy])
    total = [a + b for a, b in zip(group, rest, strict=True)]
    assert Group("department", "a") not in {each.group for each in rises({Group("department", "a"): group}, total, 50)}


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 120).flatmap(
        lambda days: st.tuples(
            st.lists(st.integers(0, 3), min_size=days, max_size=days),
            st.lists(st.sampled_from([0, 0, 1, 40]), min_size=days, max_size=days),
        )
    )
)
def test_any_past_is_borne(series):
    group, rest = series
    total = [a + b for a, b in zip(group, rest, strict=True)]
    for rise in rises({Group("brand", "a"): group}, total, 1):
        assert rise.count >= FEWEST
        assert rise.count > rise.expected >= 0
        assert 0 <= rise.chance <= _FALSE_AN_EVENING / 2, "the ledger and one group"


def test_without_a_past_nothing_is_expected():
    assert expected(Series.of([]), Series.of([]), 7) is None
    assert expected(Series.of([5] * 30), Series.of([9] * 30), 7) is None
    assert expected(Series.of([0] * 400), Series.of([0] * 400), 7) is None


def test_a_steady_group_is_expected_to_go_on():
    steady = expected(Series.of([2] * 400), Series.of([20] * 400), 30)
    assert steady.mean == pytest.approx(60, rel=0.02)
    weekends = [5 if day % 7 >= 5 else 0 for day in range(402)]
    three = expected(Series.of(weekends), Series.of([20] * 402), 3)
    assert three.mean == pytest.approx(sum(weekends[-3:]), abs=2)


def test_few_false_alarms_and_quick_finding_on_made_up_ledgers():
    """The small sister of `python -m tests.benchmarks warning`, always with the same numbers."""
    found = judge(make_counts(7, 120, 900, 860, 6), 860)
    assert len(found.false) <= 1
    assert len(found.delays) == 6
    assert sorted(found.delays.values())[3] <= 3


def test_what_rises_by_the_same_complaints_is_told_with_it():
    product, brand, other = (
        Rise(Group(field, "a"), 7, count, usual, 1e-9, 0.02)
        for field, count, usual in (("subject_name", 30, 2.0), ("brand", 34, 6.0), ("outlet", 12, 1.0))
    )
    members = {
        product.group: frozenset(range(30)),
        brand.group: frozenset(range(34)),
        other.group: frozenset(range(100, 112)),
    }
    assert distinct((brand, product, other), members) == ((product, (brand.group,)), (other, ()))


def test_groups_are_summed_by_day_and_branch():
    day = {"": {"": 7}, "category": {"phones": 4, "shoes": 3}, "batch": {"L1": 5}}
    above = {"category": {"phones": ("electronics", "goods"), "shoes": ("goods",)}}
    series = group_series([{}, day], above)
    assert series.total == [0, 7]
    assert dict(series.groups) == {Group("category", "goods"): [0, 7]}
    assert series.looked_at == 1


def test_a_batch_is_one_however_it_is_written():
    days = [{"batch": {"LOT-7": 1, "B1": 2}}, {"batch": {"lot-7 ": 1}}, {"batch": {"ＬＯＴ-7": 1}}]
    (warning,) = batch_warnings(days, DAY)
    assert (warning.code, warning.group.code, warning.count, warning.days) == ("batch", "ＬＯＴ-7", 3, 3)
    assert warning.filter == LedgerFilter().with_range("received_at", dt.date(2026, 2, 27), DAY).with_choices(
        "batch", ("LOT-7", "lot-7 ", "ＬＯＴ-7")
    )


def test_an_old_batch_is_no_longer_warned_of():
    days = [{"batch": {"B1": 3}}, *({} for _ in range(30))]
    assert batch_warnings(days[:30], DAY)
    assert batch_warnings(days, DAY) == ()


def test_a_warning_shows_its_cases():
    rise = Rise(Group("department", "质量部"), 7, 9, 0.2, 1e-8, 0.02)
    warning = rise_warning(rise, (), DAY)
    assert warning.code == "rise_from_nothing"
    assert warning.filter == LedgerFilter().with_range("received_at", dt.date(2026, 2, 23), DAY).with_choices(
        "department", ("质量部",)
    )
    assert rise_warning(Rise(WHOLE, 30, 900, 500.0, 1e-8, 0.02), (), DAY).code == "whole_rise"


def test_what_is_counted_can_be_asked_for():
    from complaint_desk.domain.criteria import CRITERIA, Way

    assert {CRITERIA[name].way for name in COUNTED_BY} == {Way.CHOICES}
