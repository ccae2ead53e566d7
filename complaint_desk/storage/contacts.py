"""Who complained before: one indexed look-up by normalised phone, name, or name and address."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, and_, delete, func, or_, select

from complaint_desk.domain.complaint import ComplaintContent
from complaint_desk.domain.contact_keys import KeyKind, contact_keys, kind_of_key
from complaint_desk.domain.ledger import EarlierComplaint
from complaint_desk.domain.likeness import Matter, alike
from complaint_desk.domain.vocabulary import Kind
from complaint_desk.storage.bulk import insert_columns, insert_rows
from complaint_desk.storage.journal import in_chunks
from complaint_desk.storage.schema import GROUPS_OF_CONTACTS, complaint, complaint_contact, fact_block

Contact = tuple[int, int]
"""Digest, complaint id."""


def insert_contacts(connection: Connection, ids: Sequence[int], contacts: Sequence[Sequence[int]]) -> None:
    """Write the contacts of new complaints, for each its `contact_keys`."""
    rows = sorted((key, each) for each, keys in zip(ids, contacts, strict=True) for key in keys)
    if rows:
        keys, owners = zip(*rows, strict=True)
        insert_columns(connection, complaint_contact, {"contact": keys, "complaint_id": owners})


def replace_contacts(connection: Connection, before: ComplaintContent, after: ComplaintContent | None, of: int) -> None:
    """Write the contacts of one complaint anew; none for an erased one."""
    old, new = set(contact_keys(before)), set(contact_keys(after)) if after else set[int]()
    here = complaint_contact.c
    for gone in old - new:
        connection.execute(delete(complaint_contact).where(here.contact == gone, here.complaint_id == of))
    insert_rows(connection, complaint_contact, [{"contact": key, "complaint_id": of} for key in sorted(new - old)])


def forget_kept(connection: Connection, complaint_id: int) -> None:
    """Keep nothing of what figures are counted from that tells of one person: who shares a contact, and their region."""
    here = fact_block.c
    block = and_(here.first_id <= complaint_id, here.last_id >= complaint_id)
    connection.execute(delete(fact_block).where(or_(block, here.first_id == GROUPS_OF_CONTACTS)))


def kept_of(connection: Connection, keys: Collection[int], first: int, last: int) -> set[Contact]:
    """The contacts with some digests that stand in the table for the complaints from `first` to `last`."""
    here = complaint_contact.c
    found: set[Contact] = set()
    for chunk in in_chunks(list(keys)):
        query = select(here.contact, here.complaint_id).where(here.contact.in_(chunk))
        found.update(
            (key, each) for key, each in connection.execute(query.where(here.complaint_id.between(first, last)))
        )
    return found


def count_contacts(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(complaint_contact)).scalar_one()


def all_contacts(connection: Connection) -> Iterator[Sequence[Contact]]:
    """The whole table, in portions."""
    here = complaint_contact.c
    query = select(here.contact, here.complaint_id).order_by(here.contact, here.complaint_id)
    for rows in connection.execute(query, execution_options={"yield_per": 500}).partitions():
        yield [(key, each) for key, each in rows]


def earlier_complaints(connection: Connection, asked: ComplaintContent, limit: int) -> tuple[EarlierComplaint, ...]:
    """Complaints of the same phone first, then of the same name and address, then of the name alone, each newest first.

    A report (whistle-blowing) is never shown this way: it would say who reported.
    """
    found: dict[int, EarlierComplaint] = {}
    matter = Matter(asked.subject_name, asked.facts)
    keys = contact_keys(asked)
    for same, kind in (("phone", KeyKind.PHONE), ("person", KeyKind.PERSON), ("name", KeyKind.NAME)):
        for row in _complaints_of(connection, [key for key in keys if kind_of_key(key) is kind], limit):
            values = dict(row)
            other = Matter(values["subject_name"], values.pop("facts"))
            found.setdefault(values["id"], EarlierComplaint(**values, same=same, alike=alike(matter, other)))
    return tuple(found.values())[:limit]


def _complaints_of(connection: Connection, keys: Sequence[int], limit: int) -> Sequence[Any]:
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
