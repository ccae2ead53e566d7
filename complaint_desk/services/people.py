"""The people in the ledger: revealing one, erasing one by law, holding one back, and erasing all whose time is over."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from complaint_desk.domain.complaint import Case, Changed, Changes, Complaint, changed_by
from complaint_desk.domain.errors import Refusal, Stopped
from complaint_desk.domain.problems import Problem, ProblemsFound
from complaint_desk.domain.retention import RETENTION, DuePeople, settled_before
from complaint_desk.domain.roles import Right
from complaint_desk.domain.steps import problems_of_note
from complaint_desk.domain.vocabulary import Kind
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import cases, complaints, erasure, retention, revealing, search_index
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.store import Store

ROWS_SHOWN = 500
"""At most so many of those who are due are given as rows."""

_PORTION = 50
_REST_SECONDS = 0.02
"""Between two portions other desks write."""


@dataclass(frozen=True, slots=True)
class RetentionDone:
    """Whose people were erased, how many `rest` are due still, and whether somebody stopped it."""

    ids: Sequence[int]
    rest: int
    stopped: bool
    changes: Changes


@needs(Right.ERASE)
def erase_person(desk: Desk, complaint_id: int, reason: str) -> Changed:
    """Erase who complained (PIPL 47): personal fields, narratives, files, drafts, search text, and the journal's memory.

    The statistics row stays, the deed is journalled with its reason, the chain still verifies. It cannot be undone.

    Raises:
        ProblemsFound: `erase_reason` is missing.
        Refusal: `no_complaint`, `complaint_erased`, `complaint_held`.
    """
    _check("erase_reason", reason)
    with desk.store.writing() as connection:
        current = cases.writable(connection, complaint_id)
        if current.hold:
            raise Refusal("complaint_held", number=current.number, reason=desk.shown(current).hold)
        after = erasure.erase(connection, Signature(desk.person, desk.clock()), current, reason.strip())
    _leave_no_trace(desk.store)
    return Changed(after, Changes(changed=(complaint_id,), drafts=True))


@needs(Right.REVEAL)
def reveal(desk: Desk, complaint_id: int, reason: str) -> Case:
    """Show who complained to somebody who otherwise sees it masked; the journal tells who asked for it, when, and why.

    `revealed`, the complaint's files and its letters are open to them for `REVEALED_FOR`.

    Raises:
        ProblemsFound: `reveal_reason` is missing.
        Refusal: `no_complaint`, `complaint_erased`, `reporter_withheld`: a report never names who reported.
    """
    _check("reveal_reason", reason)
    with desk.store.writing() as connection:
        current = cases.writable(connection, complaint_id)
        if current.kind == Kind.REPORT:
            raise Refusal("reporter_withheld", number=current.number)
        revealing.tell(connection, Signature(desk.person, desk.clock()), current, reason.strip())
        return cases.case_of(connection, current, desk.clock())


@needs(Right.REVEAL)
def revealed(desk: Desk, complaint_id: int) -> Case:
    """The case again as it stands now, unmasked, as long as `reveal` lasts.

    Raises:
        Refusal: `no_complaint`, `not_revealed`.
    """
    now = desk.clock()
    with desk.store.reading() as connection:
        current = cases.there(connection, complaint_id)
        if current.kind == Kind.REPORT or not revealing.is_revealed(connection, complaint_id, desk.person, now):
            raise Refusal("not_revealed", number=current.number)
        return cases.case_of(connection, current, now)


@needs(Right.HOLD)
def hold(desk: Desk, complaint_id: int, reason: str) -> Changed:
    """Keep the people of a complaint however long ago it was settled; `reason` says why (injury, dispute, lawsuit).

    Raises:
        ProblemsFound: of `hold`.
        Refusal: `no_complaint`, `complaint_erased`.
    """
    _check("hold", reason)
    return _marked(desk, complaint_id, "held", reason.strip())


@needs(Right.HOLD)
def release(desk: Desk, complaint_id: int) -> Changed:
    """Let retention count again for a complaint that was held.

    Raises:
        Refusal: `not_held`, `no_complaint`, `complaint_erased`.
    """
    return _marked(desk, complaint_id, "released", "")


@needs(Right.ERASE)
def due_people(desk: Desk, limit: int = ROWS_SHOWN) -> DuePeople:
    """Whose time is over by the setting `retention_years`, at most `limit` of them as rows; nothing is changed."""
    before = settled_before(desk.clock(), int(desk.settings.retention_years))
    if before is None:
        return DuePeople(None, 0, 0, ())
    with desk.store.reading() as connection:
        ids = retention.due_ids(connection, before)
        rows = complaints.read_many(connection, ids[:limit])
        return DuePeople(before, len(ids), retention.count_held(connection, before), rows)


@needs(Right.ERASE)
def erase_due(desk: Desk, stop: StopSignal | None = None, progress: Progress = no_progress) -> RetentionDone:
    """Erase all whose time is over, in portions, each journalled with the reason `retention`.

    What is erased stays so: stopped on its way, it tells how far it came.
    """
    before = settled_before(desk.clock(), int(desk.settings.retention_years))
    if before is None:
        return RetentionDone((), 0, stopped=False, changes=Changes())
    stop = stop or StopSignal()
    with desk.store.reading() as connection:
        due = retention.due_ids(connection, before)
    erased, stopped, looked_at = array("q"), False, 0
    try:
        while looked_at < len(due):
            stop.wait(_REST_SECONDS if looked_at else 0)
            portion = due[looked_at : looked_at + _PORTION]
            with desk.store.writing(stop) as connection:
                ids = retention.still_due(connection, before, portion)
                for current in complaints.read_many(connection, ids):
                    erasure.erase(connection, Signature(desk.person, desk.clock()), current, RETENTION)
            erased.extend(ids)
            looked_at += len(portion)
            progress(looked_at, len(due))
    except Stopped:
        stopped = True
    finally:
        if erased:
            _leave_no_trace(desk.store)
    return RetentionDone(erased, len(due) - looked_at, stopped, Changes(changed=tuple(erased), drafts=bool(erased)))


def _check(field: str, reason: str) -> None:
    found = problems_of_note(field, reason) if reason.strip() else (Problem(field, "required"),)
    if found:
        raise ProblemsFound(found)


def _marked(desk: Desk, complaint_id: int, deed: str, reason: str) -> Changed:
    with desk.store.writing() as connection:
        current: Complaint = cases.writable(connection, complaint_id)
        if not reason and not current.hold:
            raise Refusal("not_held", number=current.number)
        signature = Signature(desk.person, desk.clock())
        after = complaints.write_changes(connection, signature, deed, current, {"hold": reason})
    return changed_by(deed, after)


def _leave_no_trace(store: Store) -> None:
    """Clear pages of index and log that still hold what was erased; others may write in between."""
    first, more = True, True
    while more:
        with store.writing() as connection:
            more = search_index.forget_removed(connection, first=first)
        first = False
    store.forget_deleted()
