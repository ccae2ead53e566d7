"""Which complaints come again from the same person about the same category."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, func, select, type_coerce

from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage.columns import WallTime
from complaint_desk.storage.contacts import NAMES_FROM
from complaint_desk.storage.schema import complaint, complaint_contact

WITHIN = dt.timedelta(days=90)
"""How long an earlier complaint counts (product contract, section 5)."""

_PORTION = 5_000


def repeated_ids(
    connection: Connection, first: dt.datetime, last: dt.datetime, stop: StopSignal | None = None
) -> set[int]:
    """Ids of complaints received from `first` to `last` that have an earlier one in the 90 days before.

    Earlier means: of the same normalised phone, or the same name and address, and of the same category as stored. The
    whole ledger is looked at, whatever filter the complaints themselves were chosen by.
    """
    latest: dict[tuple[int, str], dt.datetime] = {}
    repeated: set[int] = set()
    here, contact = complaint.c, complaint_contact.c
    received_at = type_coerce(here.received_at, WallTime)
    # Most people complain once: only who comes again is looked at.
    again = select(contact.contact).where(contact.contact < NAMES_FROM).group_by(contact.contact)
    query = (
        select(here.id, received_at, here.category, contact.contact)
        .join_from(complaint_contact, complaint, contact.complaint_id == here.id)
        .where(
            contact.contact.in_(again.having(func.count() > 1)),
            here.received_at >= first - WITHIN,
            here.received_at <= last,
        )
        .order_by(here.received_at, here.id)
    )
    beginning = first.replace(tzinfo=None)
    for rows in connection.execute(query, execution_options={"yield_per": _PORTION}).partitions():
        if stop:
            stop.heed()
        for complaint_id, received, category, key in rows:
            before = latest.get((key, category))
            if received >= beginning and before is not None and received - before <= WITHIN:
                repeated.add(complaint_id)
            latest[key, category] = received
    return repeated
