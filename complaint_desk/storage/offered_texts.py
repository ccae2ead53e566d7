"""What is offered in fields of free text: what the office keeps for them first, then what stands there, never what is retired."""

from __future__ import annotations

from sqlalchemy import Connection, select

from complaint_desk.domain.vocabulary import TEXT_LISTS
from complaint_desk.storage.ledger_queries import values_used
from complaint_desk.storage.schema import list_entry, staff


def offered_texts(connection: Connection, field: str) -> list[str]:
    """Texts for a field: the office's own in their order, then those used, most used first."""
    kept = _kept(connection, field)
    used = (text for text, _count in values_used(connection, field) if text not in kept)
    return [*(text for text, offered in kept.items() if offered), *used]


def _kept(connection: Connection, field: str) -> dict[str, bool]:
    """The texts that the office keeps for a field, and whether they are still offered."""
    if field in TEXT_LISTS:
        here = list_entry.c
        query = select(here.code, here.hidden).where(here.list_name == field).order_by(here.position, here.code)
        return {text: not hidden for text, hidden in connection.execute(query)}
    if field == "handler":
        people = select(staff.c.name, staff.c.active).order_by(staff.c.department, staff.c.id)
        return {name: bool(active) for name, active in connection.execute(people)}
    return {}
