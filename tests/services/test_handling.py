"""Editing, steps, the way of a complaint, and two people on one complaint."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from complaint_desk.domain.complaint import Changes, Complaint, NewStep
from complaint_desk.domain.errors import FieldConflict, Refusal, StaleComplaint
from complaint_desk.domain.problems import ProblemsFound
from complaint_desk.domain.vocabulary import Status
from complaint_desk.services import handling, intake, ledger
from complaint_desk.storage.verification import verify
from tests.conftest import NOW
from tests.storage.drafts import RECEIVED, sound_draft

REPLY = {"outcome": "refunded", "replied_at": RECEIVED, "reply_by": "phone"}
HANDLED = {"outcome": "refunded", "handled_at": RECEIVED}


@pytest.fixture
def complaint(desk) -> Complaint:
    made = intake.register(desk, sound_draft())
    return handling.case(desk, made.id).complaint


def _edited(value: Complaint, **fields) -> Complaint:
    return dataclasses.replace(value, **fields)


def test_edit(desk, complaint):
    done = handling.save_edit(desk, complaint, _edited(complaint, brand="禾沐", price=Decimal("12.00")))
    assert done.changes == Changes(changed=(complaint.id,))
    assert (done.complaint.brand, done.complaint.price, done.complaint.version) == ("禾沐", Decimal("12.00"), 2)
    entry = handling.case(desk, complaint.id).journal[-1]
    assert (entry.deed, entry.fields, entry.before) == (
        "edited",
        ("brand", "price"),
        (("brand", ""), ("price", "399.00")),
    )
    assert verify(desk.store).ok


def test_edit_without_a_change_writes_nothing(desk, complaint):
    done = handling.save_edit(desk, complaint, complaint)
    assert (done.complaint.version, done.changes) == (1, Changes())
    assert len(handling.case(desk, complaint.id).journal) == 1


def test_blanks_around_a_text_are_no_change(desk, complaint):
    done = handling.save_edit(desk, complaint, _edited(complaint, name=" 张三 ", brand=" 禾沐\n"))
    assert (done.complaint.name, done.complaint.brand) == ("张三", "禾沐")
    assert handling.case(desk, complaint.id).journal[-1].fields == ("brand",)


def test_edit_with_problems(desk, complaint):
    with pytest.raises(ProblemsFound) as caught:
        handling.save_edit(desk, complaint, _edited(complaint, facts="", nature="x", repeats=("TS9",)))
    assert [(each.field, each.code) for each in caught.value.problems] == [
        ("facts", "required"),
        ("nature", "unknown_word"),
        ("repeats", "unknown_complaint"),
    ]


def test_two_people_on_different_fields(desk, complaint):
    handling.save_edit(desk, complaint, _edited(complaint, brand="禾沐"))
    done = handling.save_edit(desk, complaint, _edited(complaint, model="X1"))
    assert (done.complaint.brand, done.complaint.model, done.complaint.version) == ("禾沐", "X1", 3)


def test_two_people_on_one_field(desk, complaint):
    handling.save_edit(desk, complaint, _edited(complaint, brand="禾沐", model="X1"))
    with pytest.raises(StaleComplaint) as caught:
        handling.save_edit(desk, complaint, _edited(complaint, brand="岚星", model="X1", outlet="直播间"))
    stale = caught.value
    assert (stale.complaint_id, stale.current_version) == (complaint.id, 2)
    assert stale.conflicts == (FieldConflict("brand", "", "禾沐", "岚星"),)
    current = handling.case(desk, complaint.id).complaint
    assert current.outlet == ""
    done = handling.save_edit(desk, current, _edited(current, brand="岚星", outlet="直播间"))
    assert (done.complaint.brand, done.complaint.outlet) == ("岚星", "直播间")


def test_two_people_wanting_the_same(desk, complaint):
    handling.save_edit(desk, complaint, _edited(complaint, brand="禾沐"))
    assert handling.save_edit(desk, complaint, _edited(complaint, brand="禾沐")).complaint.version == 2


def test_step(desk, complaint):
    done = handling.record_step(desk, complaint.id, NewStep("contact", "已致电,无人接听", RECEIVED))
    assert done.complaint.version == 2
    (step,) = handling.case(desk, complaint.id).steps
    assert (step.kind, step.at, step.recorded_at, step.person) == ("contact", RECEIVED, NOW, "王敏")
    handling.record_step(desk, complaint.id, NewStep("contact", "更正:已接通", corrects=step.id))
    assert handling.case(desk, complaint.id).steps[1].corrects == step.id
    assert verify(desk.store).ok


@pytest.mark.parametrize(
    ("step", "field", "code"),
    [
        (NewStep("note", " "), "step_text", "required"),
        (NewStep("guess", "x"), "step_kind", "unknown_word"),
        (NewStep("note", "a\x00"), "step_text", "control_character"),
        (NewStep("note", "长" * 32_001), "step_text", "too_long"),
        (NewStep("note", "x", NOW + dt.timedelta(1)), "step_at", "future"),
        (NewStep("note", "x", corrects=77), "step_corrects", "unknown_step"),
    ],
)
def test_step_with_a_problem(desk, complaint, step, field, code):
    with pytest.raises(ProblemsFound) as caught:
        handling.record_step(desk, complaint.id, step)
    assert [(each.field, each.code) for each in caught.value.problems] == [(field, code)]


def test_a_step_does_not_make_an_edit_stale(desk, complaint):
    handling.record_step(desk, complaint.id, NewStep("note", "x"))
    assert handling.save_edit(desk, complaint, _edited(complaint, brand="禾沐")).complaint.version == 3
    moved = handling.move(desk, complaint.id, Status.ACCEPTED, base_version=1)
    assert moved.complaint.version == 4


def test_the_whole_way(desk, complaint):
    version = complaint.version
    for to, entry in (
        (Status.ACCEPTED, {}),
        (Status.HANDLING, {}),
        (Status.WAITING, {}),
        (Status.ANSWERED, REPLY | {"replied_at": NOW}),
        (Status.CLOSED, HANDLED),
    ):
        done = handling.move(desk, complaint.id, to, base_version=version, entry=entry, note=f"到{to}")
        version = done.complaint.version
    assert (done.complaint.status, done.complaint.closed_at, version) == ("closed", NOW, 6)
    case = handling.case(desk, complaint.id)
    assert [(step.kind, step.text) for step in case.steps] == [
        ("accept", "到accepted"), ("note", "到handling"), ("contact", "到waiting"), ("answer", "到answered"), ("note", "到closed"),
    ]  # fmt: skip
    assert case.steps[3].at == NOW
    assert [dict(entry.details) for entry in case.journal[1:3]] == [
        {"from": "registered", "to": "accepted", "steps": "1"},
        {"from": "accepted", "to": "handling", "steps": "2"},
    ]
    assert verify(desk.store).ok


def test_a_quick_desk_records_the_steps_between(desk, complaint):
    handling.move(desk, complaint.id, Status.ANSWERED, base_version=1, entry=REPLY, note="已退款")
    case = handling.case(desk, complaint.id)
    assert [(step.kind, step.text) for step in case.steps] == [
        ("accept", ""),
        ("investigate", ""),
        ("answer", "已退款"),
    ]
    assert [step.at for step in case.steps] == [RECEIVED] * 3
    assert dict(case.journal[-1].details) == {
        "from": "registered",
        "to": "answered",
        "passed": "accepted,handling",
        "steps": "1,2,3",
    }


def test_reopening(desk, complaint):
    closed = handling.move(desk, complaint.id, Status.CLOSED, base_version=1, entry=HANDLED).complaint
    again = handling.move(desk, complaint.id, Status.HANDLING, base_version=closed.version, note="仍未退款").complaint
    assert (again.status, again.closed_at, again.reopened) == ("handling", None, 1)
    closed = handling.move(desk, complaint.id, Status.CLOSED, base_version=again.version).complaint
    assert (closed.closed_at, closed.reopened) == (NOW, 1)
    assert verify(desk.store).ok


@pytest.mark.parametrize(
    ("to", "entry", "reason", "expected"),
    [
        (Status.ANSWERED, {"outcome": "refunded"}, "", [("replied_at", "required"), ("reply_by", "required")]),
        (Status.CLOSED, {}, "", [("outcome", "required"), ("handled_at", "required")]),
        (Status.DECLINED, {}, "", [("decline_reason", "required")]),
        (Status.DECLINED, {}, "weather", [("decline_reason", "unknown_word")]),
        (Status.REGISTERED, {}, "", [("status", "not_allowed")]),
        (Status.CLOSED, HANDLED | {"compensation": Decimal(-1)}, "", [("compensation", "negative")]),
        (Status.CLOSED, HANDLED | {"handled_at": NOW + dt.timedelta(1)}, "", [("handled_at", "future")]),
    ],
)
def test_what_a_move_needs(desk, complaint, to, entry, reason, expected):
    with pytest.raises(ProblemsFound) as caught:
        if reason:
            handling.decline(desk, complaint.id, base_version=1, reason=reason)
        else:
            handling.move(desk, complaint.id, to, base_version=1, entry=entry)
    assert [(each.field, each.code) for each in caught.value.problems] == expected
    assert handling.case(desk, complaint.id).complaint == complaint


def test_declined_with_its_reason(desk, complaint):
    done = handling.decline(desk, complaint.id, base_version=1, reason="no_contact", note="电话为空号")
    assert (done.complaint.status, done.complaint.closed_at) == ("declined", None)
    case = handling.case(desk, complaint.id)
    assert dict(case.journal[-1].details)["reason"] == "no_contact"
    assert [step.text for step in case.steps] == ["电话为空号"]


def test_move_after_somebody_else_moved(desk, complaint):
    handling.move(desk, complaint.id, Status.ACCEPTED, base_version=1)
    with pytest.raises(StaleComplaint) as caught:
        handling.move(desk, complaint.id, Status.CLOSED, base_version=1, entry=HANDLED)
    assert [(each.field, each.current, each.wanted) for each in caught.value.conflicts] == [
        ("status", "accepted", "closed")
    ]


def test_move_after_somebody_entered_the_same_field(desk, complaint):
    handling.save_edit(desk, complaint, _edited(complaint, outcome="repaired"))
    with pytest.raises(StaleComplaint):
        handling.move(desk, complaint.id, Status.CLOSED, base_version=1, entry=HANDLED)
    done = handling.move(desk, complaint.id, Status.CLOSED, base_version=2, entry=HANDLED)
    assert done.complaint.outcome == "refunded"


def test_move_from_a_version_that_never_was(desk, complaint):
    with pytest.raises(StaleComplaint):
        handling.move(desk, complaint.id, Status.ACCEPTED, base_version=9)


def test_complaint_that_is_not_there(desk, complaint):
    for deed in (
        lambda: handling.case(desk, 99),
        lambda: handling.case_by_number(desk, "TS9"),
        lambda: handling.save_edit(desk, _edited(complaint, id=99), complaint),
        lambda: handling.record_step(desk, 99, NewStep(text="x")),
        lambda: handling.move(desk, 99, Status.ACCEPTED, base_version=1),
    ):
        with pytest.raises(Refusal, match="no_complaint"):
            deed()


def test_rows_show_the_edit(desk, complaint):
    handling.save_edit(desk, complaint, _edited(complaint, brand="禾沐"))
    assert [each.brand for each in ledger.rows(desk, [complaint.id])] == ["禾沐"]


def test_a_late_entry_counts_from_when_it_was_done(desk, complaint):
    at = NOW - dt.timedelta(hours=20)
    handling.move(desk, complaint.id, Status.ACCEPTED, base_version=1, at=at)
    done = handling.move(desk, complaint.id, Status.CLOSED, base_version=2, entry=HANDLED, at=at, note="已退款")
    assert done.complaint.closed_at == at
    case = handling.case(desk, complaint.id)
    assert {(step.at, step.recorded_at) for step in case.steps} == {(at, NOW)}
    assert dict(case.journal[-1].details)["at"] == at.isoformat()


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (NOW + dt.timedelta(minutes=1), "future"),
        (RECEIVED - dt.timedelta(minutes=1), "before_complaint"),
        (NOW - dt.timedelta(hours=2), "before_previous_step"),
    ],
)
def test_a_late_entry_at_a_moment_that_cannot_be(desk, complaint, at, code):
    handling.record_step(desk, complaint.id, NewStep("contact", "已致电", NOW - dt.timedelta(hours=1)))
    before = handling.case(desk, complaint.id)
    for deed, field in (
        (lambda: handling.move(desk, complaint.id, Status.ACCEPTED, base_version=2, at=at), "step_at"),
        (lambda: handling.record_step(desk, complaint.id, NewStep("contact", "x", at)), "step_at"),
        (
            lambda: handling.move(
                desk, complaint.id, Status.ANSWERED, base_version=2, entry=REPLY | {"replied_at": at}
            ),
            "replied_at",
        ),
    ):
        with pytest.raises(ProblemsFound) as caught:
            deed()
        assert (field, code) in [(each.field, each.code) for each in caught.value.problems]
    assert handling.case(desk, complaint.id) == before
