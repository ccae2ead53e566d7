"""Improvements in the ledger: each deed leaves a journal entry with the digest of what is kept after it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.improvement import (
    CONTENT,
    Days,
    Effect,
    Followed,
    Improvement,
    ImprovementContent,
    StaleImprovement,
    Stretches,
    Verdict,
    cases_filter,
    effect_of,
    stretches,
)  # fmt: skip
from complaint_desk.domain.moments import in_shanghai
from complaint_desk.domain.reports import Fault
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage import journal, ledger_queries
from complaint_desk.storage.journal import Deed, Signature
from complaint_desk.storage.schema import improvement
from complaint_desk.storage.schema import journal as journal_table
from complaint_desk.storage.views import filter_from_json, filter_to_json

ADDED = "improvement_added"
CHANGED = "improvement_changed"
IMPROVING = (
    ADDED, CHANGED, "improvement_done", "improvement_verified", "improvement_reopened", "improvement_dropped",
)  # fmt: skip
"""Deeds at improvements, as the journal calls them."""


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
    kept = connection.execute(insert(improvement).values(_row(blank)).returning(improvement.c.id))
    made = dataclasses.replace(blank, id=kept.scalar_one())
    _tell(connection, signature, ADDED, made, tuple(name for name in CONTENT if getattr(content, name)))
    return made


def change(
    connection: Connection, signature: Signature, deed: str, current: Improvement, version: int, **changed: Any
) -> Improvement:
    """Write what a deed changed; nothing where nothing would change.

    Raises:
        StaleImprovement: `current` is not the version that the person saw.
    """
    if current.version != version:
        raise StaleImprovement(current)
    new = {name: value for name, value in changed.items() if getattr(current, name) != value}
    if not new:
        return current
    after = dataclasses.replace(current, version=version + 1, **new)
    here = improvement.c
    connection.execute(update(improvement).where(here.id == current.id).values(_row(after)))
    _tell(connection, signature, deed, after, tuple(new))
    return after


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
    return effect_of(found, *_counts(connection, each, found, now))


def _counts(connection: Connection, each: Improvement, found: Stretches, now: dt.datetime) -> Iterator[int]:
    def count(days: Days | None) -> int:
        return ledger_queries.count(connection, cases_filter(each.filter, days).at(now)) if days else 0

    yield from map(count, (found.before, found.after, found.settled, found.recent))


def faults(connection: Connection, went_on: Callable[[], None]) -> Iterator[Fault]:
    """Improvements that are not as their last journal entry says; `went_on` is called for each that was looked at."""
    here = journal_table.c
    query = select(here.sequence, here.details).where(here.deed.in_(IMPROVING)).order_by(here.sequence)
    told: dict[str, tuple[int, str]] = {}
    for sequence, details in connection.execute(query):
        named = _named(details)
        told[named.get("improvement", "")] = (sequence, named.get("sha256", ""))
    for row in connection.execute(select(improvement).order_by(improvement.c.id)).mappings():
        went_on()
        place = str(row["id"])
        entry, digest = told.pop(place, (0, ""))
        if not entry:
            yield Fault("improvement_unknown", place, ())
        elif digest != _digest(row):
            yield Fault("improvement_changed", place, (("entry", str(entry)),))
    for place, (entry, _digest_then) in told.items():
        yield Fault("improvement_missing", place, (("entry", str(entry)),))


def _named(details: str) -> dict[str, str]:
    try:
        return {name: str(value) for name, value in json.loads(details or "{}").items()}
    except (ValueError, AttributeError):
        # The entry itself is named by the check of the chain.
        return {}


def _tell(connection: Connection, signature: Signature, deed: str, after: Improvement, fields: tuple[str, ...]) -> None:
    details = (("improvement", str(after.id)), ("sha256", _digest({"id": after.id, **_row(after)})))
    journal.append(connection, signature, [Deed(deed, fields=fields, details=details)])


def _digest(row: Mapping[str, Any] | RowMapping) -> str:
    """SHA-256 over UTF-8 JSON of all columns by name; days and moments as ISO 8601."""
    plain = {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in sorted((column.name, row[column.name]) for column in improvement.columns)
    }
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _row(each: Improvement) -> dict[str, Any]:
    plain = {column.name: getattr(each, column.name) for column in improvement.columns if column.name != "id"}
    return plain | {"filter": filter_to_json(each.filter)}


def _improvement(row: RowMapping, today: dt.date) -> Improvement:
    return Improvement(**{**row, "filter": filter_from_json(row["filter"], today)})
