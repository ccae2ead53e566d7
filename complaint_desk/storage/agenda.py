"""What a day asks of a desk, counted and with its most urgent complaints, each part from an index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, and_, func, select

from complaint_desk.domain.agenda import DueCounts, Part
from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.vocabulary import DueAsked
from complaint_desk.storage import due_lists, ledger_queries
from complaint_desk.storage.complaints import read_many
from complaint_desk.storage.schema import complaint


def filled(connection: Connection, parts: Sequence[Part], now: dt.datetime, few: int) -> tuple[Part, ...]:
    """The parts with their counts and at most `few` complaints each, as of a moment."""
    found = []
    for part in parts:
        wanted = part.view.filter.at(now)
        count = ledger_queries.count(connection, wanted)
        first = ledger_queries.first_rows(connection, wanted, part.view.order, few) if count else ()
        found.append(Part(part.name, part.view, count, first))
    return tuple(found)


def due_counts(connection: Connection, now: dt.datetime, person: str) -> DueCounts:
    """How many are overdue or fall due before the day ends, and how many of them have a person as handler."""
    here = complaint.c
    overdue, today = (due_lists.stands(each, now) for each in (DueAsked.OVERDUE, DueAsked.TODAY))
    counts = [
        int(connection.execute(select(func.count()).select_from(complaint).where(condition)).scalar_one())
        for condition in (overdue, today, and_(overdue, here.handler == person), and_(today, here.handler == person))
    ]
    return DueCounts(counts[0], counts[1], (counts[2], counts[3]))


def falling_due(connection: Connection, after: dt.datetime, until: dt.datetime, most: int) -> tuple[Complaint, ...]:
    """At most `most` complaints that fall due after a moment and not after another, those due first first."""
    here = complaint.c
    query = select(here.id).where(here.due_at > after, here.due_at <= until).order_by(here.due_at, here.id).limit(most)
    return read_many(connection, connection.execute(query).scalars().all())
