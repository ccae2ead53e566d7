"""What a row of an import tells of that is there already, and what somebody is shown who decides of such rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from complaint_desk.domain.complaint import Complaint, ComplaintContent, ComplaintDraft
from complaint_desk.domain.foreign.carried_rows import CarriedRows
from complaint_desk.domain.foreign.known_choices import KnownWay
from complaint_desk.domain.foreign.known_rows import RowMarks
from complaint_desk.domain.foreign.row_places import RowPlace
from complaint_desk.domain.foreign.seen_rows import RowToDecide, SeenRow
from complaint_desk.domain.foreign.understood_row import CellProblem
from complaint_desk.storage.open_batch import OpenBatch
from complaint_desk.storage.rows_taken import RowsTaken, ToldRow

_MOST = 500
"""Rows to decide that are shown, of known ones and of similar ones each."""


@dataclass(frozen=True, slots=True)
class Found:
    """A complaint of the ledger by its id, or the row at a place among those that were taken."""

    there: int | None
    earlier: int | None
    similar: bool = False


def in_ledger(
    batch: OpenBatch, marks: Sequence[RowMarks], content_of: Callable[[int], ComplaintContent]
) -> tuple[list[int | None], list[int | None], AbstractSet[str]]:
    """For each row the complaint of the ledger that it is; and for the others one that tells nearly the same.

    And the numbers of rows that complaints of the ledger have.

    `content_of`: what the row at a place says.
    """
    known, numbers = batch.known(marks)
    unknown = [mark if there is None else None for mark, there in zip(marks, known, strict=True)]
    return known, batch.similar(unknown, content_of), numbers


def find(taken: RowsTaken, row: ToldRow, there: int | None, like: int | None) -> Found | None:
    """What a row tells of; what proves the same goes before what only tells nearly the same, and the ledger before the rows.

    `there`: the complaint of the ledger that it is, `like` one that tells nearly the same.
    """
    if there is not None:
        return Found(there, None)
    if (earlier := taken.same(row)) is not None:
        return Found(None, earlier)
    if like is not None:
        return Found(like, None, similar=True)
    earlier = taken.similar(row)
    return None if earlier is None else Found(None, earlier, similar=True)


def what_stands_there(
    found: Found, taken: RowsTaken, complaints: Mapping[int | None, Complaint]
) -> tuple[Complaint | ComplaintDraft | None, RowPlace | None]:
    """What is shown beside a row, and where that stands if it is a row itself; `complaints`: those of the ledger by id."""
    if found.earlier is None:
        return complaints.get(found.there), None
    return taken.draft(found.earlier), taken.place(found.earlier)


class RowsToDecide:
    """The first known and the first similar rows of a dry run, each beside what stands there."""

    def __init__(self, batch: OpenBatch, taken: RowsTaken) -> None:
        self._batch = batch
        self._taken = taken
        self._counts: Counter[bool] = Counter()
        self.rows: list[RowToDecide] = []

    def add(self, rows: CarriedRows, at: int, place: tuple[str, str, int], found: Found, way: KnownWay) -> None:
        """Keep the row at a place of a portion as far as there is room."""
        self._counts[found.similar] += 1
        if self._counts[found.similar] > _MOST:
            return
        file, sheet, number = place
        there, earlier = what_stands_there(found, self._taken, self._batch.there([found.there]))
        seen = SeenRow(
            number,
            draft=rows.draft(at),
            refused=tuple(CellProblem(*each) for each in rows.refused.get(at, ())),
            noted=tuple(CellProblem(*each) for each in rows.noted.get(at, ())),
            known=way is not KnownWay.BOTH,
            there=there,
            similar=found.similar,
            earlier=earlier,
        )
        self.rows.append(RowToDecide(file, sheet, seen))
