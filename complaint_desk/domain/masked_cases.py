"""Complaints, cases and whatever holds them, as they read for people who see no personal data (product contract, section 9)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from functools import singledispatch
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar, cast

from complaint_desk.domain.analysis import Figures, GroupFigure
from complaint_desk.domain.complaint import Case, Complaint, ComplaintContent, JournalEntry
from complaint_desk.domain.discretion import discreet, discreet_case
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.masked_asking import MASKED_FIELDS
from complaint_desk.domain.masking import (
    HIDDEN,
    Mask,
    mask_of,
    masked_address,
    masked_contact,
    masked_ending,
    masked_name,
    masked_phones,
    masked_region,
)

_FIELD_MASKS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "name": masked_name,
        "phone": masked_phones,
        "other_contact": masked_contact,
        "region": masked_region,
        "address": masked_address,
        "agent_name": masked_name,
        "agent_phone": masked_phones,
        "order_number": masked_ending,
    }
)
_NARRATIVES = ("facts", "reasons", "outcome_text", "follow_up_text")
_NO_NARRATIVES = frozenset({"subject_name", "brand", "model", "batch", "outlet"})
"""Texts whose numbers are no telephone's, unless it is the person's own."""

TELLING = tuple(_FIELD_MASKS)
"""Fields of which the mask of a person is made."""

MASKED_TEXTS = (*TELLING, *_NARRATIVES, *sorted(_NO_NARRATIVES))
"""Every field that a mask may change."""

Pairs: TypeAlias = tuple[tuple[str, str], ...]
_Answer = TypeVar("_Answer")


def masked(complaint: Complaint) -> Complaint:
    """The complaint without what tells who complained; of a report without the reporter altogether."""
    return _masked(complaint, mask_of(_telling(complaint)))


def masked_case(case: Case) -> Case:
    """The same for all that hangs on a complaint; who it was before a correction is not told either."""
    mask = mask_of(_telling(case.complaint), *(dict(each.before) for each in case.journal if each.before))
    told = discreet_case(case)
    return dataclasses.replace(
        told,
        complaint=_masked(case.complaint, mask),
        steps=tuple(dataclasses.replace(each, text=mask.text(each.text)) for each in told.steps),
        attachments=tuple(dataclasses.replace(each, name=mask.text(each.name)) for each in told.attachments),
        journal=tuple(_masked_entry(each, mask) for each in told.journal),
    )


def masked_fields(values: Mapping[str, str], extra: Pairs = ()) -> tuple[dict[str, str], Pairs]:
    """Texts of one complaint by field (those of `TELLING` must be among them), and further columns of its import, masked."""
    mask = mask_of({name: values[name] for name in TELLING})
    return _masked_texts({name: values[name] for name in MASKED_TEXTS if name in values}, mask), _masked_extra(
        extra, mask
    )


def _telling(complaint: Complaint) -> dict[str, str]:
    return {name: getattr(complaint, name) for name in TELLING}


def _masked(complaint: Complaint, mask: Mask) -> Complaint:
    told = discreet(complaint)
    texts = _masked_texts({name: getattr(told, name) for name in MASKED_TEXTS}, mask)
    return dataclasses.replace(
        told,
        **cast("dict[str, Any]", texts),
        hold=mask.text(told.hold),
        original_values=tuple((name, _masked_text(name, text, mask)) for name, text in told.original_values),
        extra=_masked_extra(told.extra, mask),
    )


def _masked_extra(extra: Pairs, mask: Mask) -> Pairs:
    return tuple((header, mask.text(text)) for header, text in extra)


def _masked_texts(values: Mapping[str, str], mask: Mask) -> dict[str, str]:
    return {name: _masked_text(name, text, mask) for name, text in values.items() if text}


def _masked_text(name: str, text: str, mask: Mask) -> str:
    if (field_mask := _FIELD_MASKS.get(name)) is not None:
        return field_mask(text)
    return mask.known(text) if name in _NO_NARRATIVES else mask.text(text)


def _masked_entry(entry: JournalEntry, mask: Mask) -> JournalEntry:
    if not entry.before:
        return entry
    return dataclasses.replace(
        entry, before=tuple((name, _masked_text(name, text, mask)) for name, text in entry.before)
    )


@singledispatch
def _masked_answer(answer: Any) -> Any:
    """Values that are put together: a new one only where a part of it was masked."""
    if not dataclasses.is_dataclass(answer) or isinstance(answer, type):
        return answer
    parts = {each.name: getattr(answer, each.name) for each in dataclasses.fields(answer) if each.init}
    changed = {name: new for name, part in parts.items() if (new := _masked_answer(part)) is not part}
    return dataclasses.replace(answer, **changed) if changed else answer


_masked_answer.register(Complaint, masked)
_masked_answer.register(Case, masked_case)


@_masked_answer.register(Figures)
def _masked_figures(found: Figures) -> Figures:
    """Figures by region, where somebody wrote more than a region into that field."""
    groups = tuple(
        (grouping, tuple(_masked_group(grouping.split("|"), each) for each in of_grouping))
        for grouping, of_grouping in found.groups
    )
    return found if groups == found.groups else dataclasses.replace(found, groups=groups)


def _masked_group(names: Sequence[str], group: GroupFigure) -> GroupFigure:
    if "region" not in names:
        return group
    codes = zip(names, group.code.split("|", len(names) - 1), strict=True)
    code = "|".join(masked_region(code) if name == "region" else code for name, code in codes)
    return group if code == group.code else dataclasses.replace(group, code=code)


@_masked_answer.register(LedgerFilter)
def _masked_filter(wanted: LedgerFilter) -> LedgerFilter:
    """A kept filter: whom it asks for by a masked field is not told; it is refused anyway."""
    if MASKED_FIELDS.isdisjoint(wanted.asked()):
        return wanted
    holding = tuple((name, HIDDEN if name in MASKED_FIELDS else piece) for name, piece in wanted.holding)
    one_of = tuple((name, (HIDDEN,) if name in MASKED_FIELDS else codes) for name, codes in wanted.one_of)
    return dataclasses.replace(wanted, holding=holding, one_of=one_of)


@_masked_answer.register(ComplaintContent)
@_masked_answer.register(str)
def _as_it_is(answer: Any) -> Any:
    """What somebody typed or a file says is theirs already."""
    return answer


@_masked_answer.register(tuple)
@_masked_answer.register(list)
def _each_masked(answer: Any) -> Any:
    parts = [_masked_answer(part) for part in answer]
    if all(new is part for new, part in zip(parts, answer, strict=True)):
        return answer
    return answer._make(parts) if hasattr(answer, "_make") else type(answer)(parts)


@_masked_answer.register(dict)
@_masked_answer.register(MappingProxyType)
def _values_masked(answer: Any) -> Any:
    parts = {key: _masked_answer(part) for key, part in answer.items()}
    return answer if all(new is answer[key] for key, new in parts.items()) else parts


def masked_answer(answer: _Answer) -> _Answer:
    """An answer of any shape with every complaint and case in it masked."""
    return cast("_Answer", _masked_answer(answer))
