"""What a group's narratives come to, as values that window, workbook and command line show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from complaint_desk.domain.narratives import Narrative, corpus_of, typical
from complaint_desk.domain.near_duplicates import near_duplicates
from complaint_desk.domain.searching import normalise
from complaint_desk.domain.telling_words import TellingWord, telling_words

_MOST_SUBJECTS = 200
"""Names of what a group is about; one with more is about everything, and its words may be part of any of them."""


@dataclass(frozen=True, slots=True)
class Told:
    """`count` complaints, of which `read` were read (the newest), told from `compared` others.

    `typical` are the narratives nearest to the centre, `alike` groups of nearly the same narrative, the largest first.
    """

    count: int
    read: int
    compared: int
    words: tuple[TellingWord, ...]
    typical: tuple[Narrative, ...]
    alike: tuple[tuple[Narrative, ...], ...]


def told(
    count: int,
    group: Sequence[Narrative],
    others: Sequence[Narrative],
    most: tuple[int, int, int],
    heed: Callable[[], None] = lambda: None,
) -> Told:
    """Words, typical complaints and near-duplicates of a group.

    Args:
        count: complaints of the group.
        group: those that are read.
        others: a sample of all others.
        most: how many words, typical complaints and groups of near-duplicates are wanted.
        heed: called now and then; may raise to stop.
    """
    corpus = corpus_of((each.text for each in group), heed)
    compared = corpus_of((each.text for each in others), heed, with_runs=False)
    words, examples, doubles = most
    return Told(
        count,
        len(group),
        len(others),
        telling_words(corpus, compared, words, subjects_of(group), heed),
        tuple(group[at] for at in typical(corpus, examples, heed)),
        tuple(tuple(group[at] for at in alike) for alike in near_duplicates(corpus, heed)[:doubles]),
    )


def subjects_of(group: Sequence[Narrative]) -> frozenset[str]:
    """The normalised names of what a group is about; none of a group that is about very many things."""
    names = {each.subject for each in group}
    return frozenset(map(normalise, names)) if len(names) <= _MOST_SUBJECTS else frozenset()
