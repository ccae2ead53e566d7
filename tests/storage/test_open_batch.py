"""An import that is written portion by portion, each indexed while the next one is made ready."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from complaint_desk.domain.errors import Stopped
from complaint_desk.domain.foreign.known_choices import KnownWay
from complaint_desk.domain.moments import now
from complaint_desk.domain.new_complaints import NewComplaints, new_complaints
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage import journal, search_index, search_sqlite
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.open_batch import OpenBatch
from complaint_desk.storage.schema import complaint
from complaint_desk.storage.schema import journal as journal_table
from complaint_desk.storage.verification import verify
from tests.storage.drafts import sound_draft

_MANY = search_sqlite._MANY
"""So many are indexed in a thread beside."""


def _portion(count: int = _MANY) -> NewComplaints:
    return new_complaints([sound_draft(name=f"王{each}", facts=f"第{each}次要求退款") for each in range(count)])


def _batch(connection) -> OpenBatch:
    return OpenBatch(connection, Signature("王敏", now()), "TS{yyyy}{seq:06}", ["旧台账.xlsx"])


def test_what_was_added_is_whole_when_it_is_asked_for_and_when_the_import_ends(store):
    with store.writing() as connection:
        with _batch(connection) as batch:
            batch.add(_portion())
            assert batch.there([batch.id_of(0)])[batch.id_of(0)].name == "王0"
            assert journal.head(connection).sequence == _MANY
            draft = sound_draft(name="王7", facts="第7次要求退款", address="上海市晴岚路1号")
            assert batch.change(batch.id_of(7), draft, KnownWay.FILL, frozenset(), dry_run=False)
            batch.add(_portion(3))
            batch.add(_portion())
        assert search_index.differences(connection) is None
    assert verify(store).faults == ()


@pytest.mark.parametrize("portions", [1, 2])
def test_an_import_that_breaks_while_a_portion_is_indexed_leaves_nothing(store, portions):
    with pytest.raises(ZeroDivisionError), store.writing() as connection, _batch(connection) as batch:
        for _ in range(portions):
            batch.add(_portion())
        raise ZeroDivisionError
    stop = StopSignal()
    with pytest.raises(Stopped), store.writing(stop) as connection, _batch(connection) as batch:
        for _ in range(portions):
            batch.add(_portion())
        stop.request()
        stop.heed()
    with store.writing() as connection:
        assert connection.execute(select(func.count()).select_from(complaint)).scalar() == 0
        assert connection.execute(select(func.count()).select_from(journal_table)).scalar() == 0
        assert search_index.differences(connection) is None
