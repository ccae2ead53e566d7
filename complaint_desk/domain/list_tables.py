"""Word lists as a table for spreadsheets: list, code, name, branch, retired; read whole or not at all."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.vocabulary import TEXT_LISTS, ListEntry
from complaint_desk.domain.word_lists import EDITABLE, new_entry, siblings, sound_label

COLUMNS = 5
_LONGEST_CODE = 64
_YES = frozenset({"1", "x", "y", "yes", "true", "\u662f", "\u505c\u7528", "\u5df2\u505c\u7528", "\u221a"})
_NO = frozenset({"", "0", "n", "no", "false", "\u5426"})


@dataclass(frozen=True, slots=True)
class ListNames:
    """The list that a text names, the code of an entry by list and text, what an entry of a list is called."""

    list_of: Callable[[str], str | None]
    code_of: Callable[[str, str], str | None]
    label_of: Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class ListsChange:
    """What a table would change: the entries as they shall be, and how many of them are new or change in which way."""

    entries: tuple[ListEntry, ...] = ()
    added: int = 0
    renamed: int = 0
    retired: int = 0
    offered: int = 0
    moved: int = 0


def rows_of(entries: Sequence[ListEntry], names: ListNames, yes: str) -> list[tuple[str, ...]]:
    """Every editable list as rows, branches before what is below them; `yes` marks the retired."""
    found: list[tuple[str, ...]] = []

    def add_below(list_name: str, parent: str | None) -> None:
        for entry in siblings(entries, list_name, parent):
            label = names.label_of(list_name, entry.code)
            above = names.label_of(list_name, parent) if parent else ""
            found.append((list_name, entry.code, label, above, yes if entry.hidden else ""))
            add_below(list_name, entry.code)

    for name in EDITABLE:
        add_below(name, None)
    return found


def change_in(rows: Iterable[Sequence[str]], entries: Sequence[ListEntry], names: ListNames) -> ListsChange:
    """What rows would change. Lists and entries that they do not name stay; a first row of headings is passed over.

    Raises:
        Refusal: `list_row_columns`, `list_row_list`, `list_row_branch`, `list_row_moved`, `list_row_name`,
            `list_row_retired` with `row` (from 1) and `value`; `no_list_rows` where nothing is named at all.
    """
    reading = _Reading(names, {(each.list_name, each.code): each for each in entries})
    for at, row in enumerate(rows, 1):
        cells = [each.strip() for each in row]
        if not any(cells) or (at == 1 and names.list_of(cells[0]) is None):
            continue
        reading.take(at, [*cells, *[""] * COLUMNS][:COLUMNS], len(cells))
    if not reading.order:
        raise Refusal("no_list_rows")
    return reading.change(entries)


@dataclass(slots=True)
class _Reading:
    """Entries as they shall be, and the order in which the table has them."""

    names: ListNames
    wanted: dict[tuple[str, str], ListEntry]
    order: defaultdict[tuple[str, str | None], list[str]] = field(default_factory=lambda: defaultdict(list))
    called: dict[tuple[str, str], str] = field(default_factory=dict)

    def take(self, at: int, cells: Sequence[str], width: int) -> None:
        told, code, name, branch, retired = cells
        if width > COLUMNS:
            raise Refusal("list_row_columns", row=at, value=str(width))
        list_name = self.names.list_of(told)
        if list_name is None or list_name not in EDITABLE:
            raise Refusal("list_row_list", row=at, value=told)
        if retired.casefold() not in _YES | _NO:
            raise Refusal("list_row_retired", row=at, value=retired)
        parent = self._branch(at, list_name, branch)
        entry = self._entry(at, list_name, code, name, parent)
        entry = dataclasses.replace(entry, parent=parent, hidden=retired.casefold() in _YES)
        self.wanted[list_name, entry.code] = entry
        self.order[list_name, parent].append(entry.code)

    def _branch(self, at: int, list_name: str, branch: str) -> str | None:
        if not branch:
            return None
        code = next((code for (of, code), name in self.called.items() if of == list_name and name == branch), None)
        code = code or self.names.code_of(list_name, branch)
        if code is None or (list_name, code) not in self.wanted or list_name in TEXT_LISTS:
            raise Refusal("list_row_branch", row=at, value=branch)
        return code

    def _entry(self, at: int, list_name: str, code: str, name: str, parent: str | None) -> ListEntry:
        known = self.wanted.get((list_name, code or name if list_name in TEXT_LISTS else code))
        beside = [each for each in self.wanted.values() if each.list_name == list_name and each.parent == parent]
        own = known.code if known else ""
        if known is not None and known.parent != parent:
            raise Refusal("list_row_moved", row=at, value=name or code)
        if "," in code or len(code) > _LONGEST_CODE:
            raise Refusal("list_row_name", row=at, value=code)
        try:
            label = sound_label(
                name or (self._label(list_name, own) if own else ""), beside, self._labels(list_name), own
            )
            if known is None:
                made = new_entry(list_name, label, parent, tuple(self.wanted.values()))
                known = dataclasses.replace(made, code=code) if code and list_name not in TEXT_LISTS else made
        except Refusal as error:
            raise Refusal("list_row_name", row=at, value=name) from error
        if list_name in TEXT_LISTS:
            if label != known.code:
                raise Refusal("list_row_name", row=at, value=name)
            return known
        self.called[list_name, known.code] = label
        return known if label == self.names.label_of(list_name, known.code) else dataclasses.replace(known, label=label)

    def _labels(self, list_name: str) -> Callable[[str], str]:
        return lambda code: self._label(list_name, code)

    def _label(self, list_name: str, code: str) -> str:
        return self.called.get((list_name, code)) or self.names.label_of(list_name, code)

    def change(self, entries: Sequence[ListEntry]) -> ListsChange:
        before = {(each.list_name, each.code): each for each in entries}
        for (list_name, parent), codes in self.order.items():
            here = siblings(self.wanted.values(), list_name, parent)
            order = [*codes, *(each.code for each in here if each.code not in codes)]
            for place, code in enumerate(dict.fromkeys(order)):
                entry = self.wanted[list_name, code]
                self.wanted[list_name, code] = dataclasses.replace(entry, position=place)
        changed = [entry for key, entry in self.wanted.items() if before.get(key) != entry]
        pairs = [(before[each.list_name, each.code], each) for each in changed if (each.list_name, each.code) in before]
        return ListsChange(
            tuple(changed),
            added=len(changed) - len(pairs),
            renamed=sum(old.label != new.label for old, new in pairs),
            retired=sum(new.hidden and not old.hidden for old, new in pairs),
            offered=sum(old.hidden and not new.hidden for old, new in pairs),
            moved=sum((old.position, old.parent) != (new.position, new.parent) for old, new in pairs),
        )
