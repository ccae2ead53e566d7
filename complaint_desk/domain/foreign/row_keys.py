"""What the rows of one import are found by again, as numbers below 0; those of contacts (`contact_keys`) are above."""

from __future__ import annotations

import datetime as dt

from complaint_desk.domain.foreign.known_rows import RowMarks

_BITS = 61
_ALL_BITS = (1 << _BITS) - 1
"""A clash of 61 bits among millions of rows is not to be expected."""
_NUMBER, _DAY, _MATTER = (-1 - (kind << _BITS) for kind in range(3))


def number_keys(marks: RowMarks) -> tuple[int, ...]:
    """The number of a row in the ledger that it comes from, where it has one."""
    number = marks.number or marks.source_number
    return (_NUMBER - (hash(number) & _ALL_BITS),) if number else ()


def day_keys(marks: RowMarks) -> list[int]:
    """Phone, subject and day, once for each phone; none where one of them is not said."""
    if marks.received_at is None or not marks.subject:
        return []
    day, subject = marks.received_at.toordinal(), marks.subject
    return [_DAY - (hash((phone, subject, day)) & _ALL_BITS) for phone in marks.phones]


def matter_keys(marks: RowMarks) -> tuple[int, ...]:
    """Day and subject, whoever complains, where the day is said."""
    return (day_and_subject(marks.received_at, marks.subject),) if marks.received_at else ()


def day_and_subject(day: dt.date, subject: str) -> int:
    """The same of a complaint; the subject is normalised."""
    return _MATTER - (hash((subject, day.toordinal())) & _ALL_BITS)
