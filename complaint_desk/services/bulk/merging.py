"""Merging: an entry of a word list goes into another, with every complaint that has it, and comes back with one deed."""

from __future__ import annotations

import dataclasses
from array import array
from dataclasses import dataclass
from typing import Any

from complaint_desk.domain.bulk import BulkChange, BulkDone, BulkUndone
from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import DeskError, Refusal
from complaint_desk.domain.reading import Value
from complaint_desk.domain.roles import Right
from complaint_desk.domain.vocabulary import TEXT_LISTS
from complaint_desk.domain.word_lists import Merged, entry_in, field_of, instead, new_entry, refuse_merging, sound_label
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.services.bulk.changing import change_many, undo_bulk
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import lists, staff, words_kept
from complaint_desk.storage.holders import holders_of
from complaint_desk.storage.journal import Signature


@dataclass(frozen=True, slots=True)
class _Replacing:
    """One code or text in the place of another, in one field."""

    field: str
    gone: str
    into: str


_NOTHING_DONE = BulkDone("", array("q"), Changes())


@needs(Right.KEEP_LISTS)
def preview_merge(desk: Desk, list_name: str, gone: str, stop: StopSignal | None = None) -> int:
    """How many complaints have an entry, and would have another one instead."""
    return sum(map(len, _holders(desk, list_name, gone, stop).values()))


@needs(Right.KEEP_LISTS)
def merge_entries(
    desk: Desk,
    list_name: str,
    gone: str,
    into: str,
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
    *,
    begun: Merged | None = None,
) -> Merged:
    """Let an entry go into another: it is retired, and complaints that have it get the other one, each journalled.

    What is done stays done: one that is stopped or fails on its way tells so in `done.halted`, and goes on as `begun`; both
    are one.

    Raises:
        Refusal: `no_entry`; of what cannot be one: `domain.word_lists.refuse_merging`.
    """
    with desk.store.writing(stop) as connection:
        entries = lists.entries(connection)
        entry, other = entry_in(entries, list_name, gone), entry_in(entries, list_name, into)
        refuse_merging(entries, entry, other)
        lists.save(connection, _signature(desk), dataclasses.replace(entry, hidden=True))
        people = staff.hand_over(connection, _signature(desk), gone, into) if list_name == "department" else ()
        field = field_of(list_name)
        kept = words_kept.put(connection, _signature(desk), field, gone, into) if field else ()
    merged = begun or Merged(entry, into, _NOTHING_DONE, people, kept)
    held = _holders(desk, list_name, gone, None)
    done = _moved(desk, _Replacing(list_name, gone, into), held, merged.done, stop, progress)
    return dataclasses.replace(merged, done=dataclasses.replace(done, changes=_with_lists(done.changes, merged)))


@needs(Right.KEEP_LISTS)
def rename_text(
    desk: Desk,
    list_name: str,
    text: str,
    wanted: str,
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
) -> Merged:
    """Write an entry of a list of texts otherwise, in the list and in every complaint that has it.

    Raises:
        Refusal: `unknown_list` for a list whose entries have codes, `no_entry`, `bad_code`; of the new text:
            `domain.word_lists.sound_label`.
    """
    if list_name not in TEXT_LISTS:
        raise Refusal("unknown_list", list_name=list_name)
    with desk.store.writing(stop) as connection:
        entries = lists.entries(connection)
        entry = entry_in(entries, list_name, text)
        beside = [each for each in entries if each.list_name == list_name]
        other = new_entry(list_name, sound_label(wanted, beside, str, text), None, entries)
        lists.save(connection, _signature(desk), dataclasses.replace(other, position=entry.position))
    return merge_entries(desk, list_name, text, other.code, stop, progress)


@needs(Right.KEEP_LISTS)
def replace_text(
    desk: Desk,
    field: str,
    gone: str,
    into: str,
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
) -> BulkDone:
    """Write one text in the place of another in a field of all complaints, such as the name of a handler."""
    with desk.store.reading(stop) as connection:
        held = holders_of(connection, field, gone)
    return _moved(desk, _Replacing(field, gone, into), held, _NOTHING_DONE, stop, progress)


@needs(Right.KEEP_LISTS)
def undo_replacing(
    desk: Desk, done: BulkDone, stop: StopSignal | None = None, progress: Progress = no_progress
) -> BulkUndone:
    """Take back what `replace_text` wrote, where nobody has worked on the complaint since; errors as `undo_bulk`."""
    return undo_bulk(desk.for_parts(), done, stop, progress)


@needs(Right.KEEP_LISTS)
def undo_merge(
    desk: Desk, merged: Merged, stop: StopSignal | None = None, progress: Progress = no_progress
) -> BulkUndone:
    """Have both entries again, and give the complaints theirs back on which nobody has worked since.

    Raises:
        DeskError: it ended before anything was looked at.
    """
    with desk.store.writing(stop) as connection:
        lists.save(connection, _signature(desk), merged.gone)
        if merged.people:
            staff.hand_over(connection, _signature(desk), merged.into, merged.gone.code, merged.people)
        words_kept.put_back(connection, _signature(desk), merged.kept)
    if not merged.done.ids:
        return BulkUndone(array("q"), (), 0, _with_lists(Changes(), merged))
    undone = undo_bulk(desk.for_parts(), merged.done, stop, progress)
    return dataclasses.replace(undone, changes=_with_lists(undone.changes, merged))


def _holders(desk: Desk, list_name: str, code: str, stop: StopSignal | None) -> dict[Any, array[int]]:
    if (field := field_of(list_name)) is None:
        return {}
    with desk.store.reading(stop) as connection:
        return holders_of(connection, field, code)


def _moved(
    desk: Desk,
    what: _Replacing,
    held: dict[Any, array[int]],
    begun: BulkDone,
    stop: StopSignal | None,
    progress: Progress,
) -> BulkDone:
    """Change all holders as one bulk change that goes on with what is done, those of one value after those of another."""
    done, waiting = begun, array("q", (each for ids in held.values() for each in ids))
    total = len(waiting)
    for value, ids in held.items():
        change = BulkChange(((what.field, _instead(value, what)),))
        told = _counting_on(progress, total - len(waiting), total)
        try:
            done = change_many(desk.for_parts(), ids, change, stop, told, done if done.ids else None)
        except DeskError as error:
            done = dataclasses.replace(done, rest=ids, halted=error)
        del waiting[: len(ids)]
        if done.halted:
            done = dataclasses.replace(done, rest=done.rest + waiting)
            break
    return done


def _counting_on(progress: Progress, before: int, total: int) -> Progress:
    return lambda done, _of: progress(before + done, total)


def _instead(value: Value, what: _Replacing) -> Value:
    return instead(value, what.gone, what.into) if isinstance(value, tuple) else what.into


def _with_lists(changes: Changes, merged: Merged) -> Changes:
    named = {each.table for each in merged.kept}
    return dataclasses.replace(
        changes,
        lists=True,
        views="saved_view" in named,
        improvements="improvement" in named,
        definitions="report_definition" in named,
    )


def _signature(desk: Desk) -> Signature:
    return Signature(desk.person, desk.clock())
