"""Early warning: groups of which far more is complained than their own past and the rest of the ledger let expect.

A count is judged by the negative binomial distribution around what the group's own past lets expect (`expected_counts`),
with the spread that this expectation has had; how many false ones are borne on an evening is shared out among the groups
and windows. In the manner of Noufaily et al. (2013), Statistics in Medicine 32, 1206-1222, with
the rest of the ledger in the place of the calendar, so that weekdays, festivals and busy seasons need no table.

Measured on made-up counts of 500 groups with seasons, holidays, trends and noise of their own (`python -m tests.benchmarks
warning`), at 0.7 to 0.9 false alarms a month: of spikes of four times the usual and three more a day at least, half are found
within 2 days, 75 of 100 within 3 and 87 within 7. Of groups with more than two a day 84 of 100 are found within 3 days at
five times the usual, 60 at three times; of those with 0.5 to 2 a day 68 and 14. What doubles is hardly ever told from chance
that soon.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from complaint_desk.domain.chance import tail
from complaint_desk.domain.expected_counts import MOST_WEEKS, WEEK, Expected, Series, expected
from complaint_desk.domain.ledger import LedgerFilter

WINDOWS = (3, 7, 30)
"""Days that are looked at, up to the day asked for."""

LOOK_BACK = MOST_WEEKS * WEEK + max(WINDOWS)
"""Days whose counts a warning rests on, the day asked for included."""

FEWEST = 5
"""Below this number of complaints in the window nothing is concluded from them."""

FEWEST_OF_BATCH = 3
"""Complaints of one batch that are a warning by themselves."""

_WEIGHTS = {3: 1.0, 7: 0.5, 30: 0.1}
"""How much of what is borne each window may use up: the short one tells first, the long one finds what grows slowly."""

_FALSE_AN_EVENING = 0.05
"""How many false rises in the shortest window are borne on one evening, all groups taken together (weighted Bonferroni:
Genovese, Roeder and Wasserman 2006, Biometrika 93, 509-524). That holds the share of false ones, too, and unlike a share
it becomes no laxer while many groups have truly risen."""

_LEAST_RISE = 1.25
"""Times the expected count: of a great group even a trifle is improbable, and nobody acts on it."""

_LEAST_SPREAD = 0.01
"""However steady a past was, the future is never surer than this."""

_AT_MOST_BY_ITSELF = 0.01
"""The chance above which a count is nothing unusual for the group, however few complaints others have."""

_POOLED_AS = 500.0
"""How much of an own past outweighs what is usual for all groups: squared weekly means, added up."""


@dataclass(frozen=True, slots=True)
class Group:
    """The complaints that have a code or text in a field; no field means the whole ledger."""

    field: str
    code: str


WHOLE = Group("", "")


@dataclass(frozen=True, slots=True)
class Rise:
    """`count` complaints of a group in the last `days` days where `expected` would be usual; `chance` of so many or more.

    `spread` is that of the expectation: its variance is expected + spread × expected².
    """

    group: Group
    days: int
    count: int
    expected: float
    chance: float
    spread: float


@dataclass(frozen=True, slots=True)
class EarlyWarning:
    """Something to look at, with its numbers and the filter that shows its complaints.

    `code` says what: `rise` (of a group), `rise_from_nothing`, `whole_rise` (of the ledger), `batch` (several complaints of
    one), `new_word` (the group's code is the word). `expected` and `chance` are 0 where they do not apply. `also` are other
    groups that rose by the same complaints.
    """

    code: str
    group: Group
    days: int
    count: int
    filter: LedgerFilter
    expected: float = 0.0
    chance: float = 0.0
    also: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class _Question:
    group: Group
    days: int
    count: int
    by_days: Expected
    by_rest: Expected | None


def rises(
    groups: Mapping[Group, Sequence[int]], total: Sequence[int], looked_at: int, heed: Callable[[], None] = lambda: None
) -> tuple[Rise, ...]:
    """The groups that rose, the most improbable first, each with the window that shows it best.

    A count must be improbable against the group's past share of all complaints, and above what the group itself had: so
    neither a busy season nor a holiday that silences all others is taken for a rise of one group.

    Args:
        groups: counts of each day, the last one the day asked for; all as long as `total`.
        total: counts of the whole ledger.
        looked_at: how many groups were looked at, those included that are not given since no rise was in sight.
        heed: called between groups; may raise to stop.
    """
    whole, every_day = Series.of(total), Series.of((1,) * len(total))
    begins = next((at for at, count in enumerate(total) if count), len(total))
    asked = list(_questions(WHOLE, whole, None, every_day, begins))
    for group, days in groups.items():
        heed()
        asked.extend(_questions(group, Series.of(days), whole, every_day, begins))
    spread = _pooled(each.by_rest for each in asked)
    judged = [_judged(each, spread) for each in asked]
    borne = _FALSE_AN_EVENING / (max(looked_at, len(groups)) + 1)
    best: dict[Group, Rise] = {}
    for rise in judged:
        if rise.chance > borne * _WEIGHTS[rise.days]:
            continue
        known = best.get(rise.group)
        if rise.count >= _LEAST_RISE * rise.expected and (known is None or rise.chance < known.chance):
            best[rise.group] = rise
    return tuple(sorted(best.values(), key=lambda each: (each.chance, each.group.field, each.group.code)))


def _questions(
    group: Group, counts: Series, whole: Series | None, every_day: Series, begins: int
) -> Iterable[_Question]:
    """One for each window in which the group has more than usual."""
    rest: Series | None = None
    for window in WINDOWS:
        end = len(counts.days)
        count = int(counts.between(end - window, end))
        if count < FEWEST:
            continue
        by_days = expected(counts, every_day, window, begins)
        if by_days is None or count <= by_days.mean:
            continue
        if whole is None:
            yield _Question(group, window, count, by_days, None)
            continue
        rest = rest or Series.of([every - own for every, own in zip(whole.days, counts.days, strict=True)])
        if by_rest := expected(counts, rest, window, begins):
            yield _Question(group, window, count, by_days, by_rest)


def _pooled(seen: Iterable[Expected | None]) -> float:
    """The spread of a usual group: each has a say by what it shows, the greatest no more than a middling one."""
    misses = hits = 0.0
    for each in seen:
        if each is not None and each.hits > 0:
            weight = min(1.0, _POOLED_AS / each.hits)
            misses += weight * each.misses
            hits += weight * each.hits
    return max(_LEAST_SPREAD, misses / hits if hits else 0.0)


def _judged(question: _Question, pooled: float) -> Rise:
    by = question.by_rest or question.by_days
    spread = max(_LEAST_SPREAD, (by.misses + _POOLED_AS * pooled) / (by.hits + _POOLED_AS)) + 1 / by.certainty
    chance = tail(question.count, by.mean, spread)
    if question.by_rest is not None:
        own = question.by_days
        if tail(question.count, own.mean, _LEAST_SPREAD + 1 / own.certainty) > _AT_MOST_BY_ITSELF:
            chance = 1.0
    mean = max(by.mean, question.by_days.mean)
    return Rise(question.group, question.days, question.count, mean, chance, spread)


def distinct(
    found: Sequence[Rise], members: Mapping[Group, frozenset[int]]
) -> tuple[tuple[Rise, tuple[Group, ...]], ...]:
    """The rises that stand for themselves, each with the groups that rose by its complaints alone, strongest first.

    One faulty product lifts its brand, its category and a department too. Whatever is left of a rise without the
    complaints of those that rose more steeply decides whether it is one of its own.

    Args:
        found: rises, the most improbable first.
        members: ids of the complaints of each rise in its window.
    """
    by_steepness = sorted(found, key=lambda each: each.count / max(each.expected, 0.1), reverse=True)
    kept: dict[Group, list[Group]] = {}
    told: set[int] = set()
    for rise in by_steepness:
        own = members[rise.group]
        left = len(own - told)
        if left >= FEWEST and tail(left, rise.expected, rise.spread) <= _AT_MOST_BY_ITSELF:
            kept[rise.group] = []
            told |= own
        else:
            nearest = max(kept, key=lambda group: len(members[group] & own), default=None)
            if nearest is not None:
                kept[nearest].append(rise.group)
    return tuple((rise, tuple(kept[rise.group])) for rise in found if rise.group in kept)
