"""Drafts: what was typed and not yet registered, as texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from complaint_desk.domain.complaint import SavedDraft
from complaint_desk.domain.errors import Surroundings
from complaint_desk.storage.contents import opened_apart
from complaint_desk.storage.migrations import REVISIONS
from complaint_desk.storage.schema import draft


def save(connection: Connection, value: SavedDraft) -> None:
    """Keep a draft, in place of what was kept under its id."""
    row = {
        "title": value.title.replace("\0", "").encode("utf-8", "replace").decode(),
        "texts": dict(value.texts),
        "saved_at": value.saved_at,
        "person": value.person,
        "complaint_id": value.complaint_id,
        "base_version": value.base_version,
    }
    if not connection.execute(update(draft).where(draft.c.id == value.id).values(row)).rowcount:
        connection.execute(insert(draft), [{"id": value.id, **row}])


def saved_at(connection: Connection, draft_id: UUID) -> dt.datetime | None:
    """When a draft was last kept, None if there is none."""
    return connection.execute(select(draft.c.saved_at).where(draft.c.id == draft_id)).scalar()


def drop(connection: Connection, draft_id: UUID) -> bool:
    """Forget a draft; False if there was none."""
    return connection.execute(delete(draft).where(draft.c.id == draft_id)).rowcount > 0


def drop_of_complaint(connection: Connection, complaint_id: int) -> None:
    """Forget everybody's unsaved edits of a complaint."""
    connection.execute(delete(draft).where(draft.c.complaint_id == complaint_id))


def drafts_of(connection: Connection, person: str) -> tuple[SavedDraft, ...]:
    """A person's drafts, newest first."""
    query = select(draft).where(draft.c.person == person).order_by(draft.c.saved_at.desc(), draft.c.id)
    return tuple(_draft_of(dict(row)) for row in connection.execute(query).mappings())


def any_there(connection: Connection) -> bool:
    """True if anybody has a draft."""
    return connection.execute(select(draft.c.id).limit(1)).first() is not None


def _draft_of(row: Mapping[str, Any]) -> SavedDraft:
    return SavedDraft(
        id=row["id"],
        title=row["title"],
        texts=tuple(row["texts"].items()),
        saved_at=row["saved_at"],
        person=row["person"],
        complaint_id=row["complaint_id"],
        base_version=row["base_version"],
    )


StoredDrafts = tuple[dict[str, Any], ...]
"""Drafts by column, as a file keeps them."""

_COLUMNS = tuple(column.name for column in draft.columns)


def read_apart(ledger: Path) -> StoredDrafts:
    """The drafts of a ledger file that is not open, with the numbers of the complaints they change; none if it is spoiled."""
    query = (
        f"SELECT {', '.join(f'draft.{name}' for name in _COLUMNS)}, complaint.number"  # noqa: S608 - our own columns
        " FROM draft LEFT JOIN complaint ON complaint.id = draft.complaint_id"
    )
    try:
        with opened_apart(ledger) as connection:
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            if revision != REVISIONS[-1]:
                return ()
            return tuple(dict(zip((*_COLUMNS, "number"), row, strict=True)) for row in connection.execute(query))
    except Surroundings:
        return ()


def take_over(connection: Connection, typed: StoredDrafts) -> int:
    """Keep drafts of another ledger; one that changes a complaint which is not here becomes a draft of a new one.

    Returns:
        How many were kept.
    """
    kept = 0
    for values in typed:
        number = values["number"]
        row = {name: values[name] for name in _COLUMNS}
        there = connection.exec_driver_sql(
            "SELECT 1 FROM complaint WHERE id = ? AND number = ?", (row["complaint_id"], number)
        ).first()
        if row["complaint_id"] is not None and not there:
            row |= {"complaint_id": None, "base_version": None}
        marks = ", ".join("?" * len(_COLUMNS))
        kept += connection.exec_driver_sql(
            f"INSERT OR REPLACE INTO draft ({', '.join(_COLUMNS)}) VALUES ({marks})",  # noqa: S608 - our own columns
            tuple(row.values()),
        ).rowcount
    return kept
