"""What becomes of a row whose complaint the ledger has already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Any

from complaint_desk.domain.complaint import CONTENT_FIELDS, Complaint, ComplaintDraft, content_of, is_said
from complaint_desk.domain.masked_cases import MASKED_TEXTS, masked_fields
from complaint_desk.domain.problems import hard_problems, problems_in
from complaint_desk.domain.vocabulary import FollowUp


class KnownWay(StrEnum):
    """`skip` leaves the complaint as it is, `fill` writes what it does not say, `replace` what the row says otherwise.

    `both` registers the row as a complaint of its own.
    """

    SKIP = "skip"
    FILL = "fill"
    REPLACE = "replace"
    BOTH = "both"


CHANGING = frozenset({KnownWay.FILL, KnownWay.REPLACE})
_ALWAYS_ITS_OWN = frozenset({"kind", "rule_set", "repeats"})
"""What a complaint is and which rules it runs by is decided at its case, not by a file."""


def changes_by_row(
    current: Complaint | ComplaintDraft, draft: ComplaintDraft, way: KnownWay, usual: AbstractSet[str], now: dt.datetime
) -> dict[str, Any]:
    """The fields of a complaint that a row changes, with their new values; further columns as `extra`.

    What the row says of a field though it cannot be read is kept as an original value, where a readable one would be written.

    Status and closing are left to the case: they have steps and clocks. So is what only masks what stands there, in an export
    that was masked for others. What would make the complaint impossible is left as it was.

    Args:
        current: the complaint as it stands, or the row of the same import of which it will be made.
        draft: the row.
        way: what was decided; only those of `CHANGING` change anything.
        usual: fields that no column of the row fills, which hold a usual value.
        now: nothing may lie after it.
    """
    if way not in CHANGING or (isinstance(current, Complaint) and current.erased_at is not None):
        return {}
    before, after = content_of(current), content_of(draft)
    if isinstance(current, Complaint):
        after |= _only_shown(current, before, after)
    changed: dict[str, Any] = {
        name: after[name]
        for name in CONTENT_FIELDS
        if name not in usual
        and is_told_otherwise(name, before[name], after[name])
        and (way is KnownWay.REPLACE or not _says(name, before[name]))
    }
    unread = [
        (name, text)
        for name, text in draft.original_values
        if way is KnownWay.REPLACE or not _says(name, before.get(name))
    ]
    for name, there, here in (
        ("extra", dict(current.extra), dict(draft.extra)),
        ("original_values", dict(current.original_values), dict(unread)),
    ):
        joined = here | there if way is KnownWay.FILL else there | here
        if joined != there:
            changed[name] = tuple(joined.items())
    impossible = {problem.field for problem in hard_problems(problems_in(_with(draft, before | changed), now))}
    return {name: value for name, value in changed.items() if name not in impossible}


def _only_shown(current: Complaint, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What a row of the ledger's own export tells that is nothing new: what stands there, masked, and its own number."""
    masked = masked_fields(before)[0]
    known = {name: before[name] for name in MASKED_TEXTS if after[name] and after[name] == masked.get(name)}
    return known | ({"source_number": before["source_number"]} if after["source_number"] == current.number else {})


def is_told_otherwise(name: str, there: object, here: object) -> bool:
    """Whether a row says of a field what its complaint does not say, or says otherwise."""
    return name not in _ALWAYS_ITS_OWN and _says(name, here) and there != here


def _says(name: str, value: object) -> bool:
    return is_said(value) and not (name == "follow_up" and value == FollowUp.NONE)


def _with(draft: ComplaintDraft, values: dict[str, Any]) -> ComplaintDraft:
    return ComplaintDraft(
        **{name: value for name, value in values.items() if name in CONTENT_FIELDS}, extra=draft.extra
    )
