"""Import batches: which complaints came together, which rows are known already, and taking a batch back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, insert, select, update

from complaint_desk.domain.complaint import Changes, ComplaintDraft, NewStep
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.known_rows import STORY_BEGIN, RowMarks, is_other_story
from complaint_desk.domain.searching import normalise
from complaint_desk.storage import day_counts, journal, search_index
from complaint_desk.storage.complaints import Registration, insert_many, next_id
from complaint_desk.storage.contacts import phone_key
from complaint_desk.storage.journal import Deed, Signature, in_chunks
from complaint_desk.storage.rules import USUAL_RULE_SET
from complaint_desk.storage.schema import complaint, complaint_contact, import_batch
from complaint_desk.storage.schema import journal as journal_table
from complaint_desk.storage.search_texts import texts_of

_MOST_NAMED = 20
_FIRST = 1
"""The id of the first complaint of a ledger."""


class OpenBatch:
    """One import inside one writing scope. The batch begins with its first complaint, so that an import of nothing has none.

    In a reading scope only `known` may be asked.
    """

    def __init__(
        self,
        connection: Connection,
        signature: Signature,
        pattern: str,
        files: Sequence[str],
        rule_set: str = USUAL_RULE_SET,
    ) -> None:
        self._connection = connection
        self._signature = signature
        self._pattern = pattern
        self._rule_set = rule_set
        self._files = files
        self._below = next_id(connection)
        self.number: int | None = None
        self.registered = 0

    def known(self, rows: Sequence[RowMarks]) -> list[bool]:
        """For each row whether the ledger held its complaint before this import."""
        if self._below == _FIRST:
            return [False] * len(rows)
        return known(self._connection, rows, self._below)

    def add(self, drafts: Sequence[ComplaintDraft], steps: Sequence[Sequence[NewStep]]) -> None:
        """Register a portion of complaints with their history."""
        if not drafts:
            return
        if self.number is None:
            self.number = _begin(self._connection, self._signature, self._files)
        registration = Registration(self._pattern, self._signature, self.number, self._rule_set)
        insert_many(self._connection, drafts, registration, steps)
        self.registered += len(drafts)

    def close(self) -> None:
        """Note how many complaints the batch holds, and tell the journal."""
        if self.number is None:
            return
        here = import_batch.c.id == self.number
        self._connection.execute(update(import_batch).where(here).values(registered=self.registered))
        told = (("batch", str(self.number)), ("registered", str(self.registered)))
        journal.append(self._connection, self._signature, [Deed("import", details=told)])


def _begin(connection: Connection, signature: Signature, files: Sequence[str]) -> int:
    row = {"at": signature.at, "person": signature.person, "files": list(files), "registered": 0}
    made = connection.execute(insert(import_batch).values(row))
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def known(connection: Connection, rows: Sequence[RowMarks], below: int) -> list[bool]:
    """For each row whether a complaint with an id below `below` is the same; a few queries for all of them."""
    sources = _source_numbers(connection, rows, below)
    numbers = _numbers(connection, rows, below)
    days = _same_days(connection, rows, below)
    return [
        any(not is_other_story(row.story, story) for story in sources.get(row.source_number, ()))
        or (row.number in numbers and numbers[row.number] == row.received_at)
        or any(_same_thing(row, days.get(key, ())) for key in row.same_days())
        for row in rows
    ]


def _same_thing(row: RowMarks, found: Sequence[str]) -> bool:
    """Two numbers that differ are two complaints; where one has none, phone, subject and day decide."""
    return any(not number or not row.source_number for number in found)


def _source_numbers(connection: Connection, rows: Sequence[RowMarks], below: int) -> dict[str, list[str]]:
    """The stories of the complaints by their source number."""
    wanted = list({row.source_number for row in rows} - {""})
    here = complaint.c
    found: defaultdict[str, list[str]] = defaultdict(list)
    for chunk in in_chunks(wanted):
        facts = func.substr(here.facts, 1, STORY_BEGIN)
        query = select(here.source_number, facts).where(here.source_number.in_(chunk), here.id < below)
        for number, begin in connection.execute(query):
            found[number].append(begin)
    return found


def _numbers(connection: Connection, rows: Sequence[RowMarks], below: int) -> dict[str, dt.datetime]:
    wanted = list({row.number for row in rows} - {""})
    here = complaint.c
    found: dict[str, dt.datetime] = {}
    for chunk in in_chunks(wanted):
        query = select(here.number, here.received_at).where(here.number.in_(chunk), here.id < below)
        found.update(connection.execute(query).all())
    return found


def _same_days(
    connection: Connection, rows: Sequence[RowMarks], below: int
) -> dict[tuple[str, str, dt.date], list[str]]:
    """Source numbers of the complaints by phone, subject and day."""
    wanted = {phone_key(phone): phone for row in rows for phone in row.phones}
    here, contact = complaint.c, complaint_contact.c
    found: defaultdict[tuple[str, str, dt.date], list[str]] = defaultdict(list)
    for chunk in in_chunks(list(wanted)):
        query = (
            select(contact.contact, here.subject_name, here.received_at, here.source_number)
            .join_from(complaint_contact, complaint, here.id == contact.complaint_id)
            .where(contact.contact.in_(chunk), here.id < below)
        )
        for key, subject, received_at, number in connection.execute(query):
            found[wanted[key], normalise(subject), received_at.date()].append(number)
    return found


def _writes_of_the_program(connection: Connection, batch: int) -> dict[int, int]:
    """How often the program itself wrote complaints of a batch, by id; nobody has worked on those."""
    here = journal_table.c
    of_batch = select(complaint.c.id).where(complaint.c.import_batch == batch, complaint.c.version > 1)
    query = select(here.complaint_id, func.count()).where(
        here.deed.in_(sorted(journal.OF_THE_PROGRAM)), here.complaint_id.in_(of_batch)
    )
    return dict(connection.execute(query.group_by(here.complaint_id)).all())


def remove(connection: Connection, signature: Signature, batch: int) -> Changes:
    """Take a batch back: its complaints, their contacts, steps, search texts and keys. The journal tells each.

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
    own = _writes_of_the_program(connection, batch)
    if changed := [number for key, number, version, _ in members if version != 1 + own.get(key, 0)]:
        named = tuple(changed[:_MOST_NAMED])
        raise Refusal("batch_changed", batch=batch, count=len(changed), numbers=named)
    ids = [member.id for member in members]
    of_batch = select(here.id).where(here.import_batch == batch)
    connection.execute(delete(complaint_contact).where(complaint_contact.c.complaint_id.in_(of_batch)))
    for chunk in in_chunks(ids):
        search_index.remove(connection, texts_of(connection, chunk))
        connection.execute(delete(complaint).where(here.id.in_(chunk)))
    day_counts.forget(connection, [member.received_at for member in members])
    journal.destroy_keys(connection, ids)
    connection.execute(update(import_batch).where(import_batch.c.id == batch).values(undone_at=signature.at))
    told = ("batch", str(batch))
    deeds = [Deed("undo_import", key, details=(("number", number), told)) for key, number, *_ in members]
    deeds.append(Deed("undo_import", details=(told, ("removed", str(len(ids))))))
    journal.append(connection, signature, deeds)
    return Changes(removed=tuple(ids), everything=True)
