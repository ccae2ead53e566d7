"""The people of the office in the ledger, each deed journalled."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.staff import StaffMember, StaleMember
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.journalled_rows import JournalledRows
from complaint_desk.storage.schema import staff as table

ADDED, CHANGED = "staff_added", "staff_changed"
STAFFING = (ADDED, CHANGED)
"""Deeds at the people of the office, as the journal calls them."""

ROWS = JournalledRows(
    table, "member", STAFFING, unknown="member_unknown", changed="member_changed", missing="member_missing"
)
_ADDED_COLUMNS = ("name", "department", "active")


def all_of(connection: Connection) -> tuple[StaffMember, ...]:
    """Everybody, by department and in the order in which they came."""
    query = select(table).order_by(table.c.department, table.c.id)
    return tuple(_member(row) for row in connection.execute(query).mappings())


def add(connection: Connection, signature: Signature, wanted: StaffMember) -> StaffMember:
    """Keep a new person."""
    blank = dataclasses.replace(wanted, version=1)
    return dataclasses.replace(blank, id=ROWS.add(connection, signature, ADDED, _row(blank), _ADDED_COLUMNS))


def change(connection: Connection, signature: Signature, wanted: StaffMember) -> StaffMember:
    """Put a person in the place of the one of that id; nothing where nothing would change.

    Raises:
        Refusal: `no_member`.
        StaleMember: `wanted` does not come of the version that stands there.
    """
    row = connection.execute(select(table).where(table.c.id == wanted.id)).mappings().first()
    if row is None:
        raise Refusal("no_member")
    current = _member(row)
    if current.version != wanted.version:
        raise StaleMember(current)
    changed = {name: getattr(wanted, name) for name in _ADDED_COLUMNS}
    return ROWS.change(connection, signature, CHANGED, current, changed, _row)


def hand_over(
    connection: Connection, signature: Signature, department: str, into: str, only: Collection[int] | None = None
) -> tuple[int, ...]:
    """Put the people of a department, or `only` some of them, into another one; the ids of those who went."""
    going = [each for each in all_of(connection) if each.department == department and (only is None or each.id in only)]
    for each in going:
        change(connection, signature, dataclasses.replace(each, department=into))
    return tuple(each.id for each in going)


def _row(member: StaffMember) -> dict[str, Any]:
    return {column.name: getattr(member, column.name) for column in table.columns if column.name != "id"}


def _member(row: RowMapping) -> StaffMember:
    return StaffMember(**row)
