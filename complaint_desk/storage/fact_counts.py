"""Counts by group from the facts that are kept, where these answer a filter alone: in a tenth of the time of a query."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection

from complaint_desk.domain.fields import PERSONAL
from complaint_desk.domain.ledger import Between, LedgerFilter
from complaint_desk.domain.moments import start_of
from complaint_desk.domain.vocabulary import Kind
from complaint_desk.storage import fact_rows, known_facts
from complaint_desk.storage.fact_filter import parted, passing
from complaint_desk.storage.facts import Word, counts

_ALWAYS = (start_of(dt.date(1, 1, 2)), start_of(dt.date(9999, 12, 30)))
_NOT_COUNTED = frozenset({"reopened"})
"""What a criterion asks of these is whether, not how often."""


def fact_counts(connection: Connection, wanted: LedgerFilter, name: str) -> list[tuple[Word, int]] | None:
    """How many complaints of a filter have which value of a field; None if the facts do not answer that, or are not kept.

    A report (whistle-blowing) counts for nothing that tells of a person.
    """
    by_facts, rest = parted(wanted)
    received = rest.range_of("received_at")
    if name not in fact_rows.CODED or name in _NOT_COUNTED or rest.with_range("received_at") != LedgerFilter():
        return None
    if not known_facts.are_kept(connection):
        return None
    span = _span(received)
    names = (name, "kind", *(each for each, _ in by_facts))
    facts = known_facts.read(connection, names, "received_at", [span])
    first, end = map(known_facts.seconds, span)
    moments = facts.amounts["received_at"]
    chosen = passing(connection, by_facts, facts) & (moments >= first) & (moments < end)
    if name in PERSONAL:
        chosen &= ~facts.coded["kind"].among([Kind.REPORT])
    return [(word, count) for (word,), count in counts([facts.where(chosen).coded[name]])]


def _span(received: Between) -> known_facts.Span:
    low, high = received.low, received.high
    return (
        start_of(low) if isinstance(low, dt.date) else _ALWAYS[0],
        start_of(high + dt.timedelta(1)) if isinstance(high, dt.date) and high < _ALWAYS[1].date() else _ALWAYS[1],
    )
