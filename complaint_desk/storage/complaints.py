"""Complaints in the ledger: written with everything that hangs on them, read as frozen values."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select, update

from complaint_desk.domain.clocks import Clock
from complaint_desk.domain.complaint import Complaint, ComplaintDraft, NewStep, Step
from complaint_desk.domain.moments import in_shanghai
from complaint_desk.domain.new_complaints import NewComplaints, new_complaints
from complaint_desk.domain.problems import Problem
from complaint_desk.domain.searching import search_text, sound_text, with_numbers
from complaint_desk.runtime.collecting import without_collections
from complaint_desk.storage import clocks, day_counts, journal, sealing, search_index
from complaint_desk.storage.attachments import Owned, attachments_of
from complaint_desk.storage.bulk import bound_rows, insert_bound, insert_columns
from complaint_desk.storage.clocks import ClockDeed
from complaint_desk.storage.contacts import insert_contacts, replace_contacts
from complaint_desk.storage.journal import Deed, Signature, in_chunks
from complaint_desk.storage.numbers import number_text, take_numbers
from complaint_desk.storage.rules import USUAL_RULE_SET
from complaint_desk.storage.schema import complaint, complaint_key, step
from complaint_desk.storage.schema import journal as journal_table
from complaint_desk.storage.starting_clocks import NOTHING_DUE, first_clocks
from complaint_desk.storage.steps import add_steps, first_steps, steps_of
from complaint_desk.storage.turning import Columns, turned

COMPLAINT_FIELDS = tuple(each.name for each in dataclasses.fields(Complaint))
COLUMNS = tuple(complaint.c[name] for name in COMPLAINT_FIELDS)
"""The columns of a complaint in the order of its fields."""

STEPS = "steps"
"""The detail of a journal entry that names the steps which were recorded with it."""

CLOCKS = "clocks"
"""What a journal entry calls the clocks that stood before it."""

_PAIRS = ("original_values", "extra")
_CODES = ("kind", "status", "follow_up")


@dataclass(frozen=True, slots=True)
class Registration:
    """What the program itself says of new complaints: pattern of their numbers, who, when, and the import batch.

    `rule_set` is that of complaints for which nothing else chooses one.
    """

    pattern: str
    signature: Signature
    batch: int | None = None
    rule_set: str = USUAL_RULE_SET


def complaint_of(row: Row[Any]) -> Complaint:
    """A row of `COLUMNS` as a value."""
    values = dict(zip(COMPLAINT_FIELDS, row, strict=True))
    for name in _PAIRS:
        values[name] = tuple(values[name].items()) if values[name] else ()
    return Complaint(**values)


def read(connection: Connection, complaint_id: int) -> Complaint | None:
    row = connection.execute(select(*COLUMNS).where(complaint.c.id == complaint_id)).first()
    return None if row is None else complaint_of(row)


def read_by_number(connection: Connection, number: str) -> Complaint | None:
    row = connection.execute(select(*COLUMNS).where(complaint.c.number == number)).first()
    return None if row is None else complaint_of(row)


def read_by_draft(connection: Connection, draft_id: UUID) -> Complaint | None:
    row = connection.execute(select(*COLUMNS).where(complaint.c.draft_id == draft_id)).first()
    return None if row is None else complaint_of(row)


def read_many(connection: Connection, complaint_ids: Sequence[int]) -> tuple[Complaint, ...]:
    """Complaints in the order of their ids as given; those that are gone are left out."""
    found: dict[int, Complaint] = {}
    for chunk in in_chunks(complaint_ids):
        for row in connection.execute(select(*COLUMNS).where(complaint.c.id.in_(chunk))):
            each = complaint_of(row)
            found[each.id] = each
    return tuple(found[key] for key in complaint_ids if key in found)


def problems_of_links(connection: Connection, numbers: Sequence[str], own: str = "") -> tuple[Problem, ...]:
    """A problem for each number in `repeats` that is none of the ledger's, or that repeats `own` itself."""
    query = select(complaint.c.number, complaint.c.repeats).where(complaint.c.number.in_(numbers))
    known = {row.number: row.repeats for row in connection.execute(query)} if numbers else {}
    found: list[Problem] = []
    for number in numbers:
        details = (("value", number),)
        if number not in known:
            found.append(Problem("repeats", "unknown_complaint", details=details))
        elif number == own:
            found.append(Problem("repeats", "same_complaint", details=details))
        elif own and own in known[number]:
            found.append(Problem("repeats", "links_in_a_circle", details=details))
    return tuple(found)


def insert_many(
    connection: Connection,
    drafts: Sequence[ComplaintDraft],
    registration: Registration,
    steps: Sequence[Sequence[NewStep]] = (),
) -> tuple[tuple[int, str], ...]:
    """Register complaints: numbers, rows, contacts, steps, search index, keys and journal. Returns (id, number) of each.

    The drafts must have no hard problems; `steps` runs parallel to them where there are any. Give them in portions of
    about a thousand inside one writing scope: portions are as quick as one great list, and progress can be told.
    """
    if not drafts:
        return ()
    with inserting(connection, new_complaints(drafts, steps), registration) as registered:
        return registered


@contextmanager
def inserting(
    connection: Connection, new: NewComplaints, registration: Registration
) -> Iterator[tuple[tuple[int, str], ...]]:
    """The same of what is prepared already, at least one, while something is done that leaves the connection alone.

    They are registered when that is done.
    """
    signature, found_by = registration.signature, new.found_by
    with without_collections():
        columns = _new_columns(connection, new, registration)
        running = first_clocks(connection, columns, new.steps, signature.at, registration.rule_set)
        ids, numbers = columns["id"], columns["number"]
        steps = first_steps(connection, signature, ids, new.steps)
        keys = sealing.new_keys(len(ids))
        insert_columns(connection, complaint, columns)
        insert_contacts(connection, ids, found_by.contacts)
        insert_columns(connection, step, steps)
        insert_columns(connection, complaint_key, {"complaint_id": ids, "key": keys})
        clocks.insert_many(connection, running)
        day_counts.forget(connection, columns["received_at"])
        newest = journal.head(connection)
        texts = with_numbers(numbers, found_by.texts)
    with search_index.adding(connection, ids[0], texts, found_by.sounds):
        with without_collections():
            deeds = _registering(columns, sealing.canonical_forms(columns, steps, running))
            entries = journal.entries(deeds, signature, newest, keys)
            bound = bound_rows(connection.dialect, journal_table, entries)
        yield tuple(zip(ids, numbers, strict=True))
    insert_bound(connection, bound)
    journal.note_written(connection, entries)


def _new_columns(connection: Connection, new: NewComplaints, registration: Registration) -> Columns:
    """The rows of new complaints, by column."""
    columns: Columns = dict(new.drafts)
    for name in _PAIRS:
        columns[name] = turned(columns[name], dict)
    for name in _CODES:
        # The driver takes a member of an enumeration, but asks around first what it is.
        columns[name] = turned(columns[name], str)
    if None in columns["received_at"]:
        raise ValueError("a complaint without received_at has no number")
    years = [in_shanghai(moment).year for moment in columns["received_at"]]
    sequences = {year: iter(take_numbers(connection, year, count)) for year, count in Counter(years).items()}
    places = [next(sequences[year]) for year in years]
    first = next_id(connection)
    signature = registration.signature
    of_all = {
        "version": 1,
        "registered_at": signature.at,
        "registered_by": signature.person,
        "reopened": 0,
        "import_batch": registration.batch,
        "erased_at": None,
        "hold": "",
        **NOTHING_DUE,
    }
    return columns | {
        "id": range(first, first + len(new)),
        "number": [number_text(registration.pattern, year, place) for year, place in zip(years, places, strict=True)],
        "number_year": years,
        "number_sequence": places,
        **{name: [value] * len(new) for name, value in of_all.items()},
    }


def next_id(connection: Connection) -> int:
    """The id of the next complaint: one that neither the ledger nor the journal has known, so that none is used twice."""
    here = connection.execute(select(func.max(complaint.c.id))).scalar() or 0
    known = connection.execute(select(func.max(journal_table.c.complaint_id))).scalar() or 0
    return max(here, known) + 1


def _registering(columns: Columns, forms: Sequence[bytes]) -> list[Deed]:
    told = zip(columns["id"], columns["number"], columns["number_year"], columns["number_sequence"], forms, strict=True)
    return [
        Deed("registered", key, canonical=form, details=(("number", number), ("sequence", f"{year}-{sequence}")))
        for key, number, year, sequence, form in told
    ]


@dataclass(frozen=True, slots=True)
class Besides:
    """What a deed does beside changing fields: what it says of things that were taken out, and what it does to clocks."""

    removed: Mapping[str, Any] = field(default_factory=dict)
    clocks: ClockDeed = field(default_factory=ClockDeed)


NOTHING_BESIDES = Besides()


def write_changes(
    connection: Connection,
    signature: Signature,
    deed: str,
    current: Complaint,
    changed: Mapping[str, Any],
    *,
    details: tuple[tuple[str, str], ...] = (),
    new_steps: Sequence[NewStep] = (),
    besides: Besides = NOTHING_BESIDES,
) -> Complaint:
    """Change fields of a complaint and record steps in one deed; returns it as it stands afterwards.

    `changed` holds domain values by field name, content or `status`, `closed_at`, `reopened`, `hold`. Clocks, contacts and search
    index follow. What stood there is sealed into the journal, and with it what was removed and the clocks, if any moved. The
    details name the steps by id.
    """
    recorded = add_steps(connection, signature, [(current.id, each) for each in new_steps])
    details = (*details, *told_steps(recorded.get(current.id, ())))
    row = {name: dict(value) if name in _PAIRS else value for name, value in changed.items()}
    row["version"] = current.version + 1
    connection.execute(update(complaint).where(complaint.c.id == current.id).values(row))
    at = next((each.at for each in reversed(new_steps) if each.at), signature.at)
    reopens = changed.get("reopened", 0) > current.reopened
    after, stood = clocks.follow(connection, must_read(connection, current.id), at, besides.clocks, reopens=reopens)
    if changed.keys() & day_counts.LOOKED_AT:
        day_counts.forget(connection, (current.received_at, after.received_at))
    if changed:
        replace_contacts(connection, current, after, after.id)
        search_index.replace(connection, [search_row(current)], [search_row(after)])
    journal.append(
        connection,
        signature,
        [
            Deed(
                deed,
                current.id,
                fields=tuple(changed),
                canonical=canonical_of(connection, after),
                before={name: sealing.stored_value(name, getattr(current, name)) for name in changed}
                | dict(besides.removed)
                | ({} if stood is None else {CLOCKS: sealing.stored_clocks(stood)}),
                details=details,
            )
        ],
    )
    return after


def told_steps(made: Sequence[Step]) -> tuple[tuple[str, str], ...]:
    """The detail of a journal entry that names the steps which were recorded with it, if any."""
    return ((STEPS, ",".join(str(each.id) for each in made)),) if made else ()


def must_read(connection: Connection, complaint_id: int) -> Complaint:
    """A complaint that is known to be there."""
    found = read(connection, complaint_id)
    if found is None:
        raise LookupError(complaint_id)
    return found


def search_row(value: Complaint) -> tuple[int, str, str]:
    """What a complaint is found by: id, text, sounds."""
    return value.id, search_text(value.number, value, value.extra), sound_text(value)


def canonical_of(connection: Connection, value: Complaint) -> bytes:
    """The bytes that a commitment to the complaint as it stands is made of."""
    steps = steps_of(connection, [value.id]).get(value.id, ())
    owned = attachments_of(connection, [value.id]).get(value.id, ())
    running = clocks.clocks_of(connection, [value.id]).get(value.id, ())
    return canonical(value, steps, owned, running)


def canonical(value: Complaint, steps: Sequence[Any], owned: Sequence[Owned], running: Sequence[Clock]) -> bytes:
    values = {name: getattr(value, name) for name in COMPLAINT_FIELDS}
    return sealing.canonical_form(values, steps, owned, running)
