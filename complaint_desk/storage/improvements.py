"""Improvements in the ledger, each deed journalled."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.improvement import (
    CONTENT,
    Days,
    Effect,
    Followed,
    Improvement,
    ImprovementContent,
    StaleImprovement,
    Verdict,
    Window,
    cases_filter,
    effect_of,
    stretches,
)  # fmt: skip
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.moments import in_shanghai
from complaint_desk.domain.sold_effect import effect_per_unit, stretches_sold
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage import ledger_queries, product_sales
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.journalled_rows import JournalledRows
from complaint_desk.storage.schema import improvement
from complaint_desk.storage.views import filter_from_json, filter_to_json

ADDED = "improvement_added"
CHANGED = "improvement_changed"
IMPROVING = (
    ADDED, CHANGED, "improvement_done", "improvement_verified", "improvement_reopened", "improvement_dropped",
)  # fmt: skip
"""Deeds at improvements, as the journal calls them."""

ROWS = JournalledRows(
    improvement,
    "improvement",
    IMPROVING,
    unknown="improvement_unknown",
    changed="improvement_changed",
    missing="improvement_missing",
)


def all_of(connection: Connection, today: dt.date) -> tuple[Improvement, ...]:
    """Every improvement, the newest first; usual periods in filters have their days of today."""
    query = select(improvement).order_by(improvement.c.id.desc())
    return tuple(_improvement(row, today) for row in connection.execute(query).mappings())


def one(connection: Connection, improvement_id: int, today: dt.date) -> Improvement:
    """Raises Refusal: `no_improvement`."""
    query = select(improvement).where(improvement.c.id == improvement_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise Refusal("no_improvement", improvement=improvement_id)
    return _improvement(row, today)


def add(connection: Connection, signature: Signature, content: ImprovementContent) -> Improvement:
    """Keep a new improvement."""
    blank = Improvement(
        **{name: getattr(content, name) for name in CONTENT},
        version=1,
        made_at=in_shanghai(signature.at).replace(microsecond=0),
        made_by=signature.person,
    )
    fields = tuple(name for name in CONTENT if getattr(content, name))
    return dataclasses.replace(blank, id=ROWS.add(connection, signature, ADDED, _row(blank), fields))


def change(
    connection: Connection, signature: Signature, deed: str, current: Improvement, version: int, **changed: Any
) -> Improvement:
    """Write what a deed changed; nothing where nothing would change.

    Raises:
        StaleImprovement: `current` is not the version that the person saw.
    """
    if current.version != version:
        raise StaleImprovement(current)
    return ROWS.change(connection, signature, deed, current, changed, _row)


def followed(connection: Connection, now: dt.datetime, stop: StopSignal | None = None) -> tuple[Followed, ...]:
    """Every improvement with what it brought until yesterday, the newest first."""
    found = []
    for each in all_of(connection, now.date()):
        if stop:
            stop.heed()
        found.append(Followed(each, effect(connection, each, now)))
    return tuple(found)


def effect(connection: Connection, each: Improvement, now: dt.datetime) -> Effect:
    """What a measure brought until yesterday."""
    found = stretches(each.done_on, now.date()) if each.done_on and not each.dropped else None
    if found is None:
        return Effect(Verdict.TOO_EARLY if each.done_on else Verdict.PENDING)

    def count(wanted: LedgerFilter, days: Days | None) -> int:
        return ledger_queries.count(connection, cases_filter(wanted, days).at(now)) if days else 0

    before, after, settled, recent = (
        count(each.filter, days) for days in (found.before, found.after, found.settled, found.recent)
    )
    others = count(LedgerFilter(), found.settled) - settled, count(LedgerFilter(), found.recent) - recent
    told = effect_of(found, before, after, settled, recent, others)
    products = each.filter.choices("subject_name")
    sold = product_sales.read(connection, products) if products and each.done_on else {}
    if not sold or told.verdict is Verdict.TOO_EARLY:
        return told
    measured = stretches_sold(each.done_on, now.date(), sold, products) if each.done_on else None
    if measured is None:
        return dataclasses.replace(told, sales_missing=True)
    windows = [Window(days.first, days.last, count(each.filter, days), units) for days, units in measured]
    return effect_per_unit(told, *windows)


def _row(each: Improvement) -> dict[str, Any]:
    plain = {column.name: getattr(each, column.name) for column in improvement.columns if column.name != "id"}
    return plain | {"filter": filter_to_json(each.filter)}


def _improvement(row: RowMapping, today: dt.date) -> Improvement:
    return Improvement(**{**row, "filter": filter_from_json(row["filter"], today)})
