"""The account of an import: what becomes of every row, so that the sums agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.file_kinds import HowRead
from complaint_desk.domain.foreign.carried_rows import CarriedRow, PlainProblem
from complaint_desk.domain.foreign.import_choices import AS_PROPOSED, SheetChoices
from complaint_desk.domain.foreign.known_choices import CHANGING, KnownWay
from complaint_desk.domain.foreign.known_rows import RowMarks, RowsSeen
from complaint_desk.domain.foreign.sheet_shape import Passed
from complaint_desk.domain.problems import Problem
from complaint_desk.domain.reports import ImportResult, KnownRow, PassedRow, RowProblem, SheetCounts, UnknownWord
from complaint_desk.i18n.sentences import problem_sentence
from complaint_desk.i18n.words import Words
from complaint_desk.storage.batches import OpenBatch
from complaint_desk.workbooks.apart import CarriedSheet
from complaint_desk.workbooks.refused_rows import RefusedRows

_MOST_PASSED_LISTED = 10_000


@dataclass
class Account:
    """What became of the rows so far; `batch` takes those that are new."""

    batch: OpenBatch
    words: Words
    dry_run: bool
    choices: SheetChoices = AS_PROPOSED
    seen: RowsSeen = field(default_factory=RowsSeen)
    read: int = 0
    registered: int = 0
    known: int = 0
    changed: int = 0
    refused_rows: int = 0
    passed_over: int = 0
    refused: list[RowProblem] = field(default_factory=list)
    noted: list[RowProblem] = field(default_factory=list)
    passed: list[PassedRow] = field(default_factory=list)
    similar: list[KnownRow] = field(default_factory=list)
    known_rows: list[KnownRow] = field(default_factory=list)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    refused_files: list[Path] = field(default_factory=list)
    sheets: list[SheetCounts] = field(default_factory=list)
    files: list[HowRead] = field(default_factory=list)
    not_met: set[tuple[str, str, int]] = field(default_factory=set)
    _rows: SheetRows | None = None

    def __post_init__(self) -> None:
        self.not_met.update(self.choices.known_rows)

    @contextmanager
    def sheet(self, carried: CarriedSheet, refused: RefusedRows) -> Iterator[SheetRows]:
        """Take the rows of a sheet; what was read of it is counted also where its end is not reached."""
        before = (self.read, self.registered, self.known, self.refused_rows, self.passed_over)
        self._rows = SheetRows(self, carried, refused)
        try:
            yield self._rows
        except Refusal:
            # Here the file breaks; what was read of it before is not lost.
            self._rows.settle()
            raise
        else:
            self._rows.settle()
        finally:
            self._rows = None
            after = (self.read, self.registered, self.known, self.refused_rows, self.passed_over)
            read, registered, known, refused_rows, passed = (
                now - then for now, then in zip(after, before, strict=True)
            )
            sheet = carried.sheet
            hidden = None if sheet.hidden_rows is None else len(sheet.hidden_rows)
            counted = (read, registered, known, refused_rows, passed, hidden)
            self.sheets.append(SheetCounts(sheet.file, sheet.name, "", *counted, carried.values))

    def settle(self) -> None:
        """Register what waits."""
        if self._rows:
            self._rows.settle()

    def pass_by(self, file: str, sheet: str, why: str) -> None:
        """A sheet, or a file, that was not read."""
        self.sheets.append(SheetCounts(file, sheet, why))

    def tell_known(self, row: KnownRow) -> None:
        """A row that is only similar is told of always, any that is known where somebody may decide from it."""
        if row.similar:
            self.similar.append(row)
        if self.dry_run:
            self.known_rows.append(row)

    def close_file(self, refused: RefusedRows) -> None:
        """Write the workbook of the refused rows of a file."""
        if refused.count and not self.dry_run:
            self.refused_files.append(refused.save())

    def result(self) -> ImportResult:
        return ImportResult(
            batch=self.batch.number,
            read=self.read,
            registered=self.registered,
            known=self.known,
            refused_rows=self.refused_rows,
            refused=tuple(self.refused),
            noted=tuple(self.noted),
            refused_file="\n".join(map(str, self.refused_files)),
            passed_over=self.passed_over,
            passed=tuple(self.passed),
            unknown_words=tuple(UnknownWord(*key, rows) for key, rows in self.unknown.most_common()),
            sheets=tuple(self.sheets),
            changed=self.changed,
            files=tuple(self.files),
            similar=tuple(self.similar),
            known_rows=tuple(self.known_rows),
            not_met=tuple(sorted(self.not_met)),
        )


class SheetRows:
    """The rows of one sheet on their way into the account."""

    def __init__(self, account: Account, carried: CarriedSheet, refused: RefusedRows) -> None:
        self._account = account
        self._carried = carried
        self._refused = refused
        self._waiting: list[CarriedRow] = []

    def take(self, row: CarriedRow) -> None:
        """One row below the header."""
        self._account.read += 1
        if row.why:
            self._pass_over(row)
        else:
            self._waiting.append(row)

    def settle(self) -> None:
        """Decide of the rows that wait, and register the new ones."""
        rows, self._waiting = self._waiting, []
        if not rows:
            return
        account = self._account
        marks = [row.row_marks() for row in rows]
        known = account.batch.known(marks)
        unknown = [mark if there is None else None for mark, there in zip(marks, known, strict=True)]
        similar = account.batch.similar(unknown, lambda at: rows[at].draft())
        told = (*similar, *known) if account.dry_run else similar
        numbers = account.batch.numbers_of({each for each in told if each is not None})
        fresh: list[CarriedRow] = []
        for row, mark, there, like in zip(rows, marks, known, similar, strict=True):
            is_known = there is not None or account.seen.holds(mark)
            found = there if is_known else like
            is_similar = not is_known and found is not None
            if (is_known or is_similar) and self._is_left(row, found, numbers.get(found or 0, ""), similar=is_similar):
                account.known += 1
            elif row.refused:
                self._refuse(row)
            else:
                self._keep(row, mark)
                fresh.append(row)
        if not account.dry_run:
            account.batch.add([row.new_complaint() for row in fresh])

    def _is_left(self, row: CarriedRow, there: int | None, number: str, *, similar: bool) -> bool:
        """Whether a known row makes no complaint of its own; it may change the one that is there."""
        account, sheet = self._account, self._carried.sheet
        way = account.choices.way_of(sheet.file, sheet.name, row.number, similar=similar)
        account.not_met.discard((sheet.file, sheet.name, row.number))
        if similar or account.dry_run:
            account.tell_known(KnownRow(sheet.file, sheet.name, row.number, number, way, similar))
        if there is not None and way in CHANGING:
            usual = dict(self._carried.values).keys()
            account.changed += account.batch.change(there, row.draft(), way, usual, dry_run=account.dry_run)
        return way is not KnownWay.BOTH

    def _pass_over(self, row: CarriedRow) -> None:
        self._account.passed_over += 1
        if row.why != Passed.BLANK and len(self._account.passed) < _MOST_PASSED_LISTED:
            sheet = self._carried.sheet
            self._account.passed.append(PassedRow(sheet.file, sheet.name, row.number, row.why, row.text))

    def _keep(self, row: CarriedRow, mark: RowMarks) -> None:
        account = self._account
        account.registered += 1
        if account.seen.takes_number(mark):
            sheet = self._carried.sheet
            account.noted.append(
                RowProblem(sheet.file, sheet.name, row.number, "source_number", "number_taken", mark.own_number)
            )
        account.seen.add(mark)
        self._note(row.number, row.noted)

    def _refuse(self, row: CarriedRow) -> None:
        account = self._account
        account.refused_rows += 1
        account.refused += [self._placed(row.number, each) for each in row.refused]
        self._count_unknown(row.refused)
        self._note(row.number, row.noted)
        if not account.dry_run:
            reasons = [problem_sentence(_as_problem(each), account.words) for each in row.refused]
            carried = self._carried
            self._refused.add(carried.sheet.name, carried.header, row.number, row.cells, reasons)

    def _note(self, number: int, noted: Sequence[PlainProblem]) -> None:
        if noted:
            self._account.noted += [self._placed(number, each) for each in noted]
            self._count_unknown(noted)

    def _count_unknown(self, problems: Sequence[PlainProblem]) -> None:
        for name, code, value in problems:
            if code == "unknown_word":
                self._account.unknown[name, value.strip()] += 1

    def _placed(self, number: int, problem: PlainProblem) -> RowProblem:
        sheet = self._carried.sheet
        return RowProblem(sheet.file, sheet.name, number, *problem)


def _as_problem(problem: PlainProblem) -> Problem:
    name, code, value = problem
    known = FIELD.get(name)
    return Problem(
        name, code, details=(("value", value), ("limit", known.limit if known else 0), ("length", len(value)))
    )
