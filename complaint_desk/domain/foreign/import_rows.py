"""One row of a foreign ledger → a draft with its history, and what is wrong with its cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from complaint_desk.domain.complaint import ComplaintDraft, NewStep
from complaint_desk.domain.fields import FIELD, FieldType
from complaint_desk.domain.foreign.cells import Cell, cell_text, column_name
from complaint_desk.domain.foreign.header_words import unit_of
from complaint_desk.domain.foreign.import_cells import CellReader, Taker
from complaint_desk.domain.foreign.import_mapping import (
    COLUMN_ACCEPTED,
    COLUMN_IGNORED,
    COLUMN_NUMBER,
    COLUMN_STEPS,
    LayoutMapping,
)
from complaint_desk.domain.foreign.mended_encoding import is_garbled, mended
from complaint_desk.domain.foreign.named_subjects import named_subject
from complaint_desk.domain.foreign.understood_row import CellProblem, UnderstoodRow, shown, told_apart
from complaint_desk.domain.new_complaints import DraftColumns, said_columns
from complaint_desk.domain.plain_text import tidy
from complaint_desk.domain.problems import Problem, problems_in
from complaint_desk.domain.problems_of_many import doubtful_places
from complaint_desk.domain.reading import Lookup, read_field
from complaint_desk.domain.step_texts import steps_of_text
from complaint_desk.domain.vocabulary import FollowUp, Status, StepKind

LONGEST_CELL = 32_767
"""Characters of a cell (Excel specifications and limits): a story that fills one comes in whole, longer than the form's."""
SET_BY_PROGRAM = frozenset({"registered_at", "registered_by", "due_at"})


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row as understood. `number` is its old number in a column of that name; refused rows have hard problems."""

    draft: ComplaintDraft
    steps: tuple[NewStep, ...]
    number: str
    refused: tuple[CellProblem, ...]
    noted: tuple[CellProblem, ...]


@dataclass(slots=True)
class TakenRow:
    """A row each of whose cells was understood: the values and cells of its fields, and what `ReadRow` says of it."""

    values: dict[str, Any]
    cells: dict[str, Cell]
    number: str
    steps: tuple[NewStep, ...]
    refused: list[CellProblem]
    noted: list[CellProblem]


@dataclass(frozen=True, slots=True)
class RowContext:
    """What a row is read with beside its sheet.

    `codes`: those in force of each list. `imported_mark`: the text of the steps that tell of old times. `dittos`: what
    stands for the cell above.
    """

    lookup: Lookup
    region_of: Callable[[str], str]
    now: dt.datetime
    codes: dict[str, frozenset[str]] | None
    imported_mark: str
    dittos: frozenset[str] = frozenset()


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one sheet in their order, by the mapping of its layout."""

    mapping: LayoutMapping
    cells: CellReader
    context: RowContext
    _takers: tuple[tuple[int, Taker, str], ...] = ()
    _fill_down: frozenset[int] = frozenset()
    _narrative: int = -1
    _usual: dict[str, Any] = field(default_factory=dict)
    _names_subject: bool = False
    _says_status: bool = False
    _told_of_subjects: bool = False
    _above: Sequence[Cell] = ()

    def __post_init__(self) -> None:
        columns = self.mapping.columns
        targets = [target for column in columns for target in column.fields]
        takers = []
        for at, column in enumerate(columns):
            if column.fields == (COLUMN_IGNORED,):
                continue
            takers.append((at, *self._taker(column.fields, column.header, targets)))
        self._takers = tuple(takers)
        self._fill_down = frozenset(at for at, column in enumerate(columns) if column.fill_down)
        self._narrative = next((at for at, column in enumerate(columns) if column.fields == ("facts",)), -1)
        self._names_subject = "subject_name" in targets
        self._says_status = "status" in targets
        for name, text in self.mapping.values:
            value = read_field(FIELD[name], text, self.cells.lookup)
            if not isinstance(value, Problem):
                self._usual[name] = value

    def _taker(self, fields: tuple[str, ...], header: str, targets: list[str]) -> tuple[Taker, str]:
        own = tuple(name for name in fields if name not in SET_BY_PROGRAM)
        if not own:
            return CellReader.take_extra, header
        if len(own) > 1:
            return self.cells.parted(own), own[0]
        return (
            self.cells.joined(own[0]) if targets.count(own[0]) > 1 else self.cells.taker(own[0], unit_of(header))
        ), own[0]

    def read(self, cells: Sequence[Cell], uncomputed: Sequence[int] = ()) -> ReadRow:
        """The draft of a row. Problems of required fields and hard problems of others refuse it, the rest is noted.

        Args:
            cells: of the row, in the order of the mapping's columns.
            uncomputed: columns whose cells are formulas without a stored value.
        """
        row = self.take(cells, uncomputed)
        draft = self._judge(row)
        return ReadRow(draft, row.steps, row.number, tuple(row.refused), tuple(row.noted))

    def judge(self, rows: Sequence[TakenRow]) -> DraftColumns:
        """The drafts of many rows, those fields in which one says something; their problems refuse them, as in `read`."""
        columns = said_columns([row.values for row in rows])
        for at in doubtful_places(columns, len(rows), self.context.now, self.context.codes):
            self._judge(rows[at])
        return columns

    def take(self, cells: Sequence[Cell], uncomputed: Sequence[int] = ()) -> TakenRow:
        """A row of which each cell was understood, to be judged as a whole; `cells` and `uncomputed` as of `read`."""
        row = UnderstoodRow()
        width = len(cells)
        cells = self._mended(row, cells)
        dittos = self.context.dittos
        for at, take, name in self._takers:
            if at >= width:
                continue
            cell = cells[at]
            if cell is None or cell == "":
                if at not in self._fill_down:
                    continue
                cells = self._with_above(cells, at)
                cell = cells[at]
            elif cell.__class__ is str and cell in dittos:
                cells = self._with_above(cells, at)
                cell = cells[at]
            if cell is not None and cell != "":
                take(row, name, cell)
        for at in range(len(self.mapping.columns), width):
            CellReader.take_extra(row, column_name(at), cells[at])
        self._above = cells
        for at in uncomputed:
            self._note_uncomputed(row, at)
        return self._completed(row)

    def _completed(self, row: UnderstoodRow) -> TakenRow:
        values = row.values
        number = values.pop(COLUMN_NUMBER, "")
        accepted = values.pop(COLUMN_ACCEPTED, None)
        if accepted and accepted > self.context.now:
            accepted = None
            row.leave_out(COLUMN_ACCEPTED, "future")
        self._complete(row, number, accepted)
        if values.get("closed_at") and values["status"] != Status.CLOSED:
            del values["closed_at"]
            row.leave_out("closed_at", "not_closed")
        if (
            "region" not in values
            and (address := values.get("address"))
            and (region := self.context.region_of(address))
        ):
            values["region"] = region
        refused, noted = _parted(row.unread) if row.unread else ([], [])
        if row.originals or noted:
            kept = dict(row.originals) | {problem.field: cell_text(row.cells[problem.field]) for problem in noted}
            values["original_values"] = tuple(kept.items())
        steps = self._record(row) if row.record else self._steps(values, accepted)
        if row.extra:
            values["extra"] = told_apart(row.extra)
        return TakenRow(values, row.cells, number, steps, refused, noted + row.noted)

    def _judge(self, row: TakenRow) -> ComplaintDraft:
        draft = ComplaintDraft(**row.values)
        for problem in problems_in(draft, self.context.now, self.context.codes):
            if problem.hard:
                _forbid(row, problem)
        return draft

    def _mended(self, row: UnderstoodRow, cells: Sequence[Cell]) -> Sequence[Cell]:
        """The cells as they were meant, where the narrative shows that they were once read in a wrong encoding."""
        at = self._narrative
        story = cells[at] if 0 <= at < len(cells) else None
        meant = mended(story) if isinstance(story, str) and story and is_garbled(story) else None
        if meant is None:
            return cells
        row.note("facts", "mended_encoding", meant)
        return [
            mended(cell) or cell if isinstance(cell, str) and cell and not cell.isascii() else cell for cell in cells
        ]

    def _with_above(self, cells: Sequence[Cell], at: int) -> Sequence[Cell]:
        filled = list(cells)
        filled[at] = self._above[at] if at < len(self._above) else None
        return filled

    def _note_uncomputed(self, row: UnderstoodRow, at: int) -> None:
        if at < len(self.mapping.columns):
            column = self.mapping.columns[at]
            if column.fields and column.fields != (COLUMN_IGNORED,) and not SET_BY_PROGRAM.issuperset(column.fields):
                row.note(column.fields[0], "no_stored_value", column.header)

    def _complete(self, row: UnderstoodRow, number: str, accepted: dt.datetime | None) -> None:
        """What the values of a row imply for others of its fields."""
        values = row.values
        if number and not values.get("source_number"):
            values["source_number"] = number
        for name, value in self._usual.items():
            values.setdefault(name, value)
        if not self._names_subject:
            self._name_subject(row)
        price = values.get("price")
        if values.get("amount") is None and price is not None and price >= 0:
            values["amount"] = price
        if "status" not in values:
            values["status"] = _status_of(values, accepted, says_status=self._says_status)
        if values["status"] == Status.CLOSED and not values.get("closed_at"):
            values["closed_at"] = values.get("handled_at")
        rated = values.get("satisfaction") or values.get("satisfaction_handling")
        if (rated or values.get("followed_up_at")) and values.get("follow_up", FollowUp.NONE) == FollowUp.NONE:
            values["follow_up"] = FollowUp.DONE

    def _name_subject(self, row: UnderstoodRow) -> None:
        subject, is_named = named_subject(row.cells)
        row.values["subject_name"] = subject
        if subject and not is_named and not self._told_of_subjects:
            self._told_of_subjects = True
            row.note("subject_name", "opening_for_subject", subject)

    def _record(self, row: UnderstoodRow) -> tuple[NewStep, ...]:
        """The steps of an export; what was not written as such is a column beside the complaint."""
        text = row.record.replace("\r\n", "\n")
        steps = steps_of_text(text, self.context.lookup, self.context.now)
        if steps is None:
            header = next(column.header for column in self.mapping.columns if COLUMN_STEPS in column.fields)
            row.extra.append((header, tidy(text)))
        return steps or ()

    def _steps(self, values: dict[str, Any], accepted: dt.datetime | None) -> tuple[NewStep, ...]:
        mark, now = self.context.imported_mark, self.context.now
        told = (
            (StepKind.ACCEPT, accepted),
            (StepKind.ANSWER, values.get("replied_at")),
            (StepKind.FOLLOW_UP, values.get("followed_up_at")),
        )
        return tuple([NewStep(kind, mark, at) for kind, at in told if at and at <= now])


def _forbid(row: TakenRow, problem: Problem) -> None:
    """Refuse a row for a hard problem of its draft, unless its field is named already."""
    name = problem.field
    if any(each.field == name for each in row.refused):
        return
    too_long = problem.code == "too_long"
    found = CellProblem(name, problem.code, shown(cell_text(row.cells.get(name)), whole=too_long))
    fits = too_long and FIELD[name].type is FieldType.LONG_TEXT and len(row.values[name]) <= LONGEST_CELL
    (row.noted if fits else row.refused).append(found)


def _status_of(values: dict[str, Any], accepted: dt.datetime | None, *, says_status: bool) -> str:
    """The status of a row that does not say it: how far its dates tell that it came."""
    if values.get("closed_at"):
        return Status.CLOSED
    if says_status:
        return Status.REGISTERED
    if values.get("handled_at") and (values.get("outcome") or values.get("outcome_text")):
        return Status.CLOSED
    if values.get("replied_at"):
        return Status.ANSWERED
    return Status.ACCEPTED if accepted else Status.REGISTERED


def _parted(problems: list[CellProblem]) -> tuple[list[CellProblem], list[CellProblem]]:
    """Problems that refuse the row, and those that are noted."""
    refused: list[CellProblem] = []
    noted: list[CellProblem] = []
    for problem in problems:
        known = FIELD.get(problem.field)
        (refused if known and known.required else noted).append(problem)
    return refused, noted
