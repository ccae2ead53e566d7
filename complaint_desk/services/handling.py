"""Handling a complaint: reading its case, saving edits, recording steps, moving it on its way."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from complaint_desk.domain.complaint import (
    CONTENT_FIELDS,
    Case,
    Changed,
    Changes,
    Complaint,
    ComplaintContent,
    NewStep,
    changed_by,
)
from complaint_desk.domain.errors import FieldConflict, Refusal, StaleComplaint
from complaint_desk.domain.problems import Problem, ProblemsFound, hard_problems
from complaint_desk.domain.steps import problems_of_moment, problems_of_note, problems_of_step
from complaint_desk.domain.vocabulary import Status
from complaint_desk.domain.workflow import (
    details_of_move,
    fields_of_move,
    problems_of_closing,
    problems_of_transition,
    steps_of_move,
)
from complaint_desk.services.desk import Desk
from complaint_desk.storage import cases, complaints, lists, steps
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.store import Connection


def case(desk: Desk, complaint_id: int) -> Case:
    """A complaint with its steps, attachments and journal.

    Raises:
        Refusal: `no_complaint`.
    """
    with desk.store.reading() as connection:
        return cases.case_of(connection, cases.there(connection, complaint_id), desk.clock())


def case_by_number(desk: Desk, number: str) -> Case:
    """The same, by complaint number.

    Raises:
        Refusal: `no_complaint`.
    """
    with desk.store.reading() as connection:
        found = complaints.read_by_number(connection, number.strip())
        if found is None:
            raise Refusal("no_complaint", number=number)
        return cases.case_of(connection, found, desk.clock())


def save_edit(desk: Desk, base: Complaint, content: ComplaintContent) -> Changed:
    """Write what a person edited, starting from `base`; what others changed meanwhile in other fields stays.

    Raises:
        StaleComplaint: others changed a field to something else than wanted here; nothing was written.
        ProblemsFound: the complaint as it would stand has hard problems; nothing was written.
        Refusal: `no_complaint`, `complaint_erased`.
    """
    now = desk.clock()
    with desk.store.writing() as connection:
        current = cases.writable(connection, base.id)
        changed = _merged(base, current, content)
        if not changed:
            return Changed(current, Changes())
        cases.check(connection, dataclasses.replace(current, **changed), now, changed)
        after = complaints.write_changes(connection, Signature(desk.person, now), "edited", current, changed)
    return changed_by("edited", after)


def _merged(base: Complaint, current: Complaint, content: ComplaintContent) -> dict[str, Any]:
    """The fields to write: those that the editor changed and that do not stand there already."""
    changed: dict[str, Any] = {}
    conflicts: list[FieldConflict] = []
    for name in CONTENT_FIELDS:
        began, stands, wanted = getattr(base, name), getattr(current, name), getattr(content, name)
        if wanted in (began, stands) or (isinstance(wanted, str) and (wanted := wanted.strip()) in (began, stands)):
            continue
        if stands != began:
            conflicts.append(FieldConflict(name, began, stands, wanted))
        changed[name] = wanted
    if conflicts:
        raise StaleComplaint(current.id, current.version, tuple(conflicts))
    return changed


def record_step(desk: Desk, complaint_id: int, step: NewStep) -> Changed:
    """Add a line to the handling record.

    Raises:
        ProblemsFound: of `step_kind`, `step_text`, `step_at`, `step_corrects`.
        Refusal: `no_complaint`, `complaint_erased`.
    """
    now = desk.clock()
    with desk.store.writing() as connection:
        current = cases.writable(connection, complaint_id)
        earlier = steps.steps_of(connection, [complaint_id]).get(complaint_id, ())
        if problems := problems_of_step(step, now, current, earlier):
            raise ProblemsFound(problems)
        after = complaints.write_changes(
            connection,
            Signature(desk.person, now),
            "step",
            current,
            {},
            details=(("kind", str(step.kind)),),
            new_steps=[step],
        )
    return changed_by("step", after)


def move(
    desk: Desk,
    complaint_id: int,
    to: Status,
    *,
    base_version: int,
    entry: Mapping[str, object] | None = None,
    note: str = "",
    reason: str = "",
    at: dt.datetime | None = None,
) -> Changed:
    """Lead a complaint to another status, with fields entered in the same deed; skipped steps are put on record.

    Args:
        desk: who does it, and where.
        complaint_id: which complaint.
        to: the status to reach.
        base_version: the version that the person saw.
        entry: content fields set in the same deed, e.g. outcome, replied_at, reply_by, handled_at.
        note: kept as text of the step.
        reason: code of `decline_reason` where the complaint is declined.
        at: when it was done, for a late entry; None for now, and for a reply the time of the reply.

    Raises:
        StaleComplaint: others changed the status or a field of `entry` since; nothing was written.
        ProblemsFound: something that the status needs is missing or wrong; nothing was written.
        Refusal: `no_complaint`, `complaint_erased`.
    """
    now = desk.clock()
    entered = dict(entry or {})
    with desk.store.writing() as connection:
        current = cases.writable(connection, complaint_id)
        cases.refuse_stale(connection, current, base_version, entered | {"status": to})
        wanted = dataclasses.replace(current, **entered)  # type: ignore[arg-type]
        problems = problems_of_transition(wanted, to, reason)
        problems += _problems_of_reason(connection, reason)
        problems += problems_of_note("note", note) + problems_of_closing(wanted, to, note)
        changed = {name: value for name, value in entered.items() if value != getattr(current, name)}
        field = "replied_at" if at is None and to == Status.ANSWERED and "replied_at" in changed else "step_at"
        moment = wanted.replied_at if field == "replied_at" else at
        earlier = steps.steps_of(connection, [complaint_id]).get(complaint_id, ())
        problems += problems_of_moment(field, moment, now, current, earlier)
        if hard_problems(problems):
            raise ProblemsFound(hard_problems(problems))
        cases.check(connection, wanted, now, changed)
        after = complaints.write_changes(
            connection,
            Signature(desk.person, now),
            "moved",
            current,
            changed | fields_of_move(current, to, at or now),
            details=details_of_move(current, to, reason, at),
            new_steps=steps_of_move(current.status, to, note, moment),
        )
    return changed_by("moved", after)


def _problems_of_reason(connection: Connection, reason: str) -> tuple[Problem, ...]:
    if reason and reason not in lists.codes(connection)["decline_reason"]:
        return (Problem("decline_reason", "unknown_word", details=(("value", reason),)),)
    return ()
