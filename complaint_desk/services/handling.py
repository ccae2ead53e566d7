"""Handling a complaint: reading its case, saving edits, recording steps, moving it on its way."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from complaint_desk.domain import clock_deeds
from complaint_desk.domain.clocks import Clock, DueReasons
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
from complaint_desk.domain.roles import Right
from complaint_desk.domain.rule_sets import PauseReason
from complaint_desk.domain.ruled_clocks import Done, RuledClock, done_to
from complaint_desk.domain.steps import problems_of_moment, problems_of_note, problems_of_step
from complaint_desk.domain.vocabulary import Status
from complaint_desk.domain.workflow import (
    details_of_move,
    fields_of_move,
    problems_of_closing,
    problems_of_transition,
    steps_of_move,
)
from complaint_desk.i18n.clock_deeds import moved_text, one_line, paused_line, resumed_line
from complaint_desk.i18n.clocks import clock_name
from complaint_desk.i18n.words import Words
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import cases, complaints, lists, steps
from complaint_desk.storage.clocks import ClockDeed, clocks_of
from complaint_desk.storage.complaints import Besides
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.store import Connection


@needs(Right.READ)
def case(desk: Desk, complaint_id: int) -> Case:
    """A complaint with its steps, attachments and journal.

    Raises:
        Refusal: `no_complaint`.
    """
    with desk.store.reading() as connection:
        return cases.case_of(connection, cases.there(connection, complaint_id), desk.clock())


@needs(Right.READ)
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


@needs(Right.HANDLE)
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
        besides = Besides(clocks=ClockDeed(usual=desk.settings.rule_set))
        signature = Signature(desk.person, now)
        after = complaints.write_changes(connection, signature, "edited", current, changed, besides=besides)
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


@needs(Right.HANDLE)
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


@needs(Right.HANDLE)
def move(
    desk: Desk,
    complaint_id: int,
    to: Status,
    *,
    base_version: int,
    entry: Mapping[str, object] | None = None,
    note: str = "",
    at: dt.datetime | None = None,
    clocks: WithClocks | None = None,
) -> Changed:
    """Lead a complaint to another status, with fields entered in the same deed; skipped steps are put on record.

    Args:
        desk: who does it, and where.
        complaint_id: which complaint.
        to: the status to reach; to `declined` leads `decline`.
        base_version: the version that the person saw.
        entry: content fields set in the same deed, e.g. outcome, replied_at, reply_by, handled_at.
        note: kept as text of the step.
        at: when it was done, for a late entry; None for now, and for a reply the time of the reply.
        clocks: what is done to clocks in the same deed.

    Raises:
        StaleComplaint: others changed the status or a field of `entry` since; nothing was written.
        ProblemsFound: something that the status needs is missing or wrong; nothing was written.
        Refusal: `no_complaint`, `complaint_erased`.
    """
    return _move(desk, complaint_id, base_version, _Move(to, dict(entry or {}), note, "", at, clocks))


@needs(Right.DECIDE)
def decline(
    desk: Desk, complaint_id: int, *, base_version: int, reason: str, note: str = "", at: dt.datetime | None = None
) -> Changed:
    """Decline a complaint, `reason` being a code of `decline_reason`; else as `move`."""
    return _move(desk, complaint_id, base_version, _Move(Status.DECLINED, {}, note, reason, at))


@dataclass(frozen=True, slots=True)
class WithClocks:
    """What a move does to clocks besides, by their codes.

    `paused` stand still from then on, as the complainant is waited for; `resumed` go on.
    """

    words: Words
    paused: tuple[str, ...] = ()
    resumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Move:
    """What a person says of a move."""

    to: Status
    entry: dict[str, Any]
    note: str
    reason: str
    at: dt.datetime | None
    clocks: WithClocks | None = None


def _move(desk: Desk, complaint_id: int, base_version: int, said: _Move) -> Changed:
    now, to = desk.clock(), said.to
    with desk.store.writing() as connection:
        current = cases.writable(connection, complaint_id)
        cases.refuse_stale(connection, current, base_version, said.entry | {"status": to})
        moment = _checked_moment(connection, current, said, now)
        changed = {name: value for name, value in said.entry.items() if value != getattr(current, name)}
        at_clocks = _AtClocks() if said.clocks is None else _at_clocks(connection, current, said.clocks, moment or now)
        written = complaints.write_changes(
            connection,
            Signature(desk.person, now),
            "moved",
            current,
            changed | fields_of_move(current, to, said.at or now),
            details=(*details_of_move(current, to, said.reason, said.at), *at_clocks.details),
            new_steps=steps_of_move(current.status, to, one_line(said.note, *at_clocks.lines), moment),
            besides=Besides(clocks=ClockDeed(at_clocks.made, usual=desk.settings.rule_set)),
        )
        told = ""
        if said.clocks is not None:
            after = cases.explained_clocks(connection, [complaint_id], now).get(complaint_id, ())
            told = moved_text(at_clocks.before, after, said.clocks.words, now)
    return dataclasses.replace(changed_by("moved", written), said=told)


def _checked_moment(connection: Connection, current: Complaint, said: _Move, now: dt.datetime) -> dt.datetime | None:
    """When a move was made, None for now; whatever stands against it is raised."""
    wanted = dataclasses.replace(current, **said.entry)
    problems = problems_of_transition(wanted, said.to, said.reason)
    problems += _problems_of_reason(connection, said.reason)
    problems += problems_of_note("note", said.note) + problems_of_closing(wanted, said.to, said.note)
    changed = {name for name, value in said.entry.items() if value != getattr(current, name)}
    replied = said.at is None and said.to == Status.ANSWERED and "replied_at" in changed
    moment = wanted.replied_at if replied else said.at
    earlier = steps.steps_of(connection, [current.id]).get(current.id, ())
    problems += problems_of_moment("replied_at" if replied else "step_at", moment, now, current, earlier)
    if hard_problems(problems):
        raise ProblemsFound(hard_problems(problems))
    cases.check(connection, wanted, now, dict.fromkeys(changed))
    return moment


@dataclass(frozen=True, slots=True)
class _AtClocks:
    """The clocks before a move, what it makes of them besides (None: nothing), and what record and journal tell of it."""

    before: tuple[DueReasons, ...] = ()
    made: tuple[Clock, ...] | None = None
    lines: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()


def _at_clocks(connection: Connection, current: Complaint, wanted: WithClocks, at: dt.datetime) -> _AtClocks:
    there = clocks_of(connection, [current.id]).get(current.id, ())
    rules = cases.rules_since(connection, current, there)

    def paused(found: RuledClock) -> Clock:
        return clock_deeds.paused(found.clock, found.obligation, PauseReason.COMPLAINANT, at)

    def resumed(found: RuledClock) -> Clock:
        return clock_deeds.resumed(found.clock, found.obligation, at, rules.calendar)

    done: Done = done_to(there, rules, paused, wanted.paused) if wanted.paused else {}
    done |= done_to(there, rules, resumed, wanted.resumed) if wanted.resumed else {}
    before = cases.explained(there, rules, at)
    lines = []
    for each in before:
        if (after := done.get(each.clock)) is not None:
            name = clock_name(each.clock.code, each.obligation.name, wanted.words)
            lines.append(paused_line(name, after, wanted.words) if after.is_paused else resumed_line(name, after))
    told = (("paused", wanted.paused), ("resumed", wanted.resumed))
    details = tuple((name, ",".join(codes)) for name, codes in told if codes)
    return _AtClocks(before, tuple(done.get(each, each) for each in there), tuple(lines), details)


def _problems_of_reason(connection: Connection, reason: str) -> tuple[Problem, ...]:
    if reason and reason not in lists.codes(connection)["decline_reason"]:
        return (Problem("decline_reason", "unknown_word", details=(("value", reason),)),)
    return ()
