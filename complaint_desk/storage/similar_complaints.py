"""Which complaints of the ledger tell nearly what rows of a foreign one tell, though nothing proves that they are the same."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, select

from complaint_desk.domain.complaint import ComplaintContent
from complaint_desk.domain.contact_keys import contact_keys
from complaint_desk.domain.foreign.similar_rows import MOST_HOLDERS, is_told_again, may_be_told_again
from complaint_desk.domain.moments import start_of
from complaint_desk.domain.searching import normalise
from complaint_desk.domain.vocabulary import Kind
from complaint_desk.storage.journal import in_chunks
from complaint_desk.storage.schema import complaint, complaint_contact

_DayAndSubject = tuple[dt.date, str]


def similar(connection: Connection, rows: Sequence[ComplaintContent | None], below: int) -> list[int | None]:
    """For each row the id, below `below`, of the newest complaint that tells nearly the same; None if there is none.

    None stands for a row that need not be looked at.

    It is looked for among the complaints of the same telephone or name; where a row says neither, among those of its day
    about the same subject. Reports are never found.
    """
    asked = [(row, contact_keys(row)) if row and may_be_told_again(row) else None for row in rows]
    holders = _by_contact(connection, {key for each in asked if each for key in each[1]}, below)
    nameless = [each[0] for each in asked if each and not each[1]]
    matters = _by_day_and_subject(connection, {row.received_at.date() for row in nameless if row.received_at}, below)
    candidates = [
        () if each is None else _few(holders.get(key, ()) for key in each[1]) or matters.get(_matter_of(each[0]), ())
        for each in asked
    ]
    stories = _stories(connection, {key for each in candidates for key in each})
    return [
        next((key for key in each if row and is_told_again(row.facts, stories.get(key, ""))), None)
        for row, each in zip(rows, candidates, strict=True)
    ]


def _few(holders: Iterable[Sequence[int]]) -> Sequence[int]:
    return sorted({key for each in holders if len(each) <= MOST_HOLDERS for key in each}, reverse=True)


def _matter_of(row: ComplaintContent) -> _DayAndSubject | None:
    return (row.received_at.date(), normalise(row.subject_name)) if row.received_at else None


def _by_contact(connection: Connection, keys: set[int], below: int) -> Mapping[int, Sequence[int]]:
    here = complaint_contact.c
    found: defaultdict[int, list[int]] = defaultdict(list)
    for chunk in in_chunks(sorted(keys)):
        query = select(here.contact, here.complaint_id).where(here.contact.in_(chunk), here.complaint_id < below)
        for contact, key in connection.execute(query):
            found[contact].append(key)
    return found


def _by_day_and_subject(
    connection: Connection, days: set[dt.date], below: int
) -> Mapping[_DayAndSubject | None, Sequence[int]]:
    here = complaint.c
    found: defaultdict[_DayAndSubject | None, list[int]] = defaultdict(list)
    for day in sorted(days):
        its_own = here.received_at >= start_of(day), here.received_at < start_of(day + dt.timedelta(1))
        for key, subject in connection.execute(select(here.id, here.subject_name).where(*its_own, here.id < below)):
            found[day, normalise(subject)].insert(0, key)
    return found


def _stories(connection: Connection, keys: set[int]) -> dict[int, str]:
    here = complaint.c
    found: dict[int, str] = {}
    for chunk in in_chunks(sorted(keys)):
        query = select(here.id, here.facts).where(here.id.in_(chunk), here.kind != Kind.REPORT)
        found.update(connection.execute(query).all())
    return found
