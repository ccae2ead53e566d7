"""SQLite takes every equality for a rare one: where it is the common one, it is led to the other index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.dialects import sqlite

from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.storage import complaints, ledger_queries
from complaint_desk.storage.complaints import Registration
from complaint_desk.storage.filtering import conditions
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.schema import complaint, import_batch
from complaint_desk.storage.store import Store
from tests.conftest import NOW
from tests.storage.drafts import sound_draft

BATCH = LedgerFilter(one_of=(("import_batch", ("1",)),))
CALLS = LedgerFilter(one_of=(("status", ("closed",)),)).with_range("closed_at", low=NOW.date() - dt.timedelta(14))
EVERYTHING = 40


@pytest.fixture
def imported(store: Store) -> Callable[[int], Store]:
    """Forty complaints, of which the first batch holds as many as it is told."""

    def fill(of_batch: int) -> Store:
        drafts = [
            sound_draft(received_at=NOW - dt.timedelta(days=at), status="closed", closed_at=NOW - dt.timedelta(days=at))
            for at in range(EVERYTHING)
        ]
        with store.writing() as connection:
            complaints.insert_many(connection, drafts, Registration("TS{yyyy}{seq:06}", Signature("王敏", NOW)))
            batch = {"id": 1, "at": NOW, "person": "王敏", "files": [], "registered": of_batch}
            connection.execute(insert(import_batch), [batch])
            connection.execute(update(complaint).where(complaint.c.id <= of_batch).values(import_batch=1))
        return store

    return fill


def plan(store: Store, wanted: LedgerFilter) -> str:
    """How SQLite would find the newest of what a filter asks."""
    with store.reading() as connection:
        query = select(complaint.c.id).where(*conditions(connection, wanted))
        query = query.order_by(*ledger_queries.ordering(LedgerOrder())).limit(10)
        text = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
        return " ".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}"))


def found(store: Store, wanted: LedgerFilter) -> list[int]:
    with store.reading() as connection:
        return list(ledger_queries.keys(connection, wanted, LedgerOrder()))


def test_a_batch_of_nearly_the_whole_ledger_is_walked_by_date(imported):
    store = imported(38)
    assert found(store, BATCH) == list(range(1, 39))
    if not store.on_server:
        assert "ix_complaint_received_at" in plan(store, BATCH)
        assert "TEMP B-TREE" not in plan(store, BATCH)


def test_a_small_batch_is_found_by_its_index(imported):
    store = imported(3)
    assert found(store, BATCH) == [1, 2, 3]
    if not store.on_server:
        assert "ix_complaint_import_batch" in plan(store, BATCH)


def test_what_was_closed_lately_is_not_looked_for_among_all_that_was_closed(imported):
    store = imported(3)
    assert found(store, CALLS) == list(range(1, 16))
    if not store.on_server:
        assert "ix_complaint_status" not in plan(store, CALLS)
