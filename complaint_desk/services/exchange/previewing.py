"""Looking at foreign files before they are imported: the first rows of each sheet, understood as the import will."""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from complaint_desk.domain.contact_keys import contact_keys_of_many
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.file_kinds import HowRead
from complaint_desk.domain.foreign.cells import cell_text
from complaint_desk.domain.foreign.import_choices import AS_PROPOSED, SheetChoices
from complaint_desk.domain.foreign.import_preview import ImportPreview, SeenFile, SeenSheet
from complaint_desk.domain.foreign.known_choices import KnownWay
from complaint_desk.domain.foreign.known_rows import RowMarks, marks_of
from complaint_desk.domain.foreign.seen_rows import SeenRow
from complaint_desk.domain.foreign.sheet_shape import ROWS_LOOKED_THROUGH
from complaint_desk.domain.foreign.unknown_words import UnknownWord
from complaint_desk.domain.new_complaints import draft_columns
from complaint_desk.domain.roles import Right
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.services.desk import Desk, needs
from complaint_desk.services.exchange.finding import find, in_ledger, what_stands_there
from complaint_desk.storage import lists
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.open_batch import OpenBatch
from complaint_desk.storage.rows_taken import RowsTaken, told_rows
from complaint_desk.workbooks.apart.opening import OpenFile, reading_apart
from complaint_desk.workbooks.foreign_files import files_in
from complaint_desk.workbooks.foreign_sheets import ForeignSheet
from complaint_desk.workbooks.understanding import SAMPLE, Basis, Understanding, UnderstoodSheet

_HEAD = ROWS_LOOKED_THROUGH + SAMPLE


@needs(Right.IMPORT)
def preview(
    desk: Desk,
    paths: Sequence[Path],
    words: Words,
    *,
    sheet: str | None = None,
    choices: SheetChoices = AS_PROPOSED,
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
) -> ImportPreview:
    """What importing these files and folders would do, as far as the first rows of each sheet show it.

    A file that cannot be read is told of and keeps no other from being shown. Nothing is written. Progress counts files.

    Raises:
        Refusal: `empty_folder`.
        Surroundings: `cannot_read` with `path`.
        Stopped: by `stop`, between two sheets.
    """
    files = files_in(paths)
    taken = RowsTaken(keeps_drafts=True)
    with closing(taken), reading_apart(stop) as open_file, desk.store.reading(stop) as connection:
        understanding = Understanding(Basis.of(words, lists.codes(connection), choices, desk.clock()))
        batch = OpenBatch(connection, Signature(desk.person, desk.clock()), desk.settings.number_pattern, ())
        looking = _Looking(open_file, understanding, batch, taken, choices, stop)
        seen = []
        for at, (path, _named) in enumerate(files):
            progress(at, len(files))
            seen.append(looking.at_file(path, sheet))
        progress(len(files), len(files))
    return ImportPreview(tuple(seen), looking.unknown_words(), whole=looking.whole)


class _Looking:
    """Walks through files and sheets, and remembers what it saw in all of them."""

    def __init__(
        self,
        open_file: OpenFile,
        understanding: Understanding,
        batch: OpenBatch,
        taken: RowsTaken,
        choices: SheetChoices,
        stop: StopSignal | None,
    ) -> None:
        self._open_file = open_file
        self._understanding = understanding
        self._batch = batch
        self._taken = taken
        self._choices = choices
        self._stop = stop
        self._unknown: Counter[tuple[str, str]] = Counter()
        self.whole = True

    def at_file(self, path: Path, wanted: str | None) -> SeenFile:
        sheets: list[SeenSheet] = []
        how = HowRead(str(path))
        try:
            file = self._open_file(path, wanted, _HEAD, self._choices.text_of(str(path)))
            how = file.how
            for sheet in file.sheets:
                if self._stop:
                    self._stop.heed()
                sheets.append(self._at_sheet(sheet))
        except Refusal as refusal:
            return SeenFile(how, tuple(sheets), refusal)
        if all(sheet.why == "blank" for sheet in sheets):
            return SeenFile(how, refusal=Refusal("empty_file", file=str(path)))
        return SeenFile(how, tuple(sheets))

    def unknown_words(self) -> tuple[UnknownWord, ...]:
        return tuple(UnknownWord(*key, rows) for key, rows in self._unknown.most_common())

    def _at_sheet(self, sheet: ForeignSheet) -> SeenSheet:
        if why := self._choices.why_not(sheet.file, sheet.name, visible=sheet.visible):
            return SeenSheet(sheet.file, sheet.name, why, count=sheet.count)
        understood = self._understanding.of(sheet)
        if understood is None:
            return SeenSheet(sheet.file, sheet.name, "blank")
        seen = SeenSheet(
            file=sheet.file,
            name=sheet.name,
            why="missing_columns" if understood.missing else "",
            header_first=understood.header.first + 1,
            header_rows=understood.header.rows,
            title=understood.header.title,
            columns=understood.columns,
            mapping=understood.mapping,
            missing=understood.missing,
            count=sheet.count,
            hidden_rows=None if sheet.hidden_rows is None else len(sheet.hidden_rows),
            merged=len(sheet.merges),
            year=understood.dates.year,
            from_1904=understood.dates.from_1904,
        )
        return dataclasses.replace(seen, rows=self._rows(understood))

    def _rows(self, understood: UnderstoodSheet) -> tuple[SeenRow, ...]:
        rows = list(itertools.islice(understood.rows, SAMPLE))
        self.whole = self.whole and next(understood.rows, None) is None and not self._is_cut(understood, len(rows))
        seen: list[SeenRow] = []
        marks: list[RowMarks] = []
        for number, cells in rows:
            texts = tuple(map(cell_text, cells))
            if (passed := understood.judge.passes(cells)) is not None:
                seen.append(SeenRow(number, texts, passed=passed))
                continue
            read = understood.reader.read(cells, understood.sheet.uncomputed.get(number, ()))
            seen.append(SeenRow(number, texts, "", read.draft, read.refused, read.noted))
            marks.append(marks_of(read.draft, read.number))
        return tuple(seen) if understood.missing else tuple(self._recognised(understood.sheet, seen, marks))

    def _recognised(self, sheet: ForeignSheet, rows: list[SeenRow], marks: list[RowMarks]) -> Iterator[SeenRow]:
        """The rows with whether each is known, and their unknown words counted."""
        drafts = [row.draft for row in rows if row.draft is not None]
        known, similar, _numbers = in_ledger(self._batch, marks, drafts.__getitem__)
        complaints = self._batch.there([*known, *similar])
        numbers = [row.number for row in rows if row.draft is not None]
        columns = draft_columns(drafts)
        told = told_rows(numbers, marks, columns, contact_keys_of_many(columns))
        self._taken.begin_sheet(sheet.file, sheet.name)
        self._taken.look_forward(told)
        of_row = zip(told, known, similar, strict=True)
        for row in rows:
            if row.passed:
                yield row
                continue
            each, *ids = next(of_row)
            found = find(self._taken, each, *ids)
            is_similar = found is not None and found.similar
            way = self._choices.way_of(sheet.file, sheet.name, row.number, similar=is_similar)
            is_known = found is not None and way is not KnownWay.BOTH
            if not is_known and not row.refused:
                self._taken.add(each, row.draft)
            for problem in (*row.refused, *row.noted):
                if problem.code == "unknown_word":
                    self._unknown[problem.field, problem.value.strip()] += 1
            there, earlier = what_stands_there(found, self._taken, complaints) if found else (None, None)
            yield dataclasses.replace(row, known=is_known, there=there, earlier=earlier, similar=is_similar)

    def _is_cut(self, understood: UnderstoodSheet, rows: int) -> bool:
        """A workbook is read as far as its first rows; what it counts tells whether there are others."""
        count = understood.sheet.count
        return count is not None and count > understood.header.body + rows
