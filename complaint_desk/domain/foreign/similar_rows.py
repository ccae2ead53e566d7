"""When a row of a foreign ledger tells nearly what a complaint tells that is there, though nothing proves that it is the same.

Nothing may be lost by a guess: such a row comes in as its own and is told of, unless somebody decides otherwise.
"""

from __future__ import annotations

from complaint_desk.domain.complaint import ComplaintContent
from complaint_desk.domain.likeness import LONGEST_COMPARED, likeness
from complaint_desk.domain.vocabulary import Kind

NEARLY_THE_SAME = 0.75
"""Of 60,000 invented complaints the planted second tellings reach 0.80 and more. Different matters of one telephone stay
below 0.54, of one name below 0.68, of one subject on one day below 0.75, and of one subject and nature 1 in 2,000 reaches it."""

MOST_HOLDERS = 50
"""A name or a telephone that more complaints share tells too little of who it is."""

_LEAST_PART = 0.5
"""Of texts of which one is half as long as the other at most two thirds of the pairs can be shared."""
_SHORTEST = 16
"""Characters of a story below which many people say the same."""


def may_be_told_again(row: ComplaintContent) -> bool:
    """Whether a row says enough to be compared; a report never is, since it would say who reported."""
    return row.kind != Kind.REPORT and says_enough(row.facts)


def says_enough(facts: str) -> bool:
    """Whether a story is long enough to be taken for another."""
    return len(facts) >= _SHORTEST


def is_told_again(facts: str, other: str) -> bool:
    """Whether two stories are nearly the same; to see that one is much longer is a hundred times as quick."""
    if min(len(facts), len(other)) < _LEAST_PART * max(len(facts), len(other)):
        return False
    return likeness(facts[:LONGEST_COMPARED], other[:LONGEST_COMPARED]) >= NEARLY_THE_SAME
