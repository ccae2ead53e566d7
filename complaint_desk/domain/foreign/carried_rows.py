"""Rows of a foreign ledger on their way from the process that understands them to the one that keeps the ledger.

They go as tuples of plain values, a fifth of the cost of the values that are made of them again.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from complaint_desk.domain.complaint import ComplaintDraft, NewStep
from complaint_desk.domain.contact_keys import contact_keys, contact_keys_of_many
from complaint_desk.domain.foreign.cells import Cell, cell_text, is_blank
from complaint_desk.domain.foreign.import_cells import CellProblem, shown
from complaint_desk.domain.foreign.import_rows import ReadRow, RowReader
from complaint_desk.domain.foreign.known_rows import RowMarks, marks_of
from complaint_desk.domain.foreign.sheet_shape import Passed, RowJudge
from complaint_desk.domain.new_complaints import DRAFT_FIELDS, FoundBy, NewComplaint, draft_values, found_by

_step_of, _marks_of, _problem_of = (
    attrgetter(*(field.name for field in dataclasses.fields(each))) for each in (NewStep, RowMarks, CellProblem)
)

PlainProblem = tuple[str, str, str]
"""The fields of a `CellProblem`."""


class CarriedRow(NamedTuple):
    """A row below the header. `why` it was passed over, and the `text` that it has; "" for one that was read.

    The others hold the fields of its marks, draft, steps and problems; `cells`, those of a refused row, to be written down as
    they stood; `found_by`, what its complaint is found by, where one may be made of it; of a dry run the contacts alone.
    """

    number: int
    why: str
    text: str = ""
    marks: tuple[Any, ...] = ()
    values: tuple[Any, ...] = ()
    steps: tuple[tuple[Any, ...], ...] = ()
    refused: tuple[PlainProblem, ...] = ()
    noted: tuple[PlainProblem, ...] = ()
    cells: Sequence[Cell] = ()
    found_by: FoundBy = ("", "", ())

    def row_marks(self) -> RowMarks:
        return RowMarks(*self.marks)

    def contacts(self) -> Sequence[int]:
        """The keys of who complains, of a refused row, too."""
        return contact_keys(self.draft()) if self.refused else self.found_by[2]

    def draft(self) -> ComplaintDraft:
        return ComplaintDraft(**dict(zip(DRAFT_FIELDS, self.values, strict=True)))

    def new_complaint(self) -> NewComplaint:
        return NewComplaint(self.values, [NewStep(*each) for each in self.steps], *self.found_by)


@dataclass(frozen=True, slots=True)
class RowCarrier:
    """Understands the rows of one sheet, each once and in their order, and gives the values of a `CarriedRow` for each.

    `counts_only`: no complaint will be made of them.
    """

    judge: RowJudge
    reader: RowReader
    uncomputed: Mapping[int, tuple[int, ...]]
    counts_only: bool = False

    def carry(self, rows: Sequence[tuple[int, Sequence[Cell]]]) -> list[tuple[Any, ...]]:
        """Each row by its number and cells."""
        carried: list[tuple[Any, ...]] = []
        places: list[int] = []
        drafts: list[ComplaintDraft] = []
        for number, cells in rows:
            if (why := self.judge.passes(cells)) is not None:
                carried.append((number, why.value, "" if why is Passed.BLANK else _text_of(cells)))
                continue
            read = self.reader.read(cells, self.uncomputed.get(number, ()))
            if not read.refused:
                places.append(len(carried))
                drafts.append(read.draft)
            carried.append(_plain(number, cells, read))
        told = map(_by_contacts, contact_keys_of_many(drafts)) if self.counts_only else found_by(drafts)
        for at, found in zip(places, told, strict=True):
            carried[at] += (found,)
        return carried


def _plain(number: int, cells: Sequence[Cell], read: ReadRow) -> tuple[Any, ...]:
    return (
        number,
        "",
        "",
        _marks_of(marks_of(read.draft, read.number)),
        draft_values(read.draft),
        tuple(map(_step_of, read.steps)),
        tuple(map(_problem_of, read.refused)),
        tuple(map(_problem_of, read.noted)),
        cells if read.refused else (),
    )


def _by_contacts(contacts: Sequence[int]) -> FoundBy:
    return "", "", contacts


def _text_of(cells: Sequence[Cell]) -> str:
    return shown(" ".join(cell_text(cell).strip() for cell in cells if not is_blank(cell)))
