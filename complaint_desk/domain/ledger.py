"""What a person asks of the ledger: filter and order as values."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.fields import FIELD, FieldType


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """All conditions must hold; an empty one asks nothing.

    `words` is the search box as typed. Days of `received_from`, `received_to`, `closed_from`, `closed_to` are both
    included. `one_of` holds, per field name, the codes or texts of which one must stand there; "" means: not said. A branch
    of a tree means all its leaves. `ids` limits to those complaints.
    """

    words: str = ""
    received_from: dt.date | None = None
    received_to: dt.date | None = None
    closed_from: dt.date | None = None
    closed_to: dt.date | None = None
    one_of: tuple[tuple[str, tuple[str, ...]], ...] = ()
    ids: tuple[int, ...] | None = None

    def choices(self, field: str) -> tuple[str, ...]:
        return dict(self.one_of).get(field, ())

    def with_choices(self, field: str, choices: tuple[str, ...]) -> LedgerFilter:
        """The same filter with other choices for one field; none removes the condition."""
        kept = tuple(pair for pair in self.one_of if pair[0] != field)
        return dataclasses.replace(self, one_of=(*kept, (field, choices)) if choices else kept)


@dataclass(frozen=True, slots=True)
class LedgerOrder:
    """Column to sort by; ties go by id in the same direction. Newest first is the order of a fresh ledger."""

    field: str = "received_at"
    descending: bool = True

    def __post_init__(self) -> None:
        if self.field not in SORTABLE:
            raise ValueError(self.field)


SORTABLE = frozenset(
    name for name, field in FIELD.items() if field.type not in (FieldType.LONG_TEXT, FieldType.WORDS, FieldType.NUMBERS)
)


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named filter with its order and columns; shared ones are seen by everybody."""

    id: int
    name: str
    filter: LedgerFilter
    order: LedgerOrder
    columns: tuple[str, ...]
    owner: str
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """How many complaints a filter finds, and the first of them in the order asked for."""

    count: int
    rows: tuple[Complaint, ...]


@dataclass(frozen=True, slots=True)
class EarlierComplaint:
    """A complaint of the same person, shown beside the form; `same` says by what: `phone` or `name`."""

    id: int
    number: str
    received_at: dt.datetime
    subject_name: str
    nature: str
    status: str
    same: str
