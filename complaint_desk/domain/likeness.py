"""How alike two texts are, and whether two complaints may be the same matter told again."""

from __future__ import annotations

from dataclasses import dataclass

from complaint_desk.domain.searching import normalise

SIMILAR_SUBJECT = 0.5
SIMILAR_FACTS = 0.4
"""From this likeness on; told twice, the same story shares about half its pairs of characters, two stories a tenth."""

LONGEST_COMPARED = 4_000
"""Characters of a text that are compared: who tells a story again begins with the same."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a complaint is about."""

    subject: str = ""
    facts: str = ""


def likeness(one: str, other: str) -> float:
    """From 0 to 1: pairs of neighbouring characters that both texts have, twice counted, over all of them (Dice, 1945)."""
    first, second = _pairs(one), _pairs(other)
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def is_similar_subject(one: str, other: str) -> bool:
    """True for names of goods that mean the same to people: alike, or the one within the other (air conditioner KE55)."""
    first, second = _plain(one), _plain(other)
    if min(len(first), len(second)) < 2:
        return bool(first) and first == second
    return first in second or second in first or likeness(one, other) >= SIMILAR_SUBJECT


def is_similar_story(one: str, other: str) -> bool:
    """True for facts that read like the same event."""
    return likeness(one[:LONGEST_COMPARED], other[:LONGEST_COMPARED]) >= SIMILAR_FACTS


def alike(one: Matter, other: Matter) -> tuple[str, ...]:
    """In what two matters are alike: `subject`, `facts`."""
    found = []
    if is_similar_subject(one.subject, other.subject):
        found.append("subject")
    if is_similar_story(one.facts, other.facts):
        found.append("facts")
    return tuple(found)


def _plain(text: str) -> str:
    return normalise(text).replace(" ", "")


def _pairs(text: str) -> set[str]:
    plain = _plain(text)
    return {plain[at : at + 2] for at in range(len(plain) - 1)}
