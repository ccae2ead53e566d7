"""Which column of a foreign ledger fills which field: what is proposed, what somebody decided, and what is remembered of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from complaint_desk.domain.fields import FIELD, FieldType
from complaint_desk.domain.foreign.header_words import bare_header

COLUMN_NUMBER = "number"
"""The number of the ledger that a row comes from: it is recognised by it, and keeps it as its source number."""
COLUMN_ACCEPTED = "accepted_at"
"""Becomes the step of acceptance in the record."""
COLUMN_STEPS = "steps"
"""The handling record, as an export of this program writes it (`step_texts`); in several columns where it is long."""
COLUMN_IGNORED = "ignored"
"""Says nothing about the complaint: what an earlier import wrote beside it."""

REQUIRED_COLUMNS = ("received_at", "subject_name", "facts")
"""A sheet without one of these cannot give a single complaint."""
USUAL_VALUES = (("category", "other"), ("nature", "other"))
"""What a ledger without such a column is taken to say: the list of the association has a word for what is not told."""
STAND_INS = ("registered_at", COLUMN_ACCEPTED)
"""Moments that tell when a complaint was received where no column does, the nearest first."""
NAMED_BY = ("category", "brand", "model", "outlet")
"""Fields that say what is complained of where no column names goods or service, the best first; then the narrative does."""
_JOINABLE = frozenset({FieldType.TEXT, FieldType.LONG_TEXT, FieldType.PHONE, FieldType.MOMENT})


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What one column fills. `header` is its text, told apart from the others of its sheet.

    `fields`: none for a column that is kept beside the complaint under its header; several for one whose cells are parted
    among them. Several columns of one field join in their order. `fill_down`: a blank cell says what the one above says.
    """

    header: str
    fields: tuple[str, ...] = ()
    fill_down: bool = False


@dataclass(frozen=True, slots=True)
class WordMapping:
    """What an unknown word in a field means: a code of its list, several joined by commas; "" leaves the field empty."""

    field: str
    word: str
    code: str


@dataclass(frozen=True, slots=True)
class LayoutMapping:
    """All that is decided of the sheets of one layout.

    `values`: what fields without a column hold in every row, as texts or codes. `name`: how people call it; "" for one that
    is remembered by its layout alone.
    """

    columns: tuple[ColumnMapping, ...]
    values: tuple[tuple[str, str], ...] = ()
    words: tuple[WordMapping, ...] = ()
    name: str = ""

    @property
    def fingerprint(self) -> str:
        return fingerprint_of([column.header for column in self.columns])

    def fits(self, headers: Sequence[str]) -> bool:
        """Whether the sheet has the columns that this mapping reads: all that fill a required field."""
        there = {bare_header(header) for header in headers}
        wanted = {bare_header(column.header) for column in self.columns if set(column.fields) & set(REQUIRED_COLUMNS)}
        return bool(wanted) and wanted <= there

    def of(self, header: str) -> ColumnMapping:
        """The mapping of a column; one that the layout does not name is kept beside the complaint."""
        bare = bare_header(header)
        return next((each for each in self.columns if bare_header(each.header) == bare), ColumnMapping(header))


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """What a column probably fills, how sure that is in percent, and why.

    `reason`: as of `Meaning`, or `cells` (its cells alone say so), `cells_and_header`, `stands_for` (nothing better
    fills a required field), `taken` (another column fills what it would), `remembered` (a mapping says so), `unknown`.
    """

    mapping: ColumnMapping
    confidence: int
    reason: str


def fingerprint_of(headers: Sequence[str]) -> str:
    """The layout of a sheet: the same for the same headers in any order, however they are spaced."""
    told = "\n".join(sorted(bare_header(header) for header in headers))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def is_joinable(field: str) -> bool:
    """Whether several columns may add to a field."""
    return field == COLUMN_STEPS or (field in FIELD and FIELD[field].type in _JOINABLE)


def missing_columns(columns: Sequence[ColumnMapping], values: Sequence[tuple[str, str]] = ()) -> tuple[str, ...]:
    """The required fields that no column fills, in their order."""
    filled = {field for column in columns for field in column.fields} | {field for field, text in values if text}
    if filled.intersection((*NAMED_BY, "facts")) - dict(values).keys():
        filled.add("subject_name")
    return tuple(field for field in REQUIRED_COLUMNS if field not in filled)
