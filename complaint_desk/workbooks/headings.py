"""What the columns and words of foreign ledgers mean: tables of `resources/headers`, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from complaint_desk.domain.fields import FIELDS
from complaint_desk.domain.foreign.header_words import HeaderWords, RowWords, bare_header, bare_word
from complaint_desk.domain.reading import Lookup
from complaint_desk.i18n.words import Words

_LONGEST_WORD = 60
_COMPOSED = 24
"""The rank from which headers stand that are known by their parts alone."""
_CITY = (
    r"[^\s\d\u7701\u5e02\u53bf\u533a\u8def\u8857\u9053\u53f7]{2,8}(?:\u81ea\u6cbb\u5dde|[\u5e02\u76df]|\u5730\u533a)"
)


@dataclass(frozen=True, slots=True)
class Headings:
    """`words`: what headers mean; `synonyms`: list → word → code; `word_endings`: what may stand behind a word of a list.

    `region`: how an address begins whose province and city are certain.
    """

    words: HeaderWords
    synonyms: Mapping[str, Mapping[str, str]]
    region: re.Pattern[str]
    word_endings: tuple[str, ...] = ()

    def lookup(self, words: Words) -> Lookup:
        """The office's own words first, then the words of foreign ledgers; remembers what it was asked."""
        remembered: dict[tuple[str, str], str | None] = {}

        def find(list_name: str, text: str) -> str | None:
            if len(text) > _LONGEST_WORD:
                return None
            key = (list_name, text)
            if key not in remembered:
                remembered[key] = known(list_name, text) or next(
                    filter(None, (known(list_name, short) for short in self._without_endings(text))), None
                )
            return remembered[key]

        def known(list_name: str, text: str) -> str | None:
            plain = text.translate(self.words.signs)
            return (
                words.code(list_name, text)
                or words.code(list_name, plain)
                or self.synonyms.get(list_name, {}).get(bare_word(plain))
            )

        return find

    def _without_endings(self, text: str) -> Iterator[str]:
        """A word without what may stand behind it: `价格问题` is 价格."""
        plain = text.strip()
        return (plain.removesuffix(end) for end in self.word_endings if plain.endswith(end) and plain != end)

    def region_of(self, address: str) -> str:
        """Province and city at the beginning of an address, "" unless both are certain."""
        found = self.region.match(address)
        return found[0] if found else ""


def load_headings(folder: Path, labels: Sequence[Callable[[str], str]]) -> Headings:
    """Read the tables of `resources/headers`; `labels` name the fields in each language that exports are written in."""
    regions = {name: "|".join(names) for name, names in _table(folder, "regions").items()}
    region = re.compile(f"{regions['cities']}|(?:{regions['provinces']}){_CITY}")
    synonyms = {
        name: {bare_word(word): code for code, words in entries.items() for word in words}
        for name, entries in _table(folder, "words").items()
    }
    endings = tuple(_table(folder, "rows")["word_endings"])
    return Headings(_header_words(folder, labels), synonyms, region, endings)


def _header_words(folder: Path, labels: Sequence[Callable[[str], str]]) -> HeaderWords:
    tables = _table(folder, "columns")
    columns: dict[str, tuple[str, int]] = {}
    for label in labels:
        for field in FIELDS:
            columns.setdefault(bare_header(label(field.name)), (field.name, 0))
    for name, headers in [*tables["fields"].items(), *tables["others"].items()]:
        for rank, header in enumerate(headers, 1):
            columns.setdefault(bare_header(header), (name, rank))
    composed = _table(folder, "composed")
    _add_composed(columns, tables, composed["composed"])
    rows = _table(folder, "rows")
    return HeaderWords(
        columns=columns,
        several={bare_header(header): tuple(fields) for header, fields in tables["several"].items()},
        joined={bare_header(header): field for header, field in tables["joined"].items()},
        open={bare_header(header): tuple(fields) for header, fields in tables["open"].items()},
        leading=tuple(sorted({bare_header(word) for word in composed["leading"]["words"]}, key=len, reverse=True)),
        exact=tuple(composed["leading"]["exact"]),
        endings=_endings(composed["endings"]),
        of_complaints=tuple(composed["complaints"]["words"]),
        other_days=tuple(composed["days"]["of_another_thing"]),
        not_behind=tuple(composed["endings"]["not_behind"]),
        signs=str.maketrans(composed["signs"]["traditional"], composed["signs"]["simplified"]),
        rows=RowWords(
            totals=tuple(map(bare_word, rows["totals"])),
            notes=tuple(map(bare_word, rows["notes"])),
            dittos=frozenset(rows["dittos"]),
            group_endings=tuple(rows["group_endings"]),
            titles=tuple(rows["titles"]),
            yes_no=frozenset(map(bare_word, rows["yes_no"])),
        ),
    )


def _add_composed(columns: dict[str, tuple[str, int]], tables: dict[str, Any], families: dict[str, Any]) -> None:
    """Add the headers that are made of a word and an ending, where no table knows them as a whole."""
    known = {bare_header(header) for name in ("several", "joined", "open") for header in tables[name]}
    for family in families.values():
        words = [bare_header(word) for word in family["words"]]
        for name, endings in family["endings"].items():
            for behind, ending in enumerate(map(bare_header, endings)):
                for place, word in enumerate(words):
                    if (bare := word + ending) not in known:
                        columns.setdefault(bare, (name, _COMPOSED + place + behind))


def _endings(table: dict[str, list[str]]) -> tuple[tuple[str, str], ...]:
    """Ending and field, the longest first."""
    pairs = [(ending, name) for name, endings in table.items() if name != "not_behind" for ending in endings]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _table(folder: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))
