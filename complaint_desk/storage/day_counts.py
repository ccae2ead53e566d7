"""How many complaints each day had, by the fields that early warnings look at."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from complaint_desk.domain.day_counts import COUNTED_BY, TREES, CountsOfDay
from complaint_desk.domain.early_warning import Group
from complaint_desk.domain.fields import PERSONAL
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.vocabulary import Kind
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage import filtering, lists
from complaint_desk.storage.schema import complaint

_PORTION = 10_000


def read(connection: Connection, first: dt.date, last: dt.date, stop: StopSignal | None = None) -> list[CountsOfDay]:
    """The counts of each day from `first` to `last`."""
    counted = _counted(connection, first, last, stop)
    return [counted.get(first + dt.timedelta(offset), {}) for offset in range((last - first).days + 1)]


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
            sums[name].update(zip(days, _told(name, column, kinds), strict=True))
    found: dict[dt.date, dict[str, dict[str, int]]] = {}
    for name, counts in sums.items():
        for (day, code), count in counts.items():
            if code or not name:
                found.setdefault(day, {}).setdefault(name, {})[code] = count
    return found


def _told(name: str, column: Sequence[Any], kinds: Sequence[str]) -> Sequence[Any]:
    """Who reported is not told, so it is not counted either."""
    if name not in PERSONAL:
        return column
    return ["" if kind == Kind.REPORT else text for text, kind in zip(column, kinds, strict=True)]
