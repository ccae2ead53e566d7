"""What the columns and words of foreign ledgers mean: tables of `resources/headers`, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from complaint_desk.domain.fields import FIELDS
from complaint_desk.domain.foreign.header_words import HeaderWords, RowWords, bare_header, bare_word
from complaint_desk.domain.reading import Lookup
from complaint_desk.i18n.words import Words

_LONGEST_WORD = 60
_CITY = re.compile(
    r"[^\s\d\u7701\u5e02\u53bf\u533a\u8def\u8857\u9053\u53f7]{2,8}(?:\u81ea\u6cbb\u5dde|[\u5e02\u76df]|\u5730\u533a)"
)


@dataclass(frozen=True, slots=True)
class Headings:
    """`words`: what headers mean; `synonyms`: list → word → code."""

    words: HeaderWords
    synonyms: Mapping[str, Mapping[str, str]]
    provinces: tuple[str, ...]
    cities: tuple[str, ...]

    def lookup(self, words: Words) -> Lookup:
        """The office's own words first, then the words of foreign ledgers; remembers what it was asked."""
        remembered: dict[tuple[str, str], str | None] = {}

        def find(list_name: str, text: str) -> str | None:
            if len(text) > _LONGEST_WORD:
                return None
            key = (list_name, text)
            if key not in remembered:
                remembered[key] = words.code(list_name, text) or self.synonyms.get(list_name, {}).get(bare_word(text))
            return remembered[key]

        return find

    def region_of(self, address: str) -> str:
        """Province and city at the beginning of an address, "" unless both are certain."""
        for city in self.cities:
            if address.startswith(city):
                return city
        for province in self.provinces:
            if address.startswith(province):
                found = _CITY.match(address, len(province))
                return province + found[0] if found else ""
        return ""


def load_headings(folder: Path, labels: Sequence[Callable[[str], str]]) -> Headings:
    """Read the tables of `resources/headers`; `labels` name the fields in each language that exports are written in."""
    regions = _table(folder, "regions")
    synonyms = {
        name: {bare_word(word): code for code, words in entries.items() for word in words}
        for name, entries in _table(folder, "words").items()
    }
    return Headings(_header_words(folder, labels), synonyms, tuple(regions["provinces"]), tuple(regions["cities"]))


def _header_words(folder: Path, labels: Sequence[Callable[[str], str]]) -> HeaderWords:
    tables = _table(folder, "columns")
    columns: dict[str, tuple[str, int]] = {}
    for label in labels:
        for field in FIELDS:
            columns.setdefault(bare_header(label(field.name)), (field.name, 0))
    for name, headers in [*tables["fields"].items(), *tables["others"].items()]:
        for rank, header in enumerate(headers, 1):
            columns.setdefault(bare_header(header), (name, rank))
    rows = _table(folder, "rows")
    return HeaderWords(
        columns=columns,
        several={bare_header(header): tuple(fields) for header, fields in tables["several"].items()},
        joined={bare_header(header): field for header, field in tables["joined"].items()},
        open={bare_header(header): tuple(fields) for header, fields in tables["open"].items()},
        rows=RowWords(
            totals=tuple(map(bare_word, rows["totals"])),
            notes=frozenset(map(bare_word, rows["notes"])),
            dittos=frozenset(rows["dittos"]),
            group_endings=tuple(rows["group_endings"]),
            titles=tuple(rows["titles"]),
            yes_no=frozenset(map(bare_word, rows["yes_no"])),
        ),
    )


def _table(folder: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))
