"""The table from which every full-text index is made: walked in batches, whichever database it is in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import Connection, func, select

from complaint_desk.runtime.stop import Progress, StopSignal
from complaint_desk.storage.schema import complaint_text

Texts = Sequence[tuple[int, str, str]]
"""Rows of (complaint id, text, sounds)."""

_BATCH = 1000


def count_texts(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(complaint_text)).scalar_one()


def stored_texts(connection: Connection) -> Iterator[Texts]:
    """All rows of the table by id, in batches; keyed so that writing between the batches does no harm."""
    last = 0
    here = complaint_text.c
    while True:
        query = select(here.complaint_id, here.text, here.sounds).where(here.complaint_id > last)
        rows = connection.execute(query.order_by(here.complaint_id).limit(_BATCH)).all()
        if not rows:
            return
        last = rows[-1][0]
        yield [(key, text, sounds) for key, text, sounds in rows]


def fill(
    connection: Connection, add: Callable[[Connection, Texts], None], stop: StopSignal | None, progress: Progress
) -> None:
    """Give every row to an empty index."""
    total = count_texts(connection)
    done = 0
    for rows in stored_texts(connection):
        if stop:
            stop.heed()
        add(connection, rows)
        done += len(rows)
        progress(done, total)
