"""What people told, read for whole groups of complaints; masked where the filter is asked `as_shown`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, func, select

from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.masked_cases import TELLING, masked_fields
from complaint_desk.domain.narratives import Narrative
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage import filtering
from complaint_desk.storage.journal import in_chunks
from complaint_desk.storage.schema import complaint

_PORTION = 2_000
_TOLD = ("facts", "reasons", "subject_name")
_COLUMNS = tuple(complaint.c[name] for name in ("id", "number", *_TOLD, *TELLING))


def newest(connection: Connection, wanted: LedgerFilter, limit: int, stop: StopSignal | None = None) -> list[Narrative]:
    """The narratives of a filter, the newest first; complaints without one are left out."""
    query = select(*_COLUMNS).where(*filtering.conditions(connection, wanted))
    query = query.order_by(complaint.c.received_at.desc(), complaint.c.id.desc()).limit(limit)
    return list(_read(connection, query, stop, masked=wanted.as_shown))


def sample(
    connection: Connection, wanted: LedgerFilter, without: LedgerFilter, limit: int, stop: StopSignal | None = None
) -> list[Narrative]:
    """Narratives of a filter, evenly spread over its ids, at most `limit`; none that the other filter finds."""
    here = complaint.c
    conditions = filtering.conditions(connection, wanted)
    excluded = filtering.conditions(connection, without)
    lowest, highest = connection.execute(select(func.min(here.id), func.max(here.id)).where(*conditions)).one()
    found: list[Narrative] = []
    if lowest is None:
        return found
    stride = max(1, (highest - lowest + 1) // limit)
    own = set(connection.execute(select(here.id).where(here.id % stride == lowest % stride, *excluded)).scalars())
    for chunk in in_chunks([key for key in range(lowest, highest + 1, stride) if key not in own]):
        found.extend(
            _read(connection, select(*_COLUMNS).where(here.id.in_(chunk), *conditions), stop, masked=wanted.as_shown)
        )
    return found[:limit]


def _read(connection: Connection, query: Select[Any], stop: StopSignal | None, *, masked: bool) -> Iterator[Narrative]:
    for rows in connection.execute(query, execution_options={"yield_per": _PORTION}).partitions():
        if stop:
            stop.heed()
        for key, number, *texts in rows:
            told = dict(zip((*_TOLD, *TELLING), texts, strict=True))
            if masked:
                told |= masked_fields(told)[0]
            facts, reasons, subject = (told[name] for name in _TOLD)
            if text := "\n".join(part for part in (facts, reasons) if part):
                yield Narrative(key, number, text, subject)
