"""Which complaints are due: answered from the index of due dates, whatever the size of the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, case, select

from complaint_desk.domain.clocks import DueMark
from complaint_desk.domain.counting import end_of
from complaint_desk.domain.moments import start_of
from complaint_desk.domain.vocabulary import DueAsked
from complaint_desk.storage.schema import complaint


def due_ids(connection: Connection, day: dt.date) -> Sequence[int]:
    """The ids of the complaints whose next clock is due on that day or before, those due first first."""
    here = complaint.c
    query = select(here.id).where(here.due_at <= end_of(day)).order_by(here.due_at, here.id)
    return connection.execute(query).scalars().all()


def state_at(now: dt.datetime) -> ColumnElement[str]:
    """How each complaint stands, as a code of `DueAsked`; `due_soon` without what is due today."""
    states = (DueAsked.OVERDUE, DueAsked.TODAY, DueAsked.DUE_SOON, DueAsked.RUNNING)
    return case(*((stands(each, now), str(each)) for each in states), else_=complaint.c.due_mark)


def stands(asked: str, now: dt.datetime) -> ColumnElement[bool]:
    """The condition that a complaint stands like that at a moment (`DueAsked`)."""
    here = complaint.c
    tomorrow = start_of(now.date() + dt.timedelta(1))
    match asked:
        case DueAsked.OVERDUE:
            return here.due_at < now
        case DueAsked.TODAY:
            return and_(here.due_at >= now, here.due_at < tomorrow)
        case DueAsked.DUE_SOON:
            return and_(here.due_at >= now, here.due_soon_at <= now)
        case DueAsked.RUNNING:
            return and_(here.due_at >= now, here.due_soon_at > now)
        case DueAsked.PAUSED | DueAsked.MET | DueAsked.MISSED | DueAsked.HISTORIC:
            return here.due_mark == asked
    return here.due_mark == DueMark.NONE
