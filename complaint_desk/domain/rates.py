"""Two counts over two stretches of time: by what factor the rate changed, and how sure that is.

Given their sum, the later of two Poisson counts is binomial with the share that its days and the factor give it
(Przyborowski and Wilenski 1940, Biometrika 31, 313-323); the exact limits of that share are those of Clopper and Pearson
(1934, Biometrika 26, 404-413). No approximation, so they hold for a handful of complaints too.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

CONFIDENCE = 0.95

_NEGLIGIBLE = 1e-17
_HALVINGS = 60
"""After so many the limits are right to the last digit of a float that matters."""


@dataclass(frozen=True, slots=True)
class Span:
    """How many complaints there were on how many days."""

    count: int
    days: int

    @property
    def per_day(self) -> float:
        return self.count / self.days if self.days else 0.0


@dataclass(frozen=True, slots=True)
class RateChange:
    """The later rate as a multiple of the earlier: best guess (None where the earlier count is 0) and limits.

    `high` is infinite where nothing was counted before.
    """

    ratio: float | None
    low: float
    high: float

    @property
    def fell(self) -> bool:
        return self.high < 1

    @property
    def rose(self) -> bool:
        return self.low > 1


def rate_change(earlier: Span, later: Span, confidence: float = CONFIDENCE) -> RateChange:
    """Compare two rates; both stretches have at least one day.

    Args:
        earlier: the count to compare with.
        later: the count compared.
        confidence: the chance, at least, that the limits hold the true factor between them.
    """
    low, high = share_limits(later.count, earlier.count + later.count, confidence)
    longer = earlier.days / later.days
    ratio = later.per_day / earlier.per_day if earlier.count else None
    return RateChange(ratio, _odds(low) * longer, _odds(high) * longer)


def share_limits(hits: int, of: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The limits of Clopper and Pearson of a share of which `hits` were seen among `of`."""
    outside = (1 - confidence) / 2
    low = _crossing(lambda share: at_least(hits, of, share), outside) if hits else 0.0
    high = 1 - _crossing(lambda share: at_least(of - hits, of, share), outside) if hits < of else 1.0
    return low, high


def at_least(hits: int, of: int, share: float) -> float:
    """The chance of `hits` or more among `of`, each with the chance `share`."""
    if hits <= 0:
        return 1.0
    if share <= 0 or hits > of:
        return 0.0
    if share >= 1:
        return 1.0
    if hits > of * share:
        return min(1.0, _tail(hits, of, share))
    return max(0.0, 1.0 - _tail(of - hits + 1, of, 1 - share))


def _tail(hits: int, of: int, share: float) -> float:
    """The chances from `hits` upwards; `hits` lies above the mean, so they soon vanish."""
    arranged = math.lgamma(of + 1) - math.lgamma(hits + 1) - math.lgamma(of - hits + 1)
    first = math.exp(arranged + hits * math.log(share) + (of - hits) * math.log1p(-share))
    total = term = 1.0
    odds = share / (1 - share)
    while hits < of and term > _NEGLIGIBLE * total:
        term *= (of - hits) / (hits + 1) * odds
        total += term
        hits += 1
    return first * total


def _crossing(rising: Callable[[float], float], level: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if rising(middle) < level:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else math.inf
