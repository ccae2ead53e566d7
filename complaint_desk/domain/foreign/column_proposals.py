"""Proposing for each column of a foreign sheet the field that it fills, from its header and from its cells."""

from __future__ import annotations

from collections.abc import Sequence

from complaint_desk.domain.fields import FIELD, FieldType
from complaint_desk.domain.foreign.column_content import ColumnContent
from complaint_desk.domain.foreign.column_stand_ins import with_stand_ins
from complaint_desk.domain.foreign.header_words import HeaderWords, Meaning, bare_header
from complaint_desk.domain.foreign.import_mapping import (
    COLUMN_IGNORED,
    USUAL_VALUES,
    ColumnMapping,
    ColumnProposal,
    LayoutMapping,
)

_SURE = {"corrected": 99, "label": 98, "word": 95, "grouped": 90, "open": 70, "ending": 58}
_UNFIT, _FIT = 30, 10
"""By how much cells that are of another kind, or of the very kind, change how sure a header is."""
_SHORT = 4
"""Characters on the mean, below which texts tell no story."""
_FEW = 3
"""Fewer cells prove nothing."""
_MOST, _SOME, _HARDLY = 0.8, 0.4, 0.2
_BY_CELLS = 60
_CONFUSED = frozenset(
    {"nature", "category", "kind", "channel", "status", "outcome", "severity", "follow_up", "satisfaction", "cause"}
)
"""Fields whose headers people use for one another."""
_TELLING_LISTS = frozenset(("nature", "category", "channel", "status", "demands", "satisfaction", "kind"))
"""Lists whose words stand in no other column: “一般” or “电话” alone says nothing of what a column is about."""


def propose_columns(
    headers: Sequence[str], contents: Sequence[ColumnContent], words: HeaderWords
) -> tuple[ColumnProposal, ...]:
    """A proposal for each column, in their order; each field goes to the column that fits it best.

    Args:
        headers: told apart.
        contents: what the cells of each column look like.
        words: what headers mean.
    """
    wishes = [
        (confidence, -meaning.rank, -at, meaning)
        for at, (header, content) in enumerate(zip(headers, contents, strict=True))
        for meaning, confidence in _wishes(header, content, words)
    ]
    given: dict[int, tuple[Meaning, int]] = {}
    taken: set[str] = set()
    for confidence, _rank, minus_at, meaning in sorted(wishes, key=lambda wish: wish[:3], reverse=True):
        at = -minus_at
        joins = words.joins(headers[at], meaning.fields)
        if at in given or (taken.intersection(meaning.fields) and not joins):
            continue
        given[at] = meaning, confidence
        if joins:
            continue
        taken.update(field for field in meaning.fields if field != COLUMN_IGNORED)
    wished = {-minus_at for _confidence, _rank, minus_at, _meaning in wishes}
    proposals = [
        _proposal(
            header, given.get(at), "taken" if at in wished else "other_words" if words.meanings(header) else "unknown"
        )
        for at, header in enumerate(headers)
    ]
    return with_stand_ins(proposals, contents, words)


def proposed_mapping(proposals: Sequence[ColumnProposal]) -> LayoutMapping:
    """The mapping that the proposals make, with the usual values of fields that no column fills."""
    filled = {field for proposal in proposals for field in proposal.mapping.fields}
    values = tuple((field, code) for field, code in USUAL_VALUES if field not in filled)
    return LayoutMapping(tuple(proposal.mapping for proposal in proposals), values)


def corrected_headers(mappings: Sequence[LayoutMapping], words: HeaderWords) -> dict[str, tuple[str, ...]]:
    """What the office has decided of headers other than they are commonly understood: bare header → fields.

    A later mapping counts more than an earlier one.
    """
    found: dict[str, tuple[str, ...]] = {}
    for mapping in mappings:
        for column in mapping.columns:
            usual = words.meanings(column.header)
            if column.fields and (not usual or usual[0].fields != column.fields):
                found[bare_header(column.header)] = column.fields
    return found


def remembered(headers: Sequence[str], mapping: LayoutMapping) -> tuple[ColumnProposal, ...]:
    """The columns of a sheet as a mapping that is kept says."""
    return tuple(ColumnProposal(_renamed(mapping.of(header), header), 100, "remembered") for header in headers)


def _renamed(column: ColumnMapping, header: str) -> ColumnMapping:
    return ColumnMapping(header, column.fields, column.fill_down)


def _proposal(header: str, given: tuple[Meaning, int] | None, otherwise: str) -> ColumnProposal:
    if given is None:
        return ColumnProposal(ColumnMapping(header), 0, otherwise)
    meaning, confidence = given
    return ColumnProposal(ColumnMapping(header, meaning.fields), confidence, meaning.reason)


def _wishes(header: str, content: ColumnContent, words: HeaderWords) -> list[tuple[Meaning, int]]:
    """What a column may fill, each with how sure that is."""
    meanings = known = words.meanings(header)
    if len(known) > 1:
        meanings = tuple(each for each in known if _is_told(each, content))
    wishes = [
        (meaning, max(_SURE[meaning.reason] - meaning.rank // 8 + _fit(meaning.fields, content), 1))
        for meaning in meanings
    ]
    if content.said >= _FEW and len(meanings) == 1 and meanings[0].reason != "corrected":
        wishes += _other_list(meanings[0], content)
    if not known:
        wishes += _by_ending(header, content, words)
    if not known and content.said >= _FEW:
        if content.named_phones >= _MOST:
            wishes.append((Meaning(("name", "phone"), "cells"), _BY_CELLS))
        wishes += [(Meaning((field,), "cells"), confidence) for field, confidence in _by_cells(content)]
        if any(map(header.__contains__, words.other_days)):
            wishes = [wish for wish in wishes if wish[0].fields != ("received_at",)]
    return _with_parts(wishes, content)


def _is_told(meaning: Meaning, content: ColumnContent) -> bool:
    """Whether cells allow one of several meanings of a header: not that of a required list that knows none of their words.

    An office's own classes would have every row refused. Where a header has but one meaning, its words are asked for.
    """
    known = FIELD.get(meaning.fields[0])
    if len(meaning.fields) != 1 or content.said < _FEW or meaning.reason in ("corrected", "label"):
        return True
    return known is None or not known.required or known.word_list is None or content.words[known.word_list] > 0


def _with_parts(wishes: list[tuple[Meaning, int]], content: ColumnContent) -> list[tuple[Meaning, int]]:
    """A column of names or phones whose cells hold both fills both."""
    if content.said < _FEW or content.named_phones < _SOME:
        return wishes
    return [
        (Meaning(("name", "phone"), meaning.reason, meaning.rank), confidence)
        if meaning.fields in (("name",), ("phone",)) else (meaning, confidence)
        for meaning, confidence in wishes
    ]  # fmt: skip


def _fit(fields: tuple[str, ...], content: ColumnContent) -> int:
    """How cells of a column change how sure its header is."""
    if content.said < _FEW or len(fields) != 1 or (known := FIELD.get(fields[0])) is None:
        return 0
    if known.type in (FieldType.MOMENT, FieldType.PARTIAL_DATE):
        share = content.days
    elif known.type is FieldType.MONEY:
        share = content.money
    elif known.type is FieldType.PHONE:
        share = content.phones + content.named_phones
    elif known.name == "outcome":
        # Ledgers tell it in words of the list or in their own, which go to the field beside it.
        known_words = content.words["outcome"]
        return (
            _FIT // 5
            if known_words >= _MOST
            else -_UNFIT
            if known_words < _HARDLY and content.words["status"] >= _MOST
            else 0
        )
    elif known.word_list and known.word_list in content.words:
        share = content.words[known.word_list]
    elif known.type is FieldType.LONG_TEXT:
        return 0 if content.length >= _SHORT else -_FIT // 5
    else:
        return 0
    return _FIT // 5 if share >= _MOST else 0 if share >= _HARDLY else -_UNFIT


def _other_list(meaning: Meaning, content: ColumnContent) -> list[tuple[Meaning, int]]:
    """Another field than its header says, where a list knows nearly all words of a column and the header's own hardly one."""
    if len(meaning.fields) != 1 or meaning.fields[0] not in _CONFUSED:
        return []
    own = content.words.get(meaning.fields[0], 0.0)
    return [
        (Meaning((name,), "cells_and_header"), _BY_CELLS + round(30 * share) - place)
        for place, (name, share) in enumerate(content.words.items())
        if own < _HARDLY and share >= _MOST and name in _CONFUSED and name != meaning.fields[0]
    ]


def _by_ending(header: str, content: ColumnContent, words: HeaderWords) -> list[tuple[Meaning, int]]:
    """What the last words of an unknown header say, unless its cells deny it."""
    meaning = words.by_ending(header)
    if meaning is None or (fit := _fit(meaning.fields, content)) <= -_UNFIT:
        return []
    if meaning.fields == ("name",) and content.said >= _FEW and content.names < _SOME:
        return []
    return [(meaning, _SURE["ending"] + fit)]


def _by_cells(content: ColumnContent) -> list[tuple[str, int]]:
    """Fields that the cells of a column of unknown header point to; only what little else looks like."""
    found: list[tuple[str, int]] = []
    if content.phones >= _MOST:
        found.append(("phone", _BY_CELLS + 20))
    if content.days >= _MOST and content.money < _MOST:
        found.append(("received_at", _BY_CELLS - 5))
    if content.stories >= _MOST and content.different >= _SOME:
        found.append(("facts", _BY_CELLS))
    found += [
        (name, _BY_CELLS + round(20 * share) - place)
        for place, (name, share) in enumerate(content.words.items())
        if name in _TELLING_LISTS and share >= _MOST and content.different < _MOST
    ]
    return found
