"""Tails of Poisson and negative binomial against exact sums; the false discovery rate against its definition."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from complaint_desk.domain.chance import believed, tail


def exact_poisson(count: int, mean: Fraction) -> float:
    with localcontext() as context:
        context.prec = 60
        each = (-Decimal(mean.numerator) / mean.denominator).exp()
        below = Decimal(0)
        for k in range(count):
            below += each
            each = each * mean.numerator / mean.denominator / (k + 1)
        return float(1 - below)


def exact_negative_binomial(count: int, mean: Fraction, size: int) -> float:
    """Failures before the `size`-th success: a sum of fractions, so nothing is rounded."""
    success = Fraction(size) / (size + mean)
    below = sum(math.comb(k + size - 1, k) * success**size * (1 - success) ** k for k in range(count))
    return float(1 - below)


COUNTS = st.integers(0, 60)
MEANS = st.fractions(Fraction(1, 20), 30, max_denominator=20)


@given(COUNTS, MEANS)
def test_poisson_tail_is_exact(count, mean):
    assert tail(count, float(mean)) == pytest.approx(exact_poisson(count, mean), rel=1e-9, abs=1e-14)


@given(COUNTS, MEANS, st.integers(1, 40))
def test_negative_binomial_tail_is_exact(count, mean, size):
    exact = exact_negative_binomial(count, mean, size)
    assert tail(count, float(mean), 1 / size) == pytest.approx(exact, rel=1e-8, abs=1e-13)


@given(st.integers(0, 100_000), st.floats(0, 1e5), st.floats(0, 3))
@example(1, 5e-324, 0.5)
def test_a_tail_is_a_chance_whatever_the_numbers(count, mean, spread):
    assert 0.0 <= tail(count, mean, spread) <= 1.0


@given(st.integers(1, 500), st.floats(0.01, 400), st.floats(0, 1))
def test_more_is_never_more_likely(count, mean, spread):
    assert tail(count + 1, mean, spread) <= tail(count, mean, spread) + 1e-12


def test_nothing_expected():
    assert tail(0, 0.0) == 1.0
    assert tail(1, 0.0) == 0.0


def accepted_by_definition(chances: list[float], looked_at: int, rate: float) -> list[int]:
    """The greatest k of which k chances lie at or below rate × k ÷ looked_at; those are the ones."""
    for k in range(len(chances), 0, -1):
        accepted = [place for place, chance in enumerate(chances) if chance <= rate * k / looked_at]
        if len(accepted) >= k:
            return accepted
    return []


@given(
    st.lists(st.sampled_from([0.0, 1e-9, 0.001, 0.002, 0.01, 0.0125, 0.02, 0.03, 0.05, 0.5, 1.0]), max_size=12),
    st.integers(0, 20),
    st.sampled_from([0.01, 0.05, 0.2]),
)
def test_believed_as_benjamini_and_hochberg_define_it(chances, more, rate):
    looked_at = len(chances) + more + 1
    assert believed(chances, looked_at, rate) == accepted_by_definition(chances, looked_at, rate)
