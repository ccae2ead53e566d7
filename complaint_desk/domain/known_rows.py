"""When a row of a foreign ledger tells of a complaint that is there already.

The number decides where both have one; without numbers it is the same phone, the same subject and the same day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from complaint_desk.domain.complaint import ComplaintDraft
from complaint_desk.domain.phones import normal_phones
from complaint_desk.domain.searching import normalise


@dataclass(frozen=True, slots=True)
class RowMarks:
    """What a row can be recognised by. `number` is its number in the ledger that it was exported from."""

    source_number: str
    number: str
    received_at: dt.datetime | None
    phones: tuple[str, ...]
    subject: str

    @property
    def own_number(self) -> str:
        return self.number or self.source_number

    def same_days(self) -> tuple[tuple[str, str, dt.date], ...]:
        """Phone, subject and day, once for each phone; none where one of them is not said."""
        if self.received_at is None or not self.subject:
            return ()
        return tuple((phone, self.subject, self.received_at.date()) for phone in self.phones)


def marks_of(draft: ComplaintDraft, number: str = "") -> RowMarks:
    return RowMarks(
        draft.source_number, number, draft.received_at, normal_phones(draft.phone), normalise(draft.subject_name)
    )


class RowsSeen:
    """The rows of one import, so that a complaint that stands twice in the files is taken once."""

    def __init__(self) -> None:
        self._numbers: set[str] = set()
        # Hashes take a third of the room of the keys; a clash of 64 bits among millions of rows is not to be expected.
        self._days: set[int] = set()
        self._days_without_number: set[int] = set()

    def holds(self, marks: RowMarks) -> bool:
        """Did a row before tell of this complaint?"""
        if marks.own_number:
            if marks.own_number in self._numbers:
                return True
            compared = self._days_without_number
        else:
            compared = self._days
        return bool(compared) and any(hash(each) in compared for each in marks.same_days())

    def add(self, marks: RowMarks) -> None:
        hashes = [hash(each) for each in marks.same_days()]
        self._days.update(hashes)
        if marks.own_number:
            self._numbers.add(marks.own_number)
        else:
            self._days_without_number.update(hashes)
