"""Bulk: one change of many complaints, looked at before, done in portions between which others can write, taken back as one."""

from __future__ import annotations

import secrets
import time
from array import array
from collections.abc import Callable, Sequence
from typing import Any

from complaint_desk.domain.bulk import (
    KEPT_NAMED,
    BulkChange,
    BulkDone,
    BulkPreview,
    BulkUndone,
    changes_of,
    problems_of_bulk,
)
from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.problems import ProblemsFound
from complaint_desk.domain.roles import Right
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import bulk_changes, lists
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.store import Connection

_TOKEN_BYTES = 8
_FIRST_PORTION, _LEAST_PORTION, _MOST_PORTION = 100, 100, 1_000
_HELD_SECONDS = 0.1
"""How long a portion keeps others from writing: as many complaints are taken together as that allows."""
_REST_SECONDS = 0.025
"""How long the ledger is left to others between two portions; a file's waiting writer looks at least as often at first."""


@needs(Right.CHANGE_MANY)
def preview_bulk(
    desk: Desk,
    ids: Sequence[int],
    change: BulkChange,
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
) -> BulkPreview:
    """How many of these complaints a change would change.

    Raises:
        ProblemsFound: what shall stand there is not allowed, e.g. `required` for an emptied field.
        Refusal: `not_for_bulk`.
    """
    found = BulkPreview()
    with desk.store.reading(stop) as connection:
        _check(connection, desk, change)
        for found in bulk_changes.preview(connection, ids, change.values()) if change.fields else ():
            progress(found.changing + found.already + found.erased + found.unfit, len(ids))
    return found


@needs(Right.CHANGE_MANY)
def change_many(
    desk: Desk,
    ids: Sequence[int],
    change: BulkChange,
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
    begun: BulkDone | None = None,
) -> BulkDone:
    """Change complaints, each journalled. Those that stand like that already, or cannot be changed so, are left alone.

    What is done stays done: a change that is stopped or fails on its way tells what it did, and how far it came.

    Args:
        desk: who changes.
        ids: of the complaints, each once.
        change: what to.
        stop: ends it after the portion before.
        progress: told of complaints looked at.
        begun: a change that ended before its time and now goes on, with its `rest` as `ids`; both are one.

    Raises:
        ProblemsFound, Refusal: as `preview_bulk`; nothing was written.
        DeskError: it ended before anything was written.
    """
    with desk.store.reading() as connection:
        _check(connection, desk, change)
    values, token = change.values(), begun.token if begun else secrets.token_hex(_TOKEN_BYTES)
    changed = array("q", begun.ids if begun else ())

    def write(connection: Connection, signature: Signature, portion: Sequence[int]) -> list[int]:
        return bulk_changes.change(connection, signature, portion, values, token, usual=desk.settings.rule_set)

    came_to, halted = _in_portions(desk, ids, write, changed.extend, stop or StopSignal(), progress)
    if halted and not changed:
        raise halted
    return BulkDone(token, changed, changes_of(changed), array("q", ids[came_to:]), halted)


@needs(Right.CHANGE_MANY)
def undo_bulk(
    desk: Desk, done: BulkDone, stop: StopSignal | None = None, progress: Progress = no_progress
) -> BulkUndone:
    """Take a change back where nobody has worked on the complaint since; the others are named. Journalled like the change.

    What is taken back stays so: stopped or failed on its way, it tells what is still to be done.

    Raises:
        DeskError: it ended before anything was looked at.
    """
    restored, kept, counted = array("q"), list[str](), 0

    def write(connection: Connection, signature: Signature, portion: Sequence[int]) -> tuple[list[int], list[str]]:
        return bulk_changes.undo(connection, signature, portion, done.token, usual=desk.settings.rule_set)

    def take(found: tuple[list[int], list[str]]) -> None:
        nonlocal counted
        restored.extend(found[0])
        kept.extend(found[1][: KEPT_NAMED - len(kept)])
        counted += len(found[1])

    came_to, halted = _in_portions(desk, done.ids, write, take, stop or StopSignal(), progress)
    if halted and not came_to:
        raise halted
    rest = BulkDone(done.token, done.ids[came_to:], Changes()) if halted else None
    return BulkUndone(restored, tuple(kept), counted, changes_of(restored), rest, halted)


def _in_portions(
    desk: Desk,
    ids: Sequence[int],
    write: Callable[[Connection, Signature, Sequence[int]], Any],
    take: Callable[[Any], None],
    stop: StopSignal,
    progress: Progress,
) -> tuple[int, DeskError | None]:
    """Write in short scopes one after the other; `take` is given what each brought once it is durable.

    Returns:
        How many of the ids it came to, and what ended it before the last.
    """
    done, size = 0, _FIRST_PORTION
    try:
        while done < len(ids):
            if done:
                stop.wait(_REST_SECONDS)
            with desk.store.writing(stop) as connection:
                began = time.monotonic()
                found = write(connection, Signature(desk.person, desk.clock()), ids[done : done + size])
                held = time.monotonic() - began
            take(found)
            done = min(done + size, len(ids))
            progress(done, len(ids))
            fitting = int(size * _HELD_SECONDS / max(held, 0.001))
            size = max(_LEAST_PORTION, min(fitting, 2 * size, _MOST_PORTION))
    except DeskError as error:
        return done, error
    return done, None


def _check(connection: Connection, desk: Desk, change: BulkChange) -> None:
    if problems := problems_of_bulk(change, desk.clock(), lists.codes(connection)):
        raise ProblemsFound(problems)
