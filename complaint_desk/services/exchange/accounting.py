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
from complaint_desk.domain.foreign.carried_rows import CarriedRows, PlainProblem
from complaint_desk.domain.foreign.import_choices import AS_PROPOSED, SheetChoices
from complaint_desk.domain.foreign.known_choices import CHANGING, KnownWay
from complaint_desk.domain.foreign.sheet_shape import Passed
from complaint_desk.domain.foreign.unknown_words import UnknownWord
from complaint_desk.domain.problems import Problem
from complaint_desk.domain.reports import ImportResult, KnownRow, PassedRow, RowProblem, SheetCounts
from complaint_desk.i18n.sentences import problem_sentence
from complaint_desk.i18n.words import Words
from complaint_desk.services.exchange.finding import Found, RowsToDecide, find, in_ledger
from complaint_desk.storage.open_batch import OpenBatch
from complaint_desk.storage.rows_taken import RowsTaken, ToldRow, told_rows
from complaint_desk.workbooks.apart.opening import CarriedSheet
from complaint_desk.workbooks.refused_rows import RefusedRows

_MOST_PASSED_LISTED = 10_000


@dataclass
class Account:
    """What became of the rows so far; `batch` takes those that are new, `taken` knows them again."""

    batch: OpenBatch
    taken: RowsTaken
    words: Words
    dry_run: bool
    choices: SheetChoices = AS_PROPOSED
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
    to_decide: RowsToDecide = field(init=False)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    refused_files: list[Path] = field(default_factory=list)
    sheets: list[SheetCounts] = field(default_factory=list)
    files: list[HowRead] = field(default_factory=list)
    not_met: set[tuple[str, str, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.not_met.update(self.choices.known_rows)
        self.to_decide = RowsToDecide(self.batch, self.taken)

    @contextmanager
    def sheet(self, carried: CarriedSheet, refused: RefusedRows) -> Iterator[SheetRows]:
        """Take the rows of a sheet; what was read of it is counted also where its end is not reached."""
        before = (self.read, self.registered, self.known, self.refused_rows, self.passed_over)
        try:
            yield SheetRows(self, carried, refused)
        finally:
            after = (self.read, self.registered, self.known, self.refused_rows, self.passed_over)
            read, registered, known, refused_rows, passed = (
                now - then for now, then in zip(after, before, strict=True)
            )
            sheet = carried.sheet
            hidden = None if sheet.hidden_rows is None else len(sheet.hidden_rows)
            counted = (read, registered, known, refused_rows, passed, hidden)
            self.sheets.append(SheetCounts(sheet.file, sheet.name, "", *counted, carried.values))

    def pass_by(self, file: str, sheet: str, why: str) -> None:
        """A sheet that was not read."""
        self.sheets.append(SheetCounts(file, sheet, why))

    def pass_by_file(self, path: Path, refusal: Refusal) -> None:
        """A file that was not read, or not to its end."""
        told = tuple((key, value) for key, value in refusal.details.items() if isinstance(value, str | int))
        self.sheets.append(SheetCounts(str(path), "", refusal.code, refusal=told))

    def tell_known(self, row: KnownRow) -> None:
        """A row that is only similar is told of always, any that is known where somebody may decide from it."""
        if row.similar:
            self.similar.append(row)
        if self.dry_run:
            self.known_rows.append(row)

    def close_file(self, refused: RefusedRows) -> None:
        """Write the workbook of the refused rows of a file; one in which nothing was mended is it already."""
        if not refused.count or self.dry_run:
            return
        file = str(refused.source)
        mended = any(sheet.registered or sheet.known for sheet in self.sheets if sheet.file == file)
        self.refused_files.append(refused.save() if mended or refused.says_more else refused.source)

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
            to_decide=tuple(self.to_decide.rows),
            not_met=tuple(sorted(self.not_met)),
        )


class SheetRows:
    """The rows of one sheet on their way into the account."""

    def __init__(self, account: Account, carried: CarriedSheet, refused: RefusedRows) -> None:
        self._account = account
        self._carried = carried
        self._refused = refused
        self._fresh: list[int] = []
        account.taken.begin_sheet(carried.sheet.file, carried.sheet.name)

    def take(self, rows: CarriedRows) -> None:
        """A portion of the rows below the header: decide of each, and register the new ones."""
        account = self._account
        account.read += len(rows.passed) + len(rows.numbers)
        self._pass_over(rows.passed)
        marks = rows.row_marks()
        known, similar, held = in_ledger(account.batch, marks, rows.draft)
        shown = (*similar, *known) if account.dry_run else similar
        numbers = account.batch.numbers_of({each for each in shown if each is not None})
        told = told_rows(rows.numbers, marks, rows.drafts, rows.contacts())
        met = account.taken.look_forward(told)
        for at, (each, there, like) in enumerate(zip(told, known, similar, strict=True)):
            found = find(account.taken, each, there, like) if met[at] or there or like else None
            if found and self._is_left(rows, at, found, numbers.get(found.there or 0, "")):
                account.known += 1
            elif at in rows.refused:
                self._refuse(rows, at)
            else:
                is_other = not found or found.similar
                in_use = each.marks.source_number in held or (met[at] and account.taken.takes_number(each))
                self._keep(rows, at, each, takes_number=is_other and in_use)
        self._register(rows)

    def _is_left(self, rows: CarriedRows, at: int, found: Found, number: str) -> bool:
        """Whether a known row makes no complaint of its own; it may change the one that is there."""
        account, sheet = self._account, self._carried.sheet
        place = (sheet.file, sheet.name, rows.numbers[at])
        way = account.choices.way_of(*place, similar=found.similar)
        account.not_met.discard(place)
        if found.similar or account.dry_run:
            earlier = None if found.earlier is None else account.taken.place(found.earlier)
            account.tell_known(KnownRow(*place, number, way, found.similar, earlier))
        if account.dry_run:
            account.to_decide.add(rows, at, place, found, way)
        if way in CHANGING and self._changes(rows, at, found, way):
            account.changed += 1
            self._note(rows, at)
        return way is not KnownWay.BOTH

    def _changes(self, rows: CarriedRows, at: int, found: Found, way: KnownWay) -> bool:
        batch, dry_run = self._account.batch, self._account.dry_run
        usual = dict(self._carried.values).keys()
        if found.earlier is None:
            return found.there is not None and batch.change(found.there, rows.draft(at), way, usual, dry_run=dry_run)
        # What a row before has told stands in the ledger only when it is registered.
        self._register(rows)
        earlier = self._account.taken.draft(found.earlier) if dry_run else None
        return batch.change(batch.id_of(found.earlier), rows.draft(at), way, usual, dry_run=dry_run, earlier=earlier)

    def _register(self, rows: CarriedRows) -> None:
        fresh, self._fresh = self._fresh, []
        if fresh and not self._account.dry_run:
            self._account.batch.add(rows.new_complaints(fresh))

    def _pass_over(self, rows: Sequence[tuple[int, str, str]]) -> None:
        account, sheet = self._account, self._carried.sheet
        account.passed_over += len(rows)
        telling = [PassedRow(sheet.file, sheet.name, *each) for each in rows if each[1] != Passed.BLANK]
        account.passed += telling[: max(0, _MOST_PASSED_LISTED - len(account.passed))]

    def _keep(self, rows: CarriedRows, at: int, told: ToldRow, *, takes_number: bool) -> None:
        account, sheet = self._account, self._carried.sheet
        account.registered += 1
        if takes_number:
            number, own = rows.numbers[at], told.marks.own_number
            account.noted.append(RowProblem(sheet.file, sheet.name, number, "source_number", "number_taken", own))
        account.taken.add(told, rows.draft(at) if account.dry_run else None)
        self._fresh.append(at)
        self._note(rows, at)

    def _refuse(self, rows: CarriedRows, at: int) -> None:
        account, refused = self._account, rows.refused[at]
        account.refused_rows += 1
        account.refused += [self._placed(rows.numbers[at], each) for each in refused]
        self._count_unknown(refused)
        self._note(rows, at)
        if not account.dry_run:
            reasons = [problem_sentence(_as_problem(each), account.words) for each in refused]
            carried = self._carried
            self._refused.add(carried.sheet.name, carried.header, rows.numbers[at], rows.cells[at], reasons)

    def _note(self, rows: CarriedRows, at: int) -> None:
        if noted := rows.noted.get(at):
            self._account.noted += [self._placed(rows.numbers[at], each) for each in noted]
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
