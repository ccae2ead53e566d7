"""Complaint numbers: one sequence per year, without gaps, never reused."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from complaint_desk.storage.schema import number_sequence


def take_numbers(connection: Connection, year: int, count: int) -> range:
    """The next `count` sequence numbers of a year. Inside a writing scope: they count only if it ends well."""
    here = number_sequence.c.year == year
    last = connection.execute(select(number_sequence.c.last).where(here)).scalar()
    if last is None:
        last = 0
        connection.execute(insert(number_sequence), [{"year": year, "last": count}])
    else:
        connection.execute(update(number_sequence).where(here).values(last=last + count))
    return range(last + 1, last + count + 1)


def number_text(pattern: str, year: int, sequence: int) -> str:
    """A number as people read it, e.g. `TS{yyyy}{seq:06}` → TS2024000012."""
    return pattern.format(yyyy=f"{year:04d}", yy=f"{year % 100:02d}", seq=sequence)


def last_numbers(connection: Connection) -> dict[int, int]:
    """The last sequence number given, by year."""
    return dict(connection.execute(select(number_sequence.c.year, number_sequence.c.last)).all())
