"""How improbable a count is, and which of many improbable ones may be believed."""

from __future__ import annotations

import math
from collections.abc import Sequence

_POISSON_BELOW = 1e-9
"""A spread below which the negative binomial is the Poisson distribution to 8 digits."""

_NEGLIGIBLE = 1e-17


def tail(count: int, mean: float, spread: float = 0.0) -> float:
    """The chance of `count` or more where `mean` are expected.

    Negative binomial with variance mean + spread × mean²; without a spread it is the Poisson distribution.
    """
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if count > mean:
        return min(1.0, _probability(count, mean, spread) * _rising(count, mean, spread))
    return max(0.0, 1.0 - _probability(count - 1, mean, spread) * _falling(count - 1, mean, spread))


def _probability(count: int, mean: float, spread: float) -> float:
    if spread < _POISSON_BELOW:
        return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
    size = 1 / spread
    arranged = math.lgamma(count + size) - math.lgamma(size) - math.lgamma(count + 1)
    return math.exp(arranged - size * math.log1p(mean / size) + count * (math.log(mean) - math.log(size + mean)))


def _ratio(count: int, mean: float, spread: float) -> float:
    """The chance of `count` + 1 in relation to that of `count`."""
    return mean * (1 + spread * count) / (1 + spread * mean) / (count + 1)


def _rising(count: int, mean: float, spread: float) -> float:
    """The chances from `count` upwards, in relation to that of `count`."""
    total = term = 1.0
    while term > _NEGLIGIBLE * total:
        term *= _ratio(count, mean, spread)
        total += term
        count += 1
    return total


def _falling(count: int, mean: float, spread: float) -> float:
    """The chances from `count` downwards, in relation to that of `count`."""
    total = term = 1.0
    while count > 0 and term > _NEGLIGIBLE * total:
        count -= 1
        term /= _ratio(count, mean, spread)
        total += term
    return total


def believed(chances: Sequence[float], looked_at: int, rate: float) -> list[int]:
    """The places of the chances that may be believed if of those at most the share `rate` shall be false.

    Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57, 289–300: step-up over `looked_at` ≥ len(chances) questions; those
    that are not given count as answered with 1.
    """
    ordered = sorted(range(len(chances)), key=chances.__getitem__)
    last = 0
    for rank, place in enumerate(ordered, 1):
        if chances[place] <= rate * rank / looked_at:
            last = rank
    return sorted(ordered[:last])
