"""That somebody was shown masked personal data: an entry of the journal, and what it allows for a while.

The entry commits to the complaint as it was and stays. Whatever asks who worked on a complaint passes over it.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, select

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.sharing import REVEALED_FOR
from complaint_desk.storage import complaints, journal
from complaint_desk.storage.journal import REVEALED, Deed, Signature
from complaint_desk.storage.schema import attachment
from complaint_desk.storage.schema import journal as journal_table


def tell(connection: Connection, signature: Signature, current: Complaint, reason: str) -> None:
    """Journal who is shown the person of a complaint, and why; the reason is sealed, since it may name them."""
    canonical = complaints.canonical_of(connection, current)
    journal.append(
        connection, signature, [Deed("revealed", current.id, canonical=canonical, before={"reason": reason})]
    )


def is_revealed(connection: Connection, complaint_id: int, person: str, now: dt.datetime) -> bool:
    """Whether somebody asked for the person of a complaint a short while ago."""
    here = journal_table.c
    query = select(here.at).where(here.complaint_id == complaint_id, here.deed == REVEALED, here.person == person)
    last = connection.execute(query.order_by(here.sequence.desc()).limit(1)).scalar()
    return last is not None and dt.timedelta(0) <= now - dt.datetime.fromisoformat(last) <= REVEALED_FOR


def may_read_file(connection: Connection, sha256: str, person: str, now: dt.datetime) -> bool:
    """Whether the person of a complaint that keeps this file is revealed."""
    owners = select(attachment.c.complaint_id).where(attachment.c.sha256 == sha256).distinct()
    return any(is_revealed(connection, each, person, now) for each in connection.execute(owners).scalars())
