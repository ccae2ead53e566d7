"""At the door of a ledger: by account, by password, and the first administrator."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading

import pytest
from sqlalchemy import select

from complaint_desk.domain.entrance import RoleSource
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.misses import MOST_MISSES
from complaint_desk.domain.roles import ALL_RIGHTS, Role
from complaint_desk.services import entering, staff
from complaint_desk.services.entering import Door, Invitation
from complaint_desk.storage.schema import journal
from complaint_desk.storage.verification import verify
from tests.conftest import NOW
from tests.services.test_staff import give, member

PASSWORD = "correct horse"


class Clock:
    now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def ticking():
    return Clock()


@pytest.fixture
def door(desk, ticking):
    return Door(desk.store, "CORP\\wangmin", "wm", None, ticking)


@pytest.fixture
def with_roles(desk):
    for name in ("王敏", "李强", "赵云"):
        staff.add(desk, name)
    give(desk, "王敏", Role.ADMINISTRATOR, account="wangmin")
    give(desk, "李强", Role.HANDLER)
    staff.set_password(desk, member(desk, "李强"), PASSWORD)


def deeds(desk):
    with desk.store.reading() as connection:
        query = select(journal.c.deed, journal.c.person).order_by(journal.c.sequence)
        return [tuple(row) for row in connection.execute(query) if "sign" in row.deed]


def test_a_desk_that_knows_no_roles_asks_nobody(desk, door):
    found = entering.by_account(door)
    assert (found.person, found.rights, found.source) == ("wm", ALL_RIGHTS, RoleSource.NONE)
    staff.add(desk, "王敏")
    assert entering.by_account(door).person == "wm"


@pytest.mark.usefixtures("with_roles")
def test_the_account_of_the_pc_is_somebody_of_the_staff(door):
    found = entering.by_account(door)
    assert (found.person, found.roles, found.source) == ("王敏", (Role.ADMINISTRATOR,), RoleSource.STAFF)
    with pytest.raises(Refusal, match="person_without_role"):
        entering.by_account(dataclasses.replace(door, account="CORP\\lina"))


@pytest.mark.usefixtures("with_roles")
def test_the_policy_says_it_before_the_staff_and_by_name_too(desk, door):
    policy = {"wangmin": (Role.AUDITOR,), "李强": (Role.SUPERVISOR,)}
    found = entering.by_account(dataclasses.replace(door, policy=policy))
    assert (found.person, found.roles, found.source) == ("王敏", (Role.AUDITOR,), RoleSource.POLICY)
    assert entering.by_password(dataclasses.replace(door, policy=policy), "李强", PASSWORD).roles == (Role.SUPERVISOR,)
    others = entering.by_account(dataclasses.replace(door, policy={"x": (Role.AUDITOR,)}))
    assert others.source is RoleSource.STAFF


@pytest.mark.usefixtures("with_roles")
def test_whoever_is_gone_is_nobody_at_the_door(desk, door):
    give(desk, "李强", Role.ADMINISTRATOR)
    staff.change(desk, dataclasses.replace(member(desk, "王敏"), active=False))
    with pytest.raises(Refusal, match="person_without_role"):
        entering.by_account(door)
    give(desk, "赵云", Role.ADMINISTRATOR, account="zhaoyun")
    staff.change(desk, dataclasses.replace(member(desk, "李强"), active=False))
    zhao = dataclasses.replace(door, account="zhaoyun")
    assert entering.received(zhao, by_name=True) == Invitation((), "赵云")
    with pytest.raises(Refusal, match="wrong_sign_in"):
        entering.by_password(door, "李强", PASSWORD)


@pytest.mark.usefixtures("with_roles")
def test_name_and_password_let_somebody_in_and_the_journal_tells_it(desk, door):
    assert entering.received(door, by_name=True) == Invitation(("李强",), "wm")
    found = entering.by_password(door, " 李强", PASSWORD)
    assert (found.person, found.account, found.roles) == ("李强", "", (Role.HANDLER,))
    for name, password in (("李强", PASSWORD[:-1]), ("王敏", ""), ("王敏", PASSWORD), (PASSWORD, PASSWORD)):
        with pytest.raises(Refusal, match="wrong_sign_in"):
            entering.by_password(door, name, password)
    failed = "sign_in_failed"
    assert deeds(desk) == [("signed_in", "李强"), (failed, "李强"), (failed, "王敏"), (failed, "王敏"), (failed, "-")]
    assert verify(desk.store).ok


@pytest.mark.usefixtures("with_roles")
def test_after_too_many_misses_the_name_rests_and_another_program_knows_it(door, ticking):
    for _miss in range(MOST_MISSES):
        with pytest.raises(Refusal, match="wrong_sign_in"):
            entering.by_password(door, "李强", "wrong")
    with pytest.raises(Refusal, match="sign_in_rests") as rests:
        entering.by_password(dataclasses.replace(door), "李强", PASSWORD)
    assert rests.value.details["until"] == NOW + dt.timedelta(minutes=5)
    ticking.now += dt.timedelta(minutes=5)
    assert entering.by_password(door, "李强", PASSWORD).person == "李强"


@pytest.mark.usefixtures("with_roles")
def test_misses_count_from_the_last_right_password_on(door):
    for misses in (MOST_MISSES - 1, 1):
        for _miss in range(misses):
            with pytest.raises(Refusal, match="wrong_sign_in"):
                entering.by_password(door, "李强", "wrong")
        entering.by_password(door, "李强", PASSWORD)


@pytest.mark.usefixtures("with_roles")
def test_a_clock_that_was_set_back_locks_nobody_out(door, ticking):
    for _miss in range(MOST_MISSES):
        with pytest.raises(Refusal, match="wrong_sign_in"):
            entering.by_password(door, "李强", "wrong")
    ticking.now -= dt.timedelta(days=400)
    assert entering.by_password(door, "李强", PASSWORD).person == "李强"


@pytest.mark.usefixtures("with_roles")
def test_of_many_tries_at_once_none_slips_through(door):
    codes = []

    def try_it():
        with pytest.raises(Refusal) as refused:
            entering.by_password(door, "李强", "wrong")
        codes.append(refused.value.code)

    tries = [threading.Thread(target=try_it) for _try in range(MOST_MISSES + 3)]
    for each in tries:
        each.start()
    for each in tries:
        each.join()
    assert sorted(codes) == ["sign_in_rests"] * 3 + ["wrong_sign_in"] * MOST_MISSES


def test_the_first_start_makes_an_administrator(desk, door):
    assert entering.received(door, by_name=True) == Invitation((), "wm")
    with pytest.raises(Refusal, match="password_too_short"):
        entering.begin(door, "王敏", "short")
    assert staff.members(desk) == ()
    found = entering.begin(door, "王敏", PASSWORD)
    assert (found.person, found.roles) == ("王敏", (Role.SUPERVISOR, Role.ADMINISTRATOR))
    assert entering.received(door, by_name=True) == Invitation(("王敏",), "wm")
    met = entering.received(door, by_name=False)
    assert isinstance(met, Invitation)
    assert met.why is not None
    with pytest.raises(Refusal, match="person_without_role"):
        entering.by_account(door)
    with pytest.raises(Refusal):
        entering.begin(door, "李强", PASSWORD)
    assert [each.name for each in staff.members(desk)] == ["王敏"]
    assert verify(desk.store).ok


def test_where_roles_are_in_force_only_who_sets_up_begins(desk, door):
    staff.add(desk, "王敏")
    give(desk, "王敏", Role.ADMINISTRATOR, account="wangmin")
    assert entering.received(door, by_name=True) == Invitation((), "王敏")
    clerk = dataclasses.replace(door, policy={"wangmin": (Role.CLERK,)})
    assert entering.received(clerk, by_name=True).roles == (Role.CLERK,)
    nobody = dataclasses.replace(door, account="lina")
    with pytest.raises(Refusal, match="person_without_role"):
        entering.received(nobody, by_name=True)
    for other in (clerk, nobody):
        with pytest.raises(Refusal):
            entering.begin(other, "李娜", PASSWORD)
    assert entering.begin(door, "王敏", PASSWORD).roles == (Role.SUPERVISOR, Role.ADMINISTRATOR)
