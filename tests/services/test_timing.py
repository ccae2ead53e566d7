"""Clocks in the ledger: started, moved by deeds, ended by the way of the complaint, and found again when tampered with."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from sqlalchemy import update

from complaint_desk.domain.clock_deeds import ExtensionWish
from complaint_desk.domain.complaint import NewStep
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.problems import ProblemsFound
from complaint_desk.domain.vocabulary import Status
from complaint_desk.services import clocks, handling, intake, ledger, timing
from complaint_desk.services.timing import Entry
from complaint_desk.storage.schema import clock, complaint
from complaint_desk.storage.verification import verify
from tests.clocks.cases import at
from tests.conftest import NOW
from tests.storage.drafts import sound_draft

REPLY = {"outcome": "refunded", "replied_at": at("2026-11-23"), "reply_by": "phone"}


def register(desk, received="2026-11-20 09:30", **fields) -> int:
    return intake.register(desk, sound_draft(received_at=at(received), **fields)).id


def clock_of(desk, complaint_id, code="close"):
    found = [each for each in handling.case(desk, complaint_id).clocks if each.clock.code == code]
    return found[-1]


def dues(desk, complaint_id) -> dict[str, str]:
    return {each.clock.code: f"{each.due:%m-%d}" for each in handling.case(desk, complaint_id).clocks}


def problems(deed) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsFound) as told:
        deed()
    return [(each.field, each.code) for each in told.value.problems]


def count(desk, *asked: str) -> int:
    return ledger.find(desk, LedgerFilter(one_of=(("due", asked),), as_of=NOW), LedgerOrder(), 10).count


def test_registering_starts_the_clocks_and_the_ledger_knows_the_next(desk):
    made = register(desk)
    assert dues(desk, made) == {"accept": "11-23", "answer": "11-27", "close": "12-07"}
    stands = handling.case(desk, made).complaint
    assert (stands.due_clock, stands.due_mark, stands.due_at.date()) == ("accept", "running", dt.date(2026, 11, 23))
    assert verify(desk.store).ok


def test_the_way_of_a_complaint_ends_its_clocks(desk):
    made = register(desk)
    handling.move(desk, made, Status.ANSWERED, base_version=1, entry=REPLY)
    states = {each.clock.code: str(each.clock.state(NOW)) for each in handling.case(desk, made).clocks}
    assert states == {"accept": "met", "answer": "met", "close": "running"}
    assert handling.case(desk, made).complaint.due_clock == "close"
    handling.move(desk, made, Status.CLOSED, base_version=2, entry={"handled_at": NOW})
    stands = handling.case(desk, made).complaint
    assert (stands.due_at, stands.due_mark) == (None, "met")
    assert verify(desk.store).ok


def test_pause_and_resume_are_on_record_and_move_the_date(desk, words):
    made = register(desk)
    handling.move(desk, made, Status.ACCEPTED, base_version=1)
    early = dataclasses.replace(desk, clock=lambda: at("2026-11-24 11:00"))
    timing.pause(early, made, "testing", words, Entry(note="送检"))
    paused = handling.case(desk, made)
    assert {each.clock.code for each in paused.clocks if each.clock.is_paused} == {"answer", "close"}
    assert (paused.complaint.due_mark, paused.complaint.due_at) == ("paused", None)
    assert paused.steps[-1].kind == "test"
    assert "送检" in paused.steps[-1].text
    later = dataclasses.replace(desk, clock=lambda: at("2026-12-01 09:00"))
    assert clock_of(later, made).due.date() == dt.date(2026, 12, 14)
    timing.resume(later, made, words, Entry())
    assert dues(desk, made) == {"accept": "11-23", "answer": "12-04", "close": "12-14"}
    assert clock_of(desk, made).clock.paused == 7
    assert verify(desk.store).ok


def test_an_extension_needs_its_approver_and_names_them_on_record(desk, words):
    made = register(desk)
    assert problems(lambda: timing.extend(desk, made, ExtensionWish(NOW), words)) == [("approver", "required")]
    timing.extend(desk, made, ExtensionWish(NOW, "李主管"), words, note="等待厂家配件")
    found = clock_of(desk, made)
    assert (found.due.date(), found.clock.extended_by) == (dt.date(2026, 12, 21), 15)
    step = handling.case(desk, made).steps[-1]
    assert (step.kind, "李主管" in step.text, "2026-12-21" in step.text) == ("extend", True, True)
    entry = handling.case(desk, made).journal[-1]
    assert (entry.deed, dict(entry.details)["due"]) == ("extended", "2026-12-21")
    assert "李主管" not in str(entry.details)


def test_a_date_of_an_authority_stands_in_the_place_of_the_counted_one(desk, words):
    made = register(desk, channel="regulator")
    assert clock_of(desk, made, "answer").due is None
    timing.set_date(desk, made, dt.date(2026, 12, 4), words, Entry(), clock="answer")
    found = clock_of(desk, made, "answer")
    assert (found.due.date(), found.clock.named, found.clock.provisional) == (dt.date(2026, 12, 4), True, False)
    assert verify(desk.store).ok


def test_an_event_starts_its_clock(desk, words):
    made = register(desk, rule_set="distance_return")
    assert problems(lambda: timing.note_event(desk, made, "promised", words, Entry())) == [("event", "starts_nothing")]
    timing.note_event(desk, made, "goods_returned", words, Entry(at("2026-11-23")))
    assert clock_of(desk, made, "refund").due.date() == dt.date(2026, 11, 30)


def test_a_late_entry_is_neither_in_the_future_nor_before_the_step_before(desk, words):
    made = register(desk)
    handling.record_step(desk, made, NewStep("contact", "来电", at("2026-11-23")))
    future = Entry(at("2026-11-25"))
    assert problems(lambda: timing.pause(desk, made, "testing", words, future)) == [("at", "future")]
    early = Entry(at("2026-11-22"))
    assert problems(lambda: timing.pause(desk, made, "testing", words, early)) == [("at", "before_previous_step")]
    timing.pause(desk, made, "testing", words, Entry(at("2026-11-23 15:00")))
    assert clock_of(desk, made).clock.pauses[0].first == at("2026-11-23 15:00")


def test_what_cannot_be_done_is_refused_and_nothing_is_written(desk, words):
    made = register(desk)
    assert problems(lambda: timing.resume(desk, made, words, Entry())) == [("clock", "not_paused")]
    assert problems(lambda: timing.mark_told(desk, made, words, Entry(), clock="refund")) == [
        ("clock", "no_such_clock")
    ]
    with pytest.raises(Refusal, match="no_complaint"):
        timing.resume(desk, 99, words, Entry())
    assert len(handling.case(desk, made).journal) == 1


def test_due_lists_and_filters_agree_with_the_states(desk):
    overdue = register(desk, "2026-11-02")
    today = register(desk, "2026-11-20 09:30", rule_set="odr")
    handling.move(desk, today, Status.HANDLING, base_version=1)
    soon = register(desk, "2026-11-24 09:00")
    register(desk, "2026-11-02", kind="inquiry")
    listed = clocks.due_until(desk, dt.date(2026, 11, 25))
    assert [(each.complaint.id, each.reasons.clock.code) for each in listed] == [
        (overdue, "accept"),
        (overdue, "answer"),
        (overdue, "close"),
        (soon, "accept"),
    ]
    assert count(desk, "overdue") == 1
    assert count(desk, "due_soon") == 1
    assert count(desk, "running") == 1
    assert count(desk, "overdue", "due_soon", "running") == 3
    assert count(desk, "met") == count(desk, "missed") == count(desk, "today") == 0


def test_the_ledger_sorts_by_what_is_due_first_and_what_is_not_due_stands_last(desk):
    later, sooner = register(desk, "2026-11-23"), register(desk, "2026-11-20")
    never = register(desk, "2026-11-02", kind="inquiry")
    for descending, order in ((False, [sooner, later, never]), (True, [later, sooner, never])):
        asked = LedgerOrder("due_at", descending=descending)
        assert [*ledger.keys(desk, LedgerFilter(), asked)] == order
        for limit in (1, 2, 3):
            rows = ledger.first_rows(desk, LedgerFilter(), asked, limit)
            assert [row.id for row in rows] == order[:limit]


def test_an_inquiry_that_becomes_a_complaint_runs_by_the_rules_of_the_office(desk):
    from complaint_desk.domain.bulk import BulkChange
    from complaint_desk.services import bulk

    office = dataclasses.replace(desk, settings=dataclasses.replace(desk.settings, rule_set="express"))
    edited, changed = (register(office, kind="inquiry") for _at in range(2))
    stands = handling.case(office, edited).complaint
    handling.save_edit(office, stands, dataclasses.replace(stands, kind="complaint"))
    done = bulk.change_many(office, [changed], BulkChange((("kind", "complaint"),)))
    for each in (edited, changed):
        assert clock_of(office, each).clock.rule_set == "express"
    bulk.undo_bulk(office, done)
    assert handling.case(office, changed).clocks == ()
    assert verify(office.store).ok


def test_another_rule_set_for_many_lets_their_clocks_follow(desk):
    from complaint_desk.domain.bulk import BulkChange
    from complaint_desk.services import bulk

    made = [register(desk), register(desk, channel="web")]
    bulk.change_many(desk, made, BulkChange((("rule_set", "express"),)))
    assert {dues(desk, each)["close"] for each in made} == {"11-27"}
    assert verify(desk.store).ok


@pytest.mark.parametrize("moved", ["due", "ended_at", "told_at"])
def test_a_clock_changed_behind_the_programs_back_is_found(desk, moved):
    made = register(desk)
    with desk.store.writing() as connection:
        connection.execute(update(clock).where(clock.c.code == "close").values({moved: at("2027-01-15")}))
    assert "complaint_changed" in {fault.code for fault in verify(desk.store).faults}
    assert made


def test_a_due_date_that_no_rule_gives_is_found_with_both_dates(desk):
    register(desk)
    with desk.store.writing() as connection:
        connection.execute(update(clock).where(clock.c.code == "close").values(due=at("2027-01-15 23:59")))
    (fault,) = (each for each in verify(desk.store).faults if each.code == "due_date")
    assert dict(fault.details) == {"clock": "close", "due": "2027-01-15", "counted": "2026-12-07"}


def test_what_the_ledger_filters_by_is_checked_against_the_clocks(desk):
    register(desk)
    with desk.store.writing() as connection:
        connection.execute(update(complaint).values(due_at=at("2027-01-15")))
    assert {fault.code for fault in verify(desk.store).faults} == {"due_summary"}


def test_a_clock_of_the_pc_that_went_back_is_noticed(desk):
    assert clocks.clock_gone_back(desk) is None
    register(desk)
    assert clocks.clock_gone_back(desk) is None
    back = dataclasses.replace(desk, clock=lambda: NOW - dt.timedelta(days=3))
    assert clocks.clock_gone_back(back) == dt.timedelta(days=3)
