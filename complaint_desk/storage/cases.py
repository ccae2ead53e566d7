"""A complaint with all that hangs on it, and what happened to it since somebody looked."""

from __future__ import annotations

from sqlalchemy import Connection, select

from complaint_desk.domain.complaint import Case, Complaint
from complaint_desk.storage import journal
from complaint_desk.storage.attachments import attachments_of
from complaint_desk.storage.schema import journal as journal_table
from complaint_desk.storage.steps import steps_of


def case_of(connection: Connection, value: Complaint) -> Case:
    """The case of a complaint as read in the same scope."""
    return Case(
        complaint=value,
        steps=steps_of(connection, [value.id]).get(value.id, ()),
        attachments=tuple(each for each, _ in attachments_of(connection, [value.id]).get(value.id, ())),
        journal=journal.entries_of(connection, value.id),
    )


def fields_changed_since(connection: Connection, current: Complaint, version: int) -> frozenset[str]:
    """Fields that were written after a version of a complaint; each write is one entry of the journal."""
    writes = current.version - version
    if writes <= 0:
        return frozenset()
    here = journal_table.c
    query = select(here.fields).where(here.complaint_id == current.id).order_by(here.sequence.desc()).limit(writes)
    return frozenset(name for fields in connection.execute(query).scalars() for name in fields.split(",") if name)
