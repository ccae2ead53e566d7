"""Who complained before: one indexed look-up by normalised phone, name, or name and address."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, and_, delete, func, or_, select

from complaint_desk.domain.complaint import ComplaintContent
from complaint_desk.domain.ledger import EarlierComplaint
from complaint_desk.domain.likeness import Matter, alike
from complaint_desk.domain.phones import normal_phones
from complaint_desk.domain.searching import normalise, normalise_all
from complaint_desk.domain.vocabulary import Kind
from complaint_desk.storage.bulk import insert_columns, insert_rows
from complaint_desk.storage.journal import in_chunks
from complaint_desk.storage.schema import GROUPS_OF_CONTACTS, complaint, complaint_contact, fact_block

_PHONE, _PERSON, _NAME = range(3)
_DIGEST_BITS = 61
"""The rest of 8 bytes without sign says of what the digest is; two of a million persons share one once in a million ledgers."""

NAMES_FROM = _NAME << _DIGEST_BITS
"""Digests of a name alone; below it those of a phone, or of a name with its address."""

_NOBODY = frozenset({"\u533f\u540d", "anonymous"})
"""What stands in the field of the name where nobody is named."""

_said_of_person = attrgetter("phone", "name", "address")

Contact = tuple[int, int]
"""Digest, complaint id."""


def contact_keys(content: ComplaintContent) -> list[int]:
    """What the complainant can be recognised by, as digests; the agent is somebody else."""
    return _keys(content.phone, normalise(content.name), normalise(content.address))


def _keys(phones: str, name: str, address: str) -> list[int]:
    keys = [phone_key(phone) for phone in normal_phones(phones)] if phones else []
    if name and name not in _NOBODY:
        keys.append(_key(_NAME, name))
        if address:
            keys.append(_key(_PERSON, f"{name}|{address}"))
    return keys if len(keys) < 2 else list(dict.fromkeys(keys))


def phone_key(phone: str) -> int:
    """What stands for a normalised phone number."""
    return _key(_PHONE, phone)


def _key(kind: int, text: str) -> int:
    """The kind, then the first bits of SHA-256. The row itself holds the text, so no secret would make it safer."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return kind << _DIGEST_BITS | int.from_bytes(digest[:8]) >> (64 - _DIGEST_BITS)


def insert_contacts(connection: Connection, ids: Sequence[int], contents: Sequence[ComplaintContent]) -> None:
    """Write the contacts of new complaints."""
    if not contents:
        return
    phones, names, addresses = zip(*map(_said_of_person, contents), strict=True)
    keys_of_each = map(_keys, phones, normalise_all(names), normalise_all(addresses))
    rows = sorted((key, each) for each, keys in zip(ids, keys_of_each, strict=True) for key in keys)
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
    for same, kind in (("phone", _PHONE), ("person", _PERSON), ("name", _NAME)):
        for row in _complaints_of(connection, [key for key in keys if key >> _DIGEST_BITS == kind], limit):
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
