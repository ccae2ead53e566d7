"""What a great import leaves to the deeds after it, of a ledger in a file."""

from __future__ import annotations

import pytest

from complaint_desk.domain.moments import now
from complaint_desk.domain.new_complaints import NewComplaints, new_complaints
from complaint_desk.storage import complaints, search_index, search_sqlite
from complaint_desk.storage.complaints import Registration
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.open_batch import OpenBatch
from complaint_desk.storage.store import Store
from complaint_desk.storage.verification import verify
from tests.storage.drafts import sound_draft

SIGNATURE = Signature("王敏", now())
PATTERN = "TS{yyyy}{seq:06}"
PORTIONS = 7


def portion(times: int = 1) -> NewComplaints:
    drafts = [sound_draft(name=f"王{each}", facts=f"第{each}次要求退款" * times) for each in range(search_sqlite._MANY)]
    return new_complaints(drafts)


def batch(connection) -> OpenBatch:
    return OpenBatch(connection, SIGNATURE, PATTERN, ["旧台账.xlsx"])


def write_portions(store: Store) -> None:
    with store.writing() as connection:
        for _ in range(PORTIONS):
            with complaints.inserting(connection, portion(), Registration(PATTERN, SIGNATURE, None)):
                pass


def segments(store: Store) -> int:
    with store.reading() as connection:
        found = connection.exec_driver_sql("SELECT count(DISTINCT segid) FROM complaint_search_idx")
        return int(found.scalar_one())


def test_portions_of_an_import_are_merged_by_those_who_write_later(store: Store) -> None:
    with store.writing() as connection, batch(connection) as opened:
        for _ in range(PORTIONS):
            opened.add(portion())
        assert search_index.differences(connection) is None
    assert segments(store) == PORTIONS
    for _ in range(2):
        write_portions(store)
    assert segments(store) < PORTIONS
    assert verify(store).faults == ()


def test_an_import_that_breaks_leaves_merging_as_it_was(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.writing() as connection, batch(connection) as opened:
        opened.add(portion())
        raise ZeroDivisionError
    write_portions(store)
    assert segments(store) < PORTIONS


def test_the_commit_after_an_import_brings_its_log_into_the_file(store: Store) -> None:
    small = store.path.stat().st_size
    with store.writing() as connection, batch(connection) as opened:
        opened.add(portion(times=800))
    assert store.path.stat().st_size == small
    with store.writing() as connection:
        complaints.insert_many(connection, [sound_draft()], Registration(PATTERN, SIGNATURE, None))
    assert store.path.stat().st_size > 2 * small
