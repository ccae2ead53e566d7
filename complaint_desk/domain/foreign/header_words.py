"""What the headers of foreign ledgers mean: the vocabulary, and looking a header up in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_COUNTED = re.compile(
    r"[(\[\u3010/:\uff0c,]\s*(?:\u5355\u4f4d\s*:?\s*)?(?:\u4eba\u6c11\u5e01)?\s*([\u4e07\u5343])\u5143"
)
_UNIT = re.compile(r"/(?:[\u4e07\u5343]?\u5143|rmb|cny)$")
_NOTE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\u3010[^\u3010\u3011]*\u3011")
_MARKS = str.maketrans("", "", "*:\u200b\ufeff")
_LONGEST_HEADER = 60
_LEAST_BEHIND = 4
"""Characters that a header must have without its first word: shorter ones mean another thing behind it (`客户编号`)."""
_LEAST_EXACT = 2
_LONGEST_BY_ENDING = 12
_BEHIND = 64
"""The rank of what stands behind other words: columns of a header that is known as a whole come before."""

GROUP_MARK = " / "
"""Stands between the two rows of a header: `投诉人信息 / 姓名`."""

_PARTS = re.compile(r"[/\\+&|;,\u3001\u548c\u4e0e\n]|(?<![\u6d89\u4ee5])\u53ca")
"""Between the names of a header of several; the sign of “and” is none in 涉及 and 以及."""
_NAMED_IN_BRACKETS = re.compile(r"[(\[\u3010]([^()\[\]\u3010\u3011]+)[)\]\u3011]\s*")
_OF = "\u7684"
_DOTS = re.compile(r"[._]")


@dataclass(frozen=True, slots=True)
class RowWords:
    """Words that tell what a row below the header is, bare; see `resources/headers/rows.toml`."""

    totals: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    dittos: frozenset[str] = frozenset()
    group_endings: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    yes_no: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a header may mean: the fields that its column fills, and how sure that is.

    `reason`: `corrected` (somebody of the office said so), `label` (the field's own name), `word` (known from other
    ledgers), `grouped` (with the header above it), `open` (several meanings: the cells decide), `ending` (its last words).
    """

    fields: tuple[str, ...]
    reason: str
    rank: int = 0


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """Each table is by bare header.

    `columns`: field and rank, 0 for its label, the lower wins. `several`: fields among which its cells are parted.
    `joined`: a field to which several columns add. `open`: fields of which the cells decide. `corrected`: what the
    office's own mappings say. `leading`: words before a header that do not change what it means, the longest first; behind
    those of `exact` it may be short.
    `signs`: traditional forms of the signs of these tables. `endings`: how headers of a field end, the longest first, unless
    one of `not_behind` stands before. `other_days`: words of headers whose days are not that of the complaint.
    `of_complaints`: those that stand in headers of complaints alone.
    """

    columns: Mapping[str, tuple[str, int]]
    several: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    joined: Mapping[str, str] = field(default_factory=dict)
    open: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    corrected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    leading: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    signs: Mapping[int, int] = field(default_factory=dict)
    endings: tuple[tuple[str, str], ...] = ()
    not_behind: tuple[str, ...] = ()
    other_days: tuple[str, ...] = ()
    of_complaints: tuple[str, ...] = ()
    rows: RowWords = RowWords()

    def meanings(self, header: str) -> tuple[Meaning, ...]:
        """What a header may mean, the best first; none for one that nobody knows."""
        if len(header) > _LONGEST_HEADER:
            return ()
        found: dict[tuple[str, ...], Meaning] = {}
        for depth, written in enumerate(self._spellings(header)):
            for meaning in self._of_bare(written):
                grouped = depth and meaning.reason in ("label", "word")
                found.setdefault(
                    meaning.fields, Meaning(meaning.fields, "grouped", meaning.rank) if grouped else meaning
                )
        if found:
            return self._as_listed(header, tuple(found.values()))
        leaf = header.rpartition(GROUP_MARK)[2]
        if parts := self._parts(leaf):
            return (Meaning(parts, "word", 1),)
        if found_behind := self._behind_leading_words(bare_header(leaf)):
            return found_behind
        return self.meanings(leaf.replace(_OF, "")) if _OF in leaf and len(leaf) <= _LONGEST_BY_ENDING else ()

    def by_ending(self, header: str) -> Meaning | None:
        """What a header of which nothing else is known may mean, by its last words."""
        bare = bare_header(header.rpartition(GROUP_MARK)[2]).translate(self.signs)
        for ending, name in self.endings:
            if bare.endswith(ending) and len(bare) <= _LONGEST_BY_ENDING:
                before = bare.removesuffix(ending)
                return None if any(map(before.__contains__, self.not_behind)) else Meaning((name,), "ending")
        return None

    def tells_of_complaints(self, header: str) -> bool:
        """Whether a header has a word that stands in ledgers of complaints alone."""
        bare = bare_header(header).translate(self.signs)
        return any(map(bare.__contains__, self.of_complaints))

    def joins(self, header: str, fields: tuple[str, ...]) -> bool:
        """Whether a column adds to a field that another one fills already."""
        return fields == (self.joined.get(bare_header(header)),)

    def _parts(self, header: str) -> tuple[str, ...]:
        """The fields of a header that names several (`姓名/电话`); none unless each part is known."""
        parts = map(bare_header, _PARTS.split(header))
        meanings = [
            next(self._of_bare(part), None) or next(iter(self._behind_leading_words(part)), None) for part in parts
        ]
        fields = [meaning.fields[0] for meaning in meanings if meaning is not None and len(meaning.fields) == 1]
        return tuple(fields) if len(fields) == len(meanings) > 1 and len(set(fields)) == len(fields) else ()

    def _as_listed(self, header: str, found: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
        """What a header means that lists in brackets what its cells hold, itself among it (`客户(姓名/电话/地址)`)."""
        listed = _NAMED_IN_BRACKETS.search(unicodedata.normalize("NFKC", header))
        parts = self._parts(listed[1]) if listed else ()
        return (Meaning(parts, "word", 1),) if set(found[0].fields) < set(parts) else found

    def _behind_leading_words(self, bare: str) -> tuple[Meaning, ...]:
        """What a header means without the words before it that say whose it is, or which (`投诉人主要诉求`)."""
        while first := next(filter(bare.startswith, self.leading), ""):
            if len(bare) - len(first) < (_LEAST_EXACT if first in self.exact else _LEAST_BEHIND):
                break
            bare = bare.removeprefix(first)
            if found := tuple(self._of_bare(bare)):
                return tuple(Meaning(each.fields, "word", _BEHIND) for each in found)
        return ()

    def knows(self, header: str) -> bool:
        """Cheaper than `meanings`, for looking through rows that may be a header."""
        return len(header) <= _LONGEST_HEADER and bool(self.meanings(header))

    def _spellings(self, header: str) -> Iterator[str]:
        """The header as it is; one below another also behind the other's stem, and alone."""
        yield bare_header(header)
        above, _mark, own = header.rpartition(GROUP_MARK)
        if above and own:
            group, leaf = bare_header(above), bare_header(own)
            yield group + leaf
            for ending in self.rows.group_endings:
                if group.endswith(ending) and group != ending:
                    yield group.removesuffix(ending) + leaf
                    break
            yield leaf

    def _of_bare(self, written: str) -> Iterator[Meaning]:
        if written in self.corrected:
            yield Meaning(self.corrected[written], "corrected")
        bare = _DOTS.sub("", written.translate(self.signs))
        if bare in self.columns:
            name, rank = self.columns[bare]
            yield Meaning((name,), "word" if rank else "label", rank)
        if bare in self.several:
            yield Meaning(self.several[bare], "word", 1)
        if bare in self.joined:
            yield Meaning((self.joined[bare],), "word", 1)
        for rank, name in enumerate(self.open.get(bare, ()), 1):
            yield Meaning((name,), "open", rank)


def unit_of(header: str) -> str:
    """The sign of the unit in which a header says that amounts are counted (`金额(万元)`), "" for yuan."""
    found = _COUNTED.search(unicodedata.normalize("NFKC", header))
    return found[1] if found else ""


def bare_header(header: str) -> str:
    """A header without blanks, notes in brackets, stars and colons, in narrow lower-case forms."""
    plain = unicodedata.normalize("NFKC", header)
    return _UNIT.sub("", bare_word(_NOTE.sub("", plain) or plain).translate(_MARKS))


def bare_word(text: str) -> str:
    """A text without blanks in narrow lower-case forms."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
