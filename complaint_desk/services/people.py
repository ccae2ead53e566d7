"""The people in the ledger: erasing a person by law."""

from __future__ import annotations

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.problems import Problem, ProblemsFound
from complaint_desk.services.desk import Desk
from complaint_desk.storage import complaints, erasure, search_index
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.store import Store


def erase_person(desk: Desk, complaint_id: int, reason: str) -> Changes:
    """Erase who complained (PIPL 47): personal fields, narratives, files, drafts, search text, and the journal's memory.

    The statistics row stays, the deed is journalled with its reason, the chain still verifies. It cannot be undone.

    Raises:
        ProblemsFound: `erase_reason` is missing.
        Refusal: `no_complaint`, `complaint_erased`.
    """
    if not reason.strip():
        raise ProblemsFound((Problem("erase_reason", "required"),))
    now = desk.clock()
    with desk.store.writing() as connection:
        current = complaints.read(connection, complaint_id)
        if current is None:
            raise Refusal("no_complaint", id=complaint_id)
        if current.erased_at is not None:
            raise Refusal("complaint_erased", number=current.number)
        erasure.erase(connection, Signature(desk.person, now), current, reason.strip())
    _leave_no_trace(desk.store)
    return Changes(changed=(complaint_id,), drafts=True)


def _leave_no_trace(store: Store) -> None:
    """Clear pages of index and log that still hold what was erased; others may write in between."""
    first, more = True, True
    while more:
        with store.writing() as connection:
            more = search_index.forget_removed(connection, first=first)
        first = False
    store.forget_deleted()
