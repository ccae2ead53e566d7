"""The window and other desks at the same ledger, in a file and on a server: what they write is seen, once, and keeps."""

from __future__ import annotations

import dataclasses
import uuid

import pytest

from complaint_desk.domain.complaint import Changes, ComplaintContent, NewStep, content_of
from complaint_desk.services import handling, intake
from complaint_desk.storage.opening import open_ledger
from complaint_desk.ui.case.page import CasePage
from tests.storage.drafts import sound_draft

SOON = 2_000
"""Milliseconds within which another desk's work is seen."""


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request, workplace, desk):
    """The clerk 王敏 at a ledger that others use, too."""
    if request.param == "postgresql":
        workplace.desk = dataclasses.replace(desk, store=request.getfixturevalue("server_store"))
    return workplace


@pytest.fixture
def other(shared):
    """李工 at the same ledger in another program."""
    store = shared.desk.store
    address = store.url.render_as_string(hide_password=False) if store.on_server else str(store.path)
    opened = open_ledger(address, create=False)
    yield dataclasses.replace(shared.desk, store=opened, person="李工")
    opened.close()


@pytest.fixture
def window(shared, settle, show_window):
    made = show_window(shared)
    yield made
    made.close()
    settle()


def register(desk, **fields):
    return intake.register(desk, sound_draft(draft_id=uuid.uuid4(), **fields))


def edit(desk, complaint_id, **values):
    complaint = handling.case(desk, complaint_id).complaint
    handling.save_edit(desk, complaint, ComplaintContent(**(content_of(complaint) | values)))


@pytest.fixture
def case(window, shared, settle):
    """An open case that this desk registered."""
    registered = register(shared.desk, department="售后服务部", handler="")
    window.bench.open_case(registered.id)
    settle()
    assert isinstance(window.bench.page, CasePage)
    return window.bench.page


def test_what_another_desk_registers_is_in_the_table_within_two_seconds(window, other, qtbot):
    assert window.bench.ledger.bar.count.text() == "0 条"
    register(other)
    qtbot.waitUntil(lambda: window.bench.ledger.bar.count.text() == "1 条", timeout=SOON)
    register(other)
    qtbot.waitUntil(lambda: window.bench.ledger.bar.count.text() == "2 条", timeout=SOON)


def test_ones_own_work_is_told_once(window, shared, other, qtbot, settle):
    told: list[Changes] = []
    shared.hub.changed.connect(told.append)
    window.bench.new_intake()
    form = window.bench.page.form
    for name, text in {
        "name": "张敏",
        "subject_name": "空调",
        "category": "electronics",
        "facts": "异响",
        "nature": "quality",
    }.items():
        form.put(name, text)
    window.bench.page.save()
    settle()
    theirs = register(other)
    qtbot.waitUntil(lambda: any(each.elsewhere for each in told), timeout=SOON)
    assert [each for each in told if each.elsewhere] == [Changes(added=(theirs.id,), elsewhere=True)]
    assert [len(each.added) for each in told if not each.elsewhere and each.added] == [1]


def test_a_case_says_what_another_desk_changed(case, other, qtbot):
    edit(other, case.complaint_id, handler="王芳", department="物流部")
    qtbot.waitUntil(lambda: case._bar.text != "", timeout=SOON)
    said = case._bar.text.splitlines()
    assert said[0].startswith("李工")
    assert said[1:] == ["责任部门：售后服务部 → 物流部", "经办人：（空） → 王芳"]
    assert case.form.text("handler") == "王芳"
    assert not case.dirty


def test_of_long_texts_the_part_that_differs_is_said(case, other, qtbot):
    begun = "这台空调是去年夏天在门店购买的，" * 8
    edit(other, case.complaint_id, facts=begun)
    qtbot.waitUntil(lambda: case.form.text("facts") == begun, timeout=SOON)
    edit(other, case.complaint_id, facts=begun + "今天又坏了。")
    qtbot.waitUntil(lambda: "今天又坏了" in case._bar.text, timeout=SOON)
    assert case._bar.text.splitlines()[1] == "投诉事实：…天在门店购买的， → …天在门店购买的，今天又坏了。"


def test_a_step_of_another_desk_is_said_and_shown(case, other, qtbot):
    handling.record_step(other, case.complaint_id, NewStep("contact", "已电话联系"))
    qtbot.waitUntil(lambda: case._bar.text != "", timeout=SOON)
    assert case._bar.text.startswith("李工")
    assert len(case._case.steps) == 1


def test_unsaved_edits_stay_and_are_saved_beside_the_others(case, other, shared, qtbot, settle):
    case.form.put("handler", "赵云")
    edit(other, case.complaint_id, department="物流部", facts="室外机异响，已三天")
    qtbot.waitUntil(lambda: "物流部" in case._bar.text, timeout=SOON)
    assert case.form.text("handler") == "赵云"
    assert case.dirty
    case.save()
    settle()
    stands = handling.case(shared.desk, case.complaint_id).complaint
    assert (stands.handler, stands.department, stands.facts) == ("赵云", "物流部", "室外机异响，已三天")


def test_a_report_of_ones_own_edit_says_nothing_of_others(case, settle):
    case.form.put("handler", "赵云")
    case.save()
    settle()
    assert case._bar.isHidden()
