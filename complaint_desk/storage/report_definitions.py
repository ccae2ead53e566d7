"""Report definitions in the ledger: the name beside JSON that an older or newer program can read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from complaint_desk.domain.analysis import Basis, Comparison, Period, named_period
from complaint_desk.domain.report_definitions import WORKBOOK, Preset, ReportDefinition
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.schema import report_definition
from complaint_desk.storage.views import filter_from_json, filter_to_json

_Word = TypeVar("_Word", bound=StrEnum)


def all_of(connection: Connection, today: dt.date) -> tuple[ReportDefinition, ...]:
    """Every definition, in the order in which they were made; usual periods in filters have their days of today."""
    query = select(report_definition).order_by(report_definition.c.id)
    return tuple(_definition(row, today) for row in connection.execute(query).mappings())


def add(connection: Connection, signature: Signature, wanted: ReportDefinition) -> int:
    """Keep a new definition; its id."""
    query = insert(report_definition).values(_row(signature, wanted)).returning(report_definition.c.id)
    return int(connection.execute(query).scalar_one())


def change(connection: Connection, signature: Signature, wanted: ReportDefinition) -> bool:
    """Put a definition in the place of the one of its id; False if that is gone."""
    query = update(report_definition).where(report_definition.c.id == wanted.id).values(_row(signature, wanted))
    return connection.execute(query).rowcount > 0


def drop(connection: Connection, definition_id: int) -> bool:
    """Forget a definition; False if it is gone."""
    return connection.execute(delete(report_definition).where(report_definition.c.id == definition_id)).rowcount > 0


def _row(signature: Signature, wanted: ReportDefinition) -> dict[str, Any]:
    days = wanted.days
    body = {
        "preset": str(wanted.preset),
        "days": [str(days.first), str(days.last)] if days else [],
        "basis": str(wanted.basis),
        "filter": filter_to_json(wanted.filter),
        "comparisons": [*map(str, wanted.comparisons)],
        "left_out": [*wanted.left_out],
        "template": wanted.template,
        "made": [*wanted.made],
    }
    return {"name": wanted.name, "body": body, "edited_at": signature.at, "edited_by": signature.person}


def _definition(row: RowMapping, today: dt.date) -> ReportDefinition:
    body: Mapping[str, Any] = row["body"]
    days = _days(body.get("days"))
    preset = _word(Preset, body.get("preset"), Preset.CUSTOM if days else Preset.LAST_MONTH)
    return ReportDefinition(
        name=row["name"],
        id=row["id"],
        preset=preset if days or preset is not Preset.CUSTOM else Preset.LAST_MONTH,
        days=days,
        basis=_word(Basis, body.get("basis"), Basis.RECEIVED),
        filter=filter_from_json(body.get("filter", {}), today),
        comparisons=tuple(each for each in Comparison if each in body.get("comparisons", ())),
        left_out=tuple(body.get("left_out", ())),
        template=body.get("template", ""),
        made=tuple(body.get("made", (WORKBOOK,))),
    )


def _word(known: type[_Word], kept: object, otherwise: _Word) -> _Word:
    """A word that a newer program may have written gives way to the usual one."""
    return known(kept) if isinstance(kept, str) and kept in set(known) else otherwise


def _days(kept: list[str] | None) -> Period | None:
    return named_period(*map(dt.date.fromisoformat, kept)) if kept else None
