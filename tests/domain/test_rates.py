"""Rates compared: the exact limits agree with a slow, obvious reckoning in fractions."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.rates import Span, at_least, rate_change, share_limits

SHARES = st.fractions(min_value=Fraction(1, 100), max_value=Fraction(99, 100), max_denominator=200)


def slow_at_least(hits: int, of: int, share: Fraction) -> Fraction:
    ways = (math.comb(of, each) * share**each * (1 - share) ** (of - each) for each in range(hits, of + 1))
    return sum(ways, Fraction(0))


@given(of=st.integers(1, 60), share=SHARES, data=st.data())
def test_the_chance_of_so_many_hits_is_the_sum_of_all_ways(of: int, share: Fraction, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, of))
    assert at_least(hits, of, float(share)) == pytest.approx(float(slow_at_least(hits, of, share)), abs=1e-11)


@given(of=st.integers(1, 60), data=st.data())
def test_beyond_the_limits_what_was_seen_would_be_improbable(of: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, of))
    low, high = share_limits(hits, of)
    assert 0 <= low <= hits / of <= high <= 1
    outside = pytest.approx(0.025, abs=1e-9)
    if hits:
        assert float(slow_at_least(hits, of, Fraction(low))) == outside
    if hits < of:
        assert float(1 - slow_at_least(hits + 1, of, Fraction(high))) == outside


def test_published_limits_are_met() -> None:
    # 0 of 10 and 5 of 10 as tables of exact limits print them.
    assert share_limits(0, 10) == pytest.approx((0.0, 0.3085), abs=5e-5)
    assert share_limits(5, 10) == pytest.approx((0.1871, 0.8129), abs=5e-5)


@given(before=st.integers(0, 400), after=st.integers(0, 400))
def test_limits_contain_the_factor_and_the_two_ways_round_agree(before: int, after: int) -> None:
    change = rate_change(Span(before, 30), Span(after, 30))
    back = rate_change(Span(after, 30), Span(before, 30))
    assert change.low <= (change.ratio or change.high) <= change.high
    assert change.fell == back.rose
    assert change.rose == back.fell
    if change.low:
        assert back.high == pytest.approx(1 / change.low, rel=1e-9)


def test_the_longer_stretch_weighs_by_its_days() -> None:
    even = rate_change(Span(90, 90), Span(30, 30))
    assert even.ratio == pytest.approx(1)
    assert not even.fell
    assert not even.rose
    assert rate_change(Span(90, 90), Span(10, 30)).fell


def test_great_counts_are_told_apart_quickly() -> None:
    change = rate_change(Span(100_000, 90), Span(99_000, 90))
    assert change.fell
    assert change.low == pytest.approx(0.981, abs=1e-3)
