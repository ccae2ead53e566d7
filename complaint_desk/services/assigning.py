"""Who handles a complaint: assigning it, handing it over, giving it back, taking it to a supervisor."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any

from complaint_desk.domain.assigning import path_of, problems_of_handing_over, problems_of_passing_on, who_had_it
from complaint_desk.domain.complaint import Changed, Complaint, NewStep, changed_by
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.problems import Problem, ProblemsFound
from complaint_desk.domain.roles import Right
from complaint_desk.domain.steps import problems_of_moment, problems_of_note
from complaint_desk.domain.vocabulary import StepKind
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import cases, complaints, journal, steps
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.store import Connection


@needs(Right.HANDLE)
def assign(
    desk: Desk,
    complaint_id: int,
    *,
    base_version: int,
    department: str,
    handler: str,
    reason: str = "",
    at: dt.datetime | None = None,
) -> Changed:
    """Give a complaint to a department and a handler. Whoever takes it from somebody says why; the way is on record.

    Raises:
        StaleComplaint: others gave it to somebody since.
        ProblemsFound: of `department`, `handler`, `transfer_reason`, `step_at`; nothing was written.
        Refusal: `no_complaint`, `complaint_erased`.
    """
    with desk.store.writing() as connection:
        current = cases.writable(connection, complaint_id)
        wanted = {"department": department.strip(), "handler": handler.strip()}
        found = problems_of_handing_over(current, wanted["department"], wanted["handler"], reason)
        return _given(desk, connection, current, base_version, _Giving("assigned", wanted, reason, at, found))


@needs(Right.HANDLE)
def give_back(
    desk: Desk, complaint_id: int, *, base_version: int, reason: str, at: dt.datetime | None = None
) -> Changed:
    """Give a complaint back to whom it was taken from last.

    Raises:
        StaleComplaint, ProblemsFound: as `assign`.
        Refusal: `nobody_to_return_to`, `no_complaint`, `complaint_erased`.
    """
    with desk.store.writing() as connection:
        current = cases.writable(connection, complaint_id)
        before = who_had_it(current, journal.entries_of(connection, current.id))
        if before is None:
            raise Refusal("nobody_to_return_to", number=current.number)
        found = () if reason.strip() else (Problem("transfer_reason", "required"),)
        return _given(desk, connection, current, base_version, _Giving("returned", before, reason, at, found))


@needs(Right.HANDLE)
def escalate(
    desk: Desk, complaint_id: int, *, base_version: int, reason: str, handler: str = "", at: dt.datetime | None = None
) -> Changed:
    """Take a complaint to a supervisor: `handler` names them where they go on with it themselves, "" leaves it where it is.

    Raises:
        StaleComplaint, ProblemsFound, Refusal: as `assign`.
    """
    with desk.store.writing() as connection:
        current = cases.writable(connection, complaint_id)
        wanted = {"department": current.department, "handler": handler.strip() or current.handler}
        found = () if reason.strip() else (Problem("transfer_reason", "required"),)
        return _given(desk, connection, current, base_version, _Giving("escalated", wanted, reason, at, found))


@dataclass(frozen=True, slots=True)
class _Giving:
    """What shall stand in `RESPONSIBLE` after the deed; `problems` are those that are known already."""

    deed: str
    wanted: dict[str, str]
    reason: str
    at: dt.datetime | None
    problems: tuple[Problem, ...]


def _given(desk: Desk, connection: Connection, current: Complaint, base_version: int, giving: _Giving) -> Changed:
    now = desk.clock()
    changed: dict[str, Any] = {name: text for name, text in giving.wanted.items() if text != getattr(current, name)}
    cases.refuse_stale(connection, current, base_version, changed)
    earlier = steps.steps_of(connection, [current.id]).get(current.id, ())
    found = problems_of_passing_on(current) or giving.problems
    found += problems_of_note("transfer_reason", giving.reason)
    found += problems_of_moment("step_at", giving.at, now, current, earlier)
    if found:
        raise ProblemsFound(found)
    wanted = dataclasses.replace(current, **changed)
    cases.check(connection, wanted, now, changed)
    path = path_of(current, wanted) if changed else ""
    kind = StepKind.ESCALATE if giving.deed == "escalated" else StepKind.TRANSFER
    step = NewStep(kind, "\n".join(part for part in (path, giving.reason.strip()) if part), giving.at)
    signature = Signature(desk.person, now)
    after = complaints.write_changes(connection, signature, giving.deed, current, changed, new_steps=[step])
    return changed_by(giving.deed, after)
