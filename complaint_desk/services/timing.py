"""What people do to the clocks of a complaint: make one longer, stop it, let it go on, take over the date of an authority.

`clock` is the code of one; "" means every one that the deed can be done to. `at` is for a late entry. Each deed is a step
on record. Every function raises `ProblemsFound` of the fields `clock`, `at` and its own, and the refusals `no_complaint`,
`complaint_erased`; then nothing was written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from complaint_desk.domain import clock_deeds
from complaint_desk.domain.clock_deeds import ExtensionWish
from complaint_desk.domain.clocks import Clock
from complaint_desk.domain.complaint import Changed, NewStep, changed_by
from complaint_desk.domain.problems import Problem, ProblemsFound
from complaint_desk.domain.roles import Right
from complaint_desk.domain.rule_sets import CLOSE, TOLD_EVENTS, PauseReason, StartEvent
from complaint_desk.domain.ruled_clocks import Done, RuledClock, done_to
from complaint_desk.domain.steps import problems_of_moment
from complaint_desk.domain.vocabulary import StepKind
from complaint_desk.i18n import clock_deeds as told
from complaint_desk.i18n.clocks import clock_name, due_text
from complaint_desk.i18n.words import Words
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import cases, complaints
from complaint_desk.storage.clocks import ClockDeed, clocks_of
from complaint_desk.storage.complaints import Besides
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.steps import steps_of


@dataclass(frozen=True, slots=True)
class Entry:
    """When a deed at a clock was done (None: now), and what was noted with it."""

    at: dt.datetime | None = None
    note: str = ""


_Deed = Callable[[RuledClock, dt.datetime], Clock]
_Line = Callable[[str, Clock, Clock], str]
"""What is put on record, from the clock's name and the clock before and after."""


@needs(Right.DECIDE)
def extend(
    desk: Desk, complaint_id: int, wish: ExtensionWish, words: Words, *, clock: str = CLOSE, note: str = ""
) -> Changed:
    """Make a clock longer by a rung of its ladder. Problems of `approver`, `told`, `to`."""

    def deed(found: RuledClock, _at: dt.datetime) -> Clock:
        return clock_deeds.extended(found.clock, found.obligation, wish, found.rules.calendar)

    record = _Record(StepKind.EXTEND, deed, told.extended_line, words)
    return _write_deed(desk, complaint_id, clock, Entry(wish.at, note), "extended", record)


@needs(Right.DECIDE)
def pause(desk: Desk, complaint_id: int, reason: str, words: Words, entry: Entry, *, clock: str = "") -> Changed:
    """Take the time from now on out of the count; `reason` is a code of `PauseReason`. Problems of `reason`."""

    def deed(found: RuledClock, at: dt.datetime) -> Clock:
        return clock_deeds.paused(found.clock, found.obligation, reason, at)

    def line(name: str, _before: Clock, after: Clock) -> str:
        return told.paused_line(name, after, words)

    kind = StepKind.TEST if reason == PauseReason.TESTING else StepKind.NOTE
    return _write_deed(desk, complaint_id, clock, entry, "paused", _Record(kind, deed, line, words))


@needs(Right.DECIDE)
def resume(desk: Desk, complaint_id: int, words: Words, entry: Entry, *, clock: str = "") -> Changed:
    """Let a paused clock go on; its due date moves by the days that were taken out."""

    def deed(found: RuledClock, at: dt.datetime) -> Clock:
        return clock_deeds.resumed(found.clock, found.obligation, at, found.rules.calendar)

    def line(name: str, _before: Clock, after: Clock) -> str:
        return told.resumed_line(name, after)

    return _write_deed(desk, complaint_id, clock, entry, "resumed", _Record(StepKind.NOTE, deed, line, words))


@needs(Right.DECIDE)
def set_date(desk: Desk, complaint_id: int, day: dt.date, words: Words, entry: Entry, *, clock: str = CLOSE) -> Changed:
    """Take over the date that an authority named in its notice; it is never counted again. Problems of `date`."""

    def deed(found: RuledClock, _at: dt.datetime) -> Clock:
        return clock_deeds.with_named_date(found.clock, day)

    def line(name: str, _before: Clock, after: Clock) -> str:
        return told.dated_line(name, after)

    return _write_deed(desk, complaint_id, clock, entry, "date_set", _Record(StepKind.NOTE, deed, line, words))


@needs(Right.HANDLE)
def mark_told(desk: Desk, complaint_id: int, words: Words, entry: Entry, *, clock: str = CLOSE) -> Changed:
    """Note that the complainant was told the due date, so that a change of the calendar no longer moves it."""

    def deed(found: RuledClock, at: dt.datetime) -> Clock:
        return clock_deeds.told(found.clock, at)

    def line(name: str, _before: Clock, after: Clock) -> str:
        return told.told_line(name, after)

    return _write_deed(desk, complaint_id, clock, entry, "date_told", _Record(StepKind.ACKNOWLEDGE, deed, line, words))


@needs(Right.HANDLE)
def note_event(desk: Desk, complaint_id: int, event: str, words: Words, entry: Entry) -> Changed:
    """Say when something happened that starts a clock: goods came back, a promise was made, a notice arrived.

    Problems of `event`, which is a code of `TOLD_EVENTS`.
    """
    now = desk.clock()
    if event not in TOLD_EVENTS:
        raise ProblemsFound((Problem("event", "unknown_word", details=(("value", event),)),))
    with desk.store.writing() as connection:
        current = cases.writable(connection, complaint_id)
        if problems := clock_deeds.problems_of_event("at", event, entry.at, now, current):
            raise ProblemsFound(problems)
        moment = clock_deeds.event_moment(entry.at, current) or now
        before = cases.explained_clocks(connection, [complaint_id], now).get(complaint_id, ())
        line = told.one_line(words.label("start_event", event), entry.note)
        written = complaints.write_changes(
            connection,
            Signature(desk.person, now),
            "event_told",
            current,
            {},
            details=(("event", event),),
            new_steps=[NewStep(StepKind.NOTE, line, moment)],
            besides=Besides(clocks=ClockDeed(told={StartEvent(event): moment})),
        )
        after = cases.explained_clocks(connection, [complaint_id], now).get(complaint_id, ())
        if after == before:
            raise ProblemsFound((Problem("event", "starts_nothing"),))
    return replace(changed_by("event_told", written), said=told.moved_text(before, after, words, now))


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
        rules = cases.rules_since(connection, current, there)
        done = done_to(there, rules, lambda found: record.deed(found, at), (code,) if code else ())
        before = cases.explained(there, rules, now)
        lines = [
            record.line(clock_name(each.clock.code, each.obligation.name, record.words), each.clock, done[each.clock])
            for each in before
            if each.clock in done
        ]
        written = complaints.write_changes(
            connection,
            Signature(desk.person, now),
            name,
            current,
            {},
            details=_details(done),
            new_steps=[NewStep(record.kind, told.one_line(*lines, entry.note), at)],
            besides=Besides(clocks=ClockDeed(tuple(done.get(each, each) for each in there))),
        )
        after = cases.explained(clocks_of(connection, [complaint_id])[complaint_id], rules, now)
    said = told.moved_text(before, after, record.words, now)
    return replace(changed_by(name, written), said=said)


def _details(done: Done) -> tuple[tuple[str, str], ...]:
    """For the journal: which clocks, and their dates before and after."""
    return (
        ("clock", ",".join(each.code for each in done)),
        ("due_before", ",".join(due_text(each.due, each.unit) for each in done)),
        ("due", ",".join(due_text(each.due, each.unit) for each in done.values())),
    )
