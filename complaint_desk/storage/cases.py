"""A complaint with all that hangs on it, and whether a deed may be done at it as somebody saw it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from complaint_desk.domain.attachments import NewFile, kept_name
from complaint_desk.domain.clock_keeping import Rules, events_awaited
from complaint_desk.domain.clocks import Clock, DueReasons, reasons_of
from complaint_desk.domain.complaint import Case, Complaint
from complaint_desk.domain.errors import FieldConflict, Refusal, StaleComplaint
from complaint_desk.domain.problems import ProblemsFound, hard_problems, problems_in
from complaint_desk.storage import complaints, journal, lists
from complaint_desk.storage.attachments import ATTACHMENTS, add_new, attachments_of
from complaint_desk.storage.clocks import clocks_of
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.rules import rules_in_force
from complaint_desk.storage.schema import journal as journal_table
from complaint_desk.storage.steps import steps_of


def case_of(connection: Connection, value: Complaint, now: dt.datetime) -> Case:
    """The case of a complaint as read in the same scope; `now` tells how long a pause has gone on."""
    running = clocks_of(connection, [value.id]).get(value.id, ())
    rules = rules_since(connection, value, running)
    return Case(
        complaint=value,
        steps=steps_of(connection, [value.id]).get(value.id, ()),
        attachments=tuple(each for each, _ in attachments_of(connection, [value.id]).get(value.id, ())),
        journal=journal.entries_of(connection, value.id),
        clocks=explained(running, rules, now),
        events=tuple(map(str, events_awaited(running, value, rules))),
    )


def rules_since(connection: Connection, value: Complaint, running: Sequence[Clock]) -> Rules:
    """The rules of the ledger, with the calendar from the first day on that a complaint's clocks ask for."""
    first = min((each for each in (value.received_at, *(each.start for each in running)) if each), default=None)
    return rules_in_force(connection, since=first.date() if first else None)


def explained(running: Sequence[Clock], rules: Rules, now: dt.datetime) -> tuple[DueReasons, ...]:
    """Clocks with their reasons."""
    versions = ((each, rules.book.version(each.rule_set, each.version)) for each in running)
    found = (reasons_of(each, version, rules.calendar, now) for each, version in versions if version)
    return tuple(each for each in found if each)


def explained_clocks(
    connection: Connection, complaint_ids: Sequence[int], now: dt.datetime
) -> dict[int, tuple[DueReasons, ...]]:
    """The clocks of several complaints, each with its reasons."""
    running = clocks_of(connection, complaint_ids)
    if not running:
        return {}
    rules = rules_in_force(connection, since=min(each.start for clocks in running.values() for each in clocks).date())
    return {complaint_id: explained(clocks, rules, now) for complaint_id, clocks in running.items()}


def keep_files(
    connection: Connection,
    signature: Signature,
    current: Complaint,
    files: Sequence[NewFile],
    at: dt.datetime | None = None,
) -> Complaint | None:
    """Keep files with a complaint as a deed of its own, all or none; None where all are there already under their names.

    `at` is when they came, where that is put on record later.

    Raises:
        Refusal: `attachment_too_large`.
    """
    came = dataclasses.replace(signature, at=at or signature.at)
    made = add_new(connection, came, current.id, [(kept_name(each.name), each.content) for each in files])
    if not made:
        return None
    details = ((ATTACHMENTS, ",".join(map(str, made))), *((("at", at.isoformat()),) if at else ()))
    return complaints.write_changes(connection, signature, "attached", current, {}, details=details)


def fields_changed_since(connection: Connection, current: Complaint, version: int) -> frozenset[str]:
    """Fields that were written after a version of a complaint; each write is one entry of the journal."""
    writes = current.version - version
    if writes <= 0:
        return frozenset()
    here = journal_table.c
    own = select(here.fields).where(here.complaint_id == current.id, here.deed.not_in(journal.READING))
    query = own.order_by(here.sequence.desc()).limit(writes)
    return frozenset(name for fields in connection.execute(query).scalars() for name in fields.split(",") if name)


def there(connection: Connection, complaint_id: int) -> Complaint:
    """A complaint of the ledger.

    Raises:
        Refusal: `no_complaint`.
    """
    found = complaints.read(connection, complaint_id)
    if found is None:
        raise Refusal("no_complaint", id=complaint_id)
    return found


def writable(connection: Connection, complaint_id: int) -> Complaint:
    """A complaint that may be changed.

    Raises:
        Refusal: `no_complaint`, `complaint_erased`.
    """
    found = there(connection, complaint_id)
    if found.erased_at is not None:
        raise Refusal("complaint_erased", number=found.number)
    return found


def refuse_stale(connection: Connection, current: Complaint, version: int, wanted: Mapping[str, Any]) -> None:
    """Stop a deed that wants fields which others wrote since `version`. What it does not touch is no reason.

    Raises:
        StaleComplaint: with each such field.
    """
    touched = fields_changed_since(connection, current, version) & wanted.keys()
    if touched or version > current.version:
        conflicts = [FieldConflict(name, None, getattr(current, name), wanted[name]) for name in sorted(touched)]
        raise StaleComplaint(current.id, current.version, tuple(conflicts))


def check(connection: Connection, wanted: Complaint, now: dt.datetime, changed: Mapping[str, Any]) -> None:
    """Stop what would leave hard problems. Links are asked for only where they were touched: an old one may be gone.

    Raises:
        ProblemsFound
    """
    problems = problems_in(wanted, now, lists.codes(connection))
    if "repeats" in changed:
        problems += complaints.problems_of_links(connection, wanted.repeats, wanted.number)
    if hard_problems(problems):
        raise ProblemsFound(hard_problems(problems))
