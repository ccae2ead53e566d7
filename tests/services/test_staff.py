"""The people of the office: taken in, renamed, gone, offered as handlers; journalled, and told to other desks."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import delete, insert, select, update

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.roles import Role, rights_of
from complaint_desk.domain.staff import StaleMember
from complaint_desk.services import intake, staff, word_lists
from complaint_desk.storage.schema import journal
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


def give(desk, name, *roles, account=""):
    staff.change(desk, dataclasses.replace(member(desk, name), roles=roles, account=account))


def entries(desk, deed):
    with desk.store.reading() as connection:
        return list(connection.execute(select(journal).where(journal.c.deed == deed)).mappings())


def test_roles_and_accounts_are_given_and_told_in_the_journal(desk):
    staff.add(desk, "王敏", "售后部")
    give(desk, "王敏", Role.ADMINISTRATOR, Role.CLERK, account=" CORP\\wangmin ")
    found = member(desk, "王敏")
    assert (set(found.roles), found.account) == ({Role.CLERK, Role.ADMINISTRATOR}, "CORP\\wangmin")
    (entry,) = entries(desk, "roles_changed")
    assert entries(desk, "staff_changed") == []
    assert (entry["person"], entry["fields"]) == ("王敏", "roles,account")
    assert '"roles": "administrator clerk"' in entry["details"]
    assert "wangmin" not in entry["details"]
    give(desk, "王敏", *found.roles, account=found.account)
    assert len(entries(desk, "roles_changed")) == 1
    assert verify(desk.store).ok


def test_an_account_is_of_one_person(desk):
    for name in ("王敏", "李强"):
        staff.add(desk, name)
    give(desk, "王敏", Role.ADMINISTRATOR, account="CORP\\wangmin")
    with pytest.raises(Refusal, match="account_taken"):
        give(desk, "李强", account="corp\\WangMin")
    with pytest.raises(Refusal, match="entry_too_long"):
        give(desk, "李强", account="w" * 121)


def test_the_first_roles_need_an_administrator_who_can_get_in(desk):
    staff.add(desk, "王敏")
    for roles in ((Role.CLERK,), (Role.ADMINISTRATOR,)):
        with pytest.raises(Refusal, match="first_administrator"):
            give(desk, "王敏", *roles)
    staff.set_password(desk, member(desk, "王敏"), "correct horse")
    give(desk, "王敏", Role.ADMINISTRATOR)


def test_the_last_administrator_cannot_be_taken_away(desk):
    for name in ("王敏", "李强"):
        staff.add(desk, name)
    give(desk, "王敏", Role.ADMINISTRATOR, account="wangmin")
    last = member(desk, "王敏")
    for changed in ({"roles": (Role.SUPERVISOR,)}, {"roles": ()}, {"account": ""}, {"active": False}):
        with pytest.raises(Refusal, match="last_administrator"):
            staff.change(desk, dataclasses.replace(last, **changed))
    assert member(desk, "王敏") == last
    give(desk, "李强", Role.ADMINISTRATOR, account="liqiang")
    staff.change(desk, dataclasses.replace(last, active=False))
    assert verify(desk.store).ok


def test_who_keeps_lists_alone_gives_no_rights_by_names(desk):
    for name in ("王敏", "李强"):
        staff.add(desk, name)
    give(desk, "王敏", Role.ADMINISTRATOR, account="wangmin")
    supervisor = dataclasses.replace(desk, rights=rights_of((Role.SUPERVISOR,)))
    for changed in ({"active": False}, {"name": "王芳"}):
        with pytest.raises(Refusal, match="not_permitted"):
            staff.change(supervisor, dataclasses.replace(member(desk, "王敏"), **changed))
        staff.change(supervisor, dataclasses.replace(member(desk, "李强"), **changed))
    staff.change(supervisor, dataclasses.replace(member(desk, "王敏"), department="客服部"))
    with pytest.raises(Refusal, match="not_permitted"):
        give(supervisor, "王芳", Role.ADMINISTRATOR)
    with pytest.raises(Refusal, match="not_permitted"):
        staff.set_password(supervisor, member(desk, "王敏"), "correct horse")


@pytest.mark.usefixtures("usual_passwords")
def test_a_password_stands_nowhere_but_as_its_hash(desk):
    staff.add(desk, "王敏")
    staff.set_password(desk, member(desk, "王敏"), "correct horse")
    assert member(desk, "王敏").has_password
    (entry,) = entries(desk, "password_set")
    with desk.store.reading() as connection:
        secret = connection.execute(select(table.c.secret)).scalar_one()
    assert secret.startswith("scrypt$16384$8$5$")
    assert not any(word in str(dict(entry)) for word in ("correct", secret.rpartition("$")[2]))
    assert verify(desk.store).ok
    with pytest.raises(Refusal, match="password_too_short"):
        staff.set_password(desk, member(desk, "王敏"), "1234567")


def test_everybody_changes_their_own_password_after_the_old_one(desk):
    with pytest.raises(Refusal, match="no_own_password"):
        staff.change_own_password(desk, "correct horse", "battery staple")
    staff.add(desk, "王敏")
    staff.set_password(desk, member(desk, "王敏"), "correct horse")
    own = dataclasses.replace(desk, rights=rights_of((Role.AUDITOR,)))
    for _miss in range(4):
        with pytest.raises(Refusal, match="wrong_old_password"):
            staff.change_own_password(own, "correct hose", "battery staple")
    staff.change_own_password(own, "correct horse", "battery staple")
    staff.change_own_password(own, "battery staple", "correct horse")
    assert verify(desk.store).ok


def test_a_ledger_from_before_roles_keeps_its_people_and_their_digests(desk, store):
    for name in ("王敏", "李强"):
        staff.add(desk, name, "售后部")
    to_revision(store, "0018")
    store.close()
    opened = again(store)
    reopened = dataclasses.replace(desk, store=opened)
    assert verify(opened).faults == ()
    assert [(each.name, each.roles, each.account, each.has_password) for each in staff.members(reopened)] == [
        ("王敏", (), "", False),
        ("李强", (), "", False),
    ]
    give(reopened, "王敏", Role.ADMINISTRATOR, account="wangmin")
    with opened.writing() as connection:
        connection.execute(update(table).where(table.c.name == "李强").values(roles="administrator"))
    assert [(fault.code, fault.place) for fault in verify(opened).faults] == [("member_changed", "2")]
    opened.close()
