"""Rows of a foreign ledger on their way from the process that understands them to the one that keeps the ledger.

They go in portions, column by column, as plain values: a tenth of the cost of the values that a row is made of.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from complaint_desk.domain.complaint import ComplaintDraft, NewStep
from complaint_desk.domain.contact_keys import contact_keys_of_many
from complaint_desk.domain.foreign.cells import Cell, cell_text, is_blank
from complaint_desk.domain.foreign.import_rows import RowReader, TakenRow
from complaint_desk.domain.foreign.known_rows import RowMarks, marks_of_many
from complaint_desk.domain.foreign.sheet_shape import Passed, RowJudge
from complaint_desk.domain.foreign.understood_row import CellProblem, shown
from complaint_desk.domain.new_complaints import DraftColumns, FoundBy, NewComplaints, all_columns

_step_of, _problem_of = (
    attrgetter(*(field.name for field in dataclasses.fields(each))) for each in (NewStep, CellProblem)
)

PlainProblem = tuple[str, str, str]
"""The fields of a `CellProblem`."""


class CarriedRows(NamedTuple):
    """A portion of the rows below the header: those that were passed over, and by column those that were read.

    `passed`: number, why, and the text that each has. `drafts`: the fields in which one of them says something. `steps`: the
    fields of each. `refused`, `noted` and, of refused rows to be written down as they stood, `cells`: by the place of the row
    among those that were read. `found_by`: the columns of a `FoundBy`; of a dry run the contacts alone.
    """

    passed: Sequence[tuple[int, str, str]]
    numbers: Sequence[int]
    drafts: DraftColumns
    marks: Sequence[Sequence[Any]]
    steps: Sequence[Sequence[tuple[Any, ...]]]
    refused: Mapping[int, Sequence[PlainProblem]]
    noted: Mapping[int, Sequence[PlainProblem]]
    cells: Mapping[int, Sequence[Cell]]
    found_by: Sequence[Sequence[Any]]

    def row_marks(self) -> list[RowMarks]:
        return list(map(RowMarks, *self.marks))

    def contacts(self) -> Sequence[Sequence[int]]:
        """The keys of who complains, of each row."""
        return FoundBy(*self.found_by).contacts

    def draft(self, at: int) -> ComplaintDraft:
        return ComplaintDraft(**{name: column[at] for name, column in self.drafts.items()})

    def new_complaints(self, places: Sequence[int]) -> NewComplaints:
        """What will be registered of the rows at some places."""
        drafts = all_columns(self.drafts, len(self.numbers))
        steps = [[NewStep(*each) for each in of_one] if of_one else () for of_one in self.steps]
        return NewComplaints(drafts, steps, FoundBy(*self.found_by)).chosen(places)


@dataclass(frozen=True, slots=True)
class RowCarrier:
    """Understands the rows of one sheet, each once and in their order, and gives the values of `CarriedRows`.

    `counts_only`: no complaint will be made of them.
    """

    judge: RowJudge
    reader: RowReader
    uncomputed: Mapping[int, tuple[int, ...]]
    counts_only: bool = False

    def carry(self, rows: Sequence[tuple[int, Sequence[Cell]]]) -> tuple[Any, ...]:
        """Rows by their numbers and cells."""
        passed: list[tuple[int, str, str]] = []
        numbers: list[int] = []
        taken: list[TakenRow] = []
        cells_of: list[Sequence[Cell]] = []
        for number, cells in rows:
            if (why := self.judge.passes(cells)) is not None:
                passed.append((number, why.value, "" if why is Passed.BLANK else _text_of(cells)))
                continue
            numbers.append(number)
            cells_of.append(cells)
            taken.append(self.reader.take(cells, self.uncomputed.get(number, ())))
        drafts = self.reader.judge(taken)
        whole = all_columns(drafts, len(taken))
        found = FoundBy(contacts=contact_keys_of_many(whole)) if self.counts_only else FoundBy.of(whole)
        return (
            passed,
            numbers,
            drafts,
            marks_of_many(drafts, [row.number for row in taken]),
            [tuple(map(_step_of, row.steps)) if row.steps else () for row in taken],
            {at: tuple(map(_problem_of, row.refused)) for at, row in enumerate(taken) if row.refused},
            {at: tuple(map(_problem_of, row.noted)) for at, row in enumerate(taken) if row.noted},
            {at: cells_of[at] for at, row in enumerate(taken) if row.refused},
            (found.texts, found.sounds, found.contacts),
        )


def _text_of(cells: Sequence[Cell]) -> str:
    return shown(" ".join(cell_text(cell).strip() for cell in cells if not is_blank(cell)))
