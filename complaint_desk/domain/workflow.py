"""The way of a complaint: registered → accepted → handling → answered → closed (product contract, section 3)."""

from __future__ import annotations

from types import MappingProxyType

from complaint_desk.domain.complaint import Complaint, is_said
from complaint_desk.domain.problems import Problem
from complaint_desk.domain.vocabulary import Response, Status

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
    wanted: tuple[str, ...] = ()
    if to == Status.ANSWERED:
        wanted = ("outcome", "replied_at", "reply_by")
    elif to == Status.CLOSED:
        wanted = ("outcome", "handled_at")
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
