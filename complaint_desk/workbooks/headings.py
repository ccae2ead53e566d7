"""What the columns and words of foreign ledgers mean: tables of `resources/headers`, read once."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from complaint_desk.domain.fields import FIELDS
from complaint_desk.domain.import_rows import COLUMN_IGNORED
from complaint_desk.domain.reading import Lookup
from complaint_desk.i18n.words import Words

_NOTE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\u3010[^\u3010\u3011]*\u3011")
_MARKS = str.maketrans("", "", "*:\u200b\ufeff")
_LONGEST_WORD = 60
_CITY = re.compile(
    r"[^\s\d\u7701\u5e02\u53bf\u533a\u8def\u8857\u9053\u53f7]{2,8}(?:\u81ea\u6cbb\u5dde|[\u5e02\u76df]|\u5730\u533a)"
)


@dataclass(frozen=True, slots=True)
class Headings:
    """`columns`: bare header → (field, rank of the word; the lower wins); `synonyms`: list → word → code."""

    columns: Mapping[str, tuple[str, int]]
    synonyms: Mapping[str, Mapping[str, str]]
    provinces: tuple[str, ...]
    cities: tuple[str, ...]

    def meanings(self, headers: Sequence[str]) -> tuple[str | None, ...]:
        """For each header the field that its column fills, None where nobody knows it or a better column fills the field."""
        known = [self.columns.get(bare_header(header)) for header in headers]
        best: dict[str, tuple[int, int]] = {}
        for at, found in enumerate(known):
            if found and found[0] != COLUMN_IGNORED and (found[1], at) < best.get(found[0], (found[1], at + 1)):
                best[found[0]] = (found[1], at)
        return tuple(
            found[0] if found and (found[0] == COLUMN_IGNORED or best[found[0]][1] == at) else None
            for at, found in enumerate(known)
        )

    def lookup(self, words: Words) -> Lookup:
        """The office's own words first, then the words of foreign ledgers; remembers what it was asked."""
        remembered: dict[tuple[str, str], str | None] = {}

        def find(list_name: str, text: str) -> str | None:
            if len(text) > _LONGEST_WORD:
                return None
            key = (list_name, text)
            if key not in remembered:
                remembered[key] = words.code(list_name, text) or self.synonyms.get(list_name, {}).get(_bare(text))
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
    columns: dict[str, tuple[str, int]] = {}
    for label in labels:
        for field in FIELDS:
            columns.setdefault(bare_header(label(field.name)), (field.name, 0))
    tables = tomllib.loads((folder / "columns.toml").read_text("utf-8"))
    for name, headers in [*tables["fields"].items(), *tables["others"].items()]:
        for rank, header in enumerate(headers, 1):
            columns.setdefault(bare_header(header), (name, rank))
    regions = tomllib.loads((folder / "regions.toml").read_text("utf-8"))
    lists = tomllib.loads((folder / "words.toml").read_text("utf-8"))
    synonyms = {
        name: {_bare(word): code for code, words in entries.items() for word in words}
        for name, entries in lists.items()
    }
    return Headings(columns, synonyms, tuple(regions["provinces"]), tuple(regions["cities"]))


def bare_header(header: str) -> str:
    """A header without blanks, notes in brackets, stars and colons, in narrow lower-case forms."""
    plain = unicodedata.normalize("NFKC", header)
    return _bare(_NOTE.sub("", plain) or plain).translate(_MARKS)


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
