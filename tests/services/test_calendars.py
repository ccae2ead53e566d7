"""A year is announced: what will move is shown before it moves, and what was told or set by an authority never does."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.notices import CalendarChange, read_notice
from complaint_desk.domain.vocabulary import Status
from complaint_desk.domain.working_days import Layer, SpecialDay
from complaint_desk.i18n.clocks import due_words
from complaint_desk.services import calendars, handling, intake, timing
from complaint_desk.services.timing import Entry
from complaint_desk.storage.verification import verify
from tests.clocks.cases import at
from tests.storage.drafts import sound_draft
from tests.storage.older import again, to_revision

NOTICE = """日期,类别,名称
2027-01-01~2027-01-03,休,元旦
2027-01-04,休,元旦
2026-12-27,班,元旦
"""


@pytest.fixture
def december(desk):
    """The desk on 21 December 2026, before the notice for 2027."""
    return dataclasses.replace(desk, clock=lambda: at("2026-12-21"))


def register(desk, **fields) -> int:
    return intake.register(desk, sound_draft(received_at=at("2026-12-18"), **fields)).id


def close_of(desk, complaint_id):
    return next(each for each in handling.case(desk, complaint_id).clocks if each.clock.code == "close")


def change() -> CalendarChange:
    return read_notice(NOTICE.splitlines(), Layer.NOTICE, "国办发明电〔2026〕7号")


def test_the_ledger_says_that_a_date_is_provisional_until_its_year_is_announced(december):
    def said() -> str:
        return due_words(handling.case(december, made).complaint, december.clock())[0]

    made = register(december)
    handling.move(december, made, Status.ACCEPTED, base_version=1)
    assert said() == "剩 4 天 · 暂定"
    calendars.apply(december, change())
    assert said() == "剩 4 天"
    assert verify(december.store).faults == ()


def test_a_ledger_from_before_says_it_after_its_update(december):
    made = register(december)
    handling.move(december, made, Status.ACCEPTED, base_version=1)
    with december.store.writing() as connection:
        connection.exec_driver_sql("UPDATE complaint SET due_mark = 'running'")
    to_revision(december.store, "0013")
    updated = again(december.store)
    with updated.reading() as connection:
        assert connection.exec_driver_sql("SELECT due_mark FROM complaint").scalar() == "unfixed"
    assert verify(updated).faults == ()
    updated.close()


def test_a_table_of_a_notice_is_read():
    read = change()
    assert read.years == {2027}
    assert len(read.put) == 5
    assert read.put[0] == SpecialDay(dt.date(2026, 12, 27), False, "元旦", Layer.NOTICE, "国办发明电〔2026〕7号")


@pytest.mark.parametrize(
    "line", ["2027-02-30,休", "2027-02-01,也许", "2027-02-10~2027-02-01,休", "2027-01-01~2028-01-01,休"]
)
def test_a_line_that_cannot_be_read_is_named(line):
    with pytest.raises(Refusal, match="bad_notice") as told:
        read_notice(["2027-01-01,休", "", line], Layer.NOTICE, "")
    assert told.value.details["line"] == 3
    with pytest.raises(Refusal, match="empty_notice"):
        read_notice(["日期,类别"], Layer.NOTICE, "")


def test_what_moves_is_shown_before_it_moves(december):
    made = register(december, rule_set="odr")
    assert close_of(december, made).due.date() == dt.date(2027, 1, 4)
    assert close_of(december, made).clock.provisional
    (answer, close) = calendars.preview(december, change())
    assert (answer.clock, close.clock) == ("answer", "close")
    assert (close.before.date(), close.after.date()) == (dt.date(2027, 1, 4), dt.date(2026, 12, 31))
    assert close_of(december, made).due.date() == dt.date(2027, 1, 4)
    done = calendars.apply(december, change())
    assert done.moved == (answer, close)
    assert done.changes.changed == (made,)
    moved = close_of(december, made)
    assert (moved.due.date(), moved.clock.provisional) == (dt.date(2026, 12, 31), False)
    assert handling.case(december, made).journal[-1].deed == "recounted"
    assert calendars.preview(december, change()) == ()
    assert verify(december.store).ok


def test_a_date_that_was_told_or_set_never_moves(december, words):
    told, named = register(december, rule_set="odr"), register(december, rule_set="odr", name="李四", phone="")
    for code in ("answer", "close"):
        timing.mark_told(december, told, words, Entry(), clock=code)
        timing.set_date(december, named, dt.date(2027, 1, 4), words, Entry(), clock=code)
    assert calendars.apply(december, change()).moved == ()
    assert {close_of(december, each).due.date() for each in (told, named)} == {dt.date(2027, 1, 4)}
    assert verify(december.store).ok


def test_an_own_day_moves_promises_and_never_the_law(december):
    made = register(december)
    assert close_of(december, made).due.date() == dt.date(2027, 1, 4)
    dues = {each.clock.code: each.due.date() for each in handling.case(december, made).clocks}
    own = CalendarChange((SpecialDay(dues["accept"], True, "盘点", Layer.OFFICE),), layer=Layer.OFFICE)
    moved = calendars.apply(december, own).moved
    assert [(each.clock, each.after.date()) for each in moved] == [("accept", dues["accept"] + dt.timedelta(1))]
    law = CalendarChange((SpecialDay(dues["close"], True, "盘点", Layer.OFFICE),), layer=Layer.OFFICE)
    assert calendars.preview(december, law) == ()
    assert (
        calendars.apply(december, CalendarChange(remove=(dues["accept"],), layer=Layer.OFFICE)).moved[0].after.date()
        == dues["accept"]
    )


def test_a_missing_notice_is_told_from_november_on(december):
    assert calendars.state(december).missing == 2027
    summer = dataclasses.replace(december, clock=lambda: at("2026-07-01"))
    assert calendars.state(summer).missing is None
    calendars.apply(december, change())
    assert calendars.state(december).missing is None
    assert calendars.state(december).shipped == ()
    assert calendars.shipped_change(december).put == ()
