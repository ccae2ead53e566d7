"""What people do to the clocks of a complaint: make one longer, stop it, let it go on, take over the date of an authority.

`clock` is the code of one; "" means every one that the deed can be done to. `at` is for a late entry. Each deed is a step
on record. Every function raises `ProblemsFound` of the fields `clock`, `at` and its own, and the refusals `no_complaint`,
`complaint_erased`; then nothing was written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from complaint_desk.domain import clock_deeds
from complaint_desk.domain.clock_deeds import ExtensionWish
from complaint_desk.domain.clock_keeping import Rules
from complaint_desk.domain.clocks import Clock, of_code
from complaint_desk.domain.complaint import Changed, NewStep, changed_by
from complaint_desk.domain.problems import Problem, ProblemsFound
from complaint_desk.domain.rule_sets import CLOSE, TOLD_EVENTS, Obligation, PauseReason, StartEvent
from complaint_desk.domain.steps import problems_of_moment
from complaint_desk.domain.vocabulary import StepKind
from complaint_desk.i18n import _
from complaint_desk.i18n.clocks import clock_name, due_text, length_text
from complaint_desk.i18n.words import Words
from complaint_desk.services.desk import Desk
from complaint_desk.storage import cases, complaints
from complaint_desk.storage.clocks import ClockDeed, clocks_of
from complaint_desk.storage.complaints import Besides
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.rules import rules_in_force
from complaint_desk.storage.steps import steps_of
from complaint_desk.storage.store import Connection


@dataclass(frozen=True, slots=True)
class Entry:
    """When a deed at a clock was done (None: now), and what was noted with it."""

    at: dt.datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """A clock that a deed is about, with its rules."""

    clock: Clock
    obligation: Obligation
    rules: Rules


_Deed = Callable[[_Found, dt.datetime], Clock]
_Line = Callable[[str, Clock, Clock], str]
"""What is put on record, from the clock's name and the clock before and after."""


def extend(
    desk: Desk, complaint_id: int, wish: ExtensionWish, words: Words, *, clock: str = CLOSE, note: str = ""
) -> Changed:
    """Make a clock longer by a rung of its ladder. Problems of `approver`, `told`, `to`."""

    def line(name: str, before: Clock, after: Clock) -> str:
        length = length_text(after.extended_by - before.extended_by, after.unit, words)
        due = due_text(after.due, after.unit)
        approved = _("approved by {approver}").format(approver=wish.approver) if wish.approver else ""
        informed = _("complainant told") if wish.told else ""
        return _line(
            _("{clock} extended by {length}, now due on {due}").format(clock=name, length=length, due=due),
            approved,
            informed,
        )

    def deed(found: _Found, _at: dt.datetime) -> Clock:
        return clock_deeds.extended(found.clock, found.obligation, wish, found.rules.calendar)

    return _write_deed(
        desk, complaint_id, clock, Entry(wish.at, note), "extended", _Record(StepKind.EXTEND, deed, line, words)
    )


def pause(desk: Desk, complaint_id: int, reason: str, words: Words, entry: Entry, *, clock: str = "") -> Changed:
    """Take the time from now on out of the count; `reason` is a code of `PauseReason`. Problems of `reason`."""

    def line(name: str, _before: Clock, _after: Clock) -> str:
        return _("{clock} paused: {reason}").format(clock=name, reason=words.label("pause_reason", reason))

    def deed(found: _Found, at: dt.datetime) -> Clock:
        return clock_deeds.paused(found.clock, found.obligation, reason, at)

    kind = StepKind.TEST if reason == PauseReason.TESTING else StepKind.NOTE
    return _write_deed(desk, complaint_id, clock, entry, "paused", _Record(kind, deed, line, words))


def resume(desk: Desk, complaint_id: int, words: Words, entry: Entry, *, clock: str = "") -> Changed:
    """Let a paused clock go on; its due date moves by the days that were taken out."""

    def line(name: str, _before: Clock, after: Clock) -> str:
        return _("{clock} goes on, now due on {due}").format(clock=name, due=due_text(after.due, after.unit))

    def deed(found: _Found, at: dt.datetime) -> Clock:
        return clock_deeds.resumed(found.clock, found.obligation, at, found.rules.calendar)

    return _write_deed(desk, complaint_id, clock, entry, "resumed", _Record(StepKind.NOTE, deed, line, words))


def set_date(desk: Desk, complaint_id: int, day: dt.date, words: Words, entry: Entry, *, clock: str = CLOSE) -> Changed:
    """Take over the date that an authority named in its notice; it is never counted again. Problems of `date`."""

    def line(name: str, _before: Clock, after: Clock) -> str:
        return _("{clock} due on {due}, as an authority set it").format(clock=name, due=due_text(after.due, after.unit))

    def deed(found: _Found, _at: dt.datetime) -> Clock:
        return clock_deeds.with_named_date(found.clock, day)

    return _write_deed(desk, complaint_id, clock, entry, "date_set", _Record(StepKind.NOTE, deed, line, words))


def mark_told(desk: Desk, complaint_id: int, words: Words, entry: Entry, *, clock: str = CLOSE) -> Changed:
    """Note that the complainant was told the due date, so that a change of the calendar no longer moves it."""

    def line(name: str, _before: Clock, after: Clock) -> str:
        due = due_text(after.due, after.unit)
        return _("{clock}: complainant told that it is due on {due}").format(clock=name, due=due)

    def deed(found: _Found, at: dt.datetime) -> Clock:
        return clock_deeds.told(found.clock, at)

    return _write_deed(desk, complaint_id, clock, entry, "date_told", _Record(StepKind.ACKNOWLEDGE, deed, line, words))


def note_event(desk: Desk, complaint_id: int, event: str, words: Words, entry: Entry) -> Changed:
    """Say when something happened that starts a clock: goods came back, a promise was made, a notice arrived.

    Problems of `event`, which is a code of `TOLD_EVENTS`.
    """
    now = desk.clock()
    if event not in TOLD_EVENTS:
        raise ProblemsFound((Problem("event", "unknown_word", details=(("value", event),)),))
    moment = entry.at or now
    with desk.store.writing() as connection:
        current = cases.writable(connection, complaint_id)
        if problems := problems_of_moment("at", entry.at, now, current, ()):
            raise ProblemsFound(problems)
        before = clocks_of(connection, [complaint_id]).get(complaint_id, ())
        after = complaints.write_changes(
            connection,
            Signature(desk.person, now),
            "event_told",
            current,
            {},
            details=(("event", event),),
            new_steps=[NewStep(StepKind.NOTE, _line(words.label("start_event", event), entry.note), moment)],
            besides=Besides(clocks=ClockDeed(told={StartEvent(event): moment})),
        )
        if clocks_of(connection, [complaint_id]).get(complaint_id, ()) == before:
            raise ProblemsFound((Problem("event", "starts_nothing"),))
    return changed_by("event_told", after)


@dataclass(frozen=True, slots=True)
class _Record:
    """A deed, and the kind and words of the step that it leaves."""

    kind: StepKind
    deed: _Deed
    line: _Line
    words: Words


def _write_deed(desk: Desk, complaint_id: int, code: str, entry: Entry, name: str, record: _Record) -> Changed:
    now = desk.clock()
    at = entry.at or now
    with desk.store.writing() as connection:
        current = cases.writable(connection, complaint_id)
        earlier = steps_of(connection, [complaint_id]).get(complaint_id, ())
        if problems := problems_of_moment("at", entry.at, now, current, earlier):
            raise ProblemsFound(problems)
        there = clocks_of(connection, [complaint_id]).get(complaint_id, ())
        found = _find(connection, there, code)
        done = _done(found, code, at, record)
        lines = [
            record.line(clock_name(each.code, each.name, record.words), before, done[before])
            for before, each in ((each.clock, each.obligation) for each in found)
            if before in done
        ]
        changed = complaints.write_changes(
            connection,
            Signature(desk.person, now),
            name,
            current,
            {},
            details=_details(done),
            new_steps=[NewStep(record.kind, _line(*lines, entry.note), at)],
            besides=Besides(clocks=ClockDeed(tuple(done.get(each, each) for each in there))),
        )
    return changed_by(name, changed)


def _done(found: Sequence[_Found], code: str, at: dt.datetime, record: _Record) -> dict[Clock, Clock]:
    """What the deed makes of each clock. Where any will do, one that it cannot be done to stands aside."""
    done: dict[Clock, Clock] = {}
    stopped: ProblemsFound | None = None
    for each in found:
        try:
            done[each.clock] = record.deed(each, at)
        except ProblemsFound as problems:
            if code:
                raise
            stopped = problems
    if not done and stopped:
        raise stopped
    return done


def _details(done: Mapping[Clock, Clock]) -> tuple[tuple[str, str], ...]:
    """For the journal: which clocks, and their dates before and after."""
    return (
        ("clock", ",".join(each.code for each in done)),
        ("due_before", ",".join(due_text(each.due, each.unit) for each in done)),
        ("due", ",".join(due_text(each.due, each.unit) for each in done.values())),
    )


def _find(connection: Connection, there: Sequence[Clock], code: str) -> list[_Found]:
    wanted = [code] if code else list(dict.fromkeys(each.code for each in there))
    clocks = [clock for each in wanted if (clock := of_code(there, each))]
    if clocks:
        rules = rules_in_force(connection, since=min(each.start for each in clocks).date())
        versions = ((each, rules.book.version(each.rule_set, each.version)) for each in clocks)
        named = ((each, version.obligation(each.code) if version else None) for each, version in versions)
        if found := [_Found(each, obligation, rules) for each, obligation in named if obligation]:
            return found
    known = ", ".join(dict.fromkeys(each.code for each in there)) or "-"
    raise ProblemsFound((Problem("clock", "no_such_clock", details=(("value", code), ("known", known))),))


def _line(*parts: str) -> str:
    return _("; ").join(part for part in parts if part.strip())
