"""Bulk: one change of many complaints, looked at before, done as one deed, taken back as one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from complaint_desk.domain.bulk import MOST_AT_ONCE, BulkChange, BulkDone, BulkPreview, BulkUndone, problems_of_bulk
from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.problems import ProblemsFound
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.services.desk import Desk
from complaint_desk.storage import bulk_changes, lists
from complaint_desk.storage.bulk_changes import PORTION
from complaint_desk.storage.journal import Signature, in_chunks
from complaint_desk.storage.store import Connection

_TOKEN_BYTES = 8


def preview_bulk(desk: Desk, ids: Sequence[int], change: BulkChange, stop: StopSignal | None = None) -> BulkPreview:
    """How many of these complaints a change would change.

    Raises:
        ProblemsFound: what shall stand there is not allowed, e.g. `required` for an emptied field.
        Refusal: `not_for_bulk`, `too_many_for_bulk`.
    """
    _refuse_too_many(ids)
    with desk.store.reading(stop) as connection:
        _check(connection, desk, change)
        return bulk_changes.preview(connection, ids, change.values()) if change.fields else BulkPreview()


def change_many(
    desk: Desk,
    ids: Sequence[int],
    change: BulkChange,
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
) -> BulkDone:
    """Change complaints in one transaction; each is journalled. Those that stand like that already are left alone.

    Raises:
        ProblemsFound, Refusal: as `preview_bulk`; nothing was written.
        Stopped: nothing was written.
    """
    _refuse_too_many(ids)
    wanted, token, signature = (
        list(dict.fromkeys(ids)),
        secrets.token_hex(_TOKEN_BYTES),
        Signature(desk.person, desk.clock()),
    )
    values, changed, done = change.values(), list[int](), 0
    with desk.store.writing(stop) as connection:
        _check(connection, desk, change)
        for portion in in_chunks(wanted, PORTION):
            if stop:
                stop.heed()
            changed += bulk_changes.change(connection, signature, portion, values, token)
            done += len(portion)
            progress(done, len(wanted))
    return BulkDone(token, tuple(changed), Changes(changed=tuple(changed)))


def undo_bulk(
    desk: Desk, done: BulkDone, stop: StopSignal | None = None, progress: Progress = no_progress
) -> BulkUndone:
    """Take a change back where nobody has worked on the complaint since; the others are named. Journalled like the change.

    Raises:
        Stopped: nothing was written.
    """
    signature = Signature(desk.person, desk.clock())
    restored, kept, seen = list[int](), list[str](), 0
    with desk.store.writing(stop) as connection:
        for portion in in_chunks(done.ids, PORTION):
            if stop:
                stop.heed()
            ids, numbers = bulk_changes.undo(connection, signature, portion, done.token)
            restored += ids
            kept += numbers
            seen += len(portion)
            progress(seen, len(done.ids))
    return BulkUndone(tuple(restored), tuple(kept), Changes(changed=tuple(restored)))


def _refuse_too_many(ids: Sequence[int]) -> None:
    if len(ids) > MOST_AT_ONCE:
        raise Refusal("too_many_for_bulk", count=len(ids), limit=MOST_AT_ONCE)


def _check(connection: Connection, desk: Desk, change: BulkChange) -> None:
    if problems := problems_of_bulk(change, desk.clock(), lists.codes(connection)):
        raise ProblemsFound(problems)
