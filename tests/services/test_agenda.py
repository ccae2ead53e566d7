"""What a day asks of a desk: every part counts what its filter finds, the most urgent first, and names no reporter."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from complaint_desk.domain.complaint import NewStep
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.vocabulary import Status
from complaint_desk.services import agenda, handling, intake, ledger
from tests.conftest import NOW
from tests.storage.drafts import sound_draft

REPLY = {"outcome": "refunded", "replied_at": NOW - dt.timedelta(days=1), "reply_by": "phone"}


def register(desk, days_ago: float, **fields) -> int:
    return intake.register(desk, sound_draft(received_at=NOW - dt.timedelta(days=days_ago), **fields)).id


def move(desk, made, to, **entry):
    version = handling.case(desk, made).complaint.version
    handling.move(desk, made, to, base_version=version, entry=entry, at=NOW - dt.timedelta(hours=2))


@pytest.fixture
def day(desk):
    """One complaint for every part of the day, by name."""
    made = {
        "late": register(desk, 6, handler="李工"),
        "later": register(desk, 9, handler="李工"),
        "today": register(desk, 1, handler="王敏"),
        "soon": register(desk, 0.1),
        "waiting": register(desk, 20, handler="李工"),
        "answered": register(desk, 5, handler="李工"),
        "closed": register(desk, 5, handler="李工"),
    }
    handling.move(desk, made["waiting"], Status.ACCEPTED, base_version=1, at=NOW - dt.timedelta(days=19))
    handling.move(desk, made["waiting"], Status.WAITING, base_version=2, at=NOW - dt.timedelta(days=10))
    move(desk, made["answered"], Status.ANSWERED, **REPLY)
    move(desk, made["closed"], Status.CLOSED, outcome="refunded", handled_at=NOW - dt.timedelta(days=1))
    return made


def ids(found, name) -> list[int]:
    return [each.id for each in found.part(name).first]


def test_every_part_counts_what_its_filter_finds_in_the_ledger(desk, day):
    found = agenda.of_today(desk, 100)
    for part in found.parts:
        assert part.count == ledger.count(desk, part.view.filter), part.name
        listed = ledger.first_rows(desk, part.view.filter, part.view.order, 100)
        assert [each.id for each in part.first] == [each.id for each in listed], part.name


def test_the_day_is_divided_by_what_is_asked_of_the_desk(desk, day):
    found = agenda.of_today(desk, 100)
    assert ids(found, "overdue")[0] == day["waiting"]
    assert {day["late"], day["later"]} <= set(ids(found, "overdue"))
    assert day["today"] in ids(found, "due_today")
    assert day["today"] not in ids(found, "due_soon")
    assert ids(found, "mine") == [day["today"]]
    assert ids(found, "unassigned") == [day["soon"]]
    assert ids(found, "waiting") == [day["waiting"]]
    assert ids(found, "answered") == [day["answered"]]
    assert ids(found, "calls") == [day["closed"]]
    assert set(ids(found, "new")) == {day["today"], day["soon"]}
    assert not found.part("watched").count


def test_the_most_urgent_complaints_come_first_and_only_a_few(desk, day):
    found = agenda.of_today(desk, 2)
    dues = [each.due_at for each in found.part("overdue").first if each.due_at]
    assert len(dues) == 2 < found.part("overdue").count
    assert dues == sorted(dues)


def test_a_step_ends_the_waiting_that_was_too_long(desk, day):
    handling.record_step(desk, day["waiting"], NewStep(text="再次致电"))
    assert not agenda.of_today(desk, 5).part("waiting").count


def test_how_long_is_too_long_is_a_setting(desk, day):
    patient = dataclasses.replace(desk, settings=dataclasses.replace(desk.settings, waiting_days="15"))
    assert not agenda.of_today(patient, 5).part("waiting").count


def test_who_reported_is_not_named(desk):
    made = register(desk, 0, kind="report", name="赵六", phone="13900001111")
    (told,) = agenda.of_today(desk, 5).part("new").first
    assert (told.id, told.name, told.phone) == (made, "", "")


def test_what_falls_due_between_two_moments_is_named_with_the_counts(desk, day):
    due = handling.case(desk, day["today"]).complaint.due_at
    assert due is not None
    seen = agenda.lookout(desk, due - dt.timedelta(hours=1), due)
    assert [each.id for each in seen.falling] == [day["today"]]
    everything = agenda.of_today(desk, 0)
    assert (seen.counts.overdue, seen.counts.today) == tuple(
        everything.part(name).count for name in ("overdue", "due_today")
    )
    assert seen.counts.mine == (0, 1)
    assert not agenda.lookout(desk).falling


def test_the_last_step_can_be_asked_for(desk, day):
    quiet = LedgerFilter().with_range("last_step", high=NOW.date() - dt.timedelta(7))
    assert {day["waiting"], day["later"]} == {each.id for each in ledger.find(desk, quiet, LedgerOrder(), 9).rows}
