"""Labels of everything that has a code: list entries, closed words, fields, groupings, deeds.

They are data: `resources/lists/*.toml` holds `[list]` tables of `code = { zh_CN = "…", en = "…" }`. An office that
renames an entry in its own ledger overrides them.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from complaint_desk.domain.vocabulary import CLOSED_LISTS, PROVINCES, RATINGS, RULE_SETS, ListEntry, built_in_entries
from complaint_desk.i18n.catalogue import _, lists_folder
from complaint_desk.i18n.language import CHINESE, ENGLISH

_CLOSED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {name: tuple(members) for name, members in CLOSED_LISTS.items()}
    | {"rule_set": RULE_SETS, "province": PROVINCES, "satisfaction": tuple(map(str, RATINGS))}
)
_PATH_SIGNS = str.maketrans(dict.fromkeys("/\\>-:·|" + "\u203a\u2014\u2192\u3001", "/"))
_GROUPING_LISTS = MappingProxyType(
    {"branch": "category", "leaf": "category", "cause_branch": "cause", "satisfaction_handling": "satisfaction"}
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry as it is offered. `parent` is the code of its branch in a tree list."""

    code: str
    label: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The labels in one language, with the office's own entries over the built-in ones.

    `entries` are all entries of the editable lists as the ledger holds them; without any the built-in ones count.
    """

    language: str
    entries: tuple[ListEntry, ...] = ()
    _labels: Mapping[str, Mapping[str, str]] = field(init=False, repr=False, compare=False)
    _codes: dict[str, Mapping[str, str]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _parents: Mapping[tuple[str, str], str] = field(init=False, repr=False, compare=False)
    _choices: Mapping[str, tuple[Choice, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = self.entries or built_in_entries()
        tables = _read_lists(lists_folder())
        labels = {name: {code: words[self.language] for code, words in table.items()} for name, table in tables.items()}
        for entry in known:
            if entry.label:
                labels.setdefault(entry.list_name, {})[entry.code] = entry.label
        parents = {(entry.list_name, entry.code): entry.parent for entry in known if entry.parent}
        object.__setattr__(self, "_labels", labels)
        object.__setattr__(self, "_parents", parents)
        object.__setattr__(self, "_choices", _choices_of(known, labels))

    def label(self, list_name: str, code: str | int | None) -> str:
        """What people read for a code; empty for none, the code itself where no list knows it."""
        if code is None or code == "":
            return ""
        return self._labels.get(list_name, {}).get(str(code), str(code))

    def path_label(self, list_name: str, code: str) -> str:
        """The label of a tree entry with its branch before it (`产品 / 设计`)."""
        parent = self._parents.get((list_name, code))
        own = self.label(list_name, code)
        return f"{self.label(list_name, parent)} / {own}" if parent else own

    def parent(self, list_name: str, code: str) -> str | None:
        """The branch that a tree entry hangs on."""
        return self._parents.get((list_name, code))

    def code(self, list_name: str, text: str) -> str | None:
        """The code that a text means: a code, or a label of either language; None where no entry is meant.

        Width, case and blanks do not matter; `产品-设计` finds the leaf below the branch.
        """
        known = self._codes_of(list_name)
        wanted = _plain(text)
        found = known.get(wanted)
        if found is None and "/" in (path := wanted.translate(_PATH_SIGNS)):
            found = known.get(path)
        return found

    def _codes_of(self, list_name: str) -> Mapping[str, str]:
        # Most lists are never read from texts, and the long ones take milliseconds.
        if list_name not in self._codes:
            self._codes[list_name] = _codes_by_text(
                _read_lists(lists_folder()).get(list_name, {}),
                self._labels.get(list_name, {}),
                {code: parent for (name, code), parent in self._parents.items() if name == list_name},
            )
        return self._codes[list_name]

    def spellings(self, list_name: str, code: str) -> tuple[str, ...]:
        """Every word that stands for a code, in both languages; the code itself where no list knows it."""
        return tuple(_spellings(_read_lists(lists_folder()).get(list_name, {}).get(code, {}))) or (code,)

    def choices(self, list_name: str) -> tuple[Choice, ...]:
        """The entries on offer, in their order: hidden ones left out, each branch of a tree before its leaves."""
        return self._choices.get(list_name, ())

    def field_label(self, name: str) -> str:
        """The label of a complaint's field; the name itself for a field of no known label."""
        return self.label("field", name)

    def group_label(self, group: str) -> str:
        """The heading of a group of fields."""
        return self.label("group", group)

    def deed_label(self, deed: str) -> str:
        """What a journal entry's deed is called."""
        return self.label("deed", deed)

    def grouping_label(self, grouping: str) -> str:
        """The name of a grouping of figures; a cross (`nature|department`) names both."""
        return " \u00d7 ".join(self.label("grouping", part) for part in grouping.split("|"))

    def figure_label(self, grouping: str, code: str) -> str:
        """The name of one group in figures: label, text or time; "" is spoken as: not said."""
        # A text that stands alone may hold the sign that parts a cross.
        parts = zip(grouping.split("|"), code.split("|", grouping.count("|")), strict=False)
        return " \u00d7 ".join(self._of_group(name, part) for name, part in parts)

    def _of_group(self, grouping: str, code: str) -> str:
        if not code:
            return _("(not stated)")
        if grouping == "hour":
            return _("{hour}:00").format(hour=code)
        if grouping == "week":
            return _("week of {day}").format(day=code)
        return self.label(_GROUPING_LISTS.get(grouping, grouping), code)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _choices_of(
    entries: tuple[ListEntry, ...], labels: Mapping[str, Mapping[str, str]]
) -> dict[str, tuple[Choice, ...]]:
    below: dict[tuple[str, str | None], list[ListEntry]] = {}
    for entry in entries:
        if not entry.hidden:
            below.setdefault((entry.list_name, entry.parent), []).append(entry)
    found: dict[str, tuple[Choice, ...]] = {
        name: tuple(Choice(code, labels[name][code]) for code in codes) for name, codes in _CLOSED.items()
    }
    for name in dict.fromkeys(entry.list_name for entry in entries):
        ordered = _from_top(below, name, None)
        found[name] = tuple(Choice(e.code, labels.get(name, {}).get(e.code, e.code), e.parent) for e in ordered)
    return found


def _from_top(
    below: Mapping[tuple[str, str | None], list[ListEntry]], name: str, parent: str | None
) -> list[ListEntry]:
    ordered: list[ListEntry] = []
    for entry in sorted(below.get((name, parent), ()), key=lambda each: each.position):
        ordered.append(entry)
        ordered.extend(_from_top(below, name, entry.code))
    return ordered


def _codes_by_text(
    built_in: Mapping[str, Mapping[str, Any]], labels: Mapping[str, str], parents: Mapping[str, str]
) -> dict[str, str]:
    """Where two entries of a list share a word, a code wins over a label and the office over the built-in."""
    texts: dict[str, str] = {}
    for code, label in labels.items():
        paths = [label, *_spellings(built_in.get(code, {}))]
        if parent := parents.get(code):
            above = [labels.get(parent, parent), *_spellings(built_in.get(parent, {}))]
            paths += [f"{high}/{low}" for high in above for low in paths]
        for text in paths:
            texts.setdefault(_plain(text), code)
    texts.update(
        {_plain(label): code for code, label in labels.items() if label not in _spellings(built_in.get(code, {}))}
    )
    texts.update({_plain(code): code for code in labels})
    return texts


def _spellings(words: Mapping[str, Any]) -> list[str]:
    return [words[CHINESE], words[ENGLISH], *words.get("also", ())] if words else []


def built_in_words(language: str) -> Words:
    """The labels of the built-in lists alone, made once."""
    return _built_in_words(language, lists_folder())


@lru_cache(maxsize=4)
def _built_in_words(language: str, _folder: Path) -> Words:
    return Words(language)


@lru_cache(maxsize=4)
def _read_lists(folder: Path) -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    tables: dict[str, Mapping[str, Mapping[str, Any]]] = {}
    for path in sorted(folder.glob("*.toml")):
        tables.update(tomllib.loads(path.read_text("utf-8")))
    return MappingProxyType(tables)
