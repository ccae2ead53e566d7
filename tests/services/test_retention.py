"""Retention: who is due is told beforehand, held ones and open ones stay, what counts stays, the journal stays whole."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from complaint_desk.domain.analysis import AnalysisRequest, Period, Rate
from complaint_desk.domain.complaint import NewStep
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.domain.problems import ProblemsFound
from complaint_desk.domain.retention import RETENTION, settled_before
from complaint_desk.domain.vocabulary import Status
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import analysis, handling, intake, ledger, people
from complaint_desk.storage.verification import verify
from tests.conftest import NOW
from tests.storage.drafts import sound_draft
from tests.storage.older import again, to_revision


def years_ago(years: float) -> dt.datetime:
    return NOW - dt.timedelta(days=366 * years)


def settled(desk, years: float, status: str = "closed", **fields) -> int:
    """A complaint of that many years ago; its id."""
    at = years_ago(years)
    closed = {"closed_at": at, "handled_at": at, "outcome": "refunded"} if status == "closed" else {}
    return intake.register(desk, sound_draft(received_at=at, status=status, **closed, **fields)).id


@pytest.fixture
def ids(desk) -> dict[str, int]:
    return {
        "old": settled(desk, 4, name="李四"),
        "declined": settled(desk, 4, "declined"),
        "withdrawn": settled(desk, 3.1, "withdrawn"),
        "open": settled(desk, 9, "handling"),
        "young": settled(desk, 2.5),
        "held": settled(desk, 5),
    }


def hold_one(desk, ids) -> None:
    people.hold(desk, ids["held"], " 人身伤害 ")


def figures_without_who_came_again(desk):
    period = Period(years_ago(10).date(), NOW.date())
    found = analysis.figures(desk, AnalysisRequest(period), ("nature", "department", "month", "status", "outcome"))
    # Who came again is counted among those who are known; the cut is the journal's newest entry.
    return dataclasses.replace(
        found, cut=(0, ""), indicators=dataclasses.replace(found.indicators, repeated=Rate(0, 0))
    )


def test_who_is_due_is_told_and_nothing_is_changed(desk, ids):
    hold_one(desk, ids)
    before = [handling.case(desk, each) for each in ids.values()]
    due = people.due_people(desk)
    assert [each.id for each in due.rows] == [ids["old"], ids["declined"], ids["withdrawn"]]
    assert (due.count, due.held) == (3, 1)
    assert people.due_people(desk, limit=1).rows == due.rows[:1]
    assert [handling.case(desk, each) for each in ids.values()] == before


def test_those_who_are_due_are_erased_and_what_counts_stays(desk, ids):
    hold_one(desk, ids)
    counted = figures_without_who_came_again(desk)
    done = people.erase_due(desk)
    assert sorted(done.ids) == sorted((ids["old"], ids["declined"], ids["withdrawn"]))
    assert (done.rest, done.stopped, done.changes.changed) == (0, False, tuple(done.ids))
    assert figures_without_who_came_again(desk) == counted
    for name, each in ids.items():
        case = handling.case(desk, each)
        assert (case.complaint.erased_at is not None) == (name in ("old", "declined", "withdrawn")), name
        assert bool(case.complaint.name) == (case.complaint.erased_at is None)
    (_registered, entry) = handling.case(desk, ids["old"]).journal
    assert (entry.deed, dict(entry.details)) == ("erased", {"reason": RETENTION})
    assert verify(desk.store).faults == ()
    assert people.due_people(desk).count == 0


def test_a_hold_is_journalled_guarded_and_released(desk, ids, store):
    key = ids["held"]
    hold_one(desk, ids)
    people.hold(desk, key, "诉讼")
    asked = LedgerFilter().with_said("held", said=True)
    assert list(ledger.keys(desk, asked, LedgerOrder())) == [key]
    released = people.release(desk, key)
    assert released.complaint.hold == ""
    assert not ledger.count(desk, asked)
    deeds = handling.case(desk, key).journal[1:]
    assert [each.deed for each in deeds] == ["held", "held", "released"]
    assert [dict(each.before or ()) for each in deeds] == [{"hold": ""}, {"hold": "人身伤害"}, {"hold": "诉讼"}]
    assert verify(store).ok
    with pytest.raises(Refusal, match="not_held"):
        people.release(desk, key)
    with pytest.raises(ProblemsFound):
        people.hold(desk, key, "  ")
    with store.writing() as connection:
        connection.execute(text("UPDATE complaint SET hold = 'x' WHERE id = :key"), {"key": key})
    assert {fault.code for fault in verify(store).faults} == {"complaint_changed"}


def test_what_was_reopened_is_due_again_only_after_its_new_end(desk, ids):
    base = handling.case(desk, ids["old"]).complaint
    handling.move(desk, ids["old"], Status.HANDLING, base_version=base.version, note="再次来电")
    assert ids["old"] not in {each.id for each in people.due_people(desk).rows}


def test_a_step_after_declining_begins_the_time_anew(desk, ids):
    handling.record_step(desk, ids["declined"], NewStep("contact", "来电"))
    assert ids["declined"] not in {each.id for each in people.due_people(desk).rows}


def test_zero_years_mean_for_ever(desk, ids):
    kept = dataclasses.replace(desk, settings=dataclasses.replace(desk.settings, retention_years="0"))
    assert people.due_people(kept).before is None
    assert people.erase_due(kept).ids == ()
    assert people.due_people(desk).count == 4


def test_a_stop_keeps_what_is_done_and_tells_what_is_left(desk, monkeypatch):
    monkeypatch.setattr(people, "_PORTION", 2)
    for _each in range(5):
        settled(desk, 4)
    stop, told = StopSignal(), []

    def progress(done: int, total: int | None) -> None:
        told.append((done, total))
        stop.request()

    done = people.erase_due(desk, stop, progress)
    assert (len(done.ids), done.rest, done.stopped, told) == (2, 3, True, [(2, 5)])
    assert verify(desk.store).ok
    assert len(people.erase_due(desk).ids) == 3


def test_a_ledger_from_before_holds_nobody(desk, ids, store):
    to_revision(store, "0017")
    today = again(store)
    assert verify(today).ok
    renewed = dataclasses.replace(desk, store=today)
    assert handling.case(renewed, ids["held"]).complaint.hold == ""
    hold_one(renewed, ids)
    assert people.due_people(renewed).held == 1
    today.close()


@given(st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2060, 1, 1)), st.integers(1, 30))
def test_the_day_is_the_same_of_an_earlier_year(now, years):
    before = settled_before(now.replace(tzinfo=SHANGHAI), years)
    assert before is not None
    assert (before.year, before.month) == (now.year - years, now.month)
    assert before.day == now.day or (now.month, now.day, before.day) == (2, 29, 28)
