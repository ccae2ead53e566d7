"""Rows inserted at once stand as rows inserted one by one."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from decimal import Decimal

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects import postgresql

from complaint_desk.domain.moments import SHANGHAI, PartialDate, now
from complaint_desk.domain.new_complaints import new_complaints
from complaint_desk.storage import bulk, complaints, schema
from complaint_desk.storage.bulk import _prepared, insert_columns, insert_rows
from complaint_desk.storage.complaints import Registration
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.turning import Columns
from tests.storage.drafts import sound_draft


def _columns(connection: Connection, count: int) -> Columns:
    draft = sound_draft(
        purchased_on=PartialDate(2024, 2),
        demands=("refund", "repair"),
        received_at=dt.datetime(2026, 1, 1, 3, tzinfo=dt.UTC),
        closed_at=dt.datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=SHANGHAI),
        price=Decimal(7),
        extra=(("工单", "7"),),
    )
    registration = Registration("{yyyy}-{seq}", Signature("王敏", now()))
    drafts = [dataclasses.replace(draft, draft_id=uuid.UUID(int=each)) for each in range(count)]
    return complaints._new_columns(connection, new_complaints(drafts), registration)


def test_same_as_one_by_one(store):
    with store.writing() as connection:
        columns = _columns(connection, 23)
        rows = [dict(zip(columns, each, strict=True)) for each in zip(*columns.values(), strict=True)]
        connection.execute(insert(schema.complaint), rows[:1])
        insert_rows(connection, schema.complaint, rows[1:3])
        insert_columns(connection, schema.complaint, {name: column[3:] for name, column in columns.items()})
        stored = connection.exec_driver_sql("SELECT * FROM complaint ORDER BY id").mappings().all()
        read = connection.execute(select(schema.complaint).order_by(schema.complaint.c.id)).mappings().all()
    own = {"id", "number", "number_sequence", "draft_id", "registered_at"}
    for found in (stored, read):
        first, *others = [{name: value for name, value in row.items() if name not in own} for row in found]
        assert others == [first] * 22


@pytest.mark.parametrize("shared", ["", "it's ''so''", 'say "so"?', "x" * 2_000, "%s :name ?1 \\ 表😀\n"])
def test_what_many_rows_say_alike_is_stored_as_it_is(store, shared):
    with store.writing() as connection:
        columns = _columns(connection, bulk._MANY_MORE)
        columns |= dict.fromkeys(("facts", "name"), [shared] * bulk._MANY_MORE) | {"hold": [*[shared] * 499, "another"]}
        insert_columns(connection, schema.complaint, columns)
        read = connection.execute(select(schema.complaint).order_by(schema.complaint.c.id)).mappings().all()
    assert {(row.facts, row.name) for row in read} == {(shared, shared)}
    assert [row.hold for row in read] == columns["hold"]
    kept = (
        "received_at",
        "price",
        "demands",
        "purchased_on",
        "extra",
        "version",
        "draft_id",
        "erased_at",
        "kind",
        "reopened",
    )
    assert [[row[name] for name in kept] for row in read] == [
        list(each) for each in zip(*(columns[name] for name in kept), strict=True)
    ]


def test_a_statement_would_end_at_a_nul():
    assert bulk._literal("nul\0byte") is None


def test_nothing_to_insert(store):
    with store.writing() as connection:
        insert_rows(connection, schema.complaint, [])
        insert_columns(connection, schema.complaint_key, {"complaint_id": [], "key": []})
        assert connection.execute(select(schema.complaint_key)).all() == []


def test_databases_that_name_their_parameters():
    statement, columns, positional = _prepared(schema.complaint_key, ("complaint_id", "key"), postgresql.dialect())
    assert not positional
    assert [name for name, _ in columns] == ["complaint_id", "key"]
    assert "%(complaint_id)s" in statement
