"""The people of the office in the ledger, each deed journalled."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection
from functools import partial
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.misses import Misses
from complaint_desk.domain.roles import Role
from complaint_desk.domain.staff import StaffMember, StaleMember
from complaint_desk.storage import journal
from complaint_desk.storage.journal import Deed, Signature
from complaint_desk.storage.journalled_rows import JournalledRows
from complaint_desk.storage.schema import staff as table

ADDED, CHANGED, ROLES_CHANGED, PASSWORD_SET = "staff_added", "staff_changed", "roles_changed", "password_set"
STAFFING = (ADDED, CHANGED, ROLES_CHANGED, PASSWORD_SET)
"""Deeds at the people of the office, as the journal calls them."""

_PASSING = frozenset({"misses", "missed_at"})
ROWS = JournalledRows(
    table,
    "member",
    STAFFING,
    unknown="member_unknown",
    changed="member_changed",
    missing="member_missing",
    later=frozenset({"roles", "account", "secret"}),
    passing=_PASSING,
)
_ADDED_COLUMNS = ("name", "department", "active")


def all_of(connection: Connection) -> tuple[StaffMember, ...]:
    """Everybody, by department and in the order in which they came."""
    query = select(table).order_by(table.c.department, table.c.id)
    return tuple(_member(row) for row in connection.execute(query).mappings())


def add(connection: Connection, signature: Signature, wanted: StaffMember) -> StaffMember:
    """Keep a new person, who has no role yet."""
    blank = StaffMember(wanted.name, wanted.department, wanted.active, version=1)
    return dataclasses.replace(blank, id=ROWS.add(connection, signature, ADDED, _row(blank, ""), _ADDED_COLUMNS))


def change(connection: Connection, signature: Signature, wanted: StaffMember) -> StaffMember:
    """Give a person the name and department of `wanted`, let them go or come back; nothing where nothing would change.

    Raises:
        Refusal: `no_member`.
        StaleMember: `wanted` does not come of the version that stands there.
    """
    row, current = _as_they_stand(connection, wanted)
    changed = {name: getattr(wanted, name) for name in _ADDED_COLUMNS}
    return ROWS.change(connection, signature, CHANGED, current, changed, partial(_row, secret=row["secret"]))


def give(connection: Connection, signature: Signature, wanted: StaffMember) -> StaffMember:
    """Give a person the roles and the account of `wanted`; the journal tells the roles.

    Raises:
        Refusal: `no_member`.
        StaleMember: as in `change`.
    """
    row, current = _as_they_stand(connection, wanted)
    new = tuple(name for name in ("roles", "account") if getattr(wanted, name) != getattr(current, name))
    if not new:
        return current
    after = dataclasses.replace(current, roles=wanted.roles, account=wanted.account, version=current.version + 1)
    changed = {"id": current.id, **_row(after, row["secret"])}
    ROWS.write(connection, signature, ROLES_CHANGED, changed, new, (("roles", changed["roles"]),))
    return after


def set_secret(connection: Connection, signature: Signature, member: StaffMember, secret: str) -> StaffMember:
    """Keep what is kept of a new password, and forget misses of the old one.

    Raises:
        Refusal: `no_member`.
        StaleMember: as in `change`.
    """
    _row_then, current = _as_they_stand(connection, member)
    after = dataclasses.replace(current, has_password=bool(secret), version=current.version + 1)
    ROWS.write(connection, signature, PASSWORD_SET, {"id": current.id, **_row(after, secret)}, ("secret",))
    note_misses(connection, current.id, Misses())
    return after


def secret_to_try(connection: Connection, member: StaffMember, now: dt.datetime) -> str:
    """What is kept of somebody's password, "" where there is none.

    Another miss is counted until `note_misses` says otherwise: of many tries at once none may slip through.

    Raises:
        Refusal: `sign_in_rests` with `until`, after too many misses.
    """
    query = select(table.c.secret, table.c.misses, table.c.missed_at).where(table.c.id == member.id)
    row = connection.execute(query).one()
    misses = Misses(row.misses, row.missed_at)
    if until := misses.rest_until(now):
        raise Refusal("sign_in_rests", until=until)
    note_misses(connection, member.id, misses.with_another(now))
    return str(row.secret)


def note_misses(connection: Connection, member_id: int, misses: Misses) -> None:
    """Remember missed passwords."""
    noted = {"misses": misses.count, "missed_at": misses.last}
    connection.execute(update(table).where(table.c.id == member_id).values(noted))


def tell_sign_in(connection: Connection, signature: Signature, *, failed: bool = False) -> None:
    """Leave in the journal that somebody signed in, or tried under that name."""
    deed = Deed("sign_in_failed") if failed else Deed("signed_in")
    journal.append(connection, signature, [deed])


def hand_over(
    connection: Connection, signature: Signature, department: str, into: str, only: Collection[int] | None = None
) -> tuple[int, ...]:
    """Put the people of a department, or `only` some of them, into another one; the ids of those who went."""
    going = [each for each in all_of(connection) if each.department == department and (only is None or each.id in only)]
    for each in going:
        change(connection, signature, dataclasses.replace(each, department=into))
    return tuple(each.id for each in going)


def _as_they_stand(connection: Connection, wanted: StaffMember) -> tuple[RowMapping, StaffMember]:
    row = connection.execute(select(table).where(table.c.id == wanted.id)).mappings().first()
    if row is None:
        raise Refusal("no_member")
    current = _member(row)
    if current.version != wanted.version:
        raise StaleMember(current)
    return row, current


def _row(member: StaffMember, secret: str) -> dict[str, Any]:
    return {
        "version": member.version,
        "name": member.name,
        "department": member.department,
        "active": member.active,
        "roles": " ".join(member.roles),
        "account": member.account,
        "secret": secret,
    }


def _member(row: RowMapping) -> StaffMember:
    said = row["roles"].split()
    return StaffMember(
        name=row["name"],
        department=row["department"],
        active=bool(row["active"]),
        id=row["id"],
        version=row["version"],
        roles=tuple(role for role in Role if role in said),
        account=row["account"],
        has_password=bool(row["secret"]),
    )
