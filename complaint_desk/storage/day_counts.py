"""How many complaints each day had, by the fields that early warnings look at.

Two years of a great ledger are a million rows, so what was counted is kept by day. Whoever writes a complaint calls
`forget` in the same transaction; a day that is not kept is counted from its complaints, so the answer is always the same.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, select

from complaint_desk.domain.day_counts import COUNTED_BY, TREES, CountsOfDay
from complaint_desk.domain.early_warning import Group
from complaint_desk.domain.fields import PERSONAL
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.moments import in_shanghai
from complaint_desk.domain.vocabulary import Kind
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage import filtering, lists
from complaint_desk.storage.bulk import insert_rows
from complaint_desk.storage.journal import in_chunks
from complaint_desk.storage.schema import complaint, day_count

LOOKED_AT = frozenset((*COUNTED_BY, "received_at", "kind"))
"""Fields of a complaint that the counts of its day depend on."""

_PORTION = 4_000


def read(connection: Connection, first: dt.date, last: dt.date, stop: StopSignal | None = None) -> list[CountsOfDay]:
    """The counts of each day from `first` to `last`: as they are kept, or counted now."""
    here = day_count.c
    kept = connection.execute(select(here.day, here.counts).where(here.day.between(first, last)))
    found: dict[dt.date, CountsOfDay] = {row.day: row.counts for row in kept}
    for start, end in _runs(day for day in _days(first, last) if day not in found):
        found.update(_counted(connection, start, end, stop))
    return [found.get(first + dt.timedelta(offset), {}) for offset in range((last - first).days + 1)]


def missing(connection: Connection, first: dt.date, last: dt.date, most: int) -> list[dt.date]:
    """The first days, at most `most`, that are not kept; those before the first complaint of all have nothing to keep."""
    earliest = connection.execute(select(func.min(complaint.c.received_at))).scalar()
    if earliest is None:
        return []
    begin = max(first, earliest.date())
    known = set(connection.execute(select(day_count.c.day).where(day_count.c.day.between(begin, last))).scalars())
    return [day for day in _days(begin, last) if day not in known][:most]


def keep(connection: Connection, first: dt.date, last: dt.date, most: int, stop: StopSignal | None = None) -> int:
    """Keep the counts of at most `most` days that are not kept yet, in a writing scope; returns how many it kept."""
    wanted = missing(connection, first, last, most)
    rows: list[dict[str, object]] = []
    for start, end in _runs(wanted):
        counted = _counted(connection, start, end, stop)
        rows.extend({"day": day, "counts": counted.get(day, {})} for day in _days(start, end))
    insert_rows(connection, day_count, rows)
    return len(rows)


def forget(connection: Connection, moments: Iterable[dt.datetime | None]) -> None:
    """Forget the counts of days on which complaints were received that are now new, other, or gone."""
    days = {in_shanghai(moment).date() for moment in moments if moment is not None}
    for chunk in in_chunks(sorted(days)):
        connection.execute(delete(day_count).where(day_count.c.day.in_(chunk)))


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(offset) for offset in range((last - first).days + 1)]


def _runs(days: Iterable[dt.date]) -> list[tuple[dt.date, dt.date]]:
    """First and last of each run of consecutive days."""
    found: list[tuple[dt.date, dt.date]] = []
    for day in days:
        if found and found[-1][1] == day - dt.timedelta(1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def branches_above(connection: Connection) -> dict[str, dict[str, tuple[str, ...]]]:
    """For each tree the branches above each code."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for tree in TREES:
        above: dict[str, list[str]] = {}
        for branch, leaves in sorted(lists.branches(connection, tree).items()):
            for leaf in leaves - {branch}:
                above.setdefault(leaf, []).append(branch)
        found[tree] = {leaf: tuple(over) for leaf, over in above.items()}
    return found


def members(
    connection: Connection, wanted: Sequence[tuple[Group, LedgerFilter]], stop: StopSignal | None = None
) -> dict[Group, frozenset[int]]:
    """The ids of the complaints of some groups, each by its filter."""
    found = {}
    for group, each in wanted:
        if stop:
            stop.heed()
        query = select(complaint.c.id).where(*filtering.conditions(connection, each))
        found[group] = frozenset(connection.execute(query).scalars())
    return found


def _counted(
    connection: Connection, first: dt.date, last: dt.date, stop: StopSignal | None
) -> dict[dt.date, dict[str, dict[str, int]]]:
    """Days that have complaints, counted from the complaints themselves."""
    here = complaint.c
    query = select(here.received_at, here.kind, *(here[name] for name in COUNTED_BY)).where(
        *filtering.conditions(connection, LedgerFilter().with_range("received_at", first, last))
    )
    sums: dict[str, Counter[tuple[dt.date, str]]] = {name: Counter() for name in ("", *COUNTED_BY)}
    for rows in connection.execute(query, execution_options={"yield_per": _PORTION}).partitions():
        if stop:
            stop.heed()
        moments, kinds, *columns = zip(*rows, strict=True)
        days = [moment.date() for moment in moments]
        sums[""].update(zip(days, [""] * len(days), strict=True))
        for name, column in zip(COUNTED_BY, columns, strict=True):
            if stop:
                stop.heed()
            sums[name].update(zip(days, _told(name, column, kinds), strict=True))
    found: dict[dt.date, dict[str, dict[str, int]]] = {}
    for name, counts in sums.items():
        if stop:
            stop.heed()
        for (day, code), count in counts.items():
            if code or not name:
                found.setdefault(day, {}).setdefault(name, {})[code] = count
    return found


def _told(name: str, column: Sequence[Any], kinds: Sequence[str]) -> Sequence[Any]:
    """Who reported is not told, so it is not counted either."""
    if name not in PERSONAL:
        return column
    return ["" if kind == Kind.REPORT else text for text, kind in zip(column, kinds, strict=True)]
