"""What a foreign sheet is: its header, what its columns fill, and its rows as complaints."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from complaint_desk.domain.foreign.carried_rows import RowCarrier
from complaint_desk.domain.foreign.cells import Cell
from complaint_desk.domain.foreign.column_content import content_of_column
from complaint_desk.domain.foreign.column_proposals import (
    corrected_headers,
    propose_columns,
    proposed_mapping,
    remembered,
)
from complaint_desk.domain.foreign.header_words import HeaderWords
from complaint_desk.domain.foreign.import_cells import CellReader, decided_words
from complaint_desk.domain.foreign.import_choices import SheetChoices
from complaint_desk.domain.foreign.import_mapping import ColumnProposal, LayoutMapping, fingerprint_of, missing_columns
from complaint_desk.domain.foreign.import_rows import RowContext, RowReader
from complaint_desk.domain.foreign.sheet_dates import SheetDates
from complaint_desk.domain.foreign.sheet_shape import (
    ROWS_LOOKED_THROUGH,
    FoundHeader,
    RowJudge,
    fill_merged,
    find_header,
    header_at,
    usual_year,
    year_said,
)
from complaint_desk.domain.plain_text import Unreadable
from complaint_desk.domain.reading import Lookup
from complaint_desk.domain.vocabulary import ListEntry
from complaint_desk.i18n import LANGUAGES, _
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import resource
from complaint_desk.workbooks.foreign_sheets import ForeignSheet, NumberedRow
from complaint_desk.workbooks.headings import Headings, load_headings

SAMPLE = 200
"""Rows of a sheet whose cells help to understand its columns; a preview shows as many."""
_OWN_COLUMNS = frozenset({"number", "registered_at", "registered_by", "due_at", "status"})
"""An export of this program has these, and no ledger that was kept by hand has all."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What sheets are understood by: the office's words and codes in force, what was decided, and the present moment.

    `imported_mark`: the text of the steps that tell of old times. `counts_only`: no complaint will be made of a row. A plain
    value, which goes to another process.
    """

    language: str
    entries: tuple[ListEntry, ...]
    codes: dict[str, frozenset[str]]
    choices: SheetChoices
    now: dt.datetime
    imported_mark: str
    counts_only: bool = True

    @classmethod
    def of(
        cls,
        words: Words,
        codes: dict[str, frozenset[str]],
        choices: SheetChoices,
        now: dt.datetime,
        *,
        counts_only: bool = True,
    ) -> Basis:
        mark = _("Taken over from an older ledger")
        return cls(words.language, words.entries, codes, choices, now, mark, counts_only)


@dataclass(frozen=True, slots=True)
class UnderstoodSheet:
    """A sheet whose header was found. `rows` are those below it, read once; `missing` names what it needs and lacks."""

    sheet: ForeignSheet
    header: FoundHeader
    columns: tuple[ColumnProposal, ...]
    mapping: LayoutMapping
    missing: tuple[str, ...]
    dates: SheetDates
    rows: Iterator[NumberedRow]
    judge: RowJudge
    reader: RowReader
    counts_only: bool

    def carrier(self) -> RowCarrier:
        """What gives its rows to another process."""
        return RowCarrier(self.judge, self.reader, self.sheet.uncomputed, self.counts_only)


class Understanding:
    """Understands the sheets of one import. Made once: loading its tables takes a few milliseconds."""

    def __init__(self, basis: Basis) -> None:
        choices = basis.choices
        self._headings: Headings = load_headings(resource("headers"), [Words(each).field_label for each in LANGUAGES])
        self._words: HeaderWords = dataclasses.replace(
            self._headings.words, corrected=corrected_headers(choices.corrected, self._headings.words)
        )
        self._lookup: Lookup = self._headings.lookup(Words(basis.language, basis.entries))
        self._choices = choices
        self._counts_only = basis.counts_only
        self._learned = tuple(word for each in choices.corrected for word in each.words)
        self._context = RowContext(
            lookup=self._lookup,
            region_of=self._headings.region_of,
            now=basis.now,
            codes=basis.codes,
            imported_mark=basis.imported_mark,
            dittos=self._words.rows.dittos,
        )

    def of(self, sheet: ForeignSheet) -> UnderstoodSheet | None:
        """What a sheet is; None for one that says nothing."""
        first = list(itertools.islice(sheet.rows, ROWS_LOOKED_THROUGH + SAMPLE))
        cells = [row for _number, row in first]
        place = (sheet.file, sheet.name)
        pointed = self._choices.header_of(*place)
        header = (
            header_at(cells, pointed[0] - 1, pointed[1], sheet.merges)
            if pointed
            else find_header(cells, self._words, sheet.merges)
        )
        if header is None:
            return None
        rows = _filled(itertools.chain(first[header.body :], sheet.rows), sheet, header)
        sample = list(itertools.islice(rows, SAMPLE))
        year = self._choices.year_of(*place) or year_said(sheet.name, *header.title, Path(sheet.file).stem)
        dates = SheetDates(year, sheet.from_1904)
        columns, mapping = self._mapping(header, [row for _number, row in sample], dates)
        if year is None:
            dates = SheetDates(_year_of_days(sample, mapping), sheet.from_1904)
        return self._understood(sheet, header, columns, mapping, dates, itertools.chain(sample, rows))

    def _understood(
        self,
        sheet: ForeignSheet,
        header: FoundHeader,
        columns: tuple[ColumnProposal, ...],
        mapping: LayoutMapping,
        dates: SheetDates,
        rows: Iterator[NumberedRow],
    ) -> UnderstoodSheet:
        targets = {field for column in mapping.columns for field in column.fields}
        telling = tuple(at for at, column in enumerate(mapping.columns) if "facts" in column.fields)
        reader = CellReader(
            lookup=self._lookup,
            dates=dates,
            titles=self._words.rows.titles,
            decided=decided_words((*self._learned, *mapping.words)),
            tells_outcome="outcome_text" in targets,
            as_written=targets >= _OWN_COLUMNS,
        )
        return UnderstoodSheet(
            sheet=sheet,
            header=header,
            columns=columns,
            mapping=mapping,
            missing=missing_columns(mapping.columns, mapping.values),
            dates=dates,
            rows=rows,
            judge=RowJudge(header.texts, telling, self._words.rows),
            reader=RowReader(mapping, reader, self._context),
            counts_only=self._counts_only,
        )

    def _mapping(
        self, header: FoundHeader, sample: Sequence[Sequence[Cell]], dates: SheetDates
    ) -> tuple[tuple[ColumnProposal, ...], LayoutMapping]:
        """What was decided of this layout, else what is proposed."""
        kept = self._choices.mapping_of(fingerprint_of(header.texts), header.texts)
        if kept is not None:
            columns = remembered(header.texts, kept)
            return columns, dataclasses.replace(kept, columns=tuple(each.mapping for each in columns))
        contents = [
            content_of_column(
                [row[at] for row in sample if at < len(row)], dates, self._lookup, self._words.rows.yes_no
            )
            for at in range(len(header.texts))
        ]
        columns = propose_columns(header.texts, contents, self._words)
        return columns, proposed_mapping(columns)


def _filled(rows: Iterator[NumberedRow], sheet: ForeignSheet, header: FoundHeader) -> Iterator[NumberedRow]:
    """The rows, in which each cell of a merged one says what it says."""
    taken_over = fill_merged(sheet.merges, header.body)
    if not taken_over:
        yield from rows
        return
    sources = {(top, left) for cells in taken_over.values() for _column, top, left in cells}
    said: dict[tuple[int, int], Cell] = {}
    columns = sorted({left for _top, left in sources})
    for number, cells in rows:
        filled = list(cells)
        for column, top, left in taken_over.get(number - 1, ()):
            if column < len(filled) and filled[column] in (None, ""):
                filled[column] = said.get((top, left))
        for column in columns:
            if (number - 1, column) in sources and column < len(filled):
                said[number - 1, column] = filled[column]
        yield number, filled


def _year_of_days(sample: Sequence[NumberedRow], mapping: LayoutMapping) -> int | None:
    """The year of most complaints of a sheet, for those whose day has none."""
    at = next((at for at, column in enumerate(mapping.columns) if "received_at" in column.fields), None)
    if at is None:
        return None
    days: list[dt.date] = []
    for _number, cells in sample:
        cell = cells[at] if at < len(cells) else None
        if isinstance(cell, dt.date):
            days.append(cell)
        elif isinstance(cell, str) and cell:
            try:
                days.append(SheetDates().moment(cell)[0].date())
            except Unreadable:
                continue
    return usual_year(days)
