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
from complaint_desk.domain.foreign.cells import Cell, cell_text, is_blank
from complaint_desk.domain.foreign.import_cells import CellProblem, shown
from complaint_desk.domain.foreign.import_rows import RowReader
from complaint_desk.domain.foreign.known_rows import RowMarks, marks_of
from complaint_desk.domain.foreign.sheet_shape import Passed, RowJudge

_DRAFT, _STEP, _MARKS, _PROBLEM = (
    tuple(field.name for field in dataclasses.fields(each)) for each in (ComplaintDraft, NewStep, RowMarks, CellProblem)
)
_values_of, _step_of, _marks_of, _problem_of = (attrgetter(*names) for names in (_DRAFT, _STEP, _MARKS, _PROBLEM))

PlainProblem = tuple[str, str, str]
"""The fields of a `CellProblem`."""


class CarriedRow(NamedTuple):
    """A row below the header. `why` it was passed over, and the `text` that it has; "" for one that was read.

    The others hold the fields of its marks, draft, steps and problems; `cells` are those of a refused row, to be written
    down as they stood.
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

    def row_marks(self) -> RowMarks:
        return RowMarks(*self.marks)

    def draft(self) -> ComplaintDraft:
        return ComplaintDraft(**dict(zip(_DRAFT, self.values, strict=True)))

    def new_steps(self) -> list[NewStep]:
        return [NewStep(*each) for each in self.steps]


@dataclass(frozen=True, slots=True)
class RowCarrier:
    """Understands the rows of one sheet, each once and in their order, and gives the values of a `CarriedRow` for each."""

    judge: RowJudge
    reader: RowReader
    uncomputed: Mapping[int, tuple[int, ...]]

    def carry(self, number: int, cells: Sequence[Cell]) -> tuple[Any, ...]:
        if (why := self.judge.passes(cells)) is not None:
            return number, why.value, "" if why is Passed.BLANK else _text_of(cells)
        read = self.reader.read(cells, self.uncomputed.get(number, ()))
        return (
            number,
            "",
            "",
            _marks_of(marks_of(read.draft, read.number)),
            _values_of(read.draft),
            tuple(map(_step_of, read.steps)),
            tuple(map(_problem_of, read.refused)),
            tuple(map(_problem_of, read.noted)),
            cells if read.refused else (),
        )


def _text_of(cells: Sequence[Cell]) -> str:
    return shown(" ".join(cell_text(cell).strip() for cell in cells if not is_blank(cell)))
