"""Made-up counts of many groups over years: season, weekdays, festivals, trends, noise of their own, and planted spikes."""

from __future__ import annotations

import datetime as dt
import math
import random
from dataclasses import dataclass

FIRST = dt.date(2022, 1, 3)
_MONTHS = (0.92, 0.62, 1.28, 0.95, 0.98, 1.18, 1.08, 1.06, 0.97, 0.98, 1.32, 1.16)
_WEEKDAYS = (1.12, 1.06, 1.04, 1.04, 1.04, 0.9, 0.8)
SPRING_FESTIVALS = {2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17)}


@dataclass(frozen=True)
class Spike:
    """More complaints of a group from `begins` on for `lasts` days, `extra` a day."""

    group: int
    begins: int
    lasts: int
    extra: float
    usual: float


@dataclass(frozen=True)
class Counts:
    """`groups[g][d]` complaints of group g on day d."""

    groups: list[list[int]]
    spikes: tuple[Spike, ...]

    @property
    def total(self) -> list[int]:
        return [sum(day) for day in zip(*self.groups, strict=True)]


def calendar_weight(day: dt.date) -> float:
    """How busy a day is for everybody."""
    weight = _MONTHS[day.month - 1] * _WEEKDAYS[day.weekday()]
    if (day.month, day.day) in {(3, 15), (3, 16)}:
        weight *= 2.4
    if (day.month == 11 and 12 <= day.day <= 22) or (day.month == 6 and 19 <= day.day <= 27):
        weight *= 1.6
    since = (day - dt.date(day.year, *SPRING_FESTIVALS[day.year])).days
    if -2 <= since <= 7:
        weight *= 0.25
    elif 8 <= since <= 14:
        weight *= 1.4
    if day.month == 10 and day.day <= 7:
        weight *= 0.5
    return weight


@dataclass(frozen=True)
class Size:
    """How great a planted spike is: times the usual, `least` more a day at least; only in the `greatest` groups."""

    times: float = 4.0
    least: float = 3.0
    greatest: int | None = None


def make_counts(
    seed: int, groups: int, days: int, spikes_from: int | None = None, spikes: int = 0, size: Size = Size()
) -> Counts:
    """Counts of `days` days from FIRST on; `spikes` of them are planted from day `spikes_from` on, one a group at most."""
    chance = random.Random(seed)
    weights = [calendar_weight(FIRST + dt.timedelta(day)) for day in range(days)]
    rates = [_rates(chance, rank, weights) for rank in range(groups)]
    planted = []
    for group in chance.sample(range(size.greatest or groups), spikes):
        assert spikes_from is not None
        begins = chance.randrange(spikes_from, days - 10)
        usual = sum(rates[group][begins - 56 : begins]) / 56
        extra = max(size.least, usual * (size.times - 1))
        planted.append(Spike(group, begins, 21, extra, usual))
        for day in range(begins, min(days, begins + 21)):
            rates[group][day] += extra
    noise = [chance.choice((0.0, 0.01, 0.03, 0.1)) for _ in range(groups)]
    return Counts([_drawn(chance, each, own) for each, own in zip(rates, noise, strict=True)], tuple(planted))


def _rates(chance: random.Random, rank: int, weights: list[float]) -> list[float]:
    level = 25.0 / (rank + 2) ** 1.05 + 0.01
    season, peak = chance.choice((0.0, 0.0, 0.3, 0.8)), chance.random() * 365
    trend = chance.choice((0.7, 1.0, 1.0, 1.0, 1.5, 2.0))
    weekend = chance.choice((0.2, 1.0, 1.0, 1.0, 2.5))
    rates = []
    for day, weight in enumerate(weights):
        own = math.exp(season * math.cos(2 * math.pi * (day - peak) / 365.25))
        rates.append(level * weight * own * trend ** (day / 365.25) * (weekend if day % 7 >= 5 else 1.0))
    return rates


def _drawn(chance: random.Random, rates: list[float], noise: float) -> list[int]:
    """Poisson counts around rates that themselves wander week by week and day by day."""
    found, weekly = [], 1.0
    for day, rate in enumerate(rates):
        if noise and day % 7 == 0:
            weekly = chance.gammavariate(1 / noise, noise)
        daily = chance.gammavariate(1 / noise, noise) if noise else 1.0
        found.append(poisson(chance, rate * weekly * daily))
    return found


def poisson(chance: random.Random, mean: float) -> int:
    """One draw, by waiting times."""
    count, left = 0, mean
    while (left := left - chance.expovariate(1.0)) > 0:
        count += 1
    return count
