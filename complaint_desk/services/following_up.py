"""Following up: asking whether the complainant is satisfied, and whether two complaints are the same matter."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from complaint_desk.domain.complaint import Changed, Changes, NewStep, changed_by
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.following_up import problems_of_follow_up, problems_of_response
from complaint_desk.domain.problems import ProblemsFound
from complaint_desk.domain.roles import Right
from complaint_desk.domain.steps import problems_of_moment, problems_of_note
from complaint_desk.domain.vocabulary import Status, StepKind
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import cases, complaints, steps
from complaint_desk.storage.journal import Signature


@needs(Right.HANDLE)
def follow_up(
    desk: Desk, complaint_id: int, *, base_version: int, entry: Mapping[str, Any], reopen: bool = False
) -> Changed:
    """Record what the complainant said afterwards; `reopen` goes on handling in the same deed.

    `entry` holds fields of the group of that name; `followed_up_at` is now where it is not said.

    Raises:
        StaleComplaint: others wrote one of these fields since; nothing was written.
        ProblemsFound: of those fields, or `status` where it cannot be reopened; nothing was written.
        Refusal: `no_complaint`, `complaint_erased`.
    """
    now = desk.clock()
    with desk.store.writing() as connection:
        current = cases.writable(connection, complaint_id)
        entered = {"followed_up_at": now} | {name: value for name, value in entry.items() if value is not None}
        changed = {name: value for name, value in entered.items() if value != getattr(current, name)}
        if reopen:
            changed |= {"status": str(Status.HANDLING), "closed_at": None, "reopened": current.reopened + 1}
        cases.refuse_stale(connection, current, base_version, changed)
        wanted = dataclasses.replace(current, **changed)
        earlier = steps.steps_of(connection, [complaint_id]).get(complaint_id, ())
        found = problems_of_follow_up(current, wanted, reopen=reopen)
        found += problems_of_moment("followed_up_at", entry.get("followed_up_at"), now, current, earlier)
        if found:
            raise ProblemsFound(found)
        cases.check(connection, wanted, now, changed)
        details = (("from", current.status), ("to", wanted.status)) if reopen else ()
        step = NewStep(StepKind.FOLLOW_UP, wanted.follow_up_text, entered["followed_up_at"])
        after = complaints.write_changes(
            connection, Signature(desk.person, now), "followed_up", current, changed, details=details, new_steps=[step]
        )
    return changed_by("followed_up", after)


@needs(Right.HANDLE)
def respond(
    desk: Desk,
    complaint_id: int,
    *,
    base_version: int,
    response: str,
    note: str = "",
    at: dt.datetime | None = None,
) -> Changed:
    """Record whether the complainant accepts the decision. A refused one stays open and is watched (ISO 10002, 8.9).

    Raises:
        StaleComplaint: others recorded something else since.
        ProblemsFound: of `response`, `note` (what was said, and what ways on were told, where it is refused), `status`
            where nothing was answered, `step_at`; nothing was written.
        Refusal: `no_complaint`, `complaint_erased`.
    """
    now = desk.clock()
    with desk.store.writing() as connection:
        current = cases.writable(connection, complaint_id)
        changed = {"response": response} if response != current.response else {}
        cases.refuse_stale(connection, current, base_version, {"response": response})
        earlier = steps.steps_of(connection, [complaint_id]).get(complaint_id, ())
        found = problems_of_response(current, response, note) + problems_of_note("note", note)
        found += problems_of_moment("step_at", at, now, current, earlier)
        if found:
            raise ProblemsFound(found)
        cases.check(connection, dataclasses.replace(current, response=response), now, changed)
        step = NewStep(StepKind.CONTACT, note, at)
        details = (("response", response),)
        signature = Signature(desk.person, now)
        after = complaints.write_changes(
            connection, signature, "responded", current, changed, details=details, new_steps=[step]
        )
    return changed_by("responded", after)


@needs(Right.HANDLE)
def link(desk: Desk, complaint_id: int, number: str) -> Changed:
    """Say that a complaint is the same matter again as an earlier one. Both stay as they are; nobody is told.

    Raises:
        ProblemsFound: `repeats` with `unknown_complaint`, `same_complaint`, `links_in_a_circle`.
        Refusal: `no_complaint`, `complaint_erased`.
    """
    with desk.store.writing() as connection:
        current = cases.writable(connection, complaint_id)
        if number in current.repeats:
            return Changed(current, Changes())
        if problems := complaints.problems_of_links(connection, (number,), current.number):
            raise ProblemsFound(problems)
        signature = Signature(desk.person, desk.clock())
        changed = {"repeats": (*current.repeats, number)}
        after = complaints.write_changes(connection, signature, "linked", current, changed)
    return changed_by("linked", after)


@needs(Right.HANDLE)
def unlink(desk: Desk, complaint_id: int, number: str) -> Changed:
    """Take a link back: the two are separate matters.

    Raises:
        Refusal: `not_linked`, `no_complaint`, `complaint_erased`.
    """
    with desk.store.writing() as connection:
        current = cases.writable(connection, complaint_id)
        if number not in current.repeats:
            raise Refusal("not_linked", number=current.number, other=number)
        signature = Signature(desk.person, desk.clock())
        changed = {"repeats": tuple(each for each in current.repeats if each != number)}
        after = complaints.write_changes(connection, signature, "unlinked", current, changed)
    return changed_by("unlinked", after)
