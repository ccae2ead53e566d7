"""Import batches: which complaints came together, which rows are known already, and taking a batch back."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy import Connection, delete, func, insert, select, update

from complaint_desk.domain.complaint import Changes, Complaint, ComplaintContent, ComplaintDraft
from complaint_desk.domain.contact_keys import phone_key
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.foreign.known_choices import KnownWay, changes_by_row
from complaint_desk.domain.foreign.known_rows import STORY_BEGIN, RowMarks, is_other_story
from complaint_desk.domain.new_complaints import NewComplaints
from complaint_desk.domain.searching import normalise
from complaint_desk.storage import complaints, day_counts, journal, search_index
from complaint_desk.storage.complaints import Registration, insert_new, next_id
from complaint_desk.storage.journal import Deed, Signature, in_chunks
from complaint_desk.storage.rules import USUAL_RULE_SET
from complaint_desk.storage.schema import complaint, complaint_contact, import_batch
from complaint_desk.storage.schema import journal as journal_table
from complaint_desk.storage.search_texts import texts_of
from complaint_desk.storage.similar_complaints import LikeComplaints
from complaint_desk.storage.taking_back import NewestDeed, newest_deed, take_back

_MOST_NAMED = 20
_FIRST = 1
"""The id of the first complaint of a ledger."""


class OpenBatch:
    """One import inside one writing scope. The batch begins with its first complaint, so that an import of nothing has none.

    In a reading scope only `known`, `similar`, `numbers_of` and `there` may be asked.
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
        self._like = LikeComplaints(connection, self._below)
        self.number: int | None = None
        self.registered = 0
        self._changed: set[int] = set()

    @property
    def _is_beside_others(self) -> bool:
        """Whether the ledger held anything before this import."""
        return self._below > _FIRST

    def known(self, rows: Sequence[RowMarks]) -> list[int | None]:
        """For each row the id of the complaint that the ledger held before this import; None for a new one."""
        if not self._is_beside_others:
            return [None] * len(rows)
        return known(self._connection, rows, self._below)

    def similar(
        self, rows: Sequence[RowMarks | None], content_of: Callable[[int], ComplaintContent]
    ) -> list[int | None]:
        """For each row the id of a complaint that was there and tells nearly the same; None also for a row that is None.

        `content_of`: what the row at a place says.
        """
        if not self._is_beside_others:
            return [None] * len(rows)
        return self._like.of(rows, content_of)

    def numbers_of(self, ids: Collection[int]) -> dict[int, str]:
        """The numbers of complaints by their ids."""
        here = complaint.c
        found: dict[int, str] = {}
        for chunk in in_chunks(sorted(ids)):
            query = select(here.id, here.number).where(here.id.in_(chunk))
            found.update(self._connection.execute(query).all())
        return found

    def there(self, ids: Sequence[int | None]) -> dict[int | None, Complaint]:
        """The complaints of these ids, as they stand."""
        wanted = dict.fromkeys(each for each in ids if each is not None)
        return {each.id: each for each in complaints.read_many(self._connection, list(wanted))}

    def add(self, new: NewComplaints) -> None:
        """Register a portion of complaints with their history."""
        if not len(new):
            return
        if self.number is None:
            self.number = _begin(self._connection, self._signature, self._files)
        registration = Registration(self._pattern, self._signature, self.number, self._rule_set)
        insert_new(self._connection, new, registration)
        self.registered += len(new)

    def id_of(self, place: int) -> int:
        """The id of a complaint of this batch by its place among them."""
        return self._below + place

    def change(
        self,
        complaint_id: int,
        draft: ComplaintDraft,
        way: KnownWay,
        usual: AbstractSet[str],
        *,
        dry_run: bool,
        earlier: ComplaintDraft | None = None,
    ) -> bool:
        """Change a complaint that is there by a row, once in an import; True if anything is changed.

        `earlier`: in a dry run the row of which the complaint would have been made.
        """
        if complaint_id in self._changed:
            return False
        current = earlier or complaints.read(self._connection, complaint_id)
        if current is None:
            return False
        changed = changes_by_row(current, draft, way, usual, self._signature.at)
        if not changed:
            return False
        self._changed.add(complaint_id)
        if isinstance(current, Complaint) and not dry_run:
            if self.number is None:
                self.number = _begin(self._connection, self._signature, self._files)
            details = (("batch", str(self.number)),)
            complaints.write_changes(
                self._connection, self._signature, "import_changed", current, changed, details=details
            )
        return True

    def close(self) -> None:
        """Note how many complaints the batch holds, and tell the journal."""
        if self.number is None:
            return
        here = import_batch.c.id == self.number
        self._connection.execute(update(import_batch).where(here).values(registered=self.registered))
        told = [("batch", str(self.number)), ("registered", str(self.registered))]
        if self._changed:
            told.append(("changed", str(len(self._changed))))
        journal.append(self._connection, self._signature, [Deed("import", details=tuple(told))])


def _begin(connection: Connection, signature: Signature, files: Sequence[str]) -> int:
    row = {"at": signature.at, "person": signature.person, "files": list(files), "registered": 0}
    made = connection.execute(insert(import_batch).values(row))
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def known(connection: Connection, rows: Sequence[RowMarks], below: int) -> list[int | None]:
    """For each row the id, below `below`, of the same complaint, None if there is none; a few queries for all of them."""
    sources = _source_numbers(connection, rows, below)
    numbers = _numbers(connection, rows, below)
    days = _same_days(connection, rows, below)
    return [next(_same(row, sources, numbers, days), None) for row in rows]


def _same(
    row: RowMarks,
    sources: Mapping[str, Sequence[tuple[int, str]]],
    numbers: Mapping[str, tuple[int, dt.datetime]],
    days: Mapping[tuple[str, str, dt.date], Sequence[tuple[int, str]]],
) -> Iterator[int]:
    """The complaints that a row tells of, those of its number first."""
    for key, story in sources.get(row.source_number, ()):
        if not is_other_story(row.story, story):
            yield key
    if row.number in numbers and numbers[row.number][1] == row.received_at:
        yield numbers[row.number][0]
    for day in row.same_days():
        for key, number in days.get(day, ()):
            # Two numbers that differ are two complaints; where one has none, phone, subject and day decide.
            if not number or not row.source_number:
                yield key


def _source_numbers(connection: Connection, rows: Sequence[RowMarks], below: int) -> dict[str, list[tuple[int, str]]]:
    """Ids and stories of the complaints by their source number."""
    wanted = list({row.source_number for row in rows} - {""})
    here = complaint.c
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for chunk in in_chunks(wanted):
        facts = func.substr(here.facts, 1, STORY_BEGIN)
        query = select(here.source_number, here.id, facts).where(here.source_number.in_(chunk), here.id < below)
        for number, key, begin in connection.execute(query):
            found[number].append((key, begin))
    return found


def _numbers(connection: Connection, rows: Sequence[RowMarks], below: int) -> dict[str, tuple[int, dt.datetime]]:
    wanted = list({row.number for row in rows} - {""})
    here = complaint.c
    found: dict[str, tuple[int, dt.datetime]] = {}
    for chunk in in_chunks(wanted):
        query = select(here.number, here.id, here.received_at).where(here.number.in_(chunk), here.id < below)
        found.update({number: (key, received_at) for number, key, received_at in connection.execute(query)})
    return found


def _same_days(
    connection: Connection, rows: Sequence[RowMarks], below: int
) -> dict[tuple[str, str, dt.date], list[tuple[int, str]]]:
    """Ids and source numbers of the complaints by phone, subject and day."""
    wanted = {phone_key(phone): phone for row in rows for phone in row.phones}
    here, contact = complaint.c, complaint_contact.c
    found: defaultdict[tuple[str, str, dt.date], list[tuple[int, str]]] = defaultdict(list)
    for chunk in in_chunks(list(wanted)):
        query = (
            select(contact.contact, here.subject_name, here.received_at, here.id, here.source_number)
            .join_from(complaint_contact, complaint, here.id == contact.complaint_id)
            .where(contact.contact.in_(chunk), here.id < below)
        )
        for phone, subject, received_at, key, number in connection.execute(query):
            found[wanted[phone], normalise(subject), received_at.date()].append((key, number))
    return found


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
