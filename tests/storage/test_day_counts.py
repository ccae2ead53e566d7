"""Counts that are kept by day are those of the complaints, whatever was written since; in a file and on a server."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from sqlalchemy import delete, select

from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.domain.new_complaints import new_complaints
from complaint_desk.storage import batches, bulk_changes, complaints, day_counts, erasure
from complaint_desk.storage.complaints import Registration, insert_many
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.open_batch import OpenBatch
from complaint_desk.storage.schema import complaint, day_count
from tests.conftest import NOW
from tests.storage.drafts import sound_draft

SIGNATURE = Signature("王敏", NOW)
FIRST, LAST = dt.date(2026, 2, 25), dt.date(2026, 3, 6)


def any_draft(chance):
    day = FIRST + dt.timedelta(chance.randrange(10))
    return sound_draft(
        received_at=dt.datetime.combine(day, dt.time(chance.choice((0, 23)), 59), SHANGHAI),
        kind=chance.choice(("complaint", "report")),
        subject_name=chance.choice(("电饭煲", "Ｑ 空调", 'a"b')),
        region=chance.choice(("", "浙江省/杭州市")),
        batch=chance.choice(("", "L-7")),
    )


def registered(connection, chance, count, batch=None):
    made = insert_many(
        connection, [any_draft(chance) for _ in range(count)], Registration("TS{yyyy}{seq:06}", SIGNATURE, batch)
    )
    return [key for key, _ in made]


def kept_and_counted(store):
    with store.writing() as connection:
        kept = day_counts.read(connection, FIRST, LAST)
        connection.execute(delete(day_count))
        return kept, day_counts.read(connection, FIRST, LAST)


def change(connection, chance, ids):
    current = complaints.must_read(connection, chance.choice(ids))
    moved = dt.datetime.combine(FIRST + dt.timedelta(chance.randrange(10)), dt.time(9), SHANGHAI)
    changed = chance.choice(({"brand": "岚星"}, {"received_at": moved}, {"kind": "report"}, {"outcome_text": "已退款"}))
    complaints.write_changes(connection, SIGNATURE, "edited", current, changed)


def erase(connection, chance, ids):
    erasure.erase(connection, SIGNATURE, complaints.must_read(connection, chance.choice(ids)), "PIPL 47")


def change_many(connection, chance, ids):
    bulk_changes.change(connection, SIGNATURE, ids, {"department": chance.choice(("质量部", "售后部"))}, "t")


def register_more(connection, chance, ids):
    registered(connection, chance, 3)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_kept_is_what_is_there(store, seed):
    chance = random.Random(seed)
    with store.writing() as connection:
        ids = registered(connection, chance, 30)
    for _ in range(6):
        with store.writing() as connection:
            assert day_counts.keep(connection, FIRST, LAST, 100) + day_counts.keep(connection, FIRST, LAST, 100) <= 10
        for deed in chance.choices((change, erase, change_many, register_more), k=2):
            with store.writing() as connection:
                deed(connection, chance, ids)
        kept, counted = kept_and_counted(store)
        assert kept == counted


def test_an_import_that_is_taken_back_leaves_no_counts(store):
    with store.writing() as connection:
        with OpenBatch(connection, SIGNATURE, "TS{yyyy}{seq:06}", ["a.csv"]) as batch:
            batch.add(new_complaints([any_draft(random.Random(1)) for _ in range(5)]))
        day_counts.keep(connection, FIRST, LAST, 100)
        batches.remove(connection, SIGNATURE, batch.number or 0)
    kept, counted = kept_and_counted(store)
    assert kept == counted
    assert not any(kept)


def test_days_are_kept_from_the_first_complaint_on_in_portions(store):
    with store.writing() as connection:
        assert day_counts.keep(connection, dt.date.min, LAST, 100) == 0
        insert_many(
            connection,
            [sound_draft(received_at=dt.datetime(2026, 3, day, 9, tzinfo=SHANGHAI)) for day in (1, 4)],
            Registration("TS{yyyy}{seq:06}", SIGNATURE),
        )
        assert [day_counts.keep(connection, dt.date.min, LAST, 4) for _ in range(3)] == [4, 2, 0]
        days = connection.execute(select(day_count.c.day, day_count.c.counts).order_by(day_count.c.day)).all()
    assert [day.day for day, _ in days] == [1, 2, 3, 4, 5, 6]
    assert [counts.get("", {}).get("", 0) for _, counts in days] == [1, 0, 0, 1, 0, 0]


def test_a_step_alone_makes_nobody_count_anew(store):
    with store.writing() as connection:
        (key, *_) = registered(connection, random.Random(3), 4)
        kept = day_counts.keep(connection, FIRST, LAST, 100)
        complaints.write_changes(
            connection, SIGNATURE, "edited", complaints.must_read(connection, key), {"outcome_text": "已退款"}
        )
        bulk_changes.change(connection, SIGNATURE, [key], {"handler": "李娜"}, "t")
        assert len(connection.execute(select(day_count.c.day)).all()) == kept


def test_who_reported_is_not_counted_by_region(store):
    with store.writing() as connection:
        drafts = [
            sound_draft(received_at=dt.datetime(2026, 3, 1, 9, tzinfo=SHANGHAI), kind=kind, region="浙江省/杭州市")
            for kind in ("report", "complaint")
        ]
        insert_many(connection, drafts, Registration("TS{yyyy}{seq:06}", SIGNATURE))
        (counts,) = day_counts.read(connection, dt.date(2026, 3, 1), dt.date(2026, 3, 1))
        assert counts[""] == {"": 2}
        assert counts["region"] == {"浙江省/杭州市": 1}
        assert connection.execute(select(complaint.c.id)).all()
