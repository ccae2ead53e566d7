"""The conditions in force, as the chips show them."""

from __future__ import annotations

import dataclasses

from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.i18n.filters import IDS, WORDS, named_parts
from complaint_desk.i18n.words import Words

RECEIVED = "received_at"


def conditions(wanted: LedgerFilter, words: Words) -> tuple[tuple[str, str], ...]:
    """(condition, text) pairs without the search words; the condition is a criterion or `ids`."""
    return tuple(part for part in named_parts(wanted, words) if part[0] != WORDS)


def without(wanted: LedgerFilter, condition: str) -> LedgerFilter:
    """The filter with one condition taken away."""
    return dataclasses.replace(wanted, ids=None) if condition == IDS else wanted.without(condition)
