"""What a deed would do to the clocks of a complaint, told before anybody does it. Nothing is written.

Every function raises `ProblemsFound` where the deed could not be done.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from complaint_desk.domain import clock_deeds
from complaint_desk.domain.clock_deeds import ExtensionWish
from complaint_desk.domain.clock_keeping import Happening, Rules, settle
from complaint_desk.domain.clocks import Clock, DueReasons
from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.roles import Right
from complaint_desk.domain.rule_sets import StartEvent
from complaint_desk.domain.ruled_clocks import RuledClock, done_to
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import cases
from complaint_desk.storage.clocks import clocks_of
from complaint_desk.storage.steps import steps_of


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The clocks of a complaint as they stand, and as a deed would leave them."""

    before: tuple[DueReasons, ...]
    after: tuple[DueReasons, ...]


@needs(Right.READ)
def of_extension(desk: Desk, complaint_id: int, wish: ExtensionWish, clock: str) -> Foreseen:
    """An extension; who approves it and who was told may still be open."""

    def deed(found: RuledClock) -> Clock:
        rung = clock_deeds.next_rung(found.clock, found.obligation)
        approver = wish.approver or (rung.approver if rung else "")
        complete = replace(wish, approver=approver, told=True)
        longer = clock_deeds.extended(found.clock, found.obligation, complete, found.rules.calendar)
        return replace(longer, told_at=wish.at if wish.told else None)

    return _foreseen(desk, complaint_id, _at_each(deed, (clock,)))


@needs(Right.READ)
def of_pause(desk: Desk, complaint_id: int, reason: str, at: dt.datetime, clocks: Sequence[str] = ()) -> Foreseen:
    """A pause of some clocks, or of all that may stand still for that reason."""

    def deed(found: RuledClock) -> Clock:
        return clock_deeds.paused(found.clock, found.obligation, reason, at)

    return _foreseen(desk, complaint_id, _at_each(deed, clocks))


@needs(Right.READ)
def of_resuming(desk: Desk, complaint_id: int, at: dt.datetime, clocks: Sequence[str] = ()) -> Foreseen:
    """Some paused clocks, or all of them, going on."""

    def deed(found: RuledClock) -> Clock:
        return clock_deeds.resumed(found.clock, found.obligation, at, found.rules.calendar)

    return _foreseen(desk, complaint_id, _at_each(deed, clocks))


@needs(Right.READ)
def of_event(desk: Desk, complaint_id: int, event: str, at: dt.datetime) -> Foreseen:
    """An event that starts clocks."""
    with desk.store.reading() as connection:
        steps = steps_of(connection, [complaint_id]).get(complaint_id, ())

    def settled(current: Complaint, there: Sequence[Clock], rules: Rules) -> tuple[Clock, ...]:
        moment = clock_deeds.event_moment(at, current) or at
        return settle(there, current, rules, Happening(desk.clock(), steps, {StartEvent(event): moment}))

    return _foreseen(desk, complaint_id, settled)


_Doing = Callable[[Complaint, Sequence[Clock], Rules], tuple[Clock, ...]]


def _at_each(deed: Callable[[RuledClock], Clock], clocks: Sequence[str]) -> _Doing:
    def do(_current: Complaint, there: Sequence[Clock], rules: Rules) -> tuple[Clock, ...]:
        done = done_to(there, rules, deed, clocks)
        return tuple(done.get(each, each) for each in there)

    return do


def _foreseen(desk: Desk, complaint_id: int, doing: _Doing) -> Foreseen:
    now = desk.clock()
    with desk.store.reading() as connection:
        current = cases.there(connection, complaint_id)
        there = clocks_of(connection, [complaint_id]).get(complaint_id, ())
        rules = cases.rules_since(connection, current, there)
    return Foreseen(cases.explained(there, rules, now), cases.explained(doing(current, there, rules), rules, now))
