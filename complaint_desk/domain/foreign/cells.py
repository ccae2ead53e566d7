"""A cell of a foreign sheet, as its reader gives it, and as text."""

from __future__ import annotations

import datetime as dt

Cell = str | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None

# A spreadsheet knows 15 digits; larger whole numbers are shown as far as nobody would take them for an amount.
_EXACT, _PLAIN = 10**15, 10**21
_LETTERS = 26


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


def is_blank(cell: Cell) -> bool:
    """True for a cell that says nothing, blanks included."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def column_name(at: int) -> str:
    """The letters of a column, counted from 0, as spreadsheets name it."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
