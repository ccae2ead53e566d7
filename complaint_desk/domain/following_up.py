"""Asking the complainant afterwards: what a follow-up must say, and when it leads back to work."""

from __future__ import annotations

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.problems import Problem
from complaint_desk.domain.vocabulary import FollowUp, Response, Status
from complaint_desk.domain.workflow import is_reopening, not_allowed

DISSATISFIED = 2
"""From this rating down the complainant is not satisfied."""


def problems_of_follow_up(current: Complaint, wanted: Complaint, *, reopen: bool) -> tuple[Problem, ...]:
    """What keeps a follow-up from being recorded: nobody was asked yet, or a rating without anybody reached."""
    if wanted.follow_up == FollowUp.NONE:
        return (Problem("follow_up", "required"),)
    if wanted.follow_up != FollowUp.DONE and (rated := _newly_rated(current, wanted)):
        return (Problem(rated, "nobody_rated"),)
    if reopen and not is_reopening(current.status, Status.HANDLING):
        return (not_allowed(current.status, Status.HANDLING),)
    return ()


def problems_of_response(complaint: Complaint, response: str, note: str) -> tuple[Problem, ...]:
    """What keeps a response from being recorded: nothing was answered, nothing is said, or not why it is refused."""
    if complaint.status != Status.ANSWERED:
        return (Problem("status", "not_answered", details=(("from", complaint.status),)),)
    if not response:
        return (Problem("response", "required"),)
    if response == Response.REFUSED and not note.strip():
        return (Problem("note", "required"),)
    return ()


def is_dissatisfied(satisfaction: int | None, satisfaction_handling: int | None) -> bool:
    """True if either rating says so."""
    return any(rating is not None and rating <= DISSATISFIED for rating in (satisfaction, satisfaction_handling))


def _newly_rated(current: Complaint, wanted: Complaint) -> str | None:
    names = ("satisfaction", "satisfaction_handling")
    return next((name for name in names if (value := getattr(wanted, name)) and value != getattr(current, name)), None)
