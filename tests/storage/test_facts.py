"""Facts that are kept are those of the complaints, whatever was written since; in a file and on a server."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from complaint_desk.domain.complaint import NewStep
from complaint_desk.domain.errors import Stopped
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.domain.new_complaints import new_complaints
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage import (
    batches,
    bulk_changes,
    complaints,
    contact_groups,
    erasure,
    fact_blocks,
    fact_counts,
    fact_keeping,
    fact_rows,
    group_counts,
    known_facts,
    preparing,
)
from complaint_desk.storage.complaints import Registration, insert_many
from complaint_desk.storage.facts import NOTHING, Facts, amounts, coded, counts
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.open_batch import OpenBatch
from complaint_desk.storage.repeated import repeated_ids
from complaint_desk.storage.schema import GROUPS_OF_CONTACTS, complaint, fact_block, fact_column
from complaint_desk.storage.verification import verify
from tests.conftest import NOW
from tests.storage.drafts import sound_draft

SIGNATURE = Signature("王敏", NOW)
ALWAYS = (dt.datetime(2000, 1, 1, tzinfo=SHANGHAI), dt.datetime(2100, 1, 1, tzinfo=SHANGHAI))
FIRST = dt.datetime(2026, 1, 1, 9, tzinfo=SHANGHAI)
PHONES = ("13800000001", "13800000002", "13800000003", "")


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """So that thirty complaints make several, of which some are made anew."""
    monkeypatch.setattr(fact_blocks, "BLOCK_SIZE", 8)
    monkeypatch.setattr(fact_blocks, "FEW_NEW", 2)
    monkeypatch.setattr(contact_groups, "FEW_NEW", 2)
    monkeypatch.setattr(fact_blocks, "_MOST_CHANGED", 2)
    monkeypatch.setattr(fact_blocks, "_MOST_ENTRIES", 6)
    monkeypatch.setattr(fact_blocks, "_MANY_ENTRIES", 3)
    monkeypatch.setattr(contact_groups, "_ENOUGH_CHANGED", 4)


def any_draft(chance):
    received = FIRST + dt.timedelta(chance.randrange(60), chance.randrange(3_600))
    closed = received + dt.timedelta(chance.randrange(20)) if chance.random() < 0.5 else None
    return sound_draft(
        received_at=received,
        closed_at=closed,
        status="closed" if closed else "handling",
        kind=chance.choice(("complaint", "report")),
        phone=chance.choice(PHONES),
        category=chance.choice(("electronics", "food")),
        region=chance.choice(("", "浙江省/杭州市")),
        department=chance.choice(("", "质量部", "Ｑ|")),
        outcome=chance.choice(("", "refunded")),
        satisfaction=chance.choice((None, 2, 5)),
    )


def registered(connection, chance, count):
    steps = [
        (NewStep("acknowledge", at=NOW), NewStep("correct", at=NOW)) if chance.random() < 0.3 else ()
        for _ in range(count)
    ]
    drafts = [any_draft(chance) for _ in range(count)]
    return [key for key, _ in insert_many(connection, drafts, Registration("TS{yyyy}{seq:06}", SIGNATURE), steps)]


def change(connection, chance, ids):
    current = complaints.must_read(connection, chance.choice(ids))
    changed = chance.choice(
        (
            {"category": "food"},
            {"received_at": FIRST + dt.timedelta(chance.randrange(60))},
            {"phone": chance.choice(PHONES)},
            {"outcome_text": "已退款"},
            {"status": "closed", "closed_at": NOW},
            {},
        )
    )
    new = [NewStep(chance.choice(("acknowledge", "correct", "verify_correction")), at=NOW)]
    complaints.write_changes(connection, SIGNATURE, "edited", current, changed, new_steps=new)


def erase(connection, chance, ids):
    erasure.erase(connection, SIGNATURE, complaints.must_read(connection, chance.choice(ids)), "PIPL 47")


def change_many(connection, chance, ids):
    bulk_changes.change(connection, SIGNATURE, ids[::3], {"department": chance.choice(("质量部", "售后部"))}, "t")


def register_more(connection, chance, ids):
    ids.extend(registered(connection, chance, chance.choice((1, 5))))


def undo_an_import(connection, chance, ids):
    with OpenBatch(connection, SIGNATURE, "TS{yyyy}{seq:06}", ["a.csv"]) as batch:
        batch.add(new_complaints([any_draft(chance) for _ in range(5)]))
    ids.extend(registered(connection, chance, 1))
    batches.remove(connection, SIGNATURE, batch.number or 0)


def rows_of(facts: Facts) -> dict[int, tuple[object, ...]]:
    """What is said of each complaint, by id."""
    columns = [np.array(each.words, object)[each.codes].tolist() for _, each in sorted(facts.coded.items())]
    columns += [each.tolist() for _, each in sorted(facts.amounts.items())]
    return dict(zip(facts.ids.tolist(), zip(*columns, strict=True), strict=True))


def known(connection, names: Sequence[str] = fact_rows.NAMES, basis="received_at", span=ALWAYS):
    return rows_of(known_facts.read(connection, names, basis, [span]))


def counted(connection):
    return rows_of(fact_rows.read(connection, fact_rows.NAMES, lambda column: column > 0))


def check(store):
    with store.reading() as connection:
        assert known(connection) == counted(connection)
        again = repeated_ids(connection, [ALWAYS]).tolist()
        month = FIRST + dt.timedelta(20), FIRST + dt.timedelta(50)
        within = known(connection, ("category",), span=month)
        closed = known(connection, ("category",), "closed_at", month)
        moments = connection.execute(select(complaint.c.id, complaint.c.received_at, complaint.c.closed_at)).all()
    assert {key for key, received, _ in moments if month[0] <= received < month[1]} <= within.keys()
    assert {key for key, _, at in moments if at and month[0] <= at < month[1]} <= closed.keys()
    with store.writing() as connection, connection.begin_nested() as tried:
        connection.execute(delete(fact_block))
        assert repeated_ids(connection, [ALWAYS]).tolist() == again
        assert known(connection) == counted(connection)
        tried.rollback()


@pytest.mark.parametrize("seed", range(4))
def test_what_is_kept_is_what_is_there(store, seed):
    chance = random.Random(seed)
    with store.writing() as connection:
        ids = registered(connection, chance, 30)
    for _ in range(5):
        if chance.random() < 0.7:
            fact_keeping.keep(store)
            assert fact_keeping.keep(store) == 0
        check(store)
        for deed in chance.choices((change, change, change_many, register_more, undo_an_import, erase), k=3):
            with store.writing() as connection:
                deed(connection, chance, ids)
        check(store)
        assert verify(store).faults == ()


def test_a_block_that_was_made_before_others_wrote_says_so(store):
    chance = random.Random(1)
    with store.writing() as connection:
        ids = registered(connection, chance, 8)
    with store.reading() as connection:
        made = fact_blocks.made(connection, 1, 8)
        groups = contact_groups.made(connection)
    for deed in (change, change_many, register_more):
        with store.writing() as connection:
            deed(connection, chance, ids)
    with store.writing() as connection:
        fact_blocks.keep(connection, made)
        fact_blocks.keep(connection, groups)
    check(store)


@pytest.mark.parametrize("seed", range(3))
def test_counts_by_group_are_the_same_from_facts_and_from_rows(store, seed):
    chance = random.Random(seed)
    with store.writing() as connection:
        ids = registered(connection, chance, 30)
    fact_keeping.keep(store)
    with store.writing() as connection:
        change(connection, chance, ids)
        register_more(connection, chance, ids)
    names = (*fact_rows.CODED, "brand", "due")
    day = FIRST.date()
    filters = (
        LedgerFilter(),
        LedgerFilter().with_choices("kind", ("complaint",)).with_range("received_at", day + dt.timedelta(10)),
        LedgerFilter()
        .with_choices("category", ("goods", "food"))
        .with_range("received_at", None, day + dt.timedelta(30)),
        LedgerFilter().with_choices("department", ("", "质量部")),
        LedgerFilter().with_choices("satisfaction", ("5",)),
        LedgerFilter().with_choices("region", ("浙江省/杭州市",)),
        LedgerFilter(words="涂层").with_choices("status", ("closed",)),
    )
    with store.writing() as connection:
        by_facts = [[group_counts.group_counts(connection, each, name) for name in names] for each in filters]
        assert fact_counts.fact_counts(connection, filters[2], "kind") is not None
        connection.execute(delete(fact_block))
        assert fact_counts.fact_counts(connection, filters[2], "kind") is None
        by_rows = [[group_counts.group_counts(connection, each, name) for name in names] for each in filters]
    assert by_facts == by_rows


def test_a_small_ledger_keeps_nothing(store):
    with store.writing() as connection:
        registered(connection, random.Random(1), 1)
    assert fact_keeping.keep(store) == 0


def test_keeping_stops_between_blocks_and_leaves_those_that_are_made(store):
    with store.writing() as connection:
        registered(connection, random.Random(1), 30)
    stop = StopSignal()
    with pytest.raises(Stopped):
        fact_keeping.keep(store, stop, lambda done, _total: stop.request() if done == 2 else None)
    with store.reading() as connection:
        assert len(fact_blocks.standing(connection).blocks) == 2
    check(store)


def test_blocks_of_another_format_are_not_read(store):
    with store.writing() as connection:
        registered(connection, random.Random(1), 30)
    fact_keeping.keep(store)
    with store.writing() as connection:
        connection.execute(update(fact_column).values(content=b"?"))
        connection.execute(update(fact_block).values(format=0))
    check(store)
    assert fact_keeping.keep(store) > 1
    check(store)


def test_erasing_a_person_forgets_where_they_live_and_with_whom_they_share_a_contact(store):
    with store.writing() as connection:
        ids = registered(connection, random.Random(1), 20)
    fact_keeping.keep(store)
    with store.writing() as connection:
        erasure.erase(connection, SIGNATURE, complaints.must_read(connection, ids[10]), "PIPL 47")
        kept = set(connection.execute(select(fact_column.c.first_id)).scalars())
    assert kept == {1, 17}
    check(store)


def test_what_was_made_before_a_person_was_erased_is_not_kept_after(store):
    with store.writing() as connection:
        ids = registered(connection, random.Random(1), 8)
    with store.reading() as connection:
        made = [fact_blocks.made(connection, 1, 8), contact_groups.made(connection)]
    with store.writing() as connection:
        erase(connection, random.Random(1), ids)
    with store.writing() as connection:
        for each in made:
            fact_blocks.keep(connection, each)
        assert connection.execute(select(fact_column.c.first_id)).first() is None
    check(store)


def test_a_block_that_was_changed_all_over_is_read_by_its_range(store):
    with store.writing() as connection:
        ids = registered(connection, random.Random(1), 30)
    fact_keeping.keep(store)
    with store.writing() as connection:
        bulk_changes.change(connection, SIGNATURE, ids[:20], {"department": "售后部"}, "t")
        assert fact_blocks.standing(connection).gaps(30) == [(1, 24)]
    check(store)
    fact_keeping.keep(store)
    with store.reading() as connection:
        assert fact_blocks.standing(connection).gaps(30) == []
    check(store)


def test_a_ledger_is_filled_when_it_is_brought_up_to_date(store):
    with store.writing() as connection:
        registered(connection, random.Random(1), 30)
    told = []
    with store.writing() as connection:
        preparing.furnish(connection, counting=lambda done, total: told.append((done, total)))
    assert told == [(each, 5) for each in range(5)]
    assert fact_keeping.keep(store) == 0
    check(store)


def test_verification_finds_facts_and_groups_that_differ(store):
    with store.writing() as connection:
        registered(connection, random.Random(1), 20)
    fact_keeping.keep(store)
    with store.writing() as connection:
        first = update(fact_column).where(fact_column.c.first_id == 9)
        connection.execute(first.where(fact_column.c.name == "kind").values(content=fact_blocks.packed(coded("k" * 8))))
        nobody = update(fact_column).where(fact_column.c.first_id == GROUPS_OF_CONTACTS)
        connection.execute(nobody.values(content=fact_blocks.packed(amounts((), 0))))
    faults = [(each.code, each.place) for each in verify(store).faults]
    assert faults == [("facts", "TS2026000009 – TS2026000016"), ("facts", "complaint_contact")]


@given(st.lists(st.none() | st.text(max_size=3) | st.integers(0, 5), max_size=20))
def test_coded_columns_come_back_as_they_were_packed(values):
    column = fact_blocks.unpacked_codes(fact_blocks.packed(coded(values)))
    assert [column.words[code] for code in column.codes.tolist()] == values


@given(st.lists(st.none() | st.integers(-(2**40), 2**40), max_size=20))
def test_amounts_come_back_as_they_were_packed(values):
    column = fact_blocks.unpacked_amounts(fact_blocks.packed(amounts(values, len(values))))
    assert [None if each == NOTHING else each for each in column.tolist()] == values


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3000), st.sampled_from((None, 1))), max_size=50))
def test_combinations_are_counted_as_they_stand(rows):
    columns = [coded(column) for column in zip(*rows, strict=True)] or [coded(())] * 3
    found = dict(counts(columns))
    assert found == {row: rows.count(row) for row in rows}
