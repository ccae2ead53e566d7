"""The word lists of the office: entries added, renamed, moved, retired; every deed is journalled and seen by other desks."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.roles import Right
from complaint_desk.domain.vocabulary import TEXT_LISTS, ListEntry
from complaint_desk.domain.word_lists import (
    EDITABLE,
    LONGEST_LABEL,
    Labels,
    entry_in,
    field_of,
    moved,
    new_entry,
    siblings,
    sound_label,
)
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import group_counts, ledger_queries, lists
from complaint_desk.storage.journal import Signature


@needs(Right.READ)
def uses(desk: Desk, list_name: str, stop: StopSignal | None = None) -> Mapping[str, int]:
    """How many complaints have which entry of a list; a branch counts all below it."""
    name = field_of(list_name)
    if name is None:
        return {}
    with desk.store.reading(stop) as connection:
        return {each.code: each.count for each in group_counts.group_counts(connection, LedgerFilter(), name)}


@needs(Right.KEEP_LISTS)
def add(desk: Desk, words: Words, list_name: str, label: str, parent: str | None = None) -> tuple[Changes, str]:
    """Add an entry at the end of a list or below a branch; what changed, and the code of the entry.

    Raises:
        Refusal: `unknown_list`, `unknown_parent`; of the label: `domain.word_lists.sound_label`.
    """
    if list_name not in EDITABLE:
        raise Refusal("unknown_list", list_name=list_name)
    with desk.store.writing() as connection:
        entries = lists.entries(connection)
        if parent is not None and (list_name in TEXT_LISTS or parent not in _codes(entries, list_name)):
            raise Refusal("unknown_parent", parent=parent)
        here = siblings(entries, list_name, parent)
        wanted = sound_label(label, here, _labels(words, entries, list_name))
        entry = new_entry(list_name, wanted, parent, entries)
        lists.save(connection, _signature(desk), entry)
    return Changes(lists=True), entry.code


@needs(Right.KEEP_LISTS)
def add_all(desk: Desk, words: Words, list_name: str, labels: Sequence[str]) -> Changes:
    """Add entries at the end of a list, those that are there already or cannot be entries left out.

    Raises:
        Refusal: `unknown_list`.
    """
    if list_name not in EDITABLE:
        raise Refusal("unknown_list", list_name=list_name)
    with desk.store.writing() as connection:
        for label in labels:
            entries = lists.entries(connection)
            here = siblings(entries, list_name, None)
            with contextlib.suppress(Refusal):
                wanted = sound_label(label, here, _labels(words, entries, list_name))
                lists.save(connection, _signature(desk), new_entry(list_name, wanted, None, entries))
    return Changes(lists=True)


@needs(Right.KEEP_LISTS)
def rename(desk: Desk, words: Words, list_name: str, code: str, label: str) -> Changes:
    """Call an entry otherwise; its code, and with it every complaint, stays. "" gives a built-in one its own name back.

    An entry of a list of texts is renamed by `bulk.merge_entries`, since complaints hold its text.

    Raises:
        Refusal: `no_entry`; of the label: `domain.word_lists.sound_label`.
    """
    with desk.store.writing() as connection:
        entries = lists.entries(connection)
        entry = entry_in(entries, list_name, code)
        own = label.strip()
        if own or not entry.built_in:
            here = siblings(entries, list_name, entry.parent)
            own = sound_label(own, here, _labels(words, entries, list_name), code)
        lists.save(connection, _signature(desk), dataclasses.replace(entry, label=own or None))
    return Changes(lists=True)


@needs(Right.KEEP_LISTS)
def check_text(desk: Desk, list_name: str, text: str, wanted: str) -> None:
    """Refuse what an entry of a list of texts cannot be called, before complaints are rewritten.

    Raises:
        Refusal: `no_entry`, `bad_code`; of the text: `domain.word_lists.sound_label`.
    """
    with desk.store.reading() as connection:
        entries = lists.entries(connection)
    entry_in(entries, list_name, text)
    beside = [each for each in entries if each.list_name == list_name]
    new_entry(list_name, sound_label(wanted, beside, str, text), None, entries)


@needs(Right.KEEP_LISTS)
def retire(desk: Desk, list_name: str, code: str, *, retired: bool = True) -> Changes:
    """No longer offer an entry, or offer it again; complaints that have it keep it, and its name stays readable.

    Raises:
        Refusal: `no_entry`, `last_entry` where nothing would be left to choose.
    """
    with desk.store.writing() as connection:
        entries = lists.entries(connection)
        entry = entry_in(entries, list_name, code)
        left = [each for each in entries if each.list_name == list_name and not each.hidden and each.code != code]
        if retired and not left and list_name not in TEXT_LISTS:
            raise Refusal("last_entry")
        lists.save(connection, _signature(desk), dataclasses.replace(entry, hidden=retired))
    return Changes(lists=True)


@needs(Right.KEEP_LISTS)
def move(desk: Desk, list_name: str, code: str, by: int) -> Changes:
    """Move an entry up (below zero) or down among its siblings.

    Raises:
        Refusal: `no_entry`.
    """
    with desk.store.writing() as connection:
        entries = lists.entries(connection)
        for each in moved(entries, entry_in(entries, list_name, code), by):
            lists.save(connection, _signature(desk), each)
    return Changes(lists=True)


@needs(Right.KEEP_LISTS)
def collect(desk: Desk, list_name: str) -> tuple[Changes, int]:
    """Take the texts that complaints hold into a list of texts, most used first; what changed, and how many came in.

    Raises:
        Refusal: `unknown_list`.
    """
    if list_name not in TEXT_LISTS:
        raise Refusal("unknown_list", list_name=list_name)
    # Counting the texts of a great ledger takes a while, in which others may write.
    with desk.store.reading() as connection:
        used = [text for text, _count in ledger_queries.values_used(connection, list_name)]
    with desk.store.writing() as connection:
        entries = list(lists.entries(connection))
        known = _codes(entries, list_name)
        taken = [text for text in used if text not in known and "," not in text and len(text) <= LONGEST_LABEL]
        for text in taken:
            entries.append(entry := new_entry(list_name, text, None, entries))
            lists.save(connection, _signature(desk), entry)
    return Changes(lists=True), len(taken)


def _codes(entries: Iterable[ListEntry], list_name: str) -> set[str]:
    return {entry.code for entry in entries if entry.list_name == list_name}


def _labels(words: Words, entries: tuple[ListEntry, ...], list_name: str) -> Labels:
    """What the entries are called as they stand now, whatever another desk renamed meanwhile."""
    now = Words(words.language, entries)
    return lambda code: now.label(list_name, code)


def _signature(desk: Desk) -> Signature:
    return Signature(desk.person, desk.clock())
