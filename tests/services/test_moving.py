"""A whole ledger moved between file and server: every row of every table, or nothing."""

from __future__ import annotations

import dataclasses
import uuid

import pytest
from sqlalchemy import func, select

from complaint_desk.domain.complaint import SavedDraft
from complaint_desk.domain.errors import Refusal, Stopped
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import attaching, handling, intake, ledger, moving
from complaint_desk.storage import schema
from complaint_desk.storage.opening import open_ledger
from complaint_desk.storage.verification import verify
from tests.services.busy_day import work_a_day
from tests.storage.drafts import sound_draft

_MAY_BE_EMPTY = {"letter_sequence", "day_count", "province_layer", "rule_version", "fact_block", "fact_column"}


def address(store):
    return store.url.render_as_string(hide_password=False) if store.on_server else str(store.path)


@pytest.fixture
def target(store, server, tmp_path):
    """The address of a ledger of the other kind that is not there yet."""
    if store.on_server:
        yield str(tmp_path / "moved.db")
        return
    name = server.new_database()
    yield server.url(name)
    server.drop(name)


def counts(store):
    with store.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in schema.metadata.sorted_tables
        }


def test_everything_of_a_busy_day_moves_and_work_goes_on(desk, words, target, tmp_path):
    work_a_day(desk, words, tmp_path)
    before = counts(desk.store)
    assert {name for name, count in before.items() if not count} <= _MAY_BE_EMPTY
    told, checked = [], []
    moved = moving.copy_ledger(
        address(desk.store),
        target,
        progress=lambda done, total: told.append((done, total)),
        checking=lambda done, total: checked.append((done, total)),
    )
    assert (moved.complaints, moved.entries) == (before["complaint"], before["journal"])
    assert told[-1] == (2 * sum(before.values()), 2 * sum(before.values()))
    assert sorted(told) == told
    assert checked, "the check of the finished copy tells how far it is"
    assert sorted(checked) == checked
    opened = open_ledger(target)
    try:
        there = dataclasses.replace(desk, store=opened)
        assert counts(opened) == before
        assert intake.drafts(there) == intake.drafts(desk)
        assert ledger.views(there) == ledger.views(desk)
        assert ledger.lists(there) == ledger.lists(desk)
        rows = ledger.first_rows(desk, LedgerFilter(), LedgerOrder(), 50)
        assert ledger.first_rows(there, LedgerFilter(), LedgerOrder(), 50) == rows
        for row in rows:
            assert handling.case(there, row.id) == handling.case(desk, row.id)
            for attachment in handling.case(there, row.id).attachments:
                assert attaching.content(there, attachment) == attaching.content(desk, attachment)
        work_a_day(there, words, tmp_path)
        assert verify(opened).ok
    finally:
        opened.close()


def test_a_stopped_copy_leaves_an_empty_ledger_that_can_be_used(desk, words, target, tmp_path):
    work_a_day(desk, words, tmp_path)
    total = 2 * sum(counts(desk.store).values())
    for share in (0.1, 0.45, 0.9):
        stop = StopSignal()

        def halt(done, _total, stop=stop, share=share):
            if done >= share * total:
                stop.request()

        with pytest.raises(Stopped):
            moving.copy_ledger(address(desk.store), target, stop, halt)
    opened = open_ledger(target)
    assert ledger.total(dataclasses.replace(desk, store=opened)) == 0
    opened.close()
    moving.copy_ledger(address(desk.store), target)


def test_a_lost_copy_leaves_nothing(desk, words, target, tmp_path):
    work_a_day(desk, words, tmp_path)

    def fail(_done, _total):
        raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        moving.copy_ledger(address(desk.store), target, None, fail)
    moving.copy_ledger(address(desk.store), target)


def test_a_ledger_that_holds_something_is_never_a_target(desk, target):
    moved = open_ledger(target)
    intake.save_draft(
        dataclasses.replace(desk, store=moved),
        SavedDraft(uuid.uuid4(), "一", (("name", "一"),), desk.clock()),
    )
    moved.close()
    intake.register(desk, sound_draft())
    with pytest.raises(Refusal, match="target_not_empty"):
        moving.copy_ledger(address(desk.store), target)


def test_the_source_may_be_written_meanwhile(desk, target):
    intake.register(desk, sound_draft())
    other = open_ledger(address(desk.store))
    there = dataclasses.replace(desk, store=other)

    written: list[object] = []

    def write(_done, _total):
        if len(written) < 3:
            written.append(intake.register(there, sound_draft()))

    moved = moving.copy_ledger(address(desk.store), target, None, write)
    other.close()
    assert moved.complaints == 1, "the copy is of one moment"
    assert ledger.total(desk) > 1
