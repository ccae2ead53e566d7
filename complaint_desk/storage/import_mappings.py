"""Mappings of foreign ledgers, one for each layout: remembered with the import, some of them by a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from complaint_desk.domain.foreign.import_mapping import LayoutMapping
from complaint_desk.domain.foreign.mapping_text import mapping_from_json, mapping_to_json
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.schema import import_mapping


def by_layout(connection: Connection) -> dict[str, LayoutMapping]:
    """Every mapping by the fingerprint of its layout, the one kept last at the end."""
    here = import_mapping.c
    query = select(here.layout, here.name, here.body).order_by(here.kept_at, here.layout)
    return {layout: _mapping(name, body) for layout, name, body in connection.execute(query)}


def named(connection: Connection, name: str) -> LayoutMapping | None:
    """The mapping of that name."""
    here = import_mapping.c
    row = connection.execute(select(here.name, here.body).where(here.name == name)).first()
    return _mapping(row.name, row.body) if row else None


def keep(connection: Connection, signature: Signature, mapping: LayoutMapping) -> None:
    """Keep a mapping for its layout. A name belongs to one mapping: another that had it goes by its layout alone."""
    here = import_mapping.c
    layout = mapping.fingerprint
    if mapping.name:
        connection.execute(update(import_mapping).where(here.name == mapping.name).values(name=""))
    row = {
        "layout": layout,
        "name": mapping.name,
        "body": mapping_to_json(mapping),
        "kept_at": signature.at,
        "kept_by": signature.person,
    }
    connection.execute(delete(import_mapping).where(here.layout == layout))
    connection.execute(insert(import_mapping), [row])


def forget(connection: Connection, layout: str) -> bool:
    """Forget the mapping of a layout; False if there is none."""
    return connection.execute(delete(import_mapping).where(import_mapping.c.layout == layout)).rowcount > 0


def _mapping(name: str, body: Mapping[str, Any]) -> LayoutMapping:
    return mapping_from_json({**body, "name": name})
