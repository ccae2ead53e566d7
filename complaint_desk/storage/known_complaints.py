"""Which complaints of the ledger rows of a foreign one are: of the same number, or the same telephone, subject and day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy import Connection, func, select

from complaint_desk.domain.contact_keys import phone_key
from complaint_desk.domain.foreign.known_rows import STORY_BEGIN, RowMarks, is_other_story
from complaint_desk.domain.searching import normalise
from complaint_desk.storage.journal import in_chunks
from complaint_desk.storage.schema import complaint, complaint_contact


def known(connection: Connection, rows: Sequence[RowMarks], below: int) -> tuple[list[int | None], AbstractSet[str]]:
    """For each row the id, below `below`, of the same complaint, None if there is none; a few queries for all of them.

    And those of their source numbers that complaints have: a row with one of these that is none of them tells another story.
    """
    sources = _source_numbers(connection, rows, below)
    numbers = _numbers(connection, rows, below)
    days = _same_days(connection, rows, below)
    return [next(_same(row, sources, numbers, days), None) for row in rows], sources.keys()


def _same(
    row: RowMarks,
    sources: Mapping[str, Sequence[tuple[int, str]]],
    numbers: Mapping[str, tuple[int, dt.datetime]],
    days: Mapping[tuple[str, str, dt.date], Sequence[tuple[int, str]]],
) -> Iterator[int]:
    """The complaints that a row tells of, those of its number first."""
    for key, story in sources.get(row.source_number, ()):
        if not is_other_story(row.story, story):
            yield key
    if row.number in numbers and numbers[row.number][1] == row.received_at:
        yield numbers[row.number][0]
    for day in row.same_days():
        for key, number in days.get(day, ()):
            # Two numbers that differ are two complaints; where one has none, phone, subject and day decide.
            if not number or not row.source_number:
                yield key


def _source_numbers(connection: Connection, rows: Sequence[RowMarks], below: int) -> dict[str, list[tuple[int, str]]]:
    """Ids and stories of the complaints by their source number."""
    wanted = list({row.source_number for row in rows} - {""})
    here = complaint.c
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for chunk in in_chunks(wanted):
        facts = func.substr(here.facts, 1, STORY_BEGIN)
        query = select(here.source_number, here.id, facts).where(here.source_number.in_(chunk), here.id < below)
        for number, key, begin in connection.execute(query):
            found[number].append((key, begin))
    return found


def _numbers(connection: Connection, rows: Sequence[RowMarks], below: int) -> dict[str, tuple[int, dt.datetime]]:
    wanted = list({row.number for row in rows} - {""})
    here = complaint.c
    found: dict[str, tuple[int, dt.datetime]] = {}
    for chunk in in_chunks(wanted):
        query = select(here.number, here.id, here.received_at).where(here.number.in_(chunk), here.id < below)
        found.update({number: (key, received_at) for number, key, received_at in connection.execute(query)})
    return found


def _same_days(
    connection: Connection, rows: Sequence[RowMarks], below: int
) -> dict[tuple[str, str, dt.date], list[tuple[int, str]]]:
    """Ids and source numbers of the complaints by phone, subject and day."""
    wanted = {phone_key(phone): phone for row in rows for phone in row.phones}
    here, contact = complaint.c, complaint_contact.c
    found: defaultdict[tuple[str, str, dt.date], list[tuple[int, str]]] = defaultdict(list)
    for chunk in in_chunks(list(wanted)):
        query = (
            select(contact.contact, here.subject_name, here.received_at, here.id, here.source_number)
            .join_from(complaint_contact, complaint, here.id == contact.complaint_id)
            .where(contact.contact.in_(chunk), here.id < below)
        )
        for phone, subject, received_at, key, number in connection.execute(query):
            found[wanted[phone], normalise(subject), received_at.date()].append((key, number))
    return found
