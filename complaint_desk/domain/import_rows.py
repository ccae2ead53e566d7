"""One row of a foreign ledger → a draft with its history, and what is wrong with its cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from complaint_desk.domain.complaint import ComplaintDraft, NewStep
from complaint_desk.domain.fields import FIELD, FIELDS, FieldType
from complaint_desk.domain.moments import PartialDate, in_shanghai, start_of
from complaint_desk.domain.problems import Problem, problems_in
from complaint_desk.domain.reading import Lookup, Value, one_line, read_field, tidy
from complaint_desk.domain.vocabulary import FollowUp, Status, StepKind

Cell = str | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None

COLUMN_NUMBER = "number"
COLUMN_ACCEPTED = "accepted_at"
COLUMN_IGNORED = "ignored"

REQUIRED_COLUMNS = ("received_at", "subject_name", "category", "facts", "nature")
"""A sheet without one of these cannot give a single complaint."""

SET_BY_PROGRAM = frozenset({"registered_at", "registered_by", "due_at"})
_ONE_LINE = frozenset(each.name for each in FIELDS if each.type in (FieldType.TEXT, FieldType.PHONE)) - {COLUMN_NUMBER}
_ACCEPTED_FIELD = FIELD["handled_at"]
_LONGEST_SHOWN = 200
_LONGEST_WORD = 60
# A spreadsheet knows 15 digits; larger whole numbers are shown as far as nobody would take them for an amount.
_EXACT, _PLAIN = 10**15, 10**21


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one cell; `value` is its text, cut to 200 characters unless its length is what is wrong."""

    field: str
    code: str
    value: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row as understood. `number` is its old number in a column of that name; refused rows have hard problems."""

    draft: ComplaintDraft
    steps: tuple[NewStep, ...]
    number: str
    refused: tuple[CellProblem, ...]
    noted: tuple[CellProblem, ...]


@dataclass(slots=True)
class _Understood:
    """The cells of a row by what they fill: their texts, their values, and what could not be understood."""

    texts: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    extra: list[tuple[str, str]] = field(default_factory=list)
    unread: list[CellProblem] = field(default_factory=list)
    formulas: list[CellProblem] = field(default_factory=list)

    def keep(self, header: str, text: str) -> None:
        if text := tidy(text):
            self.extra.append((header, text))

    def leave_out(self, target: str, code: str) -> None:
        self.unread.append(CellProblem(target, code, _shown(self.texts[target])))


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads the rows of one layout.

    `targets` names for each column the field that it fills, one of the COLUMN names, or None for a column that nobody
    knows, which is kept as `extra` under its header. `imported_mark` is the text of the steps that tell of old times.
    """

    targets: tuple[str | None, ...]
    headers: tuple[str, ...]
    lookup: Lookup
    region_of: Callable[[str], str]
    now: dt.datetime
    codes: dict[str, frozenset[str]] | None
    imported_mark: str
    _remembered: dict[tuple[str, str], Value | Problem] = field(default_factory=dict)

    def read(self, cells: Sequence[Cell]) -> ReadRow:
        """The draft of a row. Problems of required fields and hard problems of others refuse it, the rest is noted."""
        row = self._understood(cells)
        values = row.values
        number = values.pop(COLUMN_NUMBER, "")
        accepted = values.pop(COLUMN_ACCEPTED, None)
        if accepted and accepted > self.now:
            accepted = None
            row.leave_out(COLUMN_ACCEPTED, "future")
        _complete(values, number)
        if values.get("closed_at") and values["status"] != Status.CLOSED:
            del values["closed_at"]
            row.leave_out("closed_at", "not_closed")
        if "region" not in values and (address := values.get("address")) and (region := self.region_of(address)):
            values["region"] = region
        refused, noted = _parted(row.unread)
        kept = tuple((problem.field, row.texts[problem.field]) for problem in noted)
        draft = ComplaintDraft(**values, original_values=kept, extra=tuple(_told_apart(row.extra)))
        refused += _forbidden(draft, self.now, self.codes, row.texts, refused)
        return ReadRow(draft, self._steps(draft, accepted), number, tuple(refused), (*noted, *row.formulas))

    def _understood(self, cells: Sequence[Cell]) -> _Understood:
        """Each cell as far as it can be understood by itself."""
        row = _Understood()
        for target, header, cell in zip(self.targets, self.headers, cells, strict=False):
            if cell is None or cell == "" or target == COLUMN_IGNORED:
                continue
            text = cell if isinstance(cell, str) else cell_text(cell)
            if target is None or target in SET_BY_PROGRAM:
                row.keep(header, text)
                continue
            row.texts[target] = text
            value = one_line(text) if target in _ONE_LINE else self._value(target, cell, text)
            if not isinstance(value, Problem):
                row.values[target] = value
                if text[0] == "=" and isinstance(value, str):
                    row.formulas.append(CellProblem(target, "formula_as_text", _shown(value)))
            elif target == "outcome" and "outcome_text" not in self.targets:
                # Ledgers tell the outcome in their own words; a code is never guessed from prose.
                row.values["outcome_text"] = tidy(text)
            else:
                row.leave_out(target, value.code)
        for at in range(len(self.targets), len(cells)):
            row.keep(column_name(at), cell_text(cells[at]))
        return row

    def _value(self, target: str, cell: Cell, text: str) -> Value | Problem:
        if target == COLUMN_NUMBER:
            return " ".join(tidy(text).split())
        wanted = _ACCEPTED_FIELD if target == COLUMN_ACCEPTED else FIELD[target]
        if isinstance(cell, dt.date):
            moment = in_shanghai(cell) if isinstance(cell, dt.datetime) else start_of(cell)
            if wanted.type is FieldType.MOMENT:
                # A spreadsheet keeps times as fractions of a day, a few microseconds off.
                return (moment + dt.timedelta(milliseconds=500)).replace(microsecond=0)
            if wanted.type is FieldType.PARTIAL_DATE:
                return PartialDate.of(moment.date())
        if wanted.word_list is None or len(text) > _LONGEST_WORD:
            return read_field(wanted, text, self.lookup)
        key = (target, text)
        if key not in self._remembered:
            self._remembered[key] = read_field(wanted, text, self.lookup)
        return self._remembered[key]

    def _steps(self, draft: ComplaintDraft, accepted: dt.datetime | None) -> tuple[NewStep, ...]:
        steps = []
        if accepted:
            steps.append(NewStep(StepKind.ACCEPT, self.imported_mark, accepted))
        if draft.replied_at:
            steps.append(NewStep(StepKind.ANSWER, self.imported_mark, draft.replied_at))
        return tuple(steps)


def _forbidden(
    draft: ComplaintDraft,
    now: dt.datetime,
    codes: dict[str, frozenset[str]] | None,
    texts: dict[str, str],
    named: list[CellProblem],
) -> list[CellProblem]:
    """The hard problems of a draft in fields that are not named yet."""
    fields = {problem.field for problem in named}
    return [
        CellProblem(problem.field, problem.code, _shown(texts.get(problem.field, ""), whole=problem.code == "too_long"))
        for problem in problems_in(draft, now, codes)
        if problem.hard and problem.field not in fields
    ]


def _complete(values: dict[str, Any], number: str) -> None:
    """What the values of a row imply for others of its fields."""
    if number and not values.get("source_number"):
        values["source_number"] = number
    price = values.get("price")
    if values.get("amount") is None and price is not None and price >= 0:
        values["amount"] = price
    if "status" not in values and values.get("closed_at"):
        values["status"] = Status.CLOSED
    if values.get("status") == Status.CLOSED and not values.get("closed_at"):
        values["closed_at"] = values.get("handled_at")
    rated = values.get("satisfaction") or values.get("satisfaction_handling")
    if rated and values.get("follow_up", FollowUp.NONE) == FollowUp.NONE:
        values["follow_up"] = FollowUp.DONE


def _parted(problems: list[CellProblem]) -> tuple[list[CellProblem], list[CellProblem]]:
    """Problems that refuse the row, and those that are noted."""
    refused: list[CellProblem] = []
    noted: list[CellProblem] = []
    for problem in problems:
        known = FIELD.get(problem.field)
        (refused if known and known.required else noted).append(problem)
    return refused, noted


def _told_apart(extra: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Columns of the same header get a number behind it."""
    found: dict[str, str] = {}
    for header, text in extra:
        name, times = header, 1
        while name in found:
            times += 1
            name = f"{header} ({times})"
        found[name] = text
    return list(found.items())


def cell_text(cell: Cell) -> str:
    """A cell as text: whole numbers without a point, others with the 15 digits that a spreadsheet knows, ISO times."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float | int):
        return f"{cell:.15g}" if abs(cell) < _EXACT else f"{cell:.0f}" if abs(cell) < _PLAIN else str(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ", "seconds")
    return str(cell) if isinstance(cell, dt.timedelta) else cell.isoformat()


def column_name(at: int) -> str:
    """The letters of a column, counted from 0, as spreadsheets name it."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _shown(text: str, *, whole: bool = False) -> str:
    return text if whole or len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "\u2026"
