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
)
from complaint_desk.domain.errors import FieldConflict, Refusal, StaleComplaint
from complaint_desk.domain.problems import Problem, ProblemsFound, hard_problems, is_control, problems_in
from complaint_desk.domain.vocabulary import Status, StepKind
from complaint_desk.domain.workflow import is_reopening, passed_between, problems_of_transition
from complaint_desk.services.desk import Desk
from complaint_desk.storage import cases, complaints, lists, steps
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.store import Connection

LONGEST_STEP = 32_000
"""Characters of the longest step."""

_STEP_OF = {
    Status.ACCEPTED: StepKind.ACCEPT,
    Status.HANDLING: StepKind.INVESTIGATE,
    Status.ANSWERED: StepKind.ANSWER,
}


def case(desk: Desk, complaint_id: int) -> Case:
    """A complaint with its steps, attachments and journal.

    Raises:
        Refusal: `no_complaint`.
    """
    with desk.store.reading() as connection:
        return cases.case_of(connection, _there(connection, complaint_id))


def case_by_number(desk: Desk, number: str) -> Case:
    """The same, by complaint number.

    Raises:
        Refusal: `no_complaint`.
    """
    with desk.store.reading() as connection:
        found = complaints.read_by_number(connection, number.strip())
        if found is None:
            raise Refusal("no_complaint", number=number)
        return cases.case_of(connection, found)


def save_edit(desk: Desk, base: Complaint, content: ComplaintContent) -> Changed:
    """Write what a person edited, starting from `base`; what others changed meanwhile in other fields stays.

    Raises:
        StaleComplaint: others changed a field to something else than wanted here; nothing was written.
        ProblemsFound: the complaint as it would stand has hard problems; nothing was written.
        Refusal: `no_complaint`, `complaint_erased`.
    """
    now = desk.clock()
    with desk.store.writing() as connection:
        current = _writable(connection, base.id)
        changed = _merged(base, current, content)
        if not changed:
            return Changed(current, Changes())
        _check(connection, dataclasses.replace(current, **changed), now, changed)
        after = complaints.write_changes(connection, Signature(desk.person, now), "edited", current, changed)
    return Changed(after, Changes(changed=(base.id,)))


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
        current = _writable(connection, complaint_id)
        if problems := _problems_of_step(connection, current, step, now):
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
    return Changed(after, Changes(changed=(complaint_id,)))


def _problems_of_step(
    connection: Connection, current: Complaint, step: NewStep, now: dt.datetime
) -> tuple[Problem, ...]:
    found = []
    if step.kind not in tuple(StepKind):
        found.append(Problem("step_kind", "unknown_word", details=(("value", step.kind),)))
    if step.kind == StepKind.NOTE and not step.text.strip():
        found.append(Problem("step_text", "required"))
    if any(is_control(character) for character in step.text):
        found.append(Problem("step_text", "control_character"))
    if len(step.text) > LONGEST_STEP:
        details = (("limit", LONGEST_STEP), ("length", len(step.text)))
        found.append(Problem("step_text", "too_long", details=details))
    if step.at is not None and step.at > now:
        found.append(Problem("step_at", "future"))
    known = {each.id for each in steps.steps_of(connection, [current.id]).get(current.id, ())}
    if step.corrects is not None and step.corrects not in known:
        found.append(Problem("step_corrects", "unknown_step", details=(("value", step.corrects),)))
    return tuple(found)


def move(
    desk: Desk,
    complaint_id: int,
    to: Status,
    *,
    base_version: int,
    entry: Mapping[str, object] | None = None,
    note: str = "",
    reason: str = "",
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

    Raises:
        StaleComplaint: others changed the status or a field of `entry` since; nothing was written.
        ProblemsFound: something that the status needs is missing or wrong; nothing was written.
        Refusal: `no_complaint`, `complaint_erased`.
    """
    now = desk.clock()
    entered = dict(entry or {})
    with desk.store.writing() as connection:
        current = _writable(connection, complaint_id)
        _refuse_stale(connection, current, base_version, entered | {"status": to})
        wanted = dataclasses.replace(current, **entered)  # type: ignore[arg-type]
        problems = problems_of_transition(wanted, to, reason)
        problems += _problems_of_reason(connection, reason)
        problems += _problems_of_step(connection, current, NewStep(StepKind.ACCEPT, note), now)
        if hard_problems(problems):
            raise ProblemsFound(hard_problems(problems))
        changed = {name: value for name, value in entered.items() if value != getattr(current, name)}
        _check(connection, wanted, now, changed)
        after = complaints.write_changes(
            connection,
            Signature(desk.person, now),
            "moved",
            current,
            changed | _fields_of_move(current, to, now),
            details=_details_of_move(current, to, reason),
            new_steps=_steps_of_move(current.status, to, note, wanted),
        )
    return Changed(after, Changes(changed=(complaint_id,)))


def _refuse_stale(connection: Connection, current: Complaint, version: int, wanted: Mapping[str, Any]) -> None:
    """A step or a field that this deed does not touch is no reason to stop it."""
    touched = cases.fields_changed_since(connection, current, version) & wanted.keys()
    if touched or version > current.version:
        conflicts = [FieldConflict(name, None, getattr(current, name), wanted[name]) for name in sorted(touched)]
        raise StaleComplaint(current.id, current.version, tuple(conflicts))


def _problems_of_reason(connection: Connection, reason: str) -> tuple[Problem, ...]:
    if reason and reason not in lists.codes(connection)["decline_reason"]:
        return (Problem("decline_reason", "unknown_word", details=(("value", reason),)),)
    return ()


def _fields_of_move(current: Complaint, to: Status, now: dt.datetime) -> dict[str, Any]:
    fields: dict[str, Any] = {"status": str(to)}
    if to == Status.CLOSED:
        fields["closed_at"] = now
    elif current.closed_at is not None:
        fields["closed_at"] = None
    if is_reopening(current.status, to):
        fields["reopened"] = current.reopened + 1
    return fields


def _details_of_move(current: Complaint, to: Status, reason: str) -> tuple[tuple[str, str], ...]:
    details = [("from", str(current.status)), ("to", str(to))]
    if passed := passed_between(current.status, to):
        details.append(("passed", ",".join(passed)))
    if reason:
        details.append(("reason", reason))
    return tuple(details)


def _steps_of_move(start: str, to: Status, note: str, wanted: Complaint) -> list[NewStep]:
    """What a quick desk passed is put on record, acceptance and answer always, a note wherever there is one."""
    recorded = [NewStep(_STEP_OF[each]) for each in passed_between(start, to)]
    if to in (Status.ACCEPTED, Status.ANSWERED):
        recorded.append(NewStep(_STEP_OF[to], note, wanted.replied_at if to == Status.ANSWERED else None))
    elif note.strip():
        recorded.append(NewStep(StepKind.NOTE, note))
    return recorded


def _there(connection: Connection, complaint_id: int) -> Complaint:
    found = complaints.read(connection, complaint_id)
    if found is None:
        raise Refusal("no_complaint", id=complaint_id)
    return found


def _writable(connection: Connection, complaint_id: int) -> Complaint:
    found = _there(connection, complaint_id)
    if found.erased_at is not None:
        raise Refusal("complaint_erased", number=found.number)
    return found


def _check(connection: Connection, wanted: Complaint, now: dt.datetime, changed: Mapping[str, Any]) -> None:
    """Raise for hard problems. Links are asked for only where they were touched: an old one may have been removed."""
    problems = problems_in(wanted, now, lists.codes(connection))
    if "repeats" in changed:
        problems += complaints.problems_of_links(connection, wanted.repeats)
    if hard_problems(problems):
        raise ProblemsFound(hard_problems(problems))
