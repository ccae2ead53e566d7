"""The shape of a foreign sheet: where its header stands among title rows, and which rows below tell of no complaint."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from complaint_desk.domain.foreign.cells import Cell, cell_text, column_name, is_blank
from complaint_desk.domain.foreign.header_words import GROUP_MARK, HeaderWords, RowWords, bare_word
from complaint_desk.domain.plain_text import tidy

Merges = Sequence[tuple[tuple[int, int], tuple[int, int]]]
"""Merged cells as (first row, first column), (last row, last column), counted from 0."""

ROWS_LOOKED_THROUGH = 60
"""A header stands among the first rows of a sheet, or nowhere."""

_LEAST_KNOWN = 2
_LEAST_SHARE = 0.25
_LONGEST_HEADER = 80
_LONGEST_TOTAL = 30
_MOST_OF_A_NOTE = 4
_ALONE = 2
_LIKE_A_VALUE = re.compile(r"[\d\s./:\-]*\d[\d\s./:\-]*")
_COLON = re.compile("[:\uff1a]")
_TOLD = re.compile("[:\uff1a].")
_YEAR = re.compile("(?<!\\d)(20\\d{2}|19[89]\\d)(?!\\d)")


class Passed(StrEnum):
    """Why a row below the header tells of no complaint."""

    BLANK = "blank"
    TOTAL = "total"
    HEADER = "header"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class FoundHeader:
    """The rows of a header, counted from 0, one or two; its texts, one a column, each different from the others.

    `title`: what stands above it, line by line.
    """

    first: int
    rows: int
    texts: tuple[str, ...]
    title: tuple[str, ...] = ()

    @property
    def body(self) -> int:
        """The row after the header."""
        return self.first + self.rows


def find_header(rows: Sequence[Sequence[Cell]], words: HeaderWords, merges: Merges = ()) -> FoundHeader | None:
    """The row, or the two rows, whose texts are known as headers best; else the first row that is not blank.

    Args:
        rows: the first rows of a sheet, from its first one.
        words: what headers are known.
        merges: the merged cells of the sheet.
    """
    best: tuple[int, int, tuple[str, ...]] | None = None
    most = 0
    for at in range(min(len(rows), ROWS_LOOKED_THROUGH)):
        for count, texts in _candidates(rows, at, merges):
            known = _known(texts, words)
            if known > most:
                most, best = known, (at, count, texts)
    if best is None:
        first = next((at for at, row in enumerate(rows) if not all(map(is_blank, row))), None)
        if first is None:
            return None
        best = (first, 1, tuple(map(header_text, rows[first])))
    at, count, texts = best
    return FoundHeader(at, count, told_apart(texts), _title_above(rows[:at]))


def header_at(rows: Sequence[Sequence[Cell]], first: int, count: int, merges: Merges = ()) -> FoundHeader:
    """The header that somebody has pointed at; `count` is 1 or 2."""
    if first >= len(rows):
        return FoundHeader(first, count, ())
    texts = dict(_candidates(rows, first, merges, forced=True)).get(count) or tuple(map(header_text, rows[first]))
    return FoundHeader(first, count, told_apart(texts), _title_above(rows[:first]))


def header_text(cell: Cell) -> str:
    """A cell as a header: one line, without stray blanks."""
    return " ".join(tidy(cell_text(cell)).split())


def told_apart(texts: Sequence[str]) -> tuple[str, ...]:
    """Headers of which each is another: a blank one is called by its column, a repeated one gets a number behind it."""
    found: dict[str, None] = {}
    for at, text in enumerate(texts):
        base = text or column_name(at)
        name, times = base, 1
        while name in found:
            times += 1
            name = f"{base} ({times})"
        found[name] = None
    return tuple(found)


def _candidates(
    rows: Sequence[Sequence[Cell]], at: int, merges: Merges, *, forced: bool = False
) -> list[tuple[int, tuple[str, ...]]]:
    """How many rows a header that begins in a row may have, and its texts."""
    upper = rows[at]
    found = []
    if all(is_blank(cell) or _like_header(cell) for cell in upper) or forced:
        found.append((1, tuple(map(header_text, upper))))
        if at + 1 < len(rows) and (joined := _joined(upper, rows[at + 1], at, merges, forced=forced)):
            found.append((2, joined))
    return found


def _joined(
    upper: Sequence[Cell], lower: Sequence[Cell], at: int, merges: Merges, *, forced: bool
) -> tuple[str, ...] | None:
    """The texts of a header of two rows; None if the second row is none."""
    width = max(len(upper), len(lower))
    above = [header_text(cell) for cell in upper] + [""] * (width - len(upper))
    below = [header_text(cell) for cell in lower] + [""] * (width - len(lower))
    filled = [column for column in range(width) if below[column]]
    if not forced and _is_title(upper, at, merges, len(filled)):
        return None
    if not filled or not all(_like_header(cell) or is_blank(cell) for cell in lower):
        return None
    wide = {
        column: left
        for (top, left), (_, right) in merges
        if top == at and right > left
        for column in range(left, right + 1)
    }
    groups = list(above)
    for column in range(1, width):
        if not groups[column] and below[column]:
            # Without a merge a group reaches as far as the cells right of it are blank.
            groups[column] = above[wide[column]] if column in wide else groups[column - 1]
    grouped = [column for column in filled if not above[column] or (column + 1 < width and not above[column + 1])]
    alone = any(above[column] and not below[column] for column in range(width))
    if not forced and (len(grouped) < _LEAST_KNOWN or not (alone or wide)):
        return None
    return tuple(
        f"{group}{GROUP_MARK}{leaf}" if group and leaf and group != leaf else leaf or group
        for group, leaf in zip(groups, below, strict=True)
    )


def _is_title(cells: Sequence[Cell], at: int, merges: Merges, columns: int) -> bool:
    """Whether a row over a header says what the sheet is, in one cell over most columns, or who made it and when."""
    said = [column for column, cell in enumerate(cells) if not is_blank(cell)]
    if len(said) == 1:
        widths = (right - left + 1 for (top, left), (_, right) in merges if (top, left) == (at, said[0]))
        return next(widths, 1) * 2 > columns
    return any(_TOLD.search(header_text(cells[column])) for column in said)


def _like_header(cell: Cell) -> bool:
    return (
        isinstance(cell, str) and 0 < len(cell.strip()) <= _LONGEST_HEADER and not _LIKE_A_VALUE.fullmatch(cell)
    ) or is_blank(cell)


def _known(texts: tuple[str, ...], words: HeaderWords) -> int:
    """How many texts are known as headers, each meaning once; 0 where they are too few to make a header."""
    said = [text for text in texts if text]
    known = len({text for text in said if words.knows(text)})
    return known if known >= _LEAST_KNOWN and known >= _LEAST_SHARE * len(said) else 0


def _title_above(rows: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    lines = ("  ".join(header_text(cell) for cell in row if not is_blank(cell)) for row in rows)
    return tuple(line for line in lines if line)


def year_said(*texts: str) -> int | None:
    """The year that names and titles tell, of a file, its sheet, the lines above its header: the first that names one."""
    for text in texts:
        if years := set(_YEAR.findall(text)):
            return int(max(years))
    return None


def usual_year(days: Sequence[dt.date]) -> int | None:
    """The year of most days."""
    years = [day.year for day in days]
    return max(set(years), key=years.count) if years else None


@dataclass(frozen=True, slots=True)
class RowJudge:
    """Says of each row below a header whether it is passed over, and why.

    `telling` are the columns without which no row tells of a complaint, those of its narrative; where a row says
    something there, it is looked at no further, which keeps this cheap.
    """

    header: tuple[str, ...]
    telling: tuple[int, ...]
    words: RowWords

    def passes(self, cells: Sequence[Cell]) -> Passed | None:
        """Why the row is passed over; None for one that is to be read."""
        for at in self.telling:
            if at < len(cells):
                cell = cells[at]
                if cell and isinstance(cell, str) and cell != self.header[at] and not cell.isspace():
                    return self._tells_after_all(cells, at)
        said = [cell for cell in cells if not is_blank(cell)]
        if not said:
            return Passed.BLANK
        if self._repeats_header(cells, len(said)):
            return Passed.HEADER
        if len(said) <= max(_MOST_OF_A_NOTE, len(self.header) * 2 // 3) and any(map(self._is_total, said)):
            return Passed.TOTAL
        if len(said) <= _MOST_OF_A_NOTE and (len(said) == 1 or any(map(self._is_note, said))):
            return Passed.NOTE
        return None

    def _tells_after_all(self, cells: Sequence[Cell], narrative: int) -> Passed | None:
        """A row that says something where the narrative stands, and yet begins as a sum, or is a note in that column."""
        first = next(at for at, cell in enumerate(cells) if not is_blank(cell))
        cell = cells[first]
        if not isinstance(cell, str) or len(cell) > _LONGEST_TOTAL:
            return None
        if first != narrative:
            return Passed.TOTAL if bare_word(cell).endswith(self.words.totals) else None
        if sum(not is_blank(each) for each in cells) > _ALONE:
            return None
        return Passed.TOTAL if self._is_total(cell) else Passed.NOTE if self._is_note(cell) else None

    def _repeats_header(self, cells: Sequence[Cell], said: int) -> bool:
        same = sum(
            isinstance(cell, str) and header_text(cell) == text.rpartition(GROUP_MARK)[2]
            for cell, text in zip(cells, self.header, strict=False)
        )
        return same > 1 and same * 2 > said

    def _is_total(self, cell: Cell) -> bool:
        if not isinstance(cell, str) or len(cell) > _LONGEST_TOTAL:
            return False
        word = _COLON.split(bare_word(cell))[0]
        return word.startswith(self.words.totals) or word.endswith(self.words.totals)

    def _is_note(self, cell: Cell) -> bool:
        if not isinstance(cell, str):
            return False
        word, colon, _ = bare_word(cell).partition(":")
        return word.endswith(self.words.notes) if colon else word in self.words.notes


def fill_merged(merges: Merges, first_row: int) -> dict[int, tuple[tuple[int, int, int], ...]]:
    """What a row below the header takes over from a cell that is merged downward: its column, and the cell's place."""
    filled: dict[int, list[tuple[int, int, int]]] = {}
    for (top, left), (bottom, right) in merges:
        if bottom > top >= first_row and left == right:
            for row in range(top + 1, bottom + 1):
                filled.setdefault(row, []).append((left, top, left))
    return {row: tuple(cells) for row, cells in filled.items()}
