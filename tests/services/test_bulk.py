"""One change of many complaints: what it would do, what it did, and taking it back exactly."""

from __future__ import annotations

import dataclasses
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_desk.domain.bulk import CHANGEABLE, CLEAR, MOST_AT_ONCE, BulkChange, BulkPreview
from complaint_desk.domain.complaint import CONTENT_FIELDS, NewStep
from complaint_desk.domain.errors import Refusal, Stopped
from complaint_desk.domain.fields import FIELD, FieldType
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.problems import ProblemsFound
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import bulk, handling, ledger, people
from complaint_desk.storage import complaints, journal
from complaint_desk.storage.complaints import Registration
from complaint_desk.storage.contacts import contact_keys
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.lists import codes
from complaint_desk.storage.verification import verify
from tests.conftest import NOW
from tests.storage.drafts import sound_draft

TO_SALES = BulkChange((("department", "售后部"), ("handler", CLEAR)))


def registered(desk, drafts) -> list[int]:
    registration = Registration("TS{yyyy}{seq:06}", Signature("王敏", NOW))
    with desk.store.writing() as connection:
        return [key for key, _ in complaints.insert_many(connection, drafts, registration)]


def contents(desk, ids):
    """What people said of each complaint, by id."""
    return {each.id: {name: getattr(each, name) for name in CONTENT_FIELDS} for each in ledger.rows(desk, ids)}


def found(desk, words):
    return {row.id for row in ledger.first_rows(desk, LedgerFilter(words=words), LedgerOrder())}


def entries(desk):
    with desk.store.reading() as connection:
        return journal.head(connection).sequence


@pytest.fixture
def five(desk) -> list[int]:
    return registered(desk, [sound_draft(department=f"{at}组", handler="李四") for at in range(4)]
                      + [sound_draft(department="售后部")])  # fmt: skip


def test_the_preview_counts_what_would_change_what_stands_so_and_what_is_erased(desk, five):
    assert bulk.preview_bulk(desk, five, TO_SALES) == BulkPreview(changing=4, already=1)
    assert bulk.preview_bulk(desk, five, BulkChange()) == BulkPreview()
    assert bulk.preview_bulk(desk, [*five, 99], TO_SALES) == BulkPreview(changing=4, already=1)


def test_an_emptied_field_is_not_one_left_alone(desk, five):
    done = bulk.change_many(desk, five, TO_SALES)
    assert done.ids == tuple(five[:4])
    assert done.changes.changed == done.ids
    for each in ledger.rows(desk, five):
        assert (each.department, each.handler, each.nature) == ("售后部", "", "quality")
    assert [each.version for each in ledger.rows(desk, five)] == [2, 2, 2, 2, 1]


def test_each_complaint_tells_the_change_in_its_journal_with_what_stood_there(desk, five):
    done = bulk.change_many(desk, five, TO_SALES)
    entry = handling.case(desk, five[1]).journal[-1]
    assert (entry.deed, entry.fields) == ("bulk_edited", ("department", "handler"))
    assert entry.before == (("department", "1组"), ("handler", "李四"))
    assert entry.details == (("bulk", done.token),)
    assert len(handling.case(desk, five[4]).journal) == 1
    assert verify(desk.store).ok


def test_undo_sets_back_what_nobody_touched_and_names_the_others(desk, five):
    before = contents(desk, five)
    done = bulk.change_many(desk, five, TO_SALES)
    handling.record_step(desk, five[0], NewStep("note", "已电话联系"))
    base = handling.case(desk, five[1]).complaint
    handling.save_edit(desk, base, dataclasses.replace(base, brand="澜图"))
    undone = bulk.undo_bulk(desk, done)
    assert undone.ids == tuple(five[2:4])
    assert undone.kept == ("TS2026000001", "TS2026000002")
    assert [each.department for each in ledger.rows(desk, five)] == ["售后部", "售后部", "2组", "3组", "售后部"]
    assert {key: before[key] for key in five[2:]} == contents(desk, five[2:])
    assert handling.case(desk, five[2]).journal[-1].deed == "bulk_undone"
    assert verify(desk.store).ok


def test_a_change_is_taken_back_once(desk, five):
    done = bulk.change_many(desk, five, TO_SALES)
    bulk.undo_bulk(desk, done)
    here = entries(desk)
    again = bulk.undo_bulk(desk, done)
    assert (again.ids, len(again.kept)) == ((), 4)
    assert entries(desk) == here


def test_a_later_bulk_change_stands_in_the_way_of_an_earlier_ones_undo(desk, five):
    first = bulk.change_many(desk, five, TO_SALES)
    second = bulk.change_many(desk, five[:1], BulkChange((("severity", "major"),)))
    assert bulk.undo_bulk(desk, first).ids == tuple(five[1:4])
    assert bulk.undo_bulk(desk, second).ids == tuple(five[:1])


def test_the_search_follows_the_change_and_its_undo(desk):
    ids = registered(desk, [sound_draft(brand="澜图"), sound_draft(brand="海云")])
    done = bulk.change_many(desk, ids, BulkChange((("brand", "北辰"),)))
    assert found(desk, "北辰") == set(ids)
    assert found(desk, "澜图") == set()
    bulk.undo_bulk(desk, done)
    assert (found(desk, "北辰"), found(desk, "澜图")) == (set(), {ids[0]})
    assert verify(desk.store).ok


def test_a_report_is_not_found_by_its_reporter_once_many_were_made_reports(desk):
    ids = registered(desk, [sound_draft(), sound_draft()])
    done = bulk.change_many(desk, ids, BulkChange((("kind", "report"),)))
    assert found(desk, "张三") == set()
    bulk.undo_bulk(desk, done)
    assert found(desk, "张三") == set(ids)
    assert verify(desk.store).ok


def test_what_must_stand_cannot_be_emptied_and_a_word_must_be_known(desk, five):
    here = entries(desk)
    for wrong, code in (
        (("nature", CLEAR), "required"),
        (("nature", "no-such"), "unknown_word"),
        (("department", "长" * 201), "too_long"),
    ):
        for deed in (bulk.preview_bulk, bulk.change_many):
            with pytest.raises(ProblemsFound) as error:
                deed(desk, five, BulkChange((wrong,)))
            assert [(problem.field, problem.code) for problem in error.value.problems] == [(wrong[0], code)]
    with pytest.raises(Refusal, match="not_for_bulk"):
        bulk.change_many(desk, five, BulkChange((("name", "张三"),)))
    with pytest.raises(Refusal, match="too_many_for_bulk"):
        bulk.preview_bulk(desk, range(MOST_AT_ONCE + 1), TO_SALES)
    assert entries(desk) == here


def test_what_is_wrong_elsewhere_in_a_complaint_is_no_obstacle(desk):
    ids = registered(desk, [sound_draft(nature="", category="")])
    assert bulk.change_many(desk, ids, TO_SALES).ids == tuple(ids)


def test_a_stopped_change_leaves_nothing(desk):
    ids = registered(desk, [sound_draft() for _ in range(1200)])
    here, stop = entries(desk), StopSignal()
    with pytest.raises(Stopped):
        bulk.change_many(desk, ids, TO_SALES, stop, lambda done, _total: stop.request() if done >= 500 else None)
    assert entries(desk) == here
    assert {each.version for each in ledger.rows(desk, ids)} == {1}


def test_no_field_of_a_bulk_change_is_a_contact(desk):
    with desk.store.reading() as connection:
        known = codes(connection)
    draft = sound_draft(address="人民路1号")
    for name in CHANGEABLE:
        field = FIELD[name]
        assert field.editable
        assert isinstance(getattr(draft, name), str)
        if field.type in (FieldType.WORD, FieldType.LEAF):
            assert known[field.word_list or ""]
        assert contact_keys(sound_draft(address="人民路1号", **{name: "other"})) == contact_keys(draft)


def test_a_thousand_complaints_change_within_a_second_or_so(desk):
    ids = registered(desk, [sound_draft(brand=f"牌{at}") for at in range(1000)])
    began = time.perf_counter()
    done = bulk.change_many(desk, ids, BulkChange((("department", "售后部"), ("brand", "北辰"))))
    took = time.perf_counter() - began
    assert len(done.ids) == 1000
    assert took < 4, f"{took:.2f} s"


_TEXTS = st.sampled_from(["", "售后部", "质检部", "澜图 A1", "𠮷野"])
_VALUES = {"department": _TEXTS, "brand": _TEXTS, "handler": _TEXTS, "severity": st.sampled_from(["", "major"])}
_CHANGES = st.fixed_dictionaries({}, optional=_VALUES).filter(bool)


@settings(max_examples=15)
@given(st.lists(st.fixed_dictionaries(_VALUES), min_size=1, max_size=5), _CHANGES, st.data())
def test_undo_restores_exactly_whatever_stood_there(desk, stood, wanted, data):
    ids = registered(desk, [sound_draft(**fields) for fields in stood])
    before = contents(desk, ids)
    change = BulkChange(tuple((name, value or CLEAR) for name, value in wanted.items()))
    looked = bulk.preview_bulk(desk, ids, change)
    done = bulk.change_many(desk, ids, change)
    assert looked.changing == len(done.ids) == sum(before[key] != before[key] | change.values() for key in ids)
    assert contents(desk, ids) == {key: before[key] | change.values() for key in ids}
    touched = data.draw(st.sets(st.sampled_from(ids)))
    for key in touched:
        handling.record_step(desk, key, NewStep("note", "联系"))
    undone = bulk.undo_bulk(desk, done)
    assert set(undone.ids) == set(done.ids) - touched
    kept = set(done.ids) & touched
    assert contents(desk, ids) == {key: before[key] | (change.values() if key in kept else {}) for key in ids}
    assert verify(desk.store).ok


def test_the_erased_are_left_alone(desk):
    ids = registered(desk, [sound_draft(), sound_draft()])
    people.erase_person(desk, ids[0], "本人要求")
    assert bulk.preview_bulk(desk, ids, TO_SALES) == BulkPreview(changing=1, erased=1)
    done = bulk.change_many(desk, ids, TO_SALES)
    assert done.ids == (ids[1],)
    people.erase_person(desk, ids[1], "本人要求")
    assert bulk.undo_bulk(desk, done).kept == ("TS2026000002",)
