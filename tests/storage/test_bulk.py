"""Rows inserted at once stand as rows inserted one by one."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql

from complaint_desk.domain.moments import SHANGHAI, PartialDate, now
from complaint_desk.storage import complaints, schema
from complaint_desk.storage.bulk import _prepared, insert_rows
from complaint_desk.storage.complaints import Registration
from complaint_desk.storage.journal import Signature
from tests.storage.drafts import sound_draft


def _row(number: int) -> dict[str, object]:
    draft = sound_draft(
        draft_id=uuid.UUID(int=5),
        purchased_on=PartialDate(2024, 2),
        demands=("refund", "repair"),
        received_at=dt.datetime(2026, 1, 1, 3, tzinfo=dt.UTC),
        closed_at=dt.datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=SHANGHAI),
        price=Decimal(7),
        extra=(("工单", "7"),),
    )
    registration = Registration("{yyyy}-{seq}", Signature("王敏", now()))
    return complaints._new_row(number, 2026, number, draft, registration) | {"draft_id": uuid.UUID(int=number)}


def test_same_as_one_by_one(store):
    with store.writing() as connection:
        connection.execute(insert(schema.complaint), [_row(1)])
        insert_rows(connection, schema.complaint, [_row(2), _row(3)])
        stored = connection.exec_driver_sql("SELECT * FROM complaint ORDER BY id").mappings().all()
        read = connection.execute(select(schema.complaint).order_by(schema.complaint.c.id)).mappings().all()
    own = {"id", "number", "number_sequence", "draft_id", "registered_at"}
    for rows in (stored, read):
        first, *others = [{name: value for name, value in row.items() if name not in own} for row in rows]
        assert others == [first, first]


def test_nothing_to_insert(store):
    with store.writing() as connection:
        insert_rows(connection, schema.complaint, [])


def test_databases_that_name_their_parameters():
    statement, columns, positional = _prepared(schema.complaint_key, ("complaint_id", "key"), postgresql.dialect())
    assert not positional
    assert [name for name, _ in columns] == ["complaint_id", "key"]
    assert "%(complaint_id)s" in statement
