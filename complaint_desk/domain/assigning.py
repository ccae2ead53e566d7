"""Handing a complaint over: who is responsible, and what is asked of whoever passes it on."""

from __future__ import annotations

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.problems import Problem

RESPONSIBLE = ("department", "handler")
"""The fields that say whose complaint it is."""


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


def path_of(before: Complaint, after: Complaint) -> str:
    """From whom to whom, in names alone: `Sales Li Lei → Quality Han Meimei`."""
    return f"{_responsible(before)} \u2192 {_responsible(after)}".strip()


def _responsible(complaint: Complaint) -> str:
    return " ".join(name for name in (complaint.department, complaint.handler) if name)
