"""Where a row of a foreign ledger stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowPlace:
    """The file as it was given, the sheet, and the row as a spreadsheet counts it."""

    file: str
    sheet: str
    row: int
