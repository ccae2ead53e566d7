"""Complaints that share a phone, or a name with its address: who comes again.

Most people complain once, so the groups are a small part of a ledger. They are kept like a block of facts; what the journal
tells of since is looked up by its contacts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from sqlalchemy import Connection, func, select

from complaint_desk.domain.complaint import ComplaintContent
from complaint_desk.domain.contact_keys import NAMES_FROM, contact_keys
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage import journal
from complaint_desk.storage.fact_blocks import FEW_NEW, FORMAT, NO_SPAN, Block, Made, packed, unpacked_amounts
from complaint_desk.storage.facts import Amounts
from complaint_desk.storage.index_hints import beside_index
from complaint_desk.storage.journal import in_chunks
from complaint_desk.storage.portions import among, in_portions
from complaint_desk.storage.schema import GROUPS_OF_CONTACTS, complaint, complaint_contact, fact_block, fact_column
from complaint_desk.storage.schema import journal as journal_table

_MOST_CHANGED = 5_000
"""Complaints changed since that are looked up one by one; of more, everybody's contacts are looked through."""
_ENOUGH_CHANGED = 500
"""Complaints changed since from which the groups are worth keeping anew."""
_PORTION = 16_384

Groups = tuple[Amounts, Amounts]
"""Numbers of groups and ids of complaints, side by side."""


def contact_groups(connection: Connection, stop: StopSignal | None = None) -> Groups:
    """Every complaint that shares a contact, once for each such contact, beside the number of the group that shares it.

    Some groups may be there twice, or have one complaint.
    """
    changed = _changed(connection)
    if changed is None:
        return _all_groups(connection, stop)
    groups, ids = _kept(connection)
    if changed:
        there = ~np.isin(ids, changed)
        more, of_more = _groups_of(connection, changed, int(groups.max(initial=-1)) + 1)
        groups, ids = np.concatenate((groups[there], more)), np.concatenate((ids[there], of_more))
    return groups, ids


def is_wanting(connection: Connection) -> bool:
    """Whether the groups are worth keeping anew, or for the first time."""
    changed = _changed(connection)
    if changed is None:
        return (connection.execute(select(func.max(complaint.c.id))).scalar() or 0) >= FEW_NEW
    return len(changed) > _ENOUGH_CHANGED


def are_sound(connection: Connection, stop: StopSignal | None = None) -> bool:
    """Whether what is kept, with what was changed since, tells the same as all contacts do."""
    if _changed(connection) is None:
        return True
    said, there = _sets(contact_groups(connection, stop)), _sets(_all_groups(connection, stop))
    of_member: defaultdict[int, list[frozenset[int]]] = defaultdict(list)
    for group in there:
        for each in group:
            of_member[each].append(group)
    # Of a group that was kept a part may stand beside it, without those changed since.
    return there <= said and all(any(part <= group for group in of_member[min(part)]) for part in said - there)


def _sets(groups: Groups) -> set[frozenset[int]]:
    """The groups of two or more as the ids in them."""
    members: defaultdict[int, set[int]] = defaultdict(set)
    for group, complaint_id in zip(*(each.tolist() for each in groups), strict=True):
        members[group].add(complaint_id)
    return {frozenset(each) for each in members.values() if len(each) > 1}


def made(connection: Connection, stop: StopSignal | None = None) -> Made:
    """The groups as they stand in this snapshot, to be kept."""
    cut = journal.head(connection).sequence
    groups, ids = _all_groups(connection, stop)
    sizes = np.bincount(groups).astype(np.int64)
    columns = (("size", packed(sizes)), ("id", packed(ids)))
    return Made(Block(GROUPS_OF_CONTACTS, GROUPS_OF_CONTACTS, cut, NO_SPAN, NO_SPAN), columns)


def _changed(connection: Connection) -> list[int] | None:
    """The complaints that the journal tells of since the groups were kept; None of too many, or where none are kept."""
    kept, here = fact_block.c, journal_table.c
    query = select(kept.cut).where(kept.first_id == GROUPS_OF_CONTACTS, kept.format == FORMAT)
    if (cut := connection.execute(query).scalar()) is None:
        return None
    told = beside_index(connection, here.complaint_id)
    since = select(told).where(here.sequence > cut, told.is_not(None)).distinct().limit(_MOST_CHANGED + 1)
    found = connection.execute(since).scalars().all()
    return None if len(found) > _MOST_CHANGED else list(found)


def _kept(connection: Connection) -> Groups:
    here = fact_column.c
    rows = connection.execute(select(here.name, here.content).where(here.first_id == GROUPS_OF_CONTACTS))
    columns = {name: unpacked_amounts(content) for name, content in rows}
    sizes = columns["size"]
    return np.repeat(np.arange(len(sizes)), sizes), columns["id"]


def _all_groups(connection: Connection, stop: StopSignal | None) -> Groups:
    contact = complaint_contact.c
    again = select(contact.contact).where(contact.contact < NAMES_FROM).group_by(contact.contact)
    query = (
        select(contact.contact, contact.complaint_id)
        .where(contact.contact < NAMES_FROM, contact.contact.in_(again.having(func.count() > 1)))
        .order_by(contact.contact)
    )
    contacts, ids = [], []
    for rows in in_portions(connection, query, _PORTION):
        if stop:
            stop.heed()
        for key, complaint_id in rows:
            contacts.append(key)
            ids.append(complaint_id)
    return _numbered(contacts), np.array(ids, np.int64)


def _groups_of(connection: Connection, changed: Sequence[int], first: int) -> Groups:
    """The whole group of each contact that the changed complaints have now; their numbers begin with `first`."""
    here, contact = complaint.c, complaint_contact.c
    query = select(here.name, here.phone, here.address).where(
        here.erased_at.is_(None), among(connection, here.id, changed)
    )
    keys = {
        key
        for name, phone, address in connection.execute(query)
        for key in contact_keys(ComplaintContent(name=name, phone=phone, address=address))
        if key < NAMES_FROM
    }
    pairs: list[tuple[int, int]] = []
    for chunk in in_chunks(sorted(keys)):
        shared = select(contact.contact, contact.complaint_id).where(contact.contact.in_(chunk))
        pairs.extend((key, complaint_id) for key, complaint_id in connection.execute(shared))
    return _numbered([key for key, _ in pairs]) + first, np.array([each for _, each in pairs], np.int64)


def _numbered(contacts: Sequence[int]) -> Amounts:
    """Small numbers in the place of digests."""
    places: dict[int, int] = {}
    return np.fromiter((places.setdefault(key, len(places)) for key in contacts), np.int64, len(contacts))
