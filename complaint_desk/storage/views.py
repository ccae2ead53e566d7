"""Saved views: a named filter with its order and columns, kept as JSON that an older or newer program can read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from complaint_desk.domain.criteria import CRITERIA, Way
from complaint_desk.domain.ledger import SORTABLE, Bound, LedgerFilter, LedgerOrder, SavedView
from complaint_desk.domain.periods import USUAL, within
from complaint_desk.storage.schema import saved_view

_DAYS_BEFORE = {"received_at": ("received_from", "received_to"), "closed_at": ("closed_from", "closed_to")}
"""How days were kept before every date could be asked for."""


def views_of(connection: Connection, person: str, today: dt.date) -> tuple[SavedView, ...]:
    """A person's own views and the shared ones of others, by name; usual periods have their days of today."""
    here = saved_view.c
    query = select(saved_view).where(or_(here.owner == person, here.shared)).order_by(here.name, here.id)
    return tuple(
        SavedView(
            id=row["id"],
            name=row["name"],
            filter=filter_from_json(row["filter"], today),
            order=_order_from_json(row["sort"]),
            **_columns_from_json(row["columns"]),
            owner=row["owner"],
            shared=row["shared"],
        )
        for row in connection.execute(query).mappings()
    )


def save(connection: Connection, view: SavedView) -> None:
    """Keep a view; the owner's view of that id or name is replaced."""
    here = saved_view.c
    row = {
        "name": view.name,
        "filter": filter_to_json(view.filter),
        "sort": {"field": view.order.field, "descending": view.order.descending},
        "columns": {"shown": list(view.columns), "widths": dict(view.widths), "pinned": view.pinned},
        "owner": view.owner,
        "shared": view.shared,
    }
    same = (here.owner == view.owner) & ((here.name == view.name) | (here.id == view.id))
    known = connection.execute(select(here.id).where(same).order_by(here.name != view.name)).scalars().all()
    if not known:
        connection.execute(insert(saved_view), [row])
        return
    # Renamed onto another view of the same person: that one gives way.
    connection.execute(delete(saved_view).where(here.id.in_(known[1:])))
    connection.execute(update(saved_view).where(here.id == known[0]).values(row))


def drop(connection: Connection, view_id: int, person: str) -> bool:
    """Forget a view of that person; False if it is none of theirs."""
    here = saved_view.c
    return connection.execute(delete(saved_view).where(here.id == view_id, here.owner == person)).rowcount > 0


def filter_to_json(wanted: LedgerFilter) -> dict[str, Any]:
    """What a filter asks, without what it does not ask."""
    asked: dict[str, Any] = {
        "words": wanted.words,
        "one_of": {name: list(choices) for name, choices in wanted.one_of},
        "between": {name: [_bound_text(each.low), _bound_text(each.high)] for name, each in wanted.between},
        "periods": {name: each.period for name, each in wanted.between if each.period},
        "holding": dict(wanted.holding),
        "said": dict(wanted.said),
    }
    kept = {name: value for name, value in asked.items() if value}
    return kept if wanted.ids is None else kept | {"ids": list(wanted.ids)}


def filter_from_json(asked: Mapping[str, Any], today: dt.date) -> LedgerFilter:
    """A kept filter, usual periods as of today; criteria that this program does not know are passed over."""

    def known(kind: str) -> Iterator[tuple[str, Any]]:
        return ((name, value) for name, value in asked.get(kind, {}).items() if name in CRITERIA)

    wanted = LedgerFilter(
        words=asked.get("words", ""),
        one_of=tuple((name, tuple(choices)) for name, choices in known("one_of")),
        holding=tuple(known("holding")),
        said=tuple(known("said")),
        ids=tuple(asked["ids"]) if "ids" in asked else None,
    )
    for name, earlier in _DAYS_BEFORE.items():
        wanted = wanted.with_range(name, *(_bound(Way.DAYS, asked.get(each)) for each in earlier))
    for name, (low, high) in known("between"):
        way = CRITERIA[name].way
        wanted = wanted.with_range(name, _bound(way, low), _bound(way, high))
    for name, period in known("periods"):
        if period in USUAL:
            wanted = within(wanted, name, period, today)
    return wanted


def _bound_text(bound: Bound | None) -> str | None:
    return None if bound is None else str(bound)


def _bound(way: Way, text: str | None) -> Bound | None:
    if text is None:
        return None
    return dt.date.fromisoformat(text) if way is Way.DAYS else Decimal(text)


def _order_from_json(asked: Mapping[str, Any]) -> LedgerOrder:
    field = asked.get("field")
    return LedgerOrder(field, bool(asked.get("descending", True))) if field in SORTABLE else LedgerOrder()


def _columns_from_json(kept: Any) -> dict[str, Any]:
    """Columns, widths and pins; earlier views are a list of columns."""
    if not isinstance(kept, dict):
        return {"columns": tuple(kept)}
    pinned = kept.get("pinned")
    return {
        "columns": tuple(kept.get("shown", ())),
        "widths": tuple(kept.get("widths", {}).items()),
        "pinned": None if pinned is None else tuple(pinned),
    }
