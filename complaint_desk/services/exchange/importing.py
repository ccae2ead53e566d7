"""Taking complaints over from foreign files: every row is registered, known or refused, and all of it is one batch."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.import_rows import REQUIRED_COLUMNS, Cell, CellProblem, ReadRow, RowReader
from complaint_desk.domain.known_rows import RowMarks, RowsSeen, marks_of
from complaint_desk.domain.problems import Problem
from complaint_desk.domain.reports import ImportResult, RowProblem
from complaint_desk.i18n import LANGUAGES, _
from complaint_desk.i18n.sentences import problem_sentence
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import resource
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.services.desk import Desk
from complaint_desk.storage import batches, lists
from complaint_desk.storage.batches import OpenBatch
from complaint_desk.storage.journal import Signature
from complaint_desk.workbooks.foreign_sheets import ForeignSheet, open_sheets
from complaint_desk.workbooks.headings import Headings, load_headings
from complaint_desk.workbooks.refused_rows import RefusedRows

_PORTION = 1_000
_FRESH_VALUES = 100_000
_Row = tuple[int, Sequence[Cell], ReadRow]


def import_files(
    desk: Desk,
    paths: Sequence[Path],
    words: Words,
    *,
    sheet: str | None = None,
    dry_run: bool = False,
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
) -> ImportResult:
    """Import files as one batch in one transaction; refused rows go to a workbook beside their source.

    A row is *known* if the ledger or a row before has its number, or, where one of them has no number, the same phone,
    subject and day. It is *refused* if a required field is missing or cannot be read, or if another value is forbidden
    (in the future, negative, too long …). Values of other fields that cannot be read are *noted*, kept with the complaint
    as original values. Of a workbook every visible sheet that has the required columns is read, or the one named `sheet`.
    With `dry_run` nothing is written, neither ledger nor workbook. Progress counts rows.

    Rows that were refused do not keep the others out; a caller that must say yes or no (the command line: exit code 3)
    looks at `refused_rows`.

    Raises:
        Refusal: a file as a whole is of no use (`missing_columns` with `file`, `sheet`, `columns`, and the codes of
            `open_sheets`); nothing was written.
        Surroundings: ledger or workbook of refused rows cannot be written; nothing was written.
        Stopped: nothing was written.
    """
    signature = Signature(desk.person, desk.clock())
    headings = _headings()
    scope = desk.store.reading(stop) if dry_run else desk.store.writing(stop)
    with _rare_collections(), scope as connection:
        said = desk.settings
        batch = OpenBatch(connection, signature, said.number_pattern, [str(path) for path in paths], said.rule_set)
        reader = _Layouts(headings, words, desk, lists.codes(connection))
        running = _Import(batch, words, dry_run=dry_run, stop=stop, progress=progress)
        for path in paths:
            running.take_file(path, reader, sheet)
        batch.close()
    return running.result()


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Rows make no cycles; looking for some among thousands of fresh values takes a tenth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(_FRESH_VALUES, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def undo_import(desk: Desk, batch: int) -> Changes:
    """Take a batch back whole; its numbers are not given again.

    Raises:
        Refusal: `no_batch`, `batch_undone`, or `batch_changed` with `numbers` (the first 20) and `count`, where somebody
            has worked on its complaints since; nothing was removed.
    """
    with desk.store.writing() as connection:
        return batches.remove(connection, Signature(desk.person, desk.clock()), batch)


def _headings() -> Headings:
    return load_headings(resource("headers"), [Words(language).field_label for language in LANGUAGES])


class _Layouts:
    """Gives each sheet a reader of its rows, or says which required columns it lacks."""

    def __init__(self, headings: Headings, words: Words, desk: Desk, codes: dict[str, frozenset[str]]) -> None:
        self._headings = headings
        self._lookup = headings.lookup(words)
        self._now = desk.clock()
        self._codes = codes
        self._mark = _("Taken over from an older ledger")

    def of(self, sheet: ForeignSheet) -> tuple[RowReader, tuple[str, ...]]:
        targets = self._headings.meanings(sheet.header)
        reader = RowReader(
            targets, sheet.header, self._lookup, self._headings.region_of, self._now, self._codes, self._mark
        )
        return reader, tuple(name for name in REQUIRED_COLUMNS if name not in targets)


@dataclass
class _Import:
    """What became of the rows so far."""

    batch: OpenBatch
    words: Words
    dry_run: bool
    stop: StopSignal | None
    progress: Progress
    seen: RowsSeen = field(default_factory=RowsSeen)
    read: int = 0
    registered: int = 0
    known: int = 0
    refused_rows: int = 0
    refused: list[RowProblem] = field(default_factory=list)
    noted: list[RowProblem] = field(default_factory=list)
    refused_files: list[Path] = field(default_factory=list)

    def take_file(self, path: Path, layouts: _Layouts, wanted: str | None) -> None:
        lacking: Refusal | None = None
        imported = False
        refused = RefusedRows(path)
        before = self.refused_rows
        for sheet in open_sheets(path, wanted):
            reader, missing = layouts.of(sheet)
            if missing:
                lacking = lacking or self._missing(sheet, missing)
                continue
            imported = True
            total = None if sheet.count is None else self.read + sheet.count
            for portion in _portions(sheet):
                self._take(sheet, [(row, cells, reader.read(cells)) for row, cells in portion], refused)
                self.progress(self.read, total)
        if lacking and not imported:
            raise lacking
        if self.refused_rows > before and not self.dry_run:
            self.refused_files.append(refused.save())

    def _missing(self, sheet: ForeignSheet, missing: tuple[str, ...]) -> Refusal:
        labels = _(", ").join(map(self.words.field_label, missing))
        return Refusal("missing_columns", file=sheet.file, sheet=sheet.name, columns=missing, labels=labels)

    def _take(self, sheet: ForeignSheet, rows: list[_Row], refused: RefusedRows) -> None:
        if self.stop:
            self.stop.heed()
        marks = [marks_of(read.draft, read.number) for _row, _cells, read in rows]
        fresh: list[ReadRow] = []
        for (row, cells, read), mark, is_known in zip(rows, marks, self.batch.known(marks), strict=True):
            self.read += 1
            if is_known or self.seen.holds(mark):
                self.known += 1
            elif read.refused:
                self._refuse(sheet, row, cells, read.refused, refused)
            else:
                self._keep(sheet, row, read, mark)
                fresh.append(read)
        if not self.dry_run:
            self.batch.add([read.draft for read in fresh], [read.steps for read in fresh])

    def _keep(self, sheet: ForeignSheet, row: int, read: ReadRow, mark: RowMarks) -> None:
        self.registered += 1
        self.seen.add(mark)
        self.noted += [_placed(sheet, row, each) for each in read.noted]

    def _refuse(
        self,
        sheet: ForeignSheet,
        row: int,
        cells: Sequence[Cell],
        problems: tuple[CellProblem, ...],
        refused: RefusedRows,
    ) -> None:
        self.refused_rows += 1
        self.refused += [_placed(sheet, row, each) for each in problems]
        if not self.dry_run:
            reasons = [problem_sentence(_as_problem(each), self.words) for each in problems]
            refused.add(sheet.name, sheet.header, row, cells, reasons)

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
        )


def _portions(sheet: ForeignSheet) -> Iterator[list[tuple[int, Sequence[Cell]]]]:
    rows = iter(sheet.rows)
    while portion := list(itertools.islice(rows, _PORTION)):
        yield portion


def _placed(sheet: ForeignSheet, row: int, problem: CellProblem) -> RowProblem:
    return RowProblem(sheet.file, sheet.name, row, problem.field, problem.code, problem.value)


def _as_problem(problem: CellProblem) -> Problem:
    known = FIELD.get(problem.field)
    details = (("value", problem.value), ("limit", known.limit if known else 0), ("length", len(problem.value)))
    return Problem(problem.field, problem.code, details=details)
