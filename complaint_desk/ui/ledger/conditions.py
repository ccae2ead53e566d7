"""The conditions in force, as the chips show them."""

from __future__ import annotations

import dataclasses

from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.i18n.filters import IDS, WORDS, named_parts
from complaint_desk.i18n.words import Words


def conditions(wanted: LedgerFilter, words: Words) -> tuple[tuple[str, str, str], ...]:
    """(condition, short text, whole text) without the search words; the condition is a criterion or `ids`."""
    parts = zip(named_parts(wanted, words, short=True), named_parts(wanted, words), strict=True)
    return tuple((name, short, whole) for (name, short), (_, whole) in parts if name != WORDS)


def without(wanted: LedgerFilter, condition: str) -> LedgerFilter:
    """The filter with one condition taken away."""
    return dataclasses.replace(wanted, ids=None) if condition == IDS else wanted.without(condition)
