"""What an office may do with its word lists: names that can be told apart, codes for new entries, order, what may be merged."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from complaint_desk.domain.bulk import BulkDone
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.searching import normalise, sounds_of
from complaint_desk.domain.vocabulary import FLAT_LISTS, TEXT_LISTS, TREES, ListEntry

EDITABLE: tuple[str, ...] = (*FLAT_LISTS, *TREES, *TEXT_LISTS)

LONGEST_LABEL = 60
_LONGEST_CODE = 40
_NO_CODE = re.compile(r"[^a-z0-9]+")

Labels = Callable[[str], str]
"""What people read for a code of the list in question."""


@dataclass(frozen=True, slots=True)
class KeptWord:
    """Something that is kept in the ledger and named an entry: its table and key, as JSON before and after."""

    table: str
    key: int | str
    before: Mapping[str, Any]
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Merged:
    """An entry that went into another: as it was before, and what became of the complaints that had it.

    `people` are the ids of the staff whose department it was, `kept` the views, report definitions, mappings and
    improvements that named it.
    """

    gone: ListEntry
    into: str
    done: BulkDone
    people: tuple[int, ...] = ()
    kept: tuple[KeptWord, ...] = ()


def field_of(list_name: str) -> str | None:
    """The field of complaints that holds codes of a list; None where only the words of a deed or letter name them."""
    return list_name if list_name in FIELD else None


def entry_in(entries: Iterable[ListEntry], list_name: str, code: str) -> ListEntry:
    """One entry.

    Raises:
        Refusal: `no_entry` with `entry`.
    """
    for entry in entries:
        if (entry.list_name, entry.code) == (list_name, code):
            return entry
    raise Refusal("no_entry", entry=code)


def sound_label(label: str, among: Iterable[ListEntry], labels: Labels, own: str = "") -> str:
    """The label as it may stand, without blanks around it.

    Args:
        label: what was typed.
        among: the entries beside which it stands.
        labels: what those are called.
        own: the code of the entry that is renamed.

    Raises:
        Refusal: `entry_without_label`, `entry_too_long` with `limit`, `entry_exists` with `label`.
    """
    wanted = " ".join(label.split())
    if not wanted:
        raise Refusal("entry_without_label")
    if len(wanted) > LONGEST_LABEL or not wanted.isprintable():
        raise Refusal("entry_too_long", limit=LONGEST_LABEL)
    plain = normalise(wanted)
    if any(normalise(labels(entry.code)) == plain for entry in among if entry.code != own):
        raise Refusal("entry_exists", label=wanted)
    return wanted


def new_entry(list_name: str, label: str, parent: str | None, entries: Sequence[ListEntry]) -> ListEntry:
    """An entry at the end of its siblings. Its code is made of the pinyin of its label; in a list of texts it is the label."""
    here = siblings(entries, list_name, parent)
    position = 1 + max((entry.position for entry in here), default=-1)
    if list_name in TEXT_LISTS:
        if "," in label:
            # Texts are told one from the other by commas where several stand together.
            raise Refusal("bad_code", entry=label)
        return ListEntry(list_name, label, parent, position=position, built_in=False)
    taken = {entry.code for entry in entries if entry.list_name == list_name}
    return ListEntry(list_name, _free_code(label, taken), parent, label, position=position, built_in=False)


def _free_code(label: str, taken: set[str]) -> str:
    sounds = sounds_of(label)
    plain = _NO_CODE.sub("_", (sounds[1] if len(sounds) > 1 else label).casefold()).strip("_")
    wanted = f"own_{plain[:_LONGEST_CODE]}" if plain else "own"
    code, count = wanted, 2
    while code in taken:
        code, count = f"{wanted}_{count}", count + 1
    return code


def siblings(entries: Iterable[ListEntry], list_name: str, parent: str | None) -> list[ListEntry]:
    """The entries below one branch, or at the top, in their order."""
    found = [entry for entry in entries if entry.list_name == list_name and entry.parent == parent]
    return sorted(found, key=lambda entry: (entry.position, entry.code))


def moved(entries: Iterable[ListEntry], entry: ListEntry, by: int) -> list[ListEntry]:
    """The siblings that stand elsewhere once an entry has moved by some places among those that are offered."""
    here = siblings(entries, entry.list_name, entry.parent)
    shown = [each for each in here if not each.hidden or each.code == entry.code]
    codes = [each.code for each in shown]
    at = codes.index(entry.code)
    wanted = max(0, min(at + by, len(shown) - 1))
    shown.insert(wanted, shown.pop(at))
    order = [*shown, *(each for each in here if each.code not in codes)]
    return [dataclasses.replace(each, position=place) for place, each in enumerate(order) if each.position != place]


def refuse_merging(entries: Sequence[ListEntry], gone: ListEntry, into: ListEntry) -> None:
    """Refuse what cannot be one.

    Raises:
        Refusal: `merge_with_itself`, `merge_with_branch` where one of them has entries below it, `merge_into_retired`.
    """
    if gone.code == into.code:
        raise Refusal("merge_with_itself")
    branches = {entry.parent for entry in entries if entry.list_name == gone.list_name}
    if gone.code in branches or into.code in branches:
        raise Refusal("merge_with_branch")
    if into.hidden:
        raise Refusal("merge_into_retired", entry=into.label or into.code)


def instead(codes: Iterable[str], gone: str, into: str) -> tuple[str, ...]:
    """The codes with one in the place of another, each once."""
    return tuple(dict.fromkeys(into if each == gone else each for each in codes))
