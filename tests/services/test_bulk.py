"""One change of many complaints: what it would do, what it did, and taking it back exactly."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from array import array
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_desk.domain.bulk import CHANGEABLE, CLEAR, MOST_NAMED, BulkChange, BulkPreview, changes_of
from complaint_desk.domain.complaint import CONTENT_FIELDS, Changes, NewStep
from complaint_desk.domain.contact_keys import contact_keys
from complaint_desk.domain.errors import Refusal, Stopped, Surroundings
from complaint_desk.domain.fields import FIELD, PERSONAL, FieldType
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.problems import ProblemsFound
from complaint_desk.domain.reading import Value
from complaint_desk.domain.vocabulary import Status
from complaint_desk.runtime.stop import Progress, StopSignal
from complaint_desk.services import bulk, handling, ledger, people
from complaint_desk.storage import bulk_changes, complaints, journal
from complaint_desk.storage.complaints import Registration
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
    assert list(done.ids) == five[:4]
    assert done.changes.changed == tuple(five[:4])
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
    assert list(undone.ids) == five[2:4]
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
    assert (list(again.ids), again.kept_count) == ([], 4)
    assert entries(desk) == here


def test_a_later_bulk_change_stands_in_the_way_of_an_earlier_ones_undo(desk, five):
    first = bulk.change_many(desk, five, TO_SALES)
    second = bulk.change_many(desk, five[:1], BulkChange((("severity", "major"),)))
    assert list(bulk.undo_bulk(desk, first).ids) == five[1:4]
    assert list(bulk.undo_bulk(desk, second).ids) == five[:1]


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
        (("status", CLEAR), "required"),
        (("status", "no-such"), "unknown_word"),
        (("status", "declined"), "one_by_one"),
        (("handled_at", NOW + dt.timedelta(1)), "future"),
        (("compensation", Decimal(-1)), "negative"),
    ):
        for deed in (bulk.preview_bulk, bulk.change_many):
            with pytest.raises(ProblemsFound) as error:
                deed(desk, five, BulkChange((wrong,)))
            assert [(problem.field, problem.code) for problem in error.value.problems] == [(wrong[0], code)]
    with pytest.raises(Refusal, match="not_for_bulk"):
        bulk.change_many(desk, five, BulkChange((("name", "张三"),)))
    assert entries(desk) == here


def test_what_is_wrong_elsewhere_in_a_complaint_is_no_obstacle(desk):
    ids = registered(desk, [sound_draft(nature="", category="")])
    assert bulk.change_many(desk, ids, TO_SALES).ids.tolist() == ids


def stopping_after(count: int) -> tuple[StopSignal, Progress]:
    """A signal that asks for an end once so many complaints were looked at."""
    stop = StopSignal()

    def progress(done: int, total: int | None) -> None:
        if done >= count:
            stop.request()

    return stop, progress


def test_a_change_that_is_stopped_keeps_what_it_did_and_goes_on_as_the_same_change(desk):
    ids = registered(desk, [sound_draft() for _ in range(400)])
    before = contents(desk, ids)
    done = bulk.change_many(desk, ids, TO_SALES, *stopping_after(1))
    assert isinstance(done.halted, Stopped)
    assert 0 < len(done.ids) < 400
    assert [*done.ids, *done.rest] == ids
    assert {each.version for each in ledger.rows(desk, list(done.rest))} == {1}
    whole = bulk.change_many(desk, done.rest, TO_SALES, begun=done)
    assert (whole.token, list(whole.ids), list(whole.rest), whole.halted) == (done.token, ids, [], None)
    undone = bulk.undo_bulk(desk, whole, *stopping_after(1))
    assert undone.rest is not None
    assert [*undone.ids, *undone.rest.ids] == ids
    again = bulk.undo_bulk(desk, undone.rest)
    assert (again.rest, again.kept_count) == (None, 0)
    assert contents(desk, ids) == before
    assert verify(desk.store).ok


def test_a_change_stopped_at_once_leaves_nothing(desk, five):
    here, stop = entries(desk), StopSignal()
    stop.request()
    with pytest.raises(Stopped):
        bulk.change_many(desk, five, TO_SALES, stop)
    done = bulk.change_many(desk, five, TO_SALES)
    with pytest.raises(Stopped):
        bulk.undo_bulk(desk, done, stop)
    assert entries(desk) == here + 4


def test_what_ends_a_change_on_its_way_is_told_with_what_was_done(desk, monkeypatch):
    ids = registered(desk, [sound_draft() for _ in range(300)])
    real, calls = bulk_changes.change, []

    def full(*each, **more):
        calls.append(each)
        if len(calls) == 2:
            raise Surroundings("disk_full", path="ledger.db")
        return real(*each, **more)

    monkeypatch.setattr(bulk_changes, "change", full)
    done = bulk.change_many(desk, ids, TO_SALES)
    assert done.halted is not None
    assert done.halted.code == "disk_full"
    assert [*done.ids, *done.rest] == ids
    monkeypatch.undo()
    assert list(bulk.undo_bulk(desk, done).ids) == list(done.ids)


def test_others_write_between_the_portions(desk):
    ids = registered(desk, [sound_draft() for _ in range(300)])
    last = ids[-1]
    written: list[int] = []

    def colleague(done: int, total: int | None) -> None:
        if not written:
            written.append(done)
            handling.record_step(desk, last, NewStep("note", "已联系"))

    done = bulk.change_many(desk, ids, TO_SALES, None, colleague)
    assert 0 < written[0] < 300
    assert list(done.ids) == ids
    assert [each.deed for each in handling.case(desk, last).journal] == ["registered", "step", "bulk_edited"]
    assert bulk.undo_bulk(desk, done).kept_count == 0


def test_of_very_many_nobody_names_the_ids():
    assert changes_of(array("q", range(MOST_NAMED))).changed == tuple(range(MOST_NAMED))
    assert changes_of(array("q", range(MOST_NAMED + 1))) == Changes(everything=True)


ANSWERED = BulkChange((
    ("status", "answered"), ("outcome", "explained"), ("reply_by", "phone"), ("replied_at", NOW - dt.timedelta(hours=1)),
))  # fmt: skip


def test_a_status_is_led_to_by_the_way_that_leads_there_and_led_back(desk):
    ids = registered(desk, [sound_draft() for _ in range(3)])
    handling.move(desk, ids[1], Status.WITHDRAWN, base_version=1)
    before = contents(desk, ids)
    assert bulk.preview_bulk(desk, ids, ANSWERED) == BulkPreview(changing=2, unfit=1)
    done = bulk.change_many(desk, ids, ANSWERED)
    assert list(done.ids) == [ids[0], ids[2]]
    case = handling.case(desk, ids[0])
    assert (case.complaint.status, case.complaint.outcome) == ("answered", "explained")
    assert [each.kind for each in case.steps] == ["accept", "investigate", "answer"]
    assert {each.at for each in case.steps} == {NOW - dt.timedelta(hours=1)}
    assert dict(case.journal[-1].details)["passed"] == "accepted,handling"
    assert verify(desk.store).ok
    undone = bulk.undo_bulk(desk, done)
    assert list(undone.ids) == list(done.ids)
    back = handling.case(desk, ids[0])
    assert (back.complaint.status, back.steps) == ("registered", ())
    assert contents(desk, ids) == before
    assert verify(desk.store).ok


def test_clocks_follow_a_status_and_its_undo(desk):
    ids = registered(desk, [sound_draft() for _ in range(2)])
    before = [handling.case(desk, each).clocks for each in ids]
    assert any(each.clock.ended_at is None for each in before[0])
    done = bulk.change_many(desk, ids, ANSWERED)
    one_by_one = registered(desk, [sound_draft()])[0]
    values = {name: value for name, value in ANSWERED.values().items() if name != "status"}
    handling.move(desk, one_by_one, Status.ANSWERED, base_version=1, entry=values)
    ends = [
        {each.clock.code: each.clock.ended_at for each in handling.case(desk, key).clocks}
        for key in (ids[0], one_by_one)
    ]
    assert ends[0] == ends[1]
    bulk.undo_bulk(desk, done)
    assert [handling.case(desk, each).clocks for each in ids] == before
    assert verify(desk.store).ok


def test_what_a_status_needs_may_stand_there_or_come_with_it(desk):
    ids = registered(
        desk, [sound_draft(outcome="refunded", handled_at=NOW), sound_draft(outcome="refunded"), sound_draft()]
    )
    closed = BulkChange((("status", "closed"),))
    assert bulk.preview_bulk(desk, ids, closed) == BulkPreview(changing=1, unfit=2)
    assert list(bulk.change_many(desk, ids, closed).ids) == ids[:1]
    assert handling.case(desk, ids[0]).complaint.closed_at == NOW
    also = BulkChange((("status", "closed"), ("handled_at", NOW)))
    assert list(bulk.change_many(desk, ids, also).ids) == ids[1:2]
    emptied = BulkChange((("status", "closed"), ("handled_at", NOW), ("outcome", CLEAR)))
    assert bulk.preview_bulk(desk, ids[2:], emptied) == BulkPreview(unfit=1)


def test_who_refuses_the_decision_is_not_closed_with_many(desk):
    ids = registered(desk, [sound_draft(outcome="refunded", handled_at=NOW, response="refused")])
    closed = BulkChange((("status", "closed"),))
    assert bulk.preview_bulk(desk, ids, closed) == BulkPreview(unfit=1)
    assert list(bulk.change_many(desk, ids, closed).ids) == []


def test_nobody_was_answered_before_they_complained(desk):
    ids = registered(desk, [sound_draft(received_at=NOW), sound_draft(received_at=NOW - dt.timedelta(9))])
    early = BulkChange((("replied_at", NOW - dt.timedelta(2)),))
    assert bulk.preview_bulk(desk, ids, early) == BulkPreview(changing=1, unfit=1)
    assert list(bulk.change_many(desk, ids, early).ids) == ids[1:]


def test_values_of_every_kind_are_set_emptied_and_set_back(desk):
    stood = {"compensation": Decimal("5.00"), "demands": ("refund",), "handled_at": NOW, "outcome_text": "已说明"}
    ids = registered(desk, [sound_draft(**stood), sound_draft()])
    before = contents(desk, ids)
    wanted: dict[str, Value] = {
        "compensation": Decimal("9.90"),
        "demands": ("repair", "refund"),
        "outcome_text": "统一答复",
    }
    done = bulk.change_many(desk, ids, BulkChange((*wanted.items(), ("handled_at", CLEAR))))
    assert contents(desk, ids) == {key: before[key] | wanted | {"handled_at": None} for key in ids}
    bulk.undo_bulk(desk, done)
    emptied = BulkChange(tuple((name, CLEAR) for name in stood))
    assert bulk.preview_bulk(desk, ids, emptied) == BulkPreview(changing=1, already=1)
    bulk.undo_bulk(desk, bulk.change_many(desk, ids, emptied))
    assert contents(desk, ids) == before
    assert verify(desk.store).ok


def test_no_field_of_a_bulk_change_is_a_contact(desk):
    with desk.store.reading() as connection:
        known = codes(connection)
    draft = sound_draft(address="人民路1号")
    for name in CHANGEABLE:
        field = FIELD[name]
        if field.type in (FieldType.WORD, FieldType.LEAF):
            assert known[field.word_list or ""]
        assert name not in PERSONAL - {"region"}
        assert contact_keys(sound_draft(address="人民路1号", **{name: "other"})) == contact_keys(draft)


def test_a_thousand_complaints_take_a_second_or_so_of_the_processor(desk):
    ids = registered(desk, [sound_draft(brand=f"牌{at}") for at in range(1000)])
    began = time.process_time()
    done = bulk.change_many(desk, ids, BulkChange((("department", "售后部"), ("brand", "北辰"))))
    took = time.process_time() - began
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
    assert list(done.ids) == ids[1:]
    people.erase_person(desk, ids[1], "本人要求")
    assert bulk.undo_bulk(desk, done).kept == ("TS2026000002",)
