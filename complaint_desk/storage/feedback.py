"""Department feedback sheets in the ledger: one for a department and a period, each deed journalled."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from complaint_desk.domain.analysis import Basis
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.feedback import Feedback, StaleFeedback
from complaint_desk.domain.moments import in_shanghai
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.journalled_rows import JournalledRows
from complaint_desk.storage.schema import department_feedback as table
from complaint_desk.storage.views import filter_from_json, filter_to_json

MADE, UNDONE = "feedback_made", "feedback_undone"
FEEDING_BACK = (
    MADE, "feedback_sent", "feedback_answered", "feedback_back", "feedback_dropped", "feedback_improved", UNDONE,
)  # fmt: skip
"""Deeds at feedback sheets, as the journal calls them."""

ROWS = JournalledRows(
    table, "feedback", FEEDING_BACK, unknown="feedback_unknown", changed="feedback_changed", missing="feedback_missing"
)
_ADDED_COLUMNS = ("department", "first_on", "last_on", "basis", "filter", "count")


def all_of(connection: Connection, today: dt.date) -> tuple[Feedback, ...]:
    """Every sheet, newest period first, its departments in their order."""
    here = table.c
    query = select(table).order_by(here.first_on.desc(), here.last_on.desc(), here.department, here.basis)
    return tuple(_feedback(row, today) for row in connection.execute(query).mappings())


def one(connection: Connection, feedback_id: int, today: dt.date) -> Feedback:
    """Raises Refusal: `no_feedback`."""
    row = connection.execute(select(table).where(table.c.id == feedback_id)).mappings().first()
    if row is None:
        raise Refusal("no_feedback", feedback=feedback_id)
    return _feedback(row, today)


def kept_for(connection: Connection, wanted: Feedback, today: dt.date) -> Feedback | None:
    """The sheet of the same department and period, by the same day that counts."""
    here = table.c
    query = select(table).where(
        here.department == wanted.department,
        here.first_on == wanted.first_on,
        here.last_on == wanted.last_on,
        here.basis == str(wanted.basis),
    )
    row = connection.execute(query).mappings().first()
    return _feedback(row, today) if row is not None else None


def add(connection: Connection, signature: Signature, wanted: Feedback) -> Feedback:
    """Keep a new sheet."""
    blank = dataclasses.replace(
        wanted, version=1, made_at=in_shanghai(signature.at).replace(microsecond=0), made_by=signature.person
    )
    return dataclasses.replace(blank, id=ROWS.add(connection, signature, MADE, _row(blank), _ADDED_COLUMNS))


def change(
    connection: Connection, signature: Signature, deed: str, current: Feedback, version: int, **changed: Any
) -> Feedback:
    """Write what a deed changed; nothing where nothing would change.

    Raises:
        StaleFeedback: `current` is not the version that the person saw.
    """
    if current.version != version:
        raise StaleFeedback(current)
    return ROWS.change(connection, signature, deed, current, changed, _row)


def _row(each: Feedback) -> dict[str, Any]:
    plain = {column.name: getattr(each, column.name) for column in table.columns if column.name != "id"}
    return plain | {"filter": filter_to_json(each.filter), "basis": str(each.basis)}


def _feedback(row: RowMapping, today: dt.date) -> Feedback:
    return Feedback(**{**row, "filter": filter_from_json(row["filter"], today), "basis": Basis(row["basis"])})
