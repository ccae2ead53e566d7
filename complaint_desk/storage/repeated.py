"""Which complaints come again from the same person about the same category."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, func, or_, select, type_coerce

from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage.columns import WallTime
from complaint_desk.storage.contacts import NAMES_FROM
from complaint_desk.storage.journal import in_chunks
from complaint_desk.storage.portions import in_portions
from complaint_desk.storage.schema import complaint, complaint_contact

WITHIN = dt.timedelta(days=90)
"""How long an earlier complaint counts (product contract, section 5)."""

_PORTION = 5_000


Span = tuple[dt.datetime, dt.datetime]


def repeated_ids(connection: Connection, spans: Sequence[Span], stop: StopSignal | None = None) -> set[int]:
    """Ids of complaints received within any of the spans (both ends included) that have an earlier one in the 90 days before.

    Earlier means: of the same normalised phone, or the same name and address, and of the same category as stored. The
    whole ledger is looked at, whatever filter the complaints themselves were chosen by.
    """
    if not spans:
        return set()
    contacts = _contacts_that_come_again(connection, spans, stop)
    latest: dict[tuple[int, str], dt.datetime] = {}
    repeated: set[int] = set()
    for received, complaint_id, category in sorted(_received(connection, sorted(contacts), stop)):
        for key in contacts[complaint_id]:
            before = latest.get((key, category))
            if before is not None and received - before <= WITHIN:
                repeated.add(complaint_id)
            latest[key, category] = received
    return repeated


def _received(
    connection: Connection, ids: Sequence[int], stop: StopSignal | None
) -> Iterator[tuple[dt.datetime, int, str]]:
    """When each complaint was received, and its category. They are few, so each is looked up."""
    here = complaint.c
    query = select(type_coerce(here.received_at, WallTime), here.id, here.category)
    for chunk in in_chunks(ids, _PORTION):
        if stop:
            stop.heed()
        yield from map(tuple, connection.execute(query.where(here.id.in_(chunk))))


def _windows(spans: Sequence[Span]) -> list[Span]:
    """The spans with the 90 days before each, in their order; those that touch are one."""
    windows: list[Span] = []
    for first, last in sorted((first - WITHIN, last) for first, last in spans):
        if windows and first <= windows[-1][1]:
            windows[-1] = windows[-1][0], max(windows[-1][1], last)
        else:
            windows.append((first, last))
    return windows


def _contacts_that_come_again(
    connection: Connection, spans: Sequence[Span], stop: StopSignal | None
) -> dict[int, list[int]]:
    """By complaint the contacts that others have, too: most people complain once and need no further look."""
    contact = complaint_contact.c
    # Contacts have no time; but ids go up with it, so most of other years are passed over without a look at them.
    of_then = (contact.contact < NAMES_FROM, _among_ids(connection, spans))
    again = select(contact.contact).where(*of_then).group_by(contact.contact).having(func.count() > 1)
    query = select(contact.complaint_id, contact.contact).where(*of_then, contact.contact.in_(again))
    found: defaultdict[int, list[int]] = defaultdict(list)
    for rows in in_portions(connection, query, _PORTION):
        if stop:
            stop.heed()
        for complaint_id, key in rows:
            found[complaint_id].append(key)
    return found


def _among_ids(connection: Connection, spans: Sequence[Span]) -> ColumnElement[bool]:
    """The condition that a contact is of a complaint whose id can be of a span or the days before it."""
    here = complaint.c
    ranges = []
    for first, last in _windows(spans):
        query = select(func.min(here.id), func.max(here.id)).where(here.received_at.between(first, last))
        lowest, highest = connection.execute(query).one()
        ranges.append(complaint_contact.c.complaint_id.between(lowest or 0, highest or 0))
    return or_(*ranges)
