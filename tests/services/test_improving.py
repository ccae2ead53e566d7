"""Improvements in the ledger: deeds with journal and versions, effects counted, nothing changed unseen; on both databases."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from sqlalchemy import delete, insert, update

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.improvement import (
    ImprovementContent,
    StaleImprovement,
    State,
    Verdict,
    cases_filter,
)  # fmt: skip
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.problems import ProblemsFound
from complaint_desk.domain.recurrence import Recurrence
from complaint_desk.services import improving, ledger
from complaint_desk.storage.complaints import Registration, insert_many
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.news import OwnEntries, news_since
from complaint_desk.storage.schema import improvement
from complaint_desk.storage.verification import verify
from tests.conftest import NOW
from tests.storage.drafts import sound_draft

TODAY = NOW.date()
SHOWS = LedgerFilter().with_choices("brand", ("极川",)).with_piece("facts", "绿线")
CONTENT = ImprovementContent("屏幕出现绿线", SHOWS, "排线压伤", "更换压头", "李工", TODAY - dt.timedelta(120))
DONE = TODAY - dt.timedelta(121)


@pytest.fixture
def improved(desk):
    """One complaint a day before the measure, one in five days after it; others all the time."""

    def drafts():
        for back in range(1, 240):
            day = NOW - dt.timedelta(back)
            yield sound_draft(received_at=day, brand="澜图", facts="绿线")
            if back > 121 or (back > 30 and back % 5 == 0):
                yield sound_draft(received_at=day, brand="极川", facts="屏幕出现绿线")

    register(desk, drafts())
    added = improving.add(desk, CONTENT).improvement
    improving.mark_done(desk, added.id, added.version, DONE)
    return desk


def register(desk, drafts):
    with desk.store.writing() as connection:
        insert_many(connection, list(drafts), Registration("TS{yyyy}{seq:06}", Signature("王敏", NOW)))


def the_one(desk):
    (found,) = improving.followed(desk)
    return found


def test_the_way_from_problem_to_verified_measure(desk):
    added = improving.add(desk, dataclasses.replace(CONTENT, problem="  屏幕出现绿线 ")).improvement
    assert added.content == CONTENT
    assert (added.state, added.made_by, added.made_at) == (State.OPEN, desk.person, NOW)
    assert added.is_overdue(TODAY)
    assert the_one(desk).effect.verdict is Verdict.PENDING
    done = improving.mark_done(desk, added.id, 1, DONE).improvement
    verified = improving.verify(desk, added.id, done.version, TODAY, "抽查 30 台，压头已换").improvement
    assert (verified.state, verified.verified_by) == (State.VERIFIED, desk.person)
    assert improving.one(desk, added.id).improvement == verified
    again = improving.reopen(desk, added.id, verified.version).improvement
    assert again.content == CONTENT
    assert (again.state, again.finding) == (State.OPEN, "")
    assert improving.drop(desk, added.id, again.version).improvement.state is State.DROPPED
    assert verify(desk.store).ok


def test_days_of_receipt_leave_the_filter(desk):
    dated = SHOWS.with_range("received_at", DONE, TODAY)
    assert improving.add(desk, dataclasses.replace(CONTENT, filter=dated)).improvement.filter == SHOWS


def test_the_effect_counts_what_its_filter_finds(improved):
    found = the_one(improved)
    before, after = found.effect.before, found.effect.after
    assert (found.effect.verdict, before.count, after.count) == (Verdict.FELL, 90, 18)
    for window in (before, after):
        shown = cases_filter(found.improvement.filter, window)
        assert ledger.find(improved, shown, LedgerOrder(), 1).count == window.count
    assert not found.came_back
    assert improving.came_back(improved) == ()


def test_a_problem_that_comes_back_is_told(improved):
    register(improved, (sound_draft(received_at=NOW - dt.timedelta(1), brand="极川", facts="绿线") for _ in range(20)))
    (found,) = improving.came_back(improved)
    assert found.effect.recurrence is Recurrence.ABOVE_AFTER
    assert found.effect.recent.count == 20
    improving.drop(improved, found.improvement.id, found.improvement.version)
    assert improving.came_back(improved) == ()


def test_what_is_missing_or_impossible_is_refused_and_nothing_written(desk):
    with pytest.raises(ProblemsFound):
        improving.add(desk, ImprovementContent("绿线"))
    added = improving.add(desk, CONTENT).improvement
    with pytest.raises(ProblemsFound):
        improving.mark_done(desk, added.id, 1, TODAY + dt.timedelta(1))
    with pytest.raises(Refusal, match="improvement_state"):
        improving.verify(desk, added.id, 1, TODAY, "好")
    done = improving.mark_done(desk, added.id, 1, TODAY).improvement
    with pytest.raises(ProblemsFound):
        improving.verify(desk, added.id, done.version, TODAY - dt.timedelta(1), "好")
    with pytest.raises(ProblemsFound):
        improving.verify(desk, added.id, done.version, TODAY, " ")
    with pytest.raises(Refusal, match="no_improvement"):
        improving.one(desk, 99)
    assert the_one(desk).improvement == done


def test_nobody_overwrites_what_they_have_not_seen(desk):
    added = improving.add(desk, CONTENT).improvement
    after = improving.change(desk, added.id, 1, dataclasses.replace(CONTENT, owner="赵工")).improvement
    with pytest.raises(StaleImprovement) as stale:
        improving.change(desk, added.id, 1, dataclasses.replace(CONTENT, owner="孙工"))
    assert stale.value.current == after
    assert improving.change(desk, added.id, 2, after.content).improvement == after


def test_other_desks_hear_of_it(desk):
    improving.add(desk, CONTENT)
    with desk.store.reading() as connection:
        _head, changes = news_since(connection, 0, OwnEntries())
    assert changes.improvements
    assert not changes.everything


def test_what_is_done_behind_the_programs_back_is_found(desk):
    for _ in range(3):
        improving.add(desk, CONTENT)
    assert verify(desk.store).ok
    with desk.store.writing() as connection:
        connection.execute(update(improvement).where(improvement.c.id == 1).values(due_on=TODAY))
        row = dict(connection.execute(improvement.select().where(improvement.c.id == 2)).mappings().one())
        connection.execute(delete(improvement).where(improvement.c.id == 2))
        connection.execute(insert(improvement), [row | {"id": 9}])
    assert {(each.code, each.place) for each in verify(desk.store).faults} == {
        ("improvement_changed", "1"),
        ("improvement_missing", "2"),
        ("improvement_unknown", "9"),
    }
