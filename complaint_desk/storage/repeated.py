"""Which complaints come again from the same person about the same category."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
from sqlalchemy import Connection

from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage import known_facts
from complaint_desk.storage.contact_groups import contact_groups
from complaint_desk.storage.facts import Amounts
from complaint_desk.storage.known_facts import Span

WITHIN = dt.timedelta(days=90)
"""How long an earlier complaint counts (product contract, section 5)."""

_WITHIN_SECONDS = int(WITHIN.total_seconds())


def repeated_ids(connection: Connection, spans: Sequence[Span], stop: StopSignal | None = None) -> Amounts:
    """Ids of complaints received within any of the spans that have an earlier one in the 90 days before; maybe others' too.

    Earlier means: of the same normalised phone, or the same name and address, and of the same category as stored. The
    whole ledger is looked at, whatever filter the complaints themselves were chosen by.
    """
    if not spans:
        return np.zeros(0, np.int64)
    facts = known_facts.read(connection, ("received_at", "category"), "received_at", _windows(spans), stop)
    groups, ids = contact_groups(connection, stop)
    _heed(stop)
    order = np.argsort(facts.ids)
    sorted_ids = facts.ids[order]
    places = np.searchsorted(sorted_ids, ids)
    known = places < len(sorted_ids)
    known[known] = sorted_ids[places[known]] == ids[known]
    groups, ids, rows = groups[known], ids[known], order[places[known]]
    _heed(stop)
    received, category = facts.amounts["received_at"][rows], facts.coded["category"].codes[rows]
    order = np.lexsort((ids, received, category, groups))
    _heed(stop)
    groups, ids, received, category = groups[order], ids[order], received[order], category[order]
    again = (
        (groups[1:] == groups[:-1])
        & (category[1:] == category[:-1])
        & (received[1:] - received[:-1] <= _WITHIN_SECONDS)
    )
    return np.unique(ids[1:][again])


def _heed(stop: StopSignal | None) -> None:
    if stop:
        stop.heed()


def _windows(spans: Sequence[Span]) -> list[Span]:
    """The spans with the 90 days before each, in their order; those that touch are one."""
    windows: list[Span] = []
    for first, end in sorted((first - WITHIN, end) for first, end in spans):
        if windows and first <= windows[-1][1]:
            windows[-1] = windows[-1][0], max(windows[-1][1], end)
        else:
            windows.append((first, end))
    return windows
