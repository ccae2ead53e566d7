"""Handing a complaint over: who is responsible, and what is asked of whoever passes it on."""

from __future__ import annotations

from collections.abc import Sequence

from complaint_desk.domain.complaint import Complaint, JournalEntry
from complaint_desk.domain.problems import Problem
from complaint_desk.domain.standing import standing_entries
from complaint_desk.domain.workflow import OPEN

RESPONSIBLE = ("department", "handler")
"""The fields that say whose complaint it is."""


def problems_of_passing_on(complaint: Complaint) -> tuple[Problem, ...]:
    """Who is done with a complaint passes it on to nobody."""
    if complaint.status in OPEN:
        return ()
    return (Problem("status", "not_passed_on", details=(("from", complaint.status),)),)


def problems_of_handing_over(complaint: Complaint, department: str, handler: str, reason: str) -> tuple[Problem, ...]:
    """What keeps a complaint from being given to a department and handler: nothing is said, nothing is new, no reason."""
    if not department and not handler:
        return (Problem("department", "required"),)
    if (department, handler) == (complaint.department, complaint.handler):
        return (Problem("handler", "same_as_before"),)
    if takes_from_somebody(complaint, department, handler) and not reason.strip():
        return (Problem("transfer_reason", "required"),)
    return ()


def takes_from_somebody(complaint: Complaint, department: str, handler: str) -> bool:
    """True if somebody had the complaint who has it no more; naming a handler within the department takes it from nobody."""
    return any(had and had != gets for had, gets in ((complaint.department, department), (complaint.handler, handler)))


def who_had_it(complaint: Complaint, journal: Sequence[JournalEntry]) -> dict[str, str] | None:
    """Department and handler before the last deed that gave the complaint to somebody else; None where nobody had it."""
    for entry in reversed(standing_entries(journal)):
        if entry.deed == "returned":
            return None
        if entry.deed in ("assigned", "escalated") and entry.before:
            before, now = dict(entry.before), {name: getattr(complaint, name) for name in RESPONSIBLE}
            had = {name: before.get(name, now[name]) for name in RESPONSIBLE}
            return had if any(had.values()) and had != now else None
    return None


def path_of(before: Complaint, after: Complaint) -> str:
    """From whom to whom, in names alone: `Sales Li Lei → Quality Han Meimei`."""
    return f"{_responsible(before)} \u2192 {_responsible(after)}".strip()


def _responsible(complaint: Complaint) -> str:
    return " ".join(name for name in (complaint.department, complaint.handler) if name)
