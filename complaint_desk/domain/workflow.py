"""The way of a complaint: registered → accepted → handling → answered → closed (product contract, section 3)."""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType
from typing import Any

from complaint_desk.domain.complaint import Complaint, NewStep, is_said
from complaint_desk.domain.moments import in_shanghai
from complaint_desk.domain.problems import Problem
from complaint_desk.domain.vocabulary import Response, Status, StepKind

OPEN = frozenset({Status.REGISTERED, Status.ACCEPTED, Status.HANDLING, Status.WAITING, Status.ANSWERED})
"""Statuses in which somebody still has something to do."""

FINISHED = frozenset({Status.CLOSED, Status.DECLINED, Status.WITHDRAWN})

_AHEAD = (Status.REGISTERED, Status.ACCEPTED, Status.HANDLING, Status.ANSWERED, Status.CLOSED)

TRANSITIONS: MappingProxyType[str, tuple[Status, ...]] = MappingProxyType(
    {
        Status.REGISTERED: (
            Status.ACCEPTED, Status.DECLINED, Status.HANDLING, Status.ANSWERED, Status.CLOSED, Status.WITHDRAWN,
        ),
        Status.ACCEPTED: (Status.HANDLING, Status.WAITING, Status.ANSWERED, Status.CLOSED, Status.WITHDRAWN),
        Status.HANDLING: (Status.WAITING, Status.ANSWERED, Status.CLOSED, Status.WITHDRAWN),
        Status.WAITING: (Status.HANDLING, Status.ANSWERED, Status.CLOSED, Status.WITHDRAWN),
        Status.ANSWERED: (Status.CLOSED, Status.HANDLING, Status.WITHDRAWN),
        Status.CLOSED: (Status.HANDLING,),
        Status.DECLINED: (),
        Status.WITHDRAWN: (),
    }
)  # fmt: skip
"""Statuses that one deed may lead to, the usual next one first; reopening leads to handling."""


REQUIRED_BY: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {Status.ANSWERED: ("outcome", "replied_at", "reply_by"), Status.CLOSED: ("outcome", "handled_at")}
)
"""What must be said of a complaint before it may go to a status."""


def passed_between(start: str, end: str) -> tuple[Status, ...]:
    """Statuses that a quick desk skips on the way, to be put on record (registered → answered: accepted, handling)."""
    here = Status.HANDLING if start == Status.WAITING else start
    if here not in _AHEAD or end not in _AHEAD:
        return ()
    return _AHEAD[_AHEAD.index(Status(here)) + 1 : _AHEAD.index(Status(end))]


def is_reopening(start: str, end: str) -> bool:
    return start in (Status.ANSWERED, Status.CLOSED) and end == Status.HANDLING


def problems_of_transition(complaint: Complaint, to: str, reason: str = "") -> tuple[Problem, ...]:
    """What is missing before the complaint may go to `to`; empty if nothing.

    `declined` needs a reason from the list, `answered` an outcome and a reply (way and time), `closed` an outcome and
    `handled_at`.
    """
    if to not in TRANSITIONS[complaint.status]:
        return (not_allowed(complaint.status, to),)
    wanted = REQUIRED_BY.get(Status(to), ())
    missing = [Problem(name, "required") for name in wanted if not is_said(getattr(complaint, name))]
    if to == Status.DECLINED and not reason:
        missing.append(Problem("decline_reason", "required"))
    return tuple(missing)


def is_watched(complaint: Complaint) -> bool:
    """True for an open complaint whose complainant refuses the decision: it stays open and is looked at (ISO 10002, 8.9)."""
    return complaint.response == Response.REFUSED and complaint.status in OPEN


def problems_of_closing(complaint: Complaint, to: str, note: str) -> tuple[Problem, ...]:
    """Who closes a complaint although its complainant refuses the decision says why: every way on was used, or is open."""
    if to == Status.CLOSED and complaint.response == Response.REFUSED and not note.strip():
        return (Problem("note", "why_closed"),)
    return ()


def not_allowed(start: str, end: str) -> Problem:
    """No way leads from `start` to `end`; the details name those that do."""
    return Problem("status", "not_allowed", details=(("from", start), ("to", end), ("allowed", TRANSITIONS[start])))


_STEP_OF = {
    Status.ACCEPTED: StepKind.ACCEPT,
    Status.HANDLING: StepKind.INVESTIGATE,
    Status.WAITING: StepKind.CONTACT,
    Status.ANSWERED: StepKind.ANSWER,
}


def fields_of_move(current: Complaint, to: str, moment: dt.datetime) -> dict[str, Any]:
    """The fields that change with the status of a complaint, `moment` being when it got there."""
    fields: dict[str, Any] = {"status": str(to)}
    if to == Status.CLOSED:
        fields["closed_at"] = moment
    elif current.closed_at is not None:
        fields["closed_at"] = None
    if is_reopening(current.status, to):
        fields["reopened"] = current.reopened + 1
    if current.response and (to == Status.ANSWERED or is_reopening(current.status, to)):
        # It was said of the decision before; the next one is not known yet.
        fields["response"] = ""
    return fields


def details_of_move(
    current: Complaint, to: str, reason: str = "", at: dt.datetime | None = None
) -> tuple[tuple[str, str], ...]:
    """What the journal tells of a move; `at` only where it was another moment than that of writing."""
    details = [("from", str(current.status)), ("to", str(to))]
    if passed := passed_between(current.status, to):
        details.append(("passed", ",".join(passed)))
    if reason:
        details.append(("reason", reason))
    if at is not None:
        details.append(("at", in_shanghai(at).isoformat()))
    return tuple(details)


def steps_of_move(start: str, to: str, note: str, moment: dt.datetime | None) -> list[NewStep]:
    """What a quick desk passed is put on record, acceptance, waiting and answer always, a note wherever there is one."""
    recorded = [NewStep(_STEP_OF[each], at=moment) for each in passed_between(start, to)]
    if to in (Status.ACCEPTED, Status.WAITING, Status.ANSWERED):
        recorded.append(NewStep(_STEP_OF[Status(to)], note, moment))
    elif note.strip():
        recorded.append(NewStep(StepKind.NOTE, note, moment))
    return recorded
