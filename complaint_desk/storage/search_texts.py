"""What complaints are found by, made anew from their rows whenever an index is built, compared or left."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, String, cast, func, select

from complaint_desk.domain.complaint import ComplaintContent
from complaint_desk.domain.fields import SEARCHED
from complaint_desk.domain.searching import search_text, search_texts, sound_text, sound_texts
from complaint_desk.runtime.stop import Progress, StopSignal
from complaint_desk.storage.schema import complaint

Texts = Sequence[tuple[int, str, str]]
"""Rows of (complaint id, text, sounds)."""

EXTRA = "extra"
FOUND_BY = ("number", "kind", *(name for name in SEARCHED if name != "number"), EXTRA)
"""The columns that the texts depend on: a report is not found by who reported. The last is JSON."""

_BATCH = 1000
_NOTHING = "{}"


def texts_of_values(*values: Any) -> tuple[str, str]:
    """Text and sounds of a complaint from its columns in the order of `FOUND_BY`; the last one is JSON as text."""
    number, *fields, extra = values
    content = ComplaintContent(**dict(zip(FOUND_BY[1:-1], fields, strict=True)))
    return search_text(number, content, _extra_in(extra)), sound_text(content)


def _extra_in(told: str) -> Iterable[tuple[str, str]]:
    """What further columns say; nothing where the file is damaged, which verifying tells of."""
    if told == _NOTHING:
        return ()
    try:
        extra = json.loads(told)
    except ValueError:
        return ()
    return extra.items() if isinstance(extra, dict) else ()


def texts_of(connection: Connection, complaint_ids: Sequence[int]) -> Texts:
    """The texts of some complaints as their rows stand, by id; ask for no more than some hundreds."""
    return _texts(connection.execute(_asked().where(complaint.c.id.in_(complaint_ids))).all())


def count_texts(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(complaint)).scalar_one()


def all_texts(connection: Connection) -> Iterator[Texts]:
    """The texts of the whole ledger by id, in batches; keyed so that writing between the batches does no harm."""
    last = 0
    while rows := connection.execute(_asked().where(complaint.c.id > last).limit(_BATCH)).all():
        last = rows[-1][0]
        yield _texts(rows)


def _asked() -> Select[Any]:
    columns = (complaint.c[name] for name in FOUND_BY[:-1])
    return select(complaint.c.id, *columns, cast(complaint.c[EXTRA], String)).order_by(complaint.c.id)


def _texts(rows: Sequence[Row[Any]]) -> Texts:
    if not rows:
        return []
    ids, numbers, *fields, extras = zip(*rows, strict=True)
    contents = dict(zip(FOUND_BY[1:], [*fields, list(map(_extra_in, extras))], strict=True))
    return list(zip(ids, search_texts(numbers, contents), sound_texts(contents), strict=True))


def fill(
    connection: Connection, add: Callable[[Connection, Texts], None], stop: StopSignal | None, progress: Progress
) -> None:
    """Give every complaint to an empty index."""
    total = count_texts(connection)
    done = 0
    for rows in all_texts(connection):
        if stop:
            stop.heed()
        add(connection, rows)
        done += len(rows)
        progress(done, total)
