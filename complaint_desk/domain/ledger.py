"""What a person asks of the ledger: filter and order as values."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.fields import FIELD, FieldType

Bound = dt.date | Decimal


@dataclass(frozen=True, slots=True)
class Between:
    """From `low` to `high`, both included; None is open. Days of times and dates, yuan of money.

    `period` names the usual period (`periods.USUAL`) that was meant, whose days these are today.
    """

    low: Bound | None = None
    high: Bound | None = None
    period: str = ""


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """All conditions must hold; an empty one asks nothing. What may be asked, and how: `criteria.CRITERIA`.

    `words` is the search box as typed. `one_of` holds, per criterion, the codes or texts of which one must stand there; ""
    means: not said. A branch of a tree means all its leaves. `between` holds days or amounts, `holding` a piece of the
    text (ASCII letters of either case), `said` whether anything stands there, or whether a fact is true. `ids` limits to
    those complaints. `as_of` is the moment at which `due` is asked; without it now. `as_shown`: words and pieces of text have to
    stand in what is left of a complaint when personal data is masked; who asks so does not change what is asked.
    """

    words: str = ""
    one_of: tuple[tuple[str, tuple[str, ...]], ...] = ()
    between: tuple[tuple[str, Between], ...] = ()
    holding: tuple[tuple[str, str], ...] = ()
    said: tuple[tuple[str, bool], ...] = ()
    ids: tuple[int, ...] | None = None
    as_of: dt.datetime | None = None
    as_shown: bool = field(default=False, compare=False)

    def at(self, now: dt.datetime) -> LedgerFilter:
        """The same filter, asked at that moment."""
        return dataclasses.replace(self, as_of=now) if self.choices("due") else self

    def choices(self, name: str) -> tuple[str, ...]:
        return dict(self.one_of).get(name, ())

    def range_of(self, name: str) -> Between:
        return dict(self.between).get(name, Between())

    def piece(self, name: str) -> str:
        return dict(self.holding).get(name, "")

    def is_said(self, name: str) -> bool | None:
        """True or False as it was asked, None where it was not."""
        return dict(self.said).get(name)

    def with_choices(self, name: str, choices: tuple[str, ...]) -> LedgerFilter:
        """The same filter with other choices for one criterion; none removes the condition."""
        return dataclasses.replace(self, one_of=_put(self.one_of, name, choices))

    def with_range(self, name: str, low: Bound | None = None, high: Bound | None = None) -> LedgerFilter:
        """The same filter with another range for one criterion; one open at both ends removes the condition."""
        wanted = None if low is None and high is None else Between(low, high)
        return dataclasses.replace(self, between=_put(self.between, name, wanted))

    def with_piece(self, name: str, piece: str) -> LedgerFilter:
        """The same filter with another piece of text for one criterion; "" removes the condition."""
        return dataclasses.replace(self, holding=_put(self.holding, name, piece))

    def with_said(self, name: str, said: bool | None) -> LedgerFilter:
        """The same filter, asking whether anything is said there, or is true; None removes the condition."""
        return dataclasses.replace(self, said=_put(self.said, name, said))

    def without(self, name: str) -> LedgerFilter:
        """The same filter without any condition on one criterion."""
        return self.with_choices(name, ()).with_range(name).with_piece(name, "").with_said(name, None)

    def asked(self) -> tuple[str, ...]:
        """The criteria with a condition, each once."""
        kinds: tuple[tuple[tuple[str, object], ...], ...] = (self.between, self.one_of, self.holding, self.said)
        return tuple(dict.fromkeys(name for kind in kinds for name, _ in kind))


_Value = TypeVar("_Value")


def _put(pairs: tuple[tuple[str, _Value], ...], name: str, value: _Value | None) -> tuple[tuple[str, _Value], ...]:
    """The pairs with another value for one name in its place; a value that says nothing takes the pair away."""
    if value is None or value in ("", ()):
        return tuple(pair for pair in pairs if pair[0] != name)
    if any(known == name for known, _ in pairs):
        return tuple((known, value if known == name else kept) for known, kept in pairs)
    return (*pairs, (name, value))


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
    """A named filter with its order and columns; shared ones are seen by everybody, and changed by their owner alone.

    `widths` holds pixels by column where the person has set them, `pinned` the columns that never scroll away; None is what
    is usual.
    """

    id: int
    name: str
    filter: LedgerFilter
    order: LedgerOrder
    columns: tuple[str, ...]
    owner: str
    shared: bool = False
    widths: tuple[tuple[str, int], ...] = ()
    pinned: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """How many complaints a filter finds, and the first of them in the order asked for."""

    count: int
    rows: tuple[Complaint, ...]


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How many of the complaints found have this code or text; "" is: not said."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class EarlierComplaint:
    """A complaint of the same person, shown beside the form.

    `same` says by what it is the same person: `phone`, `person` (name and address), or `name`, which many people share.
    `alike` says in what the matters are alike: `subject`, `facts`.
    """

    id: int
    number: str
    received_at: dt.datetime
    subject_name: str
    nature: str
    status: str
    same: str
    alike: tuple[str, ...] = ()

    @property
    def may_be_the_same(self) -> bool:
        """True if this may be the same matter told again; of a mere namesake both product and story have to be alike."""
        return len(self.alike) == 2 if self.same == "name" else bool(self.alike)
