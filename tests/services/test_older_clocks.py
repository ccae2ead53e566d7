"""A ledger that is older than its clocks: open complaints get theirs by the office's rules, what is over stays silent."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from complaint_desk.domain.clocks import DueMark
from complaint_desk.domain.complaint import NewStep
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.new_complaints import new_complaints
from complaint_desk.domain.rule_sets import Chooser
from complaint_desk.domain.vocabulary import Status
from complaint_desk.domain.workflow import OPEN
from complaint_desk.i18n.clocks import due_words
from complaint_desk.services import clocks, handling, intake, ledger, rule_sets
from complaint_desk.storage import batches, starting_clocks
from complaint_desk.storage.complaints import read_by_number
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.open_batch import OpenBatch
from complaint_desk.storage.verification import verify
from tests.clocks.cases import at
from tests.storage.drafts import sound_draft
from tests.storage.older import again, to_0006

CALL = NewStep("contact", "再次联系")
YOUNG, HALF_OVER, OLD = at("2026-11-23"), at("2026-11-12"), at("2026-09-01")


@pytest.fixture
def older(desk, monkeypatch):
    """The desk at a ledger of revision 0006: open, closed and imported complaints, none with clocks."""
    then = dataclasses.replace(desk, clock=lambda: at("2026-11-23 18:00"))
    with monkeypatch.context() as without:
        without.setattr(starting_clocks, "started", lambda *_args: {})
        older: dict[str, dict[str, Any]] = {
            "young": {"received_at": YOUNG},
            "bank": {"received_at": YOUNG, "channel": "visit"},
            "zhejiang": {"received_at": YOUNG, "rule_set": "prepaid", "region": "浙江省杭州市"},
            "half over": {"received_at": HALF_OVER},
            "old": {"received_at": OLD},
            "closed": {"received_at": OLD, "status": "closed", "closed_at": at("2026-09-05")},
            "inquiry": {"received_at": YOUNG, "kind": "inquiry"},
        }
        for name, fields in older.items():
            intake.register(then, sound_draft(name=name, phone="", **fields))
        with desk.store.writing() as connection:
            imported = (("imported young", YOUNG), ("imported old", OLD))
            signature = Signature("王敏", then.clock())
            with OpenBatch(connection, signature, "TS{yyyy}{seq:06}", ["旧台账.xlsx"]) as batch:
                batch.add(new_complaints([sound_draft(name=name, received_at=when) for name, when in imported]))
    rule_sets.save_choosers(then, [Chooser("channel", "visit", "bank")])
    with desk.store.writing() as connection:
        connection.exec_driver_sql("UPDATE complaint SET due_mark = ''")
    to_0006(desk.store)
    opened = again(desk.store)
    yield dataclasses.replace(desk, store=opened)
    opened.close()


def case_of(desk, name):
    found = ledger.find(desk, LedgerFilter(), LedgerOrder(), limit=20).rows
    return handling.case(desk, next(each.id for each in found if each.name == name))


def due(desk, name) -> dict[str, dt.date]:
    return {each.clock.code: each.clock.due.date() for each in case_of(desk, name).clocks}


def test_open_complaints_get_clocks_by_the_rules_of_the_office(older):
    clocks.begin_older(older)
    assert due(older, "young") == {
        "accept": dt.date(2026, 11, 24), "answer": dt.date(2026, 11, 30), "close": dt.date(2026, 12, 8),
    }  # fmt: skip
    assert {each.clock.rule_set for each in case_of(older, "bank").clocks} == {"bank"}
    assert due(older, "zhejiang")["refund"] == dt.date(2026, 11, 30)
    assert case_of(older, "zhejiang").clocks[-1].clock.version == "2015-03-15+zhejiang"
    assert due(older, "imported young")["close"] == dt.date(2026, 12, 8)
    assert due(older, "inquiry") == {}


def test_what_was_over_stays_silent_for_ever(older):
    clocks.begin_older(older)
    assert due(older, "half over") == {"close": dt.date(2026, 11, 27)}
    for name in ("old", "closed", "imported old"):
        case = case_of(older, name)
        assert case.clocks == ()
        assert case.complaint.due_mark == DueMark.HISTORIC
        assert due_words(case.complaint, older.clock()) == ("历史数据", None)
    assert case_of(older, "inquiry").complaint.due_mark == DueMark.NONE
    handling.record_step(older, case_of(older, "old").complaint.id, CALL)
    assert case_of(older, "old").clocks == ()
    handling.record_step(older, case_of(older, "half over").complaint.id, CALL)
    assert due(older, "half over") == {"close": dt.date(2026, 11, 27)}


def test_due_lists_them_and_the_ledger_can_be_asked_for_them(older):
    clocks.begin_older(older)
    listed = clocks.due_until(older, dt.date(2026, 12, 8))
    assert {each.complaint.name for each in listed} == {"young", "bank", "zhejiang", "half over", "imported young"}
    assert not [each for each in listed if each.reasons.due < older.clock()]
    found = ledger.find(older, LedgerFilter().with_choices("due", ("historic",)), LedgerOrder(), limit=9).rows
    assert {each.name for each in found} == {"old", "closed", "imported old"}


def test_each_is_a_deed_of_the_program_and_the_ledger_stays_whole(older):
    assert verify(older.store).faults == ()
    clocks.begin_older(older)
    assert verify(older.store).faults == ()
    newest = case_of(older, "young").journal[-1]
    assert (newest.deed, newest.person) == ("clocks_begun", clocks.THE_PROGRAM)
    assert dict(newest.details)["close"] == "2026-12-08"
    for name in ("old", "closed", "imported old", "inquiry"):
        assert case_of(older, name).journal[-1].deed == "registered"


def test_they_begin_once_and_go_on_where_they_were_broken_off(older, monkeypatch):
    monkeypatch.setattr("complaint_desk.storage.older_clocks._PORTION", 2)

    class BrokenOffError(Exception):
        pass

    def break_off(done, _total):
        if done >= 2:
            raise BrokenOffError

    with pytest.raises(BrokenOffError):
        clocks.begin_older(older, break_off)
    told = []
    later = dataclasses.replace(older, clock=lambda: at("2026-11-28"))
    clocks.begin_older(later, lambda *each: told.append(each))
    assert told[-1][0] == told[-1][1]
    assert due(older, "half over") == {"close": dt.date(2026, 11, 27)}
    before = case_of(older, "young")
    clocks.begin_older(later)
    assert case_of(older, "young") == before
    assert verify(older.store).faults == ()


def test_an_import_that_only_the_program_touched_is_undone_whole(older):
    clocks.begin_older(older)
    with older.store.writing() as connection:
        gone = batches.remove(connection, Signature("王敏", older.clock()), 1)
    assert len(gone.removed) == 2
    assert verify(older.store).faults == ()


def test_a_historic_complaint_that_is_opened_again_has_clocks_from_that_day(older):
    clocks.begin_older(older)
    closed = case_of(older, "closed").complaint
    handling.move(older, closed.id, Status.HANDLING, base_version=closed.version, note="又来电")
    assert due(older, "closed") == {"answer": dt.date(2026, 12, 1), "close": dt.date(2026, 12, 9)}
    assert verify(older.store).faults == ()
    with older.store.reading() as connection:
        assert read_by_number(connection, closed.number).due_mark == DueMark.RUNNING


def test_a_ledger_of_today_has_nothing_to_begin(desk):
    intake.register(desk, sound_draft(received_at=OLD))
    head = desk.store._head()
    clocks.begin_older(desk)
    assert desk.store._head() == head
    assert {each.status for each in ledger.find(desk, LedgerFilter(), LedgerOrder(), limit=9).rows} <= OPEN
