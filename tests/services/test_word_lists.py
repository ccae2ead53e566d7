"""The word lists of the office: what may be done with them, what complaints keep, and two entries made one and taken back."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.bulk import BulkChange
from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.roles import Role, rights_of
from complaint_desk.domain.vocabulary import ListEntry, Status, built_in_entries
from complaint_desk.domain.word_lists import EDITABLE, moved, new_entry, siblings
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import bulk, handling, intake, ledger, people, staff, word_lists
from complaint_desk.storage import journal
from complaint_desk.storage.verification import verify
from tests.services.test_bulk import contents, entries, registered
from tests.storage.drafts import sound_draft


def entry(desk, list_name, code):
    return next(each for each in ledger.lists(desk) if (each.list_name, each.code) == (list_name, code))


def offered(desk, list_name):
    return [choice.code for choice in Words("zh_CN", ledger.lists(desk)).choices(list_name)]


def label(desk, list_name, code):
    return Words("zh_CN", ledger.lists(desk)).label(list_name, code)


def field(desk, name):
    return [
        getattr(each, name) for each in ledger.first_rows(desk, LedgerFilter(), LedgerOrder("number", descending=False))
    ]


def test_an_entry_is_added_at_the_end_with_a_code_that_never_changes(desk, words):
    changes, code = word_lists.add(desk, words, "channel", " 直播间 私信 ")
    assert changes == Changes(lists=True)
    assert code == "own_zhibojiansixin"
    assert offered(desk, "channel")[-1] == code
    assert label(desk, "channel", code) == "直播间 私信"
    assert word_lists.add(desk, words, "channel", "直播间私信")[1] == f"{code}_2"
    intake.register(desk, sound_draft(channel=code))
    word_lists.rename(desk, words, "channel", code, "直播")
    assert (field(desk, "channel"), label(desk, "channel", code)) == ([code], "直播")
    assert verify(desk.store).ok


def test_an_entry_hangs_below_a_branch(desk, words):
    _changes, code = word_lists.add(desk, words, "category", "空气净化器", "electronics")
    now = Words("zh_CN", ledger.lists(desk))
    assert now.path_label("category", code) == f"{now.label('category', 'electronics')} / 空气净化器"
    intake.register(desk, sound_draft(category=code))
    assert ledger.count(desk, LedgerFilter().with_choices("category", ("goods",))) == 1


@pytest.mark.parametrize(
    ("list_name", "wanted", "parent", "code"),
    [
        ("status", "搁置", None, "unknown_list"),
        ("channel", "  ", None, "entry_without_label"),
        ("channel", "长" * 61, None, "entry_too_long"),
        ("channel", "来电", None, "entry_exists"),
        ("channel", "ＡＢ\n来电", "nowhere", "unknown_parent"),
        ("category", "空调", "nowhere", "unknown_parent"),
        ("department", "售后部", "goods", "unknown_parent"),
        ("department", "售后部,质检部", None, "bad_code"),
    ],
)
def test_entries_that_cannot_be(desk, words, list_name, wanted, parent, code):
    before = entries(desk)
    with pytest.raises(Refusal, match=code):
        word_lists.add(desk, words, list_name, wanted, parent)
    assert entries(desk) == before


def test_a_built_in_entry_is_renamed_and_gets_its_own_name_back(desk, words):
    word_lists.rename(desk, words, "nature", "dignity", "人格尊严")
    assert label(desk, "nature", "dignity") == "人格尊严"
    word_lists.rename(desk, words, "nature", "dignity", "")
    assert label(desk, "nature", "dignity") == "人格权益"
    with pytest.raises(Refusal, match="entry_exists"):
        word_lists.rename(desk, words, "nature", "dignity", "质量")
    with pytest.raises(Refusal, match="no_entry"):
        word_lists.rename(desk, words, "nature", "luck", "运气")


def test_a_retired_entry_is_no_longer_offered_and_stays_readable(desk):
    intake.register(desk, sound_draft(channel="letter"))
    word_lists.retire(desk, "channel", "letter")
    assert "letter" not in offered(desk, "channel")
    assert (field(desk, "channel"), label(desk, "channel", "letter")) == (["letter"], "来信")
    assert ledger.count(desk, LedgerFilter().with_choices("channel", ("letter",))) == 1
    word_lists.retire(desk, "channel", "letter", retired=False)
    assert "letter" in offered(desk, "channel")


def test_one_entry_always_stays(desk):
    for each in offered(desk, "decline_reason")[1:]:
        word_lists.retire(desk, "decline_reason", each)
    with pytest.raises(Refusal, match="last_entry"):
        word_lists.retire(desk, "decline_reason", offered(desk, "decline_reason")[0])


def test_entries_are_moved_among_those_that_are_offered(desk):
    first, second, third, fourth = offered(desk, "outcome")[:4]
    word_lists.retire(desk, "outcome", second)
    word_lists.move(desk, "outcome", third, -1)
    assert offered(desk, "outcome")[:3] == [third, first, fourth]
    word_lists.move(desk, "outcome", third, 100)
    assert offered(desk, "outcome")[-1] == third
    unmoved = entries(desk)
    word_lists.move(desk, "outcome", third, 1)
    assert entries(desk) == unmoved


@given(st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=8), st.data())
def test_moving_loses_no_entry_and_moves_one_alone(rows, data):
    there = [ListEntry("channel", f"c{at}", None, "x", hide, place) for at, (place, hide) in enumerate(rows)]
    chosen = data.draw(st.sampled_from(there))
    by = data.draw(st.integers(-9, 9))
    changed = {each.code: each for each in moved(there, chosen, by)}
    after = siblings([changed.get(each.code, each) for each in there], "channel", None)
    before = siblings(there, "channel", None)
    assert {each.code for each in after} == {each.code for each in before}
    shown = [each.code for each in before if (not each.hidden and each.code != chosen.code)]
    assert [each.code for each in after if each.code in shown] == shown


def test_every_new_entry_has_a_code_of_its_own():
    known = list(built_in_entries())
    for name in EDITABLE:
        for text in ("其他", "其他", "Live-Room", "😀", "售后"):
            made = new_entry(name, text, None, known)
            if name not in ("department", "outlet"):
                assert made.code not in {each.code for each in known if each.list_name == name}
                assert made.code.isascii()
            known.append(made)


def test_how_many_complaints_have_an_entry_is_told(desk):
    registered(desk, [sound_draft(channel="phone", demands=("refund", "repair"), department="售后部")] * 2)
    assert word_lists.uses(desk, "channel") == {"phone": 2}
    assert word_lists.uses(desk, "demands") == {"refund": 2, "repair": 2}
    assert word_lists.uses(desk, "department") == {"售后部": 2}
    assert word_lists.uses(desk, "decline_reason") == {}


# Two made one


def test_two_entries_become_one_and_are_two_again(desk):
    ids = registered(desk, [sound_draft(channel=each) for each in ("web", "platform", "web", "phone")])
    before, told = contents(desk, ids), []
    assert bulk.preview_merge(desk, "channel", "web") == 2
    merged = bulk.merge_entries(desk, "channel", "web", "platform", None, lambda done, of: told.append((done, of)))
    assert [each["channel"] for each in contents(desk, ids).values()] == ["platform", "platform", "platform", "phone"]
    assert sorted(merged.done.ids) == [ids[0], ids[2]]
    assert merged.done.changes.lists
    assert "web" not in offered(desk, "channel")
    assert label(desk, "channel", "web") == "网站/APP"
    assert told[-1] == (2, 2)
    assert verify(desk.store).ok
    undone = bulk.undo_merge(desk, merged)
    assert contents(desk, ids) == before
    assert "web" in offered(desk, "channel")
    assert (sorted(undone.ids), undone.kept_count) == ([ids[0], ids[2]], 0)
    assert verify(desk.store).ok


def test_whoever_keeps_the_lists_merges_and_takes_back_though_many_complaints_are_not_theirs_to_change(desk):
    ids = registered(
        desk, [sound_draft(channel="web", handler="王敏"), sound_draft(channel="platform", handler="王敏")]
    )
    before = contents(desk, ids)
    administrator = dataclasses.replace(desk, rights=rights_of([Role.ADMINISTRATOR]))
    with pytest.raises(Refusal, match="not_permitted"):
        bulk.change_many(administrator, ids, BulkChange((("handler", "李娜"),)))
    merged = bulk.merge_entries(administrator, "channel", "web", "platform")
    assert list(merged.done.ids) == [ids[0]]
    bulk.undo_merge(administrator, merged)
    assert contents(desk, ids) == before
    renamed = bulk.replace_text(administrator, "handler", "王敏", "王敏敏")
    assert {each["handler"] for each in contents(desk, ids).values()} == {"王敏敏"}
    bulk.undo_replacing(administrator, renamed)
    assert contents(desk, ids) == before


def test_of_several_demands_one_is_replaced_and_none_stands_twice(desk):
    wanted = [("refund", "return"), ("return",), ("repair", "return", "refund"), ("repair",)]
    ids = registered(desk, [sound_draft(demands=each) for each in wanted])
    before = contents(desk, ids)
    merged = bulk.merge_entries(desk, "demands", "return", "refund")
    assert [each["demands"] for each in contents(desk, ids).values()] == [
        ("refund",), ("refund",), ("repair", "refund"), ("repair",),
    ]  # fmt: skip
    bulk.undo_merge(desk, merged)
    assert contents(desk, ids) == before


def test_what_somebody_worked_on_since_stays_when_a_merge_is_taken_back(desk):
    ids = registered(desk, [sound_draft(outlet="一店"), sound_draft(outlet="一店")])
    word_lists.collect(desk, "outlet")
    word_lists.add(desk, Words("zh_CN"), "outlet", "二店")
    merged = bulk.merge_entries(desk, "outlet", "一店", "二店")
    handling.move(desk, ids[0], Status.ACCEPTED, base_version=2)
    undone = bulk.undo_merge(desk, merged)
    assert (list(undone.ids), undone.kept_count) == ([ids[1]], 1)
    assert field(desk, "outlet") == ["二店", "一店"]


def test_a_merge_that_is_stopped_goes_on_and_is_taken_back_as_one(desk, monkeypatch):
    monkeypatch.setattr("complaint_desk.services.bulk.changing._FIRST_PORTION", 1)
    ids = registered(desk, [sound_draft(demands=each) for each in (("return",), ("return", "repair"), ("return",))])
    before, stop = contents(desk, ids), StopSignal()
    halted = bulk.merge_entries(desk, "demands", "return", "refund", stop, lambda _done, _of: stop.request())
    assert (len(halted.done.ids), len(halted.done.rest)) == (1, 2)
    assert halted.done.halted is not None
    whole = bulk.merge_entries(desk, "demands", "return", "refund", begun=halted)
    assert (sorted(whole.done.ids), len(whole.done.rest), whole.done.halted) == (ids, 0, None)
    assert bulk.preview_merge(desk, "demands", "return") == 0
    bulk.undo_merge(desk, whole)
    assert contents(desk, ids) == before
    assert not entry(desk, "demands", "return").hidden


def test_whom_the_law_erased_is_left_alone_by_a_merge(desk):
    ids = registered(desk, [sound_draft(channel="web"), sound_draft(channel="web")])
    people.erase_person(desk, ids[0], "本人要求")
    assert bulk.preview_merge(desk, "channel", "web") == 1
    assert list(bulk.merge_entries(desk, "channel", "web", "phone").done.ids) == [ids[1]]
    assert verify(desk.store).ok


@pytest.mark.parametrize(
    ("list_name", "gone", "into", "code"),
    [
        ("channel", "web", "web", "merge_with_itself"),
        ("channel", "web", "fax", "no_entry"),
        ("category", "goods", "services", "merge_with_branch"),
        ("category", "food", "goods", "merge_with_branch"),
        ("channel", "web", "letter", "merge_into_retired"),
    ],
)
def test_what_cannot_be_one_is_refused_and_nothing_is_written(desk, list_name, gone, into, code):
    word_lists.retire(desk, "channel", "letter")
    before = entries(desk)
    with pytest.raises(Refusal, match=code):
        bulk.merge_entries(desk, list_name, gone, into)
    assert entries(desk) == before


def test_a_list_that_no_complaint_holds_is_merged_too(desk):
    merged = bulk.merge_entries(desk, "decline_reason", "no_contact", "other")
    assert "no_contact" not in offered(desk, "decline_reason")
    assert len(bulk.undo_merge(desk, merged).ids) == 0
    assert "no_contact" in offered(desk, "decline_reason")


# Texts


def test_texts_that_complaints_hold_are_taken_in_most_used_first(desk):
    registered(desk, [sound_draft(department=each) for each in ("质检部", "售后部", "售后部", "甲部,乙部", "")])
    assert word_lists.collect(desk, "department") == (Changes(lists=True), 2)
    assert offered(desk, "department") == ["售后部", "质检部"]
    assert word_lists.collect(desk, "department")[1] == 0
    with pytest.raises(Refusal, match="unknown_list"):
        word_lists.collect(desk, "channel")


def test_a_department_is_renamed_in_the_list_and_in_every_complaint(desk):
    ids = registered(desk, [sound_draft(department=each) for each in ("售后部", "质检部", "售后部")])
    word_lists.collect(desk, "department")
    renamed = bulk.rename_text(desk, "department", "售后部", "客户服务部")
    assert field(desk, "department") == ["客户服务部", "质检部", "客户服务部"]
    assert offered(desk, "department") == ["客户服务部", "质检部"]
    assert ledger.count(desk, LedgerFilter().with_choices("department", ("客户服务部",))) == 2
    bulk.undo_merge(desk, renamed)
    assert field(desk, "department") == ["售后部", "质检部", "售后部"]
    assert len(ids) == 3
    with pytest.raises(Refusal, match="entry_exists"):
        bulk.rename_text(desk, "department", "售后部", "质检部")
    with pytest.raises(Refusal, match="unknown_list"):
        bulk.rename_text(desk, "channel", "web", "官网")


def test_every_deed_at_a_list_is_journalled_and_verified(desk, words):
    before = entries(desk)
    _changes, code = word_lists.add(desk, words, "cause", "系统升级", "system")
    word_lists.rename(desk, words, "cause", code, "升级")
    word_lists.rename(desk, words, "cause", code, "升级")
    word_lists.move(desk, "cause", code, -1)
    word_lists.retire(desk, "cause", code)
    assert entries(desk) > before + 3
    with desk.store.reading() as connection:
        assert journal.head(connection).sequence == entries(desk)
    assert dataclasses.replace(entry(desk, "cause", code), position=0).hidden
    assert verify(desk.store).ok


def test_the_people_of_a_department_go_with_it_and_come_back(desk, words):
    for name in ("售后部", "客服部"):
        word_lists.add(desk, words, "department", name)
    for name, department in (("王敏", "售后部"), ("李强", "客服部")):
        staff.add(desk, name, department)
    merged = bulk.merge_entries(desk, "department", "售后部", "客服部")
    assert {each.department for each in staff.members(desk)} == {"客服部"}
    bulk.undo_merge(desk, merged)
    assert {each.name: each.department for each in staff.members(desk)} == {"王敏": "售后部", "李强": "客服部"}


def test_a_name_is_written_otherwise_in_every_complaint(desk):
    registered(desk, [sound_draft(handler=each) for each in ("王敏", "李强", "王敏")])
    done = bulk.replace_text(desk, "handler", "王敏", "王敏（售后）")
    assert field(desk, "handler") == ["王敏（售后）", "李强", "王敏（售后）"]
    bulk.undo_bulk(desk, done)
    assert field(desk, "handler") == ["王敏", "李强", "王敏"]
