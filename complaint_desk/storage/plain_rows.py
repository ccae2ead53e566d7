"""Complaints as rows of plain values (`domain.plain_rows`), for writing many of them. Of a report nobody is named."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
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
from complaint_desk.domain.complaint import Step
from complaint_desk.domain.fields import FIELD, PERSONAL, FieldType
from complaint_desk.domain.masked_cases import TELLING, masked_fields
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
    masked = request.filter.as_shown
    asked = conditions(connection, filter_within(request, request.period))
    query = select(*_plain(connection, fields, masked=masked)).where(*asked)
    portions = in_portions(connection, query.order_by(here[BASIS_COLUMN[request.basis]], here.id), _PORTION)
    return _all_masked(portions, fields) if masked else portions


def rows_of(
    connection: Connection, complaint_ids: Sequence[int], fields: Sequence[str], *, masked: bool = False
) -> dict[int, PlainRow]:
    """Some complaints by their ids, in the order given; those that are gone are left out."""
    found: dict[int, PlainRow] = {}
    columns = (complaint.c.id, *_plain(connection, fields, masked=masked))
    for chunk in in_chunks(complaint_ids):
        for rows in in_portions(connection, select(*columns).where(complaint.c.id.in_(chunk)), _PORTION):
            found.update((key, _masked(row, fields) if masked else row) for key, *row in rows)
    return {key: found[key] for key in complaint_ids if key in found}


def extra_headers(connection: Connection, complaint_ids: Sequence[int]) -> tuple[str, ...]:
    """The headers of further columns that imports left with some complaints, in the order in which they are met."""
    found: dict[str, None] = {}
    for chunk in in_chunks(complaint_ids, _PORTION):
        for extra in extras_of(connection, chunk).values():
            found.update(dict.fromkeys(extra))
    return tuple(found)


def extras_of(
    connection: Connection, complaint_ids: Sequence[int], *, masked: bool = False
) -> dict[int, Mapping[str, str]]:
    """The further columns of those complaints that have some, but for reports: they may tell who reported."""
    here = complaint.c
    found: dict[int, Mapping[str, str]] = {}
    telling = [here[name] for name in TELLING] if masked else []
    for chunk in in_chunks(complaint_ids):
        query = select(here.id, here.extra, *telling).where(
            here.id.in_(chunk), cast(here.extra, String) != _NO_EXTRA, here.kind != Kind.REPORT
        )
        for key, extra, *texts in connection.execute(query.order_by(here.id)):
            told = dict(zip(TELLING, texts, strict=True)) if masked else {}
            found[key] = dict(masked_fields(told, tuple(extra.items()))[1]) if masked else extra
    return found


def masked_steps(connection: Connection, steps: Mapping[int, Sequence[Step]]) -> dict[int, Sequence[Step]]:
    """The steps of complaints, by their ids, as they are shown where personal data is not seen."""
    here = complaint.c
    found: dict[int, Sequence[Step]] = {}
    for chunk in in_chunks(list(steps)):
        query = select(here.id, *(here[name] for name in TELLING)).where(here.id.in_(chunk))
        for key, *texts in connection.execute(query):
            told = dict(zip(TELLING, texts, strict=True))
            shown = masked_fields(told, tuple(("", each.text) for each in steps[key]))[1]
            found[key] = [
                dataclasses.replace(each, text=text) for each, (_, text) in zip(steps[key], shown, strict=True)
            ]
    return found


def _plain(connection: Connection, fields: Sequence[str], *, masked: bool = False) -> list[ColumnElement[Any]]:
    """The columns of the fields, then those that a mask is made of: `_masked` takes them off again."""
    if not masked:
        return [_discreet(connection, name) for name in fields]
    telling = [complaint.c[name].label(f"telling_{name}") for name in ("kind", *TELLING)]
    return [*(_stored(connection, name) for name in fields), *telling]


def _all_masked(portions: Generator[Sequence[PlainRow]], fields: Sequence[str]) -> Generator[Sequence[PlainRow]]:
    with closing(portions):
        for rows in portions:
            yield [_masked(row, fields) for row in rows]


def _masked(row: PlainRow, fields: Sequence[str]) -> PlainRow:
    """A row of `_plain` as it is shown where personal data is not seen; a report without who reported."""
    values, (kind, *texts) = row[: len(fields)], row[len(fields) :]
    told: dict[str, Any] = dict(zip(fields, values, strict=True)) | dict(zip(TELLING, texts, strict=True))
    shown: dict[str, str] = masked_fields(told)[0]
    if kind == Kind.REPORT:
        shown |= dict.fromkeys(PERSONAL, "")
    return [shown.get(name, value) for name, value in zip(fields, values, strict=True)]


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
