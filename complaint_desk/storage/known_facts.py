"""Facts of the complaints of some spans of time: from the blocks that are kept, and from the rows of what they do not hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import TypeAlias

import numpy as np
from sqlalchemy import ColumnElement, Connection, and_, false, func, or_, select

from complaint_desk.domain.moments import in_shanghai
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage import fact_blocks, fact_rows
from complaint_desk.storage.facts import Facts, joined
from complaint_desk.storage.index_hints import beside_index
from complaint_desk.storage.journal import in_chunks
from complaint_desk.storage.portions import among
from complaint_desk.storage.schema import complaint

Span: TypeAlias = tuple[dt.datetime, dt.datetime]
"""From a moment on, and before another."""

_BLOCKS_AT_ONCE = 16
_IDS_AT_ONCE = 10_000
_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - wall time has no zone


def seconds(moment: dt.datetime) -> int:
    """Seconds of the wall clock since 1970, as a file keeps them."""
    return int((in_shanghai(moment).replace(tzinfo=None) - _EPOCH) / dt.timedelta(seconds=1))


def are_kept(connection: Connection) -> bool:
    """Whether no more than a block of complaints has to be read from rows."""
    newest = connection.execute(select(func.max(complaint.c.id))).scalar() or 0
    gaps = fact_blocks.standing(connection).gaps(newest)
    return sum(last - first + 1 for first, last in gaps) < min(newest, fact_blocks.BLOCK_SIZE)


def read(
    connection: Connection, names: Sequence[str], basis: str, spans: Sequence[Span], stop: StopSignal | None = None
) -> Facts:
    """Facts (`fact_rows.NAMES`) of the complaints that were received or closed in one of the spans, each once; maybe of others.

    `basis`: `received_at` or `closed_at`; both are among the facts.
    """
    names = tuple(dict.fromkeys((*names, "received_at", *(("taken",) if basis == "closed_at" else ()))))
    kept = fact_blocks.standing(connection)
    in_seconds = [(seconds(first), seconds(end)) for first, end in spans]
    parts: list[Facts] = []
    blocks = [each for each in kept.blocks if each.may_hold(basis, in_seconds)]
    for some in in_chunks(blocks, _BLOCKS_AT_ONCE):
        if stop:
            stop.heed()
        parts.append(fact_blocks.read(connection, some, names))
    changed = kept.all_changed()
    if changed and parts:
        parts = [facts.where(~np.isin(facts.ids, changed)) for facts in parts]
    asked = _within_spans(complaint.c[basis], spans)
    for chunk in in_chunks(changed, _IDS_AT_ONCE):
        within = partial(_among, connection, chunk)
        parts.append(fact_rows.read(connection, names, within, [asked], stop))
    newest = connection.execute(select(func.max(complaint.c.id))).scalar() or 0
    for first, last in kept.gaps(newest):
        # A few ids are walked one by one; of many those of the spans are looked for.
        is_small = last - first < fact_blocks.BLOCK_SIZE
        column = beside_index(connection, complaint.c[basis]) if is_small else complaint.c[basis]
        within = partial(_between, first, last)
        parts.append(fact_rows.read(connection, names, within, [_within_spans(column, spans)], stop))
    return joined(parts) if parts else fact_rows.read(connection, names, lambda _column: false())


def _within_spans(column: ColumnElement[dt.datetime], spans: Sequence[Span]) -> ColumnElement[bool]:
    return or_(*(and_(column >= first, column < end) for first, end in spans))


def _among(connection: Connection, ids: Sequence[int], column: ColumnElement[int]) -> ColumnElement[bool]:
    return among(connection, column, ids)


def _between(first: int, last: int, column: ColumnElement[int]) -> ColumnElement[bool]:
    return column.between(first, last)
