"""Saved views: a named filter with its order and columns, kept as JSON that an older or newer program can read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.ledger import SORTABLE, LedgerFilter, LedgerOrder, SavedView
from complaint_desk.storage.schema import saved_view

_DAYS = ("received_from", "received_to", "closed_from", "closed_to")


def views_of(connection: Connection, person: str) -> tuple[SavedView, ...]:
    """A person's own views and the shared ones of others, by name."""
    here = saved_view.c
    query = select(saved_view).where(or_(here.owner == person, here.shared)).order_by(here.name, here.id)
    return tuple(
        SavedView(
            id=row["id"],
            name=row["name"],
            filter=filter_from_json(row["filter"]),
            order=_order_from_json(row["sort"]),
            columns=tuple(row["columns"]),
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
        "columns": list(view.columns),
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
    asked: dict[str, Any] = {name: str(day) for name in _DAYS if (day := getattr(wanted, name)) is not None}
    if wanted.words:
        asked["words"] = wanted.words
    if wanted.one_of:
        asked["one_of"] = {field: list(choices) for field, choices in wanted.one_of}
    if wanted.ids is not None:
        asked["ids"] = list(wanted.ids)
    return asked


def filter_from_json(asked: Mapping[str, Any]) -> LedgerFilter:
    """A kept filter; fields that this program does not know are passed over."""
    days = {name: dt.date.fromisoformat(asked[name]) for name in _DAYS if name in asked}
    one_of = asked.get("one_of", {})
    return LedgerFilter(
        words=asked.get("words", ""),
        one_of=tuple((field, tuple(choices)) for field, choices in one_of.items() if field in FIELD),
        ids=tuple(asked["ids"]) if "ids" in asked else None,
        **days,
    )


def _order_from_json(asked: Mapping[str, Any]) -> LedgerOrder:
    field = asked.get("field")
    return LedgerOrder(field, bool(asked.get("descending", True))) if field in SORTABLE else LedgerOrder()
