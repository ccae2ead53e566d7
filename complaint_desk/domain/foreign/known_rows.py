"""When a row of a foreign ledger tells of a complaint that is there already.

The number decides where both have one, unless the two tell stories that have nothing in common: old ledgers give a number
twice now and then. Without numbers it is the same phone, the same subject and the same day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from complaint_desk.domain.complaint import ComplaintDraft
from complaint_desk.domain.new_complaints import DraftColumns
from complaint_desk.domain.phones import normal_phones
from complaint_desk.domain.searching import normalise

STORY_BEGIN = 40
"""Characters by which stories are compared."""
_LEAST_PAIRS = 8
_LEAST_SHARED = 0.3


@dataclass(frozen=True, slots=True)
class RowMarks:
    """What a row can be recognised by. `number` is its number in the ledger that it was exported from."""

    source_number: str
    number: str
    received_at: dt.datetime | None
    phones: tuple[str, ...]
    subject: str
    story: str = ""

    @property
    def own_number(self) -> str:
        return self.number or self.source_number

    def same_days(self) -> tuple[tuple[str, str, dt.date], ...]:
        """Phone, subject and day, once for each phone; none where one of them is not said."""
        if self.received_at is None or not self.subject:
            return ()
        return tuple((phone, self.subject, self.received_at.date()) for phone in self.phones)


def marks_of(draft: ComplaintDraft, number: str = "") -> RowMarks:
    return RowMarks(
        draft.source_number,
        number,
        draft.received_at,
        normal_phones(draft.phone),
        normalise(draft.subject_name),
        story_begin(draft.facts) if draft.source_number else "",
    )


def marks_of_many(drafts: DraftColumns, numbers: Sequence[str]) -> list[Sequence[Any]]:
    """The same of many, given by what they say and by their numbers: a column for each field of `RowMarks`."""
    unsaid = [""] * len(numbers)
    sources = drafts.get("source_number", unsaid)
    stories = drafts.get("facts", unsaid)
    return [
        sources,
        numbers,
        drafts.get("received_at", [None] * len(numbers)),
        list(map(normal_phones, drafts.get("phone", unsaid))),
        list(map(normalise, drafts.get("subject_name", unsaid))),
        [story_begin(story) if source else "" for source, story in zip(sources, stories, strict=True)],
    ]


def story_begin(facts: str) -> str:
    """As much of a story as tells it from another."""
    return facts[:STORY_BEGIN]


def is_other_story(one: str, other: str) -> bool:
    """Whether two stories share hardly a pair of characters; long enough ones only, so that doubt leaves them the same."""
    if one == other:
        return False
    pairs, others = _pairs(one), _pairs(other)
    fewer = min(len(pairs), len(others))
    return fewer >= _LEAST_PAIRS and len(pairs & others) < _LEAST_SHARED * fewer


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
