"""Whether the ledger is as its journal says: complaints, numbers, search texts, index, files, pages of the database."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import Connection, func, select

from complaint_desk.domain.clock_keeping import Rules, is_historic, recounted
from complaint_desk.domain.clocks import Clock, summary_of
from complaint_desk.domain.complaint import Complaint, ComplaintContent
from complaint_desk.domain.contact_keys import contact_keys
from complaint_desk.domain.reports import Fault, Verification
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.storage import clocks, complaints, feedback, improvements, numbers, sealing, search_index, staff
from complaint_desk.storage.attachments import attachments_of
from complaint_desk.storage.chain_check import chain_faults, parse_anchor
from complaint_desk.storage.contacts import all_contacts, count_contacts, kept_of
from complaint_desk.storage.journal import REMOVING, keys_of
from complaint_desk.storage.product_sales import faults as sales_faults
from complaint_desk.storage.rules import rules_in_force
from complaint_desk.storage.schema import attachment, attachment_content, complaint, journal
from complaint_desk.storage.steps import steps_of
from complaint_desk.storage.store import Store

_BATCH = 500
_JOURNALLED = {"improvements": improvements.ROWS, "feedback": feedback.ROWS, "staff": staff.ROWS}
"""Rows beside the complaints that the journal knows, by what the check calls them."""

MOST_FAULTS = 1000
"""Faults told one by one; a ledger with more is beyond reading them."""


@dataclass(slots=True)
class _Check:
    """What was found so far, and how far the check is."""

    connection: Connection
    stop: StopSignal | None
    progress: Progress
    total: int
    rules: Rules
    done: int = 0
    contacts: int = 0
    checked: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    def went_on(self, what: str, count: int = 1) -> None:
        if self.stop:
            self.stop.heed()
        self.checked[what] += count
        self.done += count
        self.progress(min(self.done, self.total), self.total)

    def found(self, code: str, place: str, **details: object) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(code, place, tuple((name, str(value)) for name, value in details.items())))


def verify(
    store: Store, anchor: str | None = None, stop: StopSignal | None = None, progress: Progress = no_progress
) -> Verification:
    """Check everything in one snapshot; at most 1000 faults are listed.

    Raises:
        Refusal: `bad_anchor`.
        Surroundings: the file cannot be read at all.
        Stopped: the signal asked for it.
    """
    wanted = parse_anchor(anchor) if anchor else None
    with store.reading(stop) as connection:
        check = _Check(connection, stop, progress, _size(connection), rules_in_force(connection))
        for reason in store.integrity_faults(connection):
            check.found("file_damaged", store.path.name, reason=reason)
        for (table, other), count in store.orphans(connection).items():
            check.found("orphans", store.path.name, table=table, other=other, count=count)
        for fault in chain_faults(connection, wanted):
            if fault is None:
                check.went_on("journal")
            elif len(check.faults) < MOST_FAULTS:
                check.faults.append(fault)
        _check_complaints(check)
        _check_strange_contacts(check)
        _check_facts(check)
        _check_numbers(check)
        _check_attachments(check)
        check.faults.extend(sales_faults(connection))
        for name, rows in _JOURNALLED.items():
            for fault in rows.faults(connection, partial(check.went_on, name)):
                check.found(fault.code, fault.place, **dict(fault.details))
        _check_index(check)
    names = ("journal", "complaints", "numbers", "search", "attachments", *_JOURNALLED)
    return Verification(tuple((name, check.checked[name]) for name in names), tuple(check.faults))


def _size(connection: Connection) -> int:
    def count(table: Any) -> int:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())

    return count(journal) + 3 * count(complaint) + count(attachment_content)


def _check_complaints(check: _Check) -> None:
    for ids in _batches(check.connection):
        try:
            _check_batch(check, ids)
        except _UNREADABLE:
            for each in ids:
                _check_one(check, each)
        check.went_on("complaints", len(ids))


# What the columns raise for a value that this program never writes: a date that is none, a price in letters.
_UNREADABLE = (ValueError, TypeError, ArithmeticError)


def _check_one(check: _Check, complaint_id: int) -> None:
    found = len(check.faults)
    try:
        _check_batch(check, [complaint_id])
    except _UNREADABLE:
        del check.faults[found:]
        number = select(complaint.c.number).where(complaint.c.id == complaint_id)
        entry = _last_entries(check.connection, [complaint_id]).get(complaint_id, {})
        told = {"entry": entry["sequence"]} if entry else {}
        check.found("complaint_changed", str(check.connection.execute(number).scalar()), **told)


def _check_batch(check: _Check, ids: Sequence[int]) -> None:
    batch = complaints.read_many(check.connection, ids)
    last = _last_entries(check.connection, ids)
    keys = keys_of(check.connection, ids)
    steps, owned = steps_of(check.connection, ids), attachments_of(check.connection, ids)
    known_by = {each.id: {(key, each.id) for key in contact_keys(each)} for each in batch if each.erased_at is None}
    expected = {contact for contacts in known_by.values() for contact in contacts}
    kept = expected & kept_of(check.connection, {digest for digest, _ in expected}, ids[0], ids[-1])
    check.contacts += len(kept)
    running = clocks.clocks_of(check.connection, ids)
    for each in batch:
        own = running.get(each.id, ())
        canonical = complaints.canonical(each, steps.get(each.id, ()), owned.get(each.id, ()), own)
        _check_clocks(check, each, own)
        _check_commitment(check, each, last.get(each.id), keys.get(each.id), canonical)
        if not known_by.get(each.id, set()) <= kept:
            check.found("contacts", each.number)


def _check_clocks(check: _Check, each: Complaint, own: Sequence[Clock]) -> None:
    """What the ledger filters by must be what the clocks say, and a date that rules count must be the one they give."""
    if each.due_summary != summary_of(own, historic=is_historic(each, check.rules.kept_since)):
        check.found("due_summary", each.number)
    for clock in own:
        version = check.rules.book.version(clock.rule_set, clock.version)
        obligation = version.obligation(clock.code) if version else None
        if obligation is None or not clock.is_open or clock.named or clock.told_at:
            continue
        by_rule = recounted(clock, obligation, check.rules.calendar)
        if by_rule.due != clock.due:
            due, counted = (moment.date() if moment else "-" for moment in (clock.due, by_rule.due))
            check.found("due_date", each.number, clock=clock.code, due=due, counted=counted)


def _check_commitment(
    check: _Check, each: Complaint, entry: Mapping[str, Any] | None, key: bytes | None, canonical: bytes
) -> None:
    if entry is None or entry["deed"] in REMOVING:
        check.found("complaint_unknown", each.number)
    elif key is None:
        check.found("key_missing", each.number)
    elif sealing.commitment(key, canonical) != entry["commitment"]:
        check.found("complaint_changed", each.number, entry=entry["sequence"])


def _batches(connection: Connection) -> Iterator[Sequence[int]]:
    last = 0
    while True:
        query = select(complaint.c.id).where(complaint.c.id > last).order_by(complaint.c.id).limit(_BATCH)
        ids = connection.execute(query).scalars().all()
        if not ids:
            return
        last = ids[-1]
        yield ids


def _last_entries(connection: Connection, ids: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    here = journal.c
    newest = select(func.max(here.sequence)).where(here.complaint_id.in_(ids)).group_by(here.complaint_id)
    query = select(here.complaint_id, here.sequence, here.deed, here.commitment).where(here.sequence.in_(newest))
    return {row["complaint_id"]: dict(row) for row in connection.execute(query).mappings()}


def _check_strange_contacts(check: _Check) -> None:
    """Contacts that no complaint has: looked for only where the table holds more than the complaints do."""
    if count_contacts(check.connection) == check.contacts:
        return
    here = complaint.c
    for rows in all_contacts(check.connection):
        ids = list(dict.fromkeys(each for _, each in rows))
        query = select(here.id, here.number, here.name, here.phone, here.address, here.erased_at.is_not(None))
        numbers: dict[int, str] = {}
        known: set[tuple[int, int]] = set()
        for each, number, name, phone, address, erased in check.connection.execute(query.where(here.id.in_(ids))):
            numbers[each] = number
            content = ComplaintContent(name=str(name), phone=str(phone), address=str(address))
            known.update((key, each) for key in (() if erased else contact_keys(content)))
        for each in sorted({each for key, each in rows if (key, each) not in known}):
            check.found("contacts", numbers.get(each, f"complaint_contact {each}"))


def _check_facts(check: _Check) -> None:
    """What figures are counted from must be what the complaints say."""
    from complaint_desk.storage import fact_check  # noqa: PLC0415 - it brings what counts columns of numbers

    for place in fact_check.differing(check.connection, check.stop):
        check.found("facts", place)


def _check_numbers(check: _Check) -> None:
    """Each year must hold 1 to its last number: a complaint, or one that the journal says was removed."""
    taken: defaultdict[int, set[int]] = defaultdict(set)
    for year, sequence in check.connection.execute(select(complaint.c.number_year, complaint.c.number_sequence)):
        taken[year].add(sequence)
        check.went_on("numbers")
    for year, sequence in _gone(check):
        taken[year].add(sequence)
    given = numbers.last_numbers(check.connection)
    for year in sorted(taken.keys() | given.keys()):
        last = given.get(year, 0)
        for sequence in sorted(set(range(1, last + 1)) - taken[year]):
            check.found("number_missing", f"{year}-{sequence}")
        for sequence in sorted(each for each in taken[year] if each > last):
            check.found("number_unknown", f"{year}-{sequence}")


def _gone(check: _Check) -> Iterator[tuple[int, int]]:
    """Year and sequence of every complaint that the journal knows and the ledger no longer holds.

    One that was not removed by a deed is a fault.
    """
    here = journal.c
    query = (
        select(here.complaint_id, func.min(here.sequence), func.max(here.sequence))
        .where(here.complaint_id.is_not(None), here.complaint_id.not_in(select(complaint.c.id)))
        .group_by(here.complaint_id)
    )
    for _, first, last in check.connection.execute(query).all():
        ends = select(here.sequence, here.deed, here.details).where(here.sequence.in_((first, last)))
        entries = {row.sequence: row for row in check.connection.execute(ends)}
        told = _told(entries[first].details)
        if entries[last].deed not in REMOVING:
            check.found("complaint_missing", told.get("number", f"journal {last}"), entry=last)
        year, _, sequence = told.get("sequence", "").partition("-")
        if year.isdecimal() and sequence.isdecimal():
            yield int(year), int(sequence)


def _told(details: str) -> dict[str, str]:
    try:
        return {name: str(value) for name, value in json.loads(details or "{}").items()}
    except (ValueError, AttributeError):
        # The entry itself is named by the check of the chain.
        return {}


def _check_attachments(check: _Check) -> None:
    here = attachment_content.c
    for sha256 in check.connection.execute(select(here.sha256).order_by(here.sha256)).scalars().all():
        content = check.connection.execute(select(here.content).where(here.sha256 == sha256)).scalar_one()
        if hashlib.sha256(content).hexdigest() != sha256:
            owners = (
                select(complaint.c.number, attachment.c.name)
                .join_from(attachment, complaint, attachment.c.complaint_id == complaint.c.id)
                .where(attachment.c.sha256 == sha256)
            )
            for number, name in check.connection.execute(owners):
                check.found("attachment_damaged", number, name=name)
        check.went_on("attachments")


def _check_index(check: _Check) -> None:
    before = check.done

    def told(done: int, total: int | None) -> None:
        check.progress(min(before + done, check.total), check.total)
        check.checked["search"] = done if total is None else min(done, total)

    differing = search_index.differences(check.connection, check.stop, told)
    if differing is None:
        return
    named = complaints.read_many(check.connection, differing)
    for each in named:
        check.found("search_index", each.number)
    if not named:
        check.found("search_index", "complaint_search")
