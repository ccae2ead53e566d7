"""Whose complaint it is: assigning, handing over with a reason, giving back, taking to a supervisor."""

from __future__ import annotations

import datetime as dt

import pytest

from complaint_desk.domain.errors import Refusal, StaleComplaint
from complaint_desk.domain.problems import ProblemsFound
from complaint_desk.services import assigning, handling, intake
from complaint_desk.storage.verification import verify
from tests.conftest import NOW
from tests.storage.drafts import RECEIVED, sound_draft


@pytest.fixture
def own(desk) -> int:
    return intake.register(desk, sound_draft()).id


def version(desk, own) -> int:
    return handling.case(desk, own).complaint.version


def assign(desk, own, department, handler, reason="", at=None):
    return assigning.assign(
        desk, own, base_version=version(desk, own), department=department, handler=handler, reason=reason, at=at
    )


def last_step(desk, own):
    return handling.case(desk, own).steps[-1]


def test_the_first_one_needs_no_reason_and_the_way_is_on_record(desk, own):
    done = assign(desk, own, " 售后部 ", "李雷")
    assert (done.complaint.department, done.complaint.handler) == ("售后部", "李雷")
    assert (last_step(desk, own).kind, last_step(desk, own).text) == ("transfer", "→ 售后部 李雷")
    entry = handling.case(desk, own).journal[-1]
    assert (entry.deed, entry.fields) == ("assigned", ("department", "handler"))
    assert verify(desk.store).ok


def test_naming_a_handler_within_the_department_takes_it_from_nobody(desk, own):
    assign(desk, own, "售后部", "")
    assert assign(desk, own, "售后部", "李雷").complaint.handler == "李雷"


def test_handing_over_says_why_and_giving_back_finds_the_way(desk, own):
    assign(desk, own, "售后部", "李雷")
    with pytest.raises(ProblemsFound) as caught:
        assign(desk, own, "质量部", "韩梅梅", " ")
    assert [(each.field, each.code) for each in caught.value.problems] == [("transfer_reason", "required")]
    assign(desk, own, "质量部", "韩梅梅", "属质量问题")
    assert last_step(desk, own).text == "售后部 李雷 → 质量部 韩梅梅\n属质量问题"
    with pytest.raises(ProblemsFound):
        assigning.give_back(desk, own, base_version=version(desk, own), reason="")
    back = assigning.give_back(desk, own, base_version=version(desk, own), reason="检测合格").complaint
    assert (back.department, back.handler) == ("售后部", "李雷")
    assert handling.case(desk, own).journal[-1].deed == "returned"
    with pytest.raises(Refusal, match="nobody_to_return_to"):
        assigning.give_back(desk, own, base_version=back.version, reason="再退")


def test_what_nobody_had_is_not_given_back(desk, own):
    with pytest.raises(Refusal, match="nobody_to_return_to"):
        assigning.give_back(desk, own, base_version=1, reason="x")
    assign(desk, own, "售后部", "")
    with pytest.raises(Refusal, match="nobody_to_return_to"):
        assigning.give_back(desk, own, base_version=2, reason="x")


@pytest.mark.parametrize("handler", ["", "赵主管"])
def test_escalating_keeps_or_changes_the_handler(desk, own, handler):
    assign(desk, own, "售后部", "李雷")
    done = assigning.escalate(desk, own, base_version=version(desk, own), reason="拟赔付超权限", handler=handler)
    assert done.complaint.handler == (handler or "李雷")
    assert last_step(desk, own).kind == "escalate"
    assert last_step(desk, own).text.endswith("拟赔付超权限")
    with pytest.raises(ProblemsFound):
        assigning.escalate(desk, own, base_version=version(desk, own), reason="")


@pytest.mark.parametrize(
    ("department", "handler", "at", "expected"),
    [
        ("", "", None, [("department", "required")]),
        ("售后部", "李雷", None, [("handler", "same_as_before")]),
        ("售后部", "王芳" * 200, None, [("handler", "too_long")]),
        ("售后部", "李\x00雷", None, [("handler", "control_character")]),
        ("售后部", "", NOW + dt.timedelta(minutes=1), [("step_at", "future")]),
        ("售后部", "", RECEIVED - dt.timedelta(minutes=1), [("step_at", "before_complaint")]),
        ("售后部", "", RECEIVED, [("step_at", "before_previous_step")]),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(desk, own, department, handler, at, expected):
    assign(desk, own, "售后部", "李雷")
    before = handling.case(desk, own)
    with pytest.raises(ProblemsFound) as caught:
        assign(desk, own, department, handler, "因由", at)
    assert [(each.field, each.code) for each in caught.value.problems] == expected
    assert handling.case(desk, own) == before


def test_two_people_giving_it_to_different_handlers(desk, own):
    assigning.assign(desk, own, base_version=1, department="售后部", handler="李雷")
    with pytest.raises(StaleComplaint) as caught:
        assigning.assign(desk, own, base_version=1, department="售后部", handler="王芳", reason="x")
    assert [each.field for each in caught.value.conflicts] == ["handler"]
