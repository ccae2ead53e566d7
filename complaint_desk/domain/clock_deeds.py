"""What people do to a clock: make it longer, stop it and let it go on, take over the date of an authority.

Each gives the clock as it is afterwards, or raises `ProblemsFound` with what stands against it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from complaint_desk.domain.clock_keeping import goes_on, recounted
from complaint_desk.domain.clocks import Clock, DueReasons, Extension, Pause
from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.counting import end_of
from complaint_desk.domain.moments import PartialDate, start_of
from complaint_desk.domain.problems import Problem, ProblemsFound
from complaint_desk.domain.rule_sets import CLOSE, ExtensionRung, Obligation, PauseReason, StartEvent
from complaint_desk.domain.steps import minute_of, problems_of_moment
from complaint_desk.domain.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class ExtensionWish:
    """To how many units from the start (None: the next rung), who approved, whether the complainant was told, when."""

    at: dt.datetime
    approver: str = ""
    told: bool = False
    to: int | None = None


def deeds_possible(clocks: Iterable[DueReasons], events: Iterable[str] = ()) -> tuple[str, ...]:
    """The deeds of `CLOCK_DEEDS` that may be done to the clocks of a case now or as a late entry.

    `start_event` is one where there are events that may be said to have happened.
    """
    still = tuple(clocks)
    possible = tuple(deed for deed in CLOCK_DEEDS if clocks_for(deed, still))
    return (*possible, "start_event") if tuple(events) else possible


def clocks_for(deed: str, clocks: Iterable[DueReasons]) -> tuple[DueReasons, ...]:
    """The clocks of a case that a deed of `CLOCK_DEEDS` may be done to."""
    return tuple(each for each in clocks if each.clock.is_open and CLOCK_DEEDS[deed](each.clock, each.obligation))


def clocks_to_pause(clocks: Iterable[DueReasons], reason: str, at: dt.datetime) -> tuple[DueReasons, ...]:
    """The clocks of a case that may stand still for a reason from a moment on."""
    return tuple(
        each
        for each in clocks_for("pause", clocks)
        if reason in each.obligation.pauses and (each.clock.due is None or at <= each.clock.due)
    )


def clocks_to_resume(clocks: Iterable[DueReasons], status: str) -> tuple[DueReasons, ...]:
    """The paused clocks of a case that do not end as it comes to a status, and so may go on."""
    return tuple(each for each in clocks_for("resume", clocks) if goes_on(each.obligation, status))


CLOCK_DEEDS: Mapping[str, Callable[[Clock, Obligation], bool]] = MappingProxyType(
    {
        "extend": lambda clock, obligation: not clock.named and next_rung(clock, obligation) is not None,
        "pause": lambda clock, obligation: not clock.named and bool(obligation.pauses) and not clock.is_paused,
        "resume": lambda clock, _obligation: clock.is_paused,
        "set_date": lambda _clock, _obligation: True,
        "tell_date": lambda clock, _obligation: clock.due is not None and clock.told_at is None and not clock.is_paused,
    }
)
"""What people do to a clock, and whether one that runs allows it."""


def clock_to_date(clocks: Iterable[DueReasons]) -> str:
    """The clock that the date in an authority's notice is meant for: one that waits for it, else that of closing."""
    waiting = (each.clock.code for each in clocks if each.clock.is_open and each.clock.due is None)
    return next(waiting, CLOSE)


def next_rung(clock: Clock, obligation: Obligation) -> ExtensionRung | None:
    """The next rung of the ladder; None at its end, or where there is none."""
    reached = reached_by(clock, obligation)
    return next((rung for rung in obligation.extensions if rung.to > reached), None)


def reached_by(clock: Clock, obligation: Obligation) -> int:
    """To how many units from the start a clock runs by now."""
    return clock.extensions[-1].to if clock.extensions else obligation.length or 0


def extended(clock: Clock, obligation: Obligation, wish: ExtensionWish, calendar: WorkingCalendar) -> Clock:
    """Make a clock longer by a rung of its ladder."""
    _must_run(clock)
    if clock.named or not obligation.extensions:
        raise ProblemsFound((Problem("clock", "not_extendable"),))
    rung = next_rung(clock, obligation)
    if rung is None:
        raise ProblemsFound((Problem("clock", "ladder_at_its_end", details=(("most", obligation.extensions[-1].to),)),))
    if problems := problems_of_extension(clock, obligation, rung, wish):
        raise ProblemsFound(problems)
    reached, to = reached_by(clock, obligation), rung.to if wish.to is None else wish.to
    added = Extension(to, to - reached, wish.approver.strip(), wish.at, wish.told)
    longer = replace(clock, extensions=(*clock.extensions, added), told_at=wish.at if wish.told else None)
    return recounted(longer, obligation, calendar)


def problems_of_extension(
    clock: Clock, obligation: Obligation, rung: ExtensionRung, wish: ExtensionWish
) -> tuple[Problem, ...]:
    """What a rung of the ladder wants and a wish lacks."""
    reached, to = reached_by(clock, obligation), rung.to if wish.to is None else wish.to
    problems = []
    if not reached < to <= rung.to:
        problems.append(Problem("to", "beyond_rung", details=(("from", reached), ("most", rung.to))))
    if clock.due is not None and wish.at > clock.due:
        problems.append(Problem("at", "extension_too_late", details=(("due", clock.due.date()),)))
    if rung.approver and not wish.approver.strip():
        problems.append(Problem("approver", "required"))
    if rung.tell and not wish.told:
        problems.append(Problem("told", "must_be_told"))
    return tuple(problems)


def paused(clock: Clock, obligation: Obligation, reason: str, at: dt.datetime) -> Clock:
    """Take the time from now on out of the count."""
    _must_run(clock)
    if clock.is_paused:
        raise ProblemsFound((Problem("clock", "already_paused"),))
    if clock.named or not obligation.pauses:
        raise ProblemsFound((Problem("clock", "not_pausable"),))
    if not reason:
        raise ProblemsFound((Problem("reason", "required"),))
    if reason not in tuple(PauseReason):
        raise ProblemsFound((Problem("reason", "unknown_word", details=(("value", reason),)),))
    if reason not in obligation.pauses:
        raise ProblemsFound((Problem("reason", "no_reason_to_pause"),))
    if clock.due is not None and at > clock.due:
        raise ProblemsFound((Problem("at", "clock_over", details=(("due", clock.due.date()),)),))
    if at < minute_of(clock.start):
        raise ProblemsFound((Problem("at", "before_start"),))
    return replace(clock, pauses=(*clock.pauses, Pause(reason, max(at, clock.start))))


def waits_for(clock: Clock, reason: str) -> bool:
    """Whether a clock stands still for that reason now."""
    return clock.is_open and any(each.last is None and each.reason == reason for each in clock.pauses)


def resumed(clock: Clock, obligation: Obligation, at: dt.datetime, calendar: WorkingCalendar) -> Clock:
    """Let a clock go on; its due date moves by what was taken out."""
    if not clock.is_paused:
        raise ProblemsFound((Problem("clock", "not_paused"),))
    *before, last = clock.pauses
    if at < minute_of(last.first):
        raise ProblemsFound((Problem("at", "before_pause", details=(("since", last.first.date()),)),))
    ended = replace(last, last=max(at, last.first))
    return recounted(replace(clock, pauses=(*before, ended)), obligation, calendar)


def problems_of_event(
    field: str, event: str, at: dt.datetime | None, now: dt.datetime, complaint: Complaint
) -> tuple[Problem, ...]:
    """What keeps an event that starts a clock from having happened at `at`.

    None means now. Only what the consumer had before complaining may lie before the complaint.
    """
    if event == StartEvent.GOODS_RECEIVED:
        return (Problem(field, "future"),) if at is not None and at > now else ()
    return problems_of_moment(field, event_moment(at, complaint), now, complaint, ())


def event_moment(at: dt.datetime | None, complaint: Complaint) -> dt.datetime | None:
    """When an event was: who names the day of the complaint without a time means no moment before it."""
    received = complaint.received_at
    if at is not None and received is not None and at == start_of(received.date()):
        return received
    return at


def problems_of_day(day: PartialDate | None) -> tuple[Problem, ...]:
    """What keeps a day that was typed from being the last day of a clock."""
    if not day:
        return (Problem("date", "required"),)
    return (Problem("date", "whole_day", details=(("value", str(day)),)),) if day.day is None else ()


def with_named_date(clock: Clock, day: dt.date) -> Clock:
    """Take over the date that an authority set; from now on nothing here counts it again."""
    _must_run(clock)
    if day < clock.start.date():
        raise ProblemsFound((Problem("date", "before_start"),))
    return replace(clock, due=end_of(day), named=True, provisional=False, paused=0, pauses=(), extensions=())


def told(clock: Clock, at: dt.datetime) -> Clock:
    """Note that the complainant knows the date."""
    _must_run(clock)
    if clock.due is None:
        raise ProblemsFound((Problem("clock", "no_date_yet"),))
    return replace(clock, told_at=at)


def _must_run(clock: Clock) -> None:
    if not clock.is_open:
        raise ProblemsFound((Problem("clock", "clock_ended"),))
