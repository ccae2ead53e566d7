"""What a day asks of a desk, counted and with its most urgent complaints, each part from an index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, case, func, select

from complaint_desk.domain.agenda import DueCounts, Part
from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.usual_views import UsualView
from complaint_desk.domain.vocabulary import DueAsked
from complaint_desk.domain.workflow import OPEN
from complaint_desk.storage import due_lists, ledger_queries
from complaint_desk.storage.complaints import read_many
from complaint_desk.storage.filtering import conditions
from complaint_desk.storage.schema import complaint

_MANY = 300
"""From so many on, a few are soon met among tens of thousands whose clocks run."""


def filled(connection: Connection, parts: Sequence[Part], now: dt.datetime, few: int) -> tuple[Part, ...]:
    """The parts with their counts and at most `few` complaints each, as of a moment."""
    found = []
    for part in parts:
        wanted = part.view.filter.at(now)
        count = ledger_queries.count(connection, wanted)
        first = _first(connection, part.view, wanted, few, count) if count and few else ()
        found.append(Part(part.name, part.view, count, first))
    return tuple(found)


def _first(
    connection: Connection, view: UsualView, wanted: LedgerFilter, few: int, count: int
) -> tuple[Complaint, ...]:
    """The most urgent ones. Of many it is quicker to walk the index of due dates until a few of them are met."""
    here = complaint.c
    if view.order.field == "due_at" and count > _MANY:
        asked = conditions(connection, wanted, beside=frozenset({"status"}))
        query = select(here.id).where(here.due_at.is_not(None), *asked).order_by(here.due_at, here.id).limit(few)
        found = connection.execute(query).scalars().all()
        if len(found) == few:
            return read_many(connection, found)
    return ledger_queries.first_rows(connection, wanted, view.order, few)


def due_counts(connection: Connection, now: dt.datetime, person: str) -> DueCounts:
    """How many are overdue or fall due before the day ends, and how many of them have a person as handler."""
    here = complaint.c
    states = [due_lists.stands(each, now) for each in (DueAsked.OVERDUE, DueAsked.TODAY)]
    overdue, today = (connection.execute(select(func.count()).where(each)).scalar_one() for each in states)
    # By status and handler there are fewer to look at than by their due dates.
    own = select(*(func.coalesce(func.sum(case((each, 1), else_=0)), 0) for each in states))
    mine = connection.execute(own.where(here.status.in_(sorted(OPEN)), here.handler == person)).one()
    return DueCounts(int(overdue), int(today), (int(mine[0]), int(mine[1])))


def falling_due(connection: Connection, after: dt.datetime, until: dt.datetime, most: int) -> tuple[Complaint, ...]:
    """At most `most` complaints that fall due after a moment and not after another, those due first first."""
    here = complaint.c
    query = select(here.id).where(here.due_at > after, here.due_at <= until).order_by(here.due_at, here.id).limit(most)
    return read_many(connection, connection.execute(query).scalars().all())
