"""Taking an import batch back: its complaints go, and what it changed in others is as it was."""

from __future__ import annotations

import json
from collections import Counter

from sqlalchemy import Connection, delete, select, update

from complaint_desk.domain.complaint import Changes, Complaint
from complaint_desk.domain.errors import Refusal
from complaint_desk.storage import complaints, day_counts, journal, search_index
from complaint_desk.storage.journal import Deed, Signature, in_chunks
from complaint_desk.storage.schema import complaint, complaint_contact, import_batch
from complaint_desk.storage.schema import journal as journal_table
from complaint_desk.storage.search_texts import texts_of
from complaint_desk.storage.taking_back import NewestDeed, newest_deed, take_back

_MOST_NAMED = 20


def _own_writes(connection: Connection, batch: int) -> Counter[int]:
    """How often the program itself, or the import, wrote complaints of a batch again, by id; nobody has worked on those."""
    here = journal_table.c
    of_batch = select(complaint.c.id).where(complaint.c.import_batch == batch, complaint.c.version > 1)
    query = select(here.complaint_id, here.deed, here.details).where(
        here.deed.in_(sorted(journal.OF_THE_PROGRAM | {"import_changed"})), here.complaint_id.in_(of_batch)
    )
    return Counter(
        key
        for key, deed, details in connection.execute(query)
        if deed != "import_changed" or _batch_in(details) == str(batch)
    )


def _altered(connection: Connection, batch: int) -> list[tuple[Complaint, NewestDeed, int]]:
    """The complaints that a batch changed beside its own, with their newest deed and the place of that of the batch.

    Erased ones not.
    """
    here = journal_table.c
    query = select(here.complaint_id, here.sequence, here.details).where(here.deed == "import_changed")
    places = {key: sequence for key, sequence, details in connection.execute(query) if _batch_in(details) == str(batch)}
    there = [each for each in complaints.read_many(connection, list(places)) if each.import_batch != batch]
    return [(each, newest_deed(connection, each.id), places[each.id]) for each in there if each.erased_at is None]


def _batch_in(details: str | None) -> str | None:
    named: str | None = json.loads(details or "{}").get("batch")
    return named


def remove(connection: Connection, signature: Signature, batch: int) -> Changes:
    """Take a batch back: its complaints, their contacts, steps, search texts and keys, and what it changed in others.

    The journal tells each.

    Raises:
        Refusal: `no_batch`, `batch_undone`, or `batch_changed` with the first `numbers` and the `count` of those that
            somebody has worked on since.
    """
    row = connection.execute(select(import_batch.c.undone_at).where(import_batch.c.id == batch)).first()
    if row is None:
        raise Refusal("no_batch", batch=batch)
    if row.undone_at is not None:
        raise Refusal("batch_undone", batch=batch)
    here = complaint.c
    query = (
        select(here.id, here.number, here.version, here.received_at).where(here.import_batch == batch).order_by(here.id)
    )
    members = connection.execute(query).all()
    own = _own_writes(connection, batch)
    altered = _altered(connection, batch)
    changed = [number for key, number, version, _ in members if version != 1 + own[key]]
    if changed := changed + [current.number for current, newest, sequence in altered if newest.sequence != sequence]:
        named = tuple(changed[:_MOST_NAMED])
        raise Refusal("batch_changed", batch=batch, count=len(changed), numbers=named)
    for current, newest, _sequence in altered:
        take_back(connection, signature, current, newest, ())
    told = ("batch", str(batch))
    ids = [member.id for member in members]
    of_batch = select(here.id).where(here.import_batch == batch)
    connection.execute(delete(complaint_contact).where(complaint_contact.c.complaint_id.in_(of_batch)))
    for chunk in in_chunks(members):
        numbers = {member.id: member.number for member in chunk}
        search_index.remove(connection, texts_of(connection, [*numbers]))
        connection.execute(delete(complaint).where(here.id.in_(numbers)))
        gone = [Deed("undo_import", key, details=(("number", number), told)) for key, number in numbers.items()]
        journal.append(connection, signature, gone)
    day_counts.forget(connection, [member.received_at for member in members])
    journal.destroy_keys(connection, ids)
    connection.execute(update(import_batch).where(import_batch.c.id == batch).values(undone_at=signature.at))
    journal.append(connection, signature, [Deed("undo_import", details=(told, ("removed", str(len(ids)))))])
    return Changes(removed=tuple(ids), changed=tuple(current.id for current, *_ in altered), everything=True)
