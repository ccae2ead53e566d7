"""What is known of complaints before they have a number, and what follows from that alone, column by column.

An import makes these in the process that reads the file, so that the ledger's own has less to do.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from complaint_desk.domain.complaint import ComplaintDraft, NewStep
from complaint_desk.domain.contact_keys import contact_keys_of_many
from complaint_desk.domain.searching import sound_texts, texts_without_numbers

_EMPTY_DRAFT = ComplaintDraft()
DRAFT_FIELDS = tuple(field.name for field in dataclasses.fields(ComplaintDraft))
draft_values = attrgetter(*DRAFT_FIELDS)
"""The fields of a draft, in their order."""

DraftColumns = Mapping[str, Sequence[Any]]
"""The fields of many drafts by name: of each the values of all drafts in their order."""


@dataclass(frozen=True, slots=True)
class FoundBy:
    """What complaints are found by, of each in their order.

    `texts` and `sounds`: the number comes before the text, once there is one. `contacts`: digests of who complains.
    """

    texts: Sequence[str] = ()
    sounds: Sequence[str] = ()
    contacts: Sequence[Sequence[int]] = ()

    @classmethod
    def of(cls, drafts: DraftColumns) -> FoundBy:
        return cls(texts_without_numbers(drafts), sound_texts(drafts), contact_keys_of_many(drafts))

    def chosen(self, places: Sequence[int]) -> FoundBy:
        return FoundBy(*(_chosen(column, places) for column in (self.texts, self.sounds, self.contacts)))


@dataclass(frozen=True, slots=True)
class NewComplaints:
    """Complaints that are about to be registered: their drafts, the steps of each, what each is found by."""

    drafts: DraftColumns
    steps: Sequence[Sequence[NewStep]]
    found_by: FoundBy

    def __len__(self) -> int:
        return len(self.steps)

    def chosen(self, places: Sequence[int]) -> NewComplaints:
        """Those at some places, in the order of these."""
        if len(places) == len(self):
            return self
        drafts = {name: _chosen(column, places) for name, column in self.drafts.items()}
        return NewComplaints(drafts, _chosen(self.steps, places), self.found_by.chosen(places))


def new_complaints(drafts: Sequence[ComplaintDraft], steps: Sequence[Sequence[NewStep]] = ()) -> NewComplaints:
    """`steps` runs parallel to the drafts, as far as there are any."""
    columns = draft_columns(drafts)
    return NewComplaints(columns, [*steps, *[()] * (len(drafts) - len(steps))], FoundBy.of(columns))


def draft_columns(drafts: Sequence[ComplaintDraft]) -> DraftColumns:
    rows = list(map(draft_values, drafts))
    return {name: [row[at] for row in rows] for at, name in enumerate(DRAFT_FIELDS)}


def all_columns(said: DraftColumns, count: int) -> DraftColumns:
    """The fields of `count` drafts, of which nothing is said but in some."""
    return {
        name: said[name] if name in said else [empty] * count
        for name, empty in zip(DRAFT_FIELDS, draft_values(_EMPTY_DRAFT), strict=True)
    }


def said_columns(drafts: Sequence[Mapping[str, Any]]) -> DraftColumns:
    """The fields in which at least one of some drafts, given by the names of what they say, says something."""
    said = set[str]().union(*drafts)
    return {
        name: [draft.get(name, empty) for draft in drafts]
        for name, empty in zip(DRAFT_FIELDS, draft_values(_EMPTY_DRAFT), strict=True)
        if name in said
    }


def _chosen(column: Sequence[Any], places: Sequence[int]) -> Sequence[Any]:
    return [column[at] for at in places]
