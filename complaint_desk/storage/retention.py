"""Whose people are due to be erased: settled long enough ago, not held, not erased yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, func, select

from complaint_desk.domain.workflow import FINISHED
from complaint_desk.storage.portions import among
from complaint_desk.storage.schema import complaint, step


def due_ids(connection: Connection, before: dt.datetime, limit: int | None = None) -> tuple[int, ...]:
    """Ids of complaints whose people are due, those received first at the head."""
    here = complaint.c
    query = select(here.id).where(_settled(before), here.hold == "").order_by(here.received_at, here.id).limit(limit)
    return tuple(connection.execute(query).scalars())


def still_due(connection: Connection, before: dt.datetime, ids: Sequence[int]) -> tuple[int, ...]:
    """Those of `ids` that are due now: somebody may have reopened or held one since they were asked for."""
    here = complaint.c
    query = select(here.id).where(among(connection, here.id, ids), _settled(before), here.hold == "").order_by(here.id)
    return tuple(connection.execute(query).scalars())


def count_held(connection: Connection, before: dt.datetime) -> int:
    """How many would be due but for their hold."""
    query = select(func.count()).select_from(complaint).where(_settled(before), complaint.c.hold != "")
    return connection.execute(query).scalar_one()


def _settled(before: dt.datetime) -> ColumnElement[bool]:
    """Settled before a moment and not erased.

    What was declined, withdrawn, or imported without a day of closing was settled by its last step or, without any, on receipt.
    """
    here = complaint.c
    last_step = select(func.max(step.c.at)).where(step.c.complaint_id == here.id).scalar_subquery()
    settled_at = func.coalesce(here.closed_at, last_step, here.handled_at, here.received_at)
    # Nothing is settled before it came: that spares looking at all that are younger.
    return and_(
        here.received_at < before, here.status.in_(sorted(FINISHED)), here.erased_at.is_(None), settled_at < before
    )
