"""What is found by people who see personal data masked: complaints whose masked texts still hold what was typed.

The index knows the texts as they are, so what it finds is looked at once more. Most complaints need no mask for that: a word
that shares no character with what is masked of a person is found beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, String, cast, select

from complaint_desk.domain.complaint import ComplaintContent
from complaint_desk.domain.fields import SEARCHED
from complaint_desk.domain.figure_keys import read_key
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.masked_cases import MASKED_TEXTS, TELLING, masked_fields
from complaint_desk.domain.masking import masked_name
from complaint_desk.domain.searching import normalise, search_text, search_words, sound_text, spellings
from complaint_desk.storage.journal import in_chunks
from complaint_desk.storage.portions import in_portions
from complaint_desk.storage.schema import complaint

_PORTION = 2_000
_FIRST_OF_OTHERS = "\u2e80"
"""From here on characters stand in no number, e-mail address, account or model."""

_NAMES = ("name", "agent_name")
_LIGHT = tuple(
    complaint.c[name]
    for name in ("id", "number", "source_number", *_NAMES, *(each for each in TELLING if each not in _NAMES))
)
"""Enough of a complaint to tell whether a mask can hide what was typed."""

_WHOLE = ("number", "kind", *dict.fromkeys((*SEARCHED[1:], *MASKED_TEXTS)))


@dataclass(frozen=True, slots=True)
class Pieces:
    """What has to stand in the masked texts: words anywhere among them, a piece in one field."""

    words: tuple[str, ...]
    held: tuple[tuple[str, str], ...]

    def stand_beside(self, row: Sequence[str]) -> bool:
        """Whether all of it surely stands in what is shown of a complaint that was found by it, a row of `_LIGHT`.

        So do words in its numbers and in its masked names, and those that share no character with what is masked.
        """
        _key, number, source, name, agent, *told = row
        telling = frozenset(normalise("".join((name, agent, *told))))
        if not any(_may_be_masked(each, telling) for each in (*self.words, *(piece for _name, piece in self.held))):
            return True
        shown = normalise(f"{number}\n{source}\n{masked_name(name)}\n{masked_name(agent)}")
        return not any(_may_be_masked(word, telling) and word not in shown for word in self.words) and not any(
            _may_be_masked(piece, telling) for _name, piece in self.held
        )

    def stand_in(self, values: Mapping[str, str], extra: Sequence[tuple[str, str]]) -> bool:
        """Whether all of it stands in the texts of a complaint, which are masked already."""
        if any(piece not in values.get(name, "").lower() for name, piece in self.held):
            return False
        content = ComplaintContent(kind=values["kind"], **_searched(values))
        text, sounds = search_text(values["number"], content, extra), sound_text(content)
        return all(_found(word, text, sounds) for word in self.words)


def pieces_of(wanted: LedgerFilter) -> Pieces | None:
    """The words and pieces of text that a filter asks for itself; None without any that a mask may hide."""
    words = () if read_key(wanted.words) else search_words(wanted.words)
    held = tuple((name, piece.lower()) for name, piece in wanted.holding if piece and name in MASKED_TEXTS)
    return Pieces(words, held) if words or held else None


def found_as_shown(connection: Connection, candidates: Select[Any], pieces: Pieces) -> list[int]:
    """Those of some complaints, a query for ids, whose masked texts hold all pieces."""
    found: list[int] = []
    doubtful: list[int] = []
    for rows in in_portions(connection, candidates.with_only_columns(*_LIGHT), _PORTION):
        for row in rows:
            (found if pieces.stand_beside(row) else doubtful).append(row[0])
    found.extend(_looked_at(connection, doubtful, pieces))
    return found


def first_as_shown(connection: Connection, ids: Sequence[int], pieces: Pieces, limit: int) -> list[int]:
    """The first of some complaints, in their order, whose masked texts hold all pieces; no further ones are looked at."""
    found: list[int] = []
    for chunk in in_chunks(ids):
        kept = set(found_as_shown(connection, select(complaint.c.id).where(complaint.c.id.in_(list(chunk))), pieces))
        found.extend(key for key in chunk if key in kept)
        if len(found) >= limit:
            break
    return found[:limit]


def _looked_at(connection: Connection, ids: Sequence[int], pieces: Pieces) -> Iterator[int]:
    columns = (complaint.c.id, *(complaint.c[name] for name in _WHOLE), cast(complaint.c.extra, String))
    for chunk in in_chunks(ids):
        for key, *values, extra in connection.execute(select(*columns).where(complaint.c.id.in_(chunk))):
            texts = dict(zip(_WHOLE, values, strict=True))
            shown, further = masked_fields(texts, tuple(json.loads(extra).items()))
            if pieces.stand_in(texts | shown, further):
                yield key


def _may_be_masked(word: str, telling: frozenset[str]) -> bool:
    return any(each < _FIRST_OF_OTHERS for each in word) or not telling.isdisjoint(word)


def _searched(values: Mapping[str, str]) -> dict[str, Any]:
    return {name: values[name] for name in SEARCHED[1:]}


def _found(word: str, text: str, sounds: str) -> bool:
    if word.isascii() and word.isalpha():
        return word in text or word in sounds
    return any(spelling in text for spelling in spellings(word))
