"""The people of the office: taken in, renamed, gone, offered as handlers; journalled, and told to other desks."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import delete, insert, update

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.staff import StaleMember
from complaint_desk.services import intake, staff, word_lists
from complaint_desk.storage.schema import staff as table
from complaint_desk.storage.verification import verify
from tests.services.test_bulk import registered
from tests.storage.drafts import sound_draft
from tests.storage.older import again, to_revision


def member(desk, name):
    return next(each for each in staff.members(desk) if each.name == name)


def test_somebody_is_taken_in_changed_and_gone(desk):
    assert staff.add(desk, " 王  敏 ", "售后部") == Changes(lists=True)
    staff.add(desk, "李强", "质检部")
    before = member(desk, "王 敏")
    staff.change(desk, dataclasses.replace(before, name="王敏", department="客服部"))
    staff.change(desk, dataclasses.replace(member(desk, "李强"), active=False))
    assert [(each.name, each.department, each.active) for each in staff.members(desk)] == [
        ("王敏", "客服部", True),
        ("李强", "质检部", False),
    ]
    assert verify(desk.store).ok
    with pytest.raises(StaleMember):
        staff.change(desk, dataclasses.replace(before, department="仓储部"))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("  ", "member_without_name"),
        ("长" * 61, "entry_too_long"),
        ("ＷANG", "member_exists"),
        ("王\x07敏", "entry_too_long"),
    ],
)
def test_names_that_cannot_be(desk, name, code):
    staff.add(desk, "wang")
    with pytest.raises(Refusal, match=code):
        staff.add(desk, name)
    assert len(staff.members(desk)) == 1


def test_one_who_is_gone_meanwhile_is_told_of(desk):
    staff.add(desk, "王敏")
    with pytest.raises(Refusal, match="no_member"):
        staff.change(desk, dataclasses.replace(member(desk, "王敏"), id=77, name="无名"))


def test_handlers_and_departments_are_offered_the_offices_own_first_and_never_who_is_gone(desk, words):
    drafts = [
        sound_draft(handler=each, department="质检部", outlet="一店") for each in ("李强", "赵云", "赵云", "孙尚")
    ]
    registered(desk, drafts)
    assert intake.completions(desk, "handler", "") == ("赵云", "孙尚", "李强")
    staff.add(desk, "王敏", "售后部")
    staff.add(desk, "赵云")
    staff.change(desk, dataclasses.replace(member(desk, "赵云"), active=False))
    word_lists.add(desk, words, "department", "售后部")
    word_lists.add(desk, words, "outlet", "总店")
    assert intake.completions(desk, "handler", "") == ("王敏", "孙尚", "李强")
    assert intake.completions(desk, "handler", "wm") == ("王敏",)
    assert intake.completions(desk, "department", "") == ("售后部", "质检部")
    assert intake.completions(desk, "outlet", "zd") == ("总店",)
    word_lists.retire(desk, "department", "售后部")
    assert intake.completions(desk, "department", "") == ("质检部",)


def test_everybody_whom_complaints_name_is_taken_in_once(desk):
    registered(desk, [sound_draft(handler=each) for each in ("李强", "赵云", "赵云", "")])
    staff.add(desk, "李强", "质检部")
    assert staff.collect(desk) == (Changes(lists=True), 1)
    assert {each.name for each in staff.members(desk)} == {"李强", "赵云"}
    assert staff.collect(desk)[1] == 0


def test_the_check_of_the_ledger_sees_people_written_behind_its_back(desk):
    for name in ("王敏", "李强"):
        staff.add(desk, name)
    with desk.store.writing() as connection:
        connection.execute(update(table).where(table.c.name == "王敏").values(department="仓储部"))
        connection.execute(delete(table).where(table.c.name == "李强"))
        row = {"version": 1, "name": "无名", "department": "", "active": True, "id": 9}
        connection.execute(insert(table), [row])
    found = {(fault.code, fault.place) for fault in verify(desk.store).faults}
    assert found == {("member_changed", "1"), ("member_missing", "2"), ("member_unknown", "9")}


def test_a_ledger_from_before_knows_its_people_once_it_is_brought_up_to_date(desk, store):
    registered(desk, [sound_draft(handler="李强")])
    to_revision(store, "0016")
    store.close()
    opened = again(store)
    reopened = dataclasses.replace(desk, store=opened)
    assert staff.members(reopened) == ()
    assert staff.collect(reopened)[1] == 1
    staff.add(reopened, "王敏", "售后部")
    assert verify(opened).faults == ()
    opened.close()
