"""Rows of a foreign ledger as somebody sees them before they are imported."""

from __future__ import annotations

from dataclasses import dataclass

from complaint_desk.domain.complaint import Complaint, ComplaintDraft
from complaint_desk.domain.foreign.row_places import RowPlace
from complaint_desk.domain.foreign.understood_row import CellProblem


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One row: its cells as texts, and what becomes of it.

    `passed`: why it is passed over, "" if it is read. `draft`: as it would be registered, also of a refused row as far as
    it could be read; None for one that is passed over. `known`: the ledger or a row before has it, and it makes no complaint of
    its own. `there`: the complaint that the ledger has, or what the row at `earlier` tells, of which one will be made.
    `similar`: it tells nearly the same, and that is all that is known.
    """

    number: int
    texts: tuple[str, ...] = ()
    passed: str = ""
    draft: ComplaintDraft | None = None
    refused: tuple[CellProblem, ...] = ()
    noted: tuple[CellProblem, ...] = ()
    known: bool = False
    there: Complaint | ComplaintDraft | None = None
    similar: bool = False
    earlier: RowPlace | None = None


@dataclass(frozen=True, slots=True)
class RowToDecide:
    """A row that is known or similar, in its sheet."""

    file: str
    sheet: str
    row: SeenRow
