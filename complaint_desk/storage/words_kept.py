"""Words that views, report definitions, mappings and improvements name: they go with an entry that went into another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Connection, Table, select, update

from complaint_desk.domain.word_lists import KeptWord, instead
from complaint_desk.storage import improvements
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.schema import import_mapping, improvement, report_definition, saved_view
from complaint_desk.storage.views import filter_from_json

_Body = Mapping[str, Any]


def put(connection: Connection, signature: Signature, field: str, gone: str, into: str) -> tuple[KeptWord, ...]:
    """Name one code or text of a field instead of another, wherever something is kept; what that changed.

    Feedback sheets stay: they are papers that name a department as it was called when they went out.
    """

    def asking(asked: _Body) -> _Body:
        choices = asked.get("one_of", {}).get(field, ())
        if gone not in choices:
            return asked
        return {**asked, "one_of": {**asked["one_of"], field: [*instead(choices, gone, into)]}}

    def defined(body: _Body) -> _Body:
        return {**body, "filter": asking(body.get("filter", {}))}

    def mapped(body: _Body) -> _Body:
        values, words = body.get("values", {}), body.get("words", ())
        return {
            **body,
            "values": {name: into if (name, value) == (field, gone) else value for name, value in values.items()},
            "words": [
                {**each, "code": ",".join(instead(each["code"].split(","), gone, into))}
                if each.get("field") == field
                else each
                for each in words
            ],
        }

    changed: list[KeptWord] = []
    for table, column in _COLUMN.items():
        change = {report_definition: defined, import_mapping: mapped}.get(table, asking)
        for key, before in connection.execute(select(_key_of(table), table.c[column])).all():
            if (after := change(before)) != before:
                _write(connection, signature, table, key, after)
                changed.append(KeptWord(table.name, key, before, _kept(connection, table, key)))
    return tuple(changed)


def put_back(connection: Connection, signature: Signature, changed: tuple[KeptWord, ...]) -> None:
    """Take that back where nobody has changed it since."""
    tables = {table.name: table for table in _COLUMN}
    for each in changed:
        table = tables[each.table]
        if _kept(connection, table, each.key) == each.after:
            _write(connection, signature, table, each.key, each.before)


_COLUMN = {saved_view: "filter", improvement: "filter", report_definition: "body", import_mapping: "body"}


def _key_of(table: Table) -> Column[Any]:
    (key,) = table.primary_key
    return key


def _kept(connection: Connection, table: Table, key: int | str) -> _Body | None:
    body: _Body | None = connection.execute(select(table.c[_COLUMN[table]]).where(_key_of(table) == key)).scalar()
    return body


def _write(connection: Connection, signature: Signature, table: Table, key: Any, body: _Body) -> None:
    if table is improvement:
        # Each version of an improvement is told by the journal.
        today = signature.at.date()
        current, wanted = improvements.one(connection, key, today), filter_from_json(body, today)
        improvements.change(connection, signature, improvements.CHANGED, current, current.version, filter=wanted)
    else:
        connection.execute(update(table).where(_key_of(table) == key).values({_COLUMN[table]: body}))
