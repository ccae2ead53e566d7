"""Who complained before: one indexed look-up by normalised phone, name, or name and address."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from complaint_desk.domain.complaint import ComplaintContent
from complaint_desk.domain.ledger import EarlierComplaint
from complaint_desk.domain.likeness import Matter, alike
from complaint_desk.domain.phones import normal_phones
from complaint_desk.domain.searching import normalise
from complaint_desk.domain.vocabulary import Kind
from complaint_desk.storage.journal import in_chunks
from complaint_desk.storage.schema import complaint, complaint_contact

PHONE = "phone:"
_NAME = "name:"
PERSON = "person:"
_LONGEST = 300
_NOBODY = frozenset({"\u533f\u540d", "anonymous"})
"""What stands in the field of the name where nobody is named."""


def contact_keys(content: ComplaintContent) -> list[str]:
    """What the complainant can be recognised by; the agent is somebody else."""
    keys = [PHONE + phone for phone in normal_phones(content.phone)]
    name = normalise(content.name)
    if name and name not in _NOBODY:
        keys.append(_key(_NAME, name))
        if address := normalise(content.address):
            keys.append(_key(PERSON, f"{name}|{address}"))
    return list(dict.fromkeys(keys))


def _key(kind: str, text: str) -> str:
    """A server's index takes no more than about 2700 bytes; a longer text is known by its digest."""
    return kind + (text if len(text) <= _LONGEST else hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def contact_rows(complaint_id: int, content: ComplaintContent) -> list[dict[str, object]]:
    return [
        {"complaint_id": complaint_id, "contact": key, "received_at": content.received_at}
        for key in contact_keys(content)
    ]


def replace_contacts(connection: Connection, complaint_id: int, content: ComplaintContent | None) -> None:
    """Write the contacts of one complaint anew; none for an erased one."""
    connection.execute(delete(complaint_contact).where(complaint_contact.c.complaint_id == complaint_id))
    if content is not None and (rows := contact_rows(complaint_id, content)):
        connection.execute(insert(complaint_contact), rows)


def contacts_of(connection: Connection, complaint_ids: Sequence[int]) -> dict[int, set[tuple[str, dt.datetime]]]:
    """What several complaints can be recognised by, and since when, as it stands in the table."""
    here = complaint_contact.c
    found: defaultdict[int, set[tuple[str, dt.datetime]]] = defaultdict(set)
    for chunk in in_chunks(complaint_ids):
        query = select(here.complaint_id, here.contact, here.received_at).where(here.complaint_id.in_(chunk))
        for each, key, received_at in connection.execute(query):
            found[each].add((key, received_at))
    return found


def earlier_complaints(connection: Connection, asked: ComplaintContent, limit: int) -> tuple[EarlierComplaint, ...]:
    """Complaints of the same phone first, then of the same name and address, then of the name alone, each newest first.

    A report (whistle-blowing) is never shown this way: it would say who reported.
    """
    found: dict[int, EarlierComplaint] = {}
    matter = Matter(asked.subject_name, asked.facts)
    keys = contact_keys(asked)
    for same, kind in (("phone", PHONE), ("person", PERSON), ("name", _NAME)):
        for row in _complaints_of(connection, [key for key in keys if key.startswith(kind)], limit):
            values = dict(row)
            other = Matter(values["subject_name"], values.pop("facts"))
            found.setdefault(values["id"], EarlierComplaint(**values, same=same, alike=alike(matter, other)))
    return tuple(found.values())[:limit]


def _complaints_of(connection: Connection, keys: Sequence[str], limit: int) -> Sequence[Any]:
    if not keys:
        return []
    owners = select(complaint_contact.c.complaint_id).where(complaint_contact.c.contact.in_(keys))
    here = complaint.c
    query = (
        select(here.id, here.number, here.received_at, here.subject_name, here.nature, here.status, here.facts)
        .where(here.id.in_(owners), here.kind != Kind.REPORT)
        .order_by(here.received_at.desc(), here.id.desc())
        .limit(limit)
    )
    return connection.execute(query).mappings().all()
