"""Complaints as rows of plain values (`domain.plain_rows`), for writing many of them. Of a report nobody is named."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    Integer,
    String,
    case,
    cast,
    extract,
    select,
    type_coerce,
)

from complaint_desk.domain.analysis import AnalysisRequest
from complaint_desk.domain.fields import FIELD, PERSONAL, FieldType
from complaint_desk.domain.plain_rows import PlainRow
from complaint_desk.domain.vocabulary import Kind
from complaint_desk.storage.basis import BASIS_COLUMN, filter_within
from complaint_desk.storage.filtering import conditions
from complaint_desk.storage.journal import in_chunks
from complaint_desk.storage.portions import in_portions
from complaint_desk.storage.schema import complaint

_PORTION = 1_000
_NO_EXTRA = "{}"


def rows_counted(
    connection: Connection, request: AnalysisRequest, fields: Sequence[str]
) -> Generator[Sequence[PlainRow]]:
    """What the figures of a request's period count, oldest first by their basis, in portions."""
    here = complaint.c
    asked = conditions(connection, filter_within(request, request.period))
    query = select(*_plain(connection, fields)).where(*asked).order_by(here[BASIS_COLUMN[request.basis]], here.id)
    return in_portions(connection, query, _PORTION)


def rows_of(connection: Connection, complaint_ids: Sequence[int], fields: Sequence[str]) -> dict[int, PlainRow]:
    """Some complaints by their ids, in the order given; those that are gone are left out."""
    found: dict[int, PlainRow] = {}
    columns = (complaint.c.id, *_plain(connection, fields))
    for chunk in in_chunks(complaint_ids):
        for rows in in_portions(connection, select(*columns).where(complaint.c.id.in_(chunk)), _PORTION):
            found.update((key, row) for key, *row in rows)
    return {key: found[key] for key in complaint_ids if key in found}


def extra_headers(connection: Connection, complaint_ids: Sequence[int]) -> tuple[str, ...]:
    """The headers of further columns that imports left with some complaints, in the order in which they are met."""
    found: dict[str, None] = {}
    for chunk in in_chunks(complaint_ids, _PORTION):
        for extra in extras_of(connection, chunk).values():
            found.update(dict.fromkeys(extra))
    return tuple(found)


def extras_of(connection: Connection, complaint_ids: Sequence[int]) -> dict[int, Mapping[str, str]]:
    """The further columns of those complaints that have some, but for reports: they may tell who reported."""
    here = complaint.c
    found: dict[int, Mapping[str, str]] = {}
    for chunk in in_chunks(complaint_ids):
        query = select(here.id, here.extra).where(
            here.id.in_(chunk), cast(here.extra, String) != _NO_EXTRA, here.kind != Kind.REPORT
        )
        found.update(connection.execute(query.order_by(here.id)).all())
    return found


def _plain(connection: Connection, fields: Sequence[str]) -> list[ColumnElement[Any]]:
    return [_discreet(connection, name) for name in fields]


def _discreet(connection: Connection, name: str) -> ColumnElement[Any]:
    column = _stored(connection, name)
    if name not in PERSONAL:
        return column
    return case((complaint.c.kind == Kind.REPORT, ""), else_=column).label(name)


def _stored(connection: Connection, name: str) -> ColumnElement[Any]:
    column = complaint.c[name]
    match FIELD[name].type:
        case FieldType.MONEY:
            return type_coerce(column, BigInteger).label(name)
        case FieldType.MOMENT if connection.dialect.name == "sqlite":
            return type_coerce(column, Integer).label(name)
        case FieldType.MOMENT:
            return cast(extract("epoch", type_coerce(column, DateTime)), BigInteger).label(name)
        case FieldType.PARTIAL_DATE | FieldType.WORDS | FieldType.NUMBERS:
            return type_coerce(column, String).label(name)
    return column
