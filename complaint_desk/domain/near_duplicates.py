"""The same story told twice: by one person at two desks, by a form that goes round, by a shop that copies its rivals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from complaint_desk.domain.narratives import HEEDED_EVERY, Corpus, alike

_LEAST_ALIKE = 0.6
_MOST_HOLDERS = 50


def near_duplicates(corpus: Corpus, heed: Callable[[], None] = lambda: None) -> list[tuple[int, ...]]:
    """Groups of narratives that tell nearly the same, the largest first; a group hangs together pair by pair.

    Two that share a rare run of three tokens are compared by all their sampled runs and by their words (Jaccard ≥ 0.6 for
    both). A run that more than 50 narratives share is a figure of speech: so each narrative is compared with few others,
    and the time grows with their number, not with its square.
    """
    counts: Counter[int] = Counter()
    for at, runs in enumerate(corpus.runs):
        if at % HEEDED_EVERY == 0:
            heed()
        counts.update(runs)
    holders: dict[int, list[int]] = {}
    above = list(range(len(corpus)))
    for at, runs in enumerate(corpus.runs):
        if at % HEEDED_EVERY == 0:
            heed()
        rare = [run for run in runs if 2 <= counts[run] <= _MOST_HOLDERS]
        shared: Counter[int] = Counter()
        for run in rare:
            others = holders.setdefault(run, [])
            shared.update(others)
            others.append(at)
        for other, times in shared.items():
            if 2 * times >= len(rare) and _is_same_story(corpus, at, other):
                above[_root(above, at)] = _root(above, other)
    return _gathered(above)


def _is_same_story(corpus: Corpus, one: int, other: int) -> bool:
    return (
        alike(corpus.runs[one], corpus.runs[other]) >= _LEAST_ALIKE
        and alike(corpus.said[one], corpus.said[other]) >= _LEAST_ALIKE
    )


def _gathered(above: list[int]) -> list[tuple[int, ...]]:
    groups: dict[int, list[int]] = {}
    for at in range(len(above)):
        groups.setdefault(_root(above, at), []).append(at)
    found = [tuple(group) for group in groups.values() if len(group) > 1]
    return sorted(found, key=lambda group: (-len(group), group))


def _root(above: list[int], at: int) -> int:
    while above[at] != at:
        above[at] = above[above[at]]
        at = above[at]
    return at
