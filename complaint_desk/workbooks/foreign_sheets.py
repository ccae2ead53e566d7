"""Sheets of foreign ledgers as their readers give them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from complaint_desk.domain.foreign.cells import Cell
from complaint_desk.domain.foreign.sheet_shape import Merges

TEXT_SHEET = ""
"""The name of the one sheet of a text file."""

MOST_REACHED = 1_000_000
"""Cells of a sheet that are covered by those above them."""

NumberedRow = tuple[int, Sequence[Cell]]
"""A row with the number that a spreadsheet shows."""


@dataclass(frozen=True, slots=True)
class ForeignSheet:
    """A sheet with all its rows from its first one, blank ones too; `rows` is read once, as it is wanted.

    `count`: how many rows there are, None if unknown. `merges` count from 0. `hidden_rows`: by their numbers, None if unknown.
    `uncomputed`: row number → columns from 0 whose formulas have no stored value. `from_1904`: how days are counted.
    """

    file: str
    name: str
    rows: Iterator[NumberedRow]
    count: int | None = None
    visible: bool = True
    merges: Merges = ()
    hidden_rows: tuple[int, ...] | None = ()
    uncomputed: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    from_1904: bool = False
