"""The call list is worked through by keyboard; who is not satisfied is handled again or makes a new complaint."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from complaint_desk.domain.vocabulary import Status
from complaint_desk.services import handling, intake
from complaint_desk.ui.case.deed_dialog import DeedDialog
from complaint_desk.ui.intake.page import IntakePage
from complaint_desk.ui.shared.message_bar import MessageBar
from tests.conftest import NOW
from tests.storage.drafts import sound_draft


@pytest.fixture
def closed(desk):
    """Four closed complaints: two to be called, one that was, one closed long ago."""
    made = []
    for days, follow_up in ((3, "none"), (5, "none"), (4, "done"), (40, "none")):
        at = NOW - dt.timedelta(days=days)
        draft = sound_draft(received_at=at - dt.timedelta(hours=1), follow_up=follow_up)
        done = intake.register(desk, draft)
        entry = {"outcome": "refunded", "handled_at": at}
        handling.move(desk, done.id, Status.CLOSED, base_version=1, entry=entry, at=at)
        made.append(done)
    return made


@pytest.fixture
def window(workplace, closed, show_window):
    return show_window(workplace)


def listed(window):
    model = window.bench.ledger.table.model()
    return list(model.keys)


@pytest.fixture
def call(window, qtbot, settle):
    """Open the list by its key, and answer the dialog of its first row with a rating."""

    def call(satisfaction: str) -> None:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F8)
        settle()
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, DeedDialog)
        dialog.form.put("satisfaction", satisfaction)
        dialog.save()
        settle()
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
        window.activateWindow()
        qtbot.waitUntil(lambda: window.bench.ledger.settled)
        settle()

    return call


@pytest.fixture
def opened(window, qtbot, settle):
    qtbot.keyClick(window.bench.ledger.table, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    settle()
    qtbot.waitUntil(lambda: window.bench.ledger.settled)
    settle()


@pytest.mark.usefixtures("opened")
def test_the_list_grows_shorter_with_each_call_and_stands_at_the_next(window, closed, call, desk, qtbot):
    first, second = closed[1].id, closed[0].id
    assert listed(window) == [first, second]
    call("5")
    qtbot.waitUntil(lambda: listed(window) == [second])
    assert handling.case(desk, first).complaint.satisfaction == 5
    assert window.bench.ledger.table.current_key() == second
    call("4")
    qtbot.waitUntil(lambda: listed(window) == [])


@pytest.mark.usefixtures("opened")
def test_who_is_not_satisfied_is_handled_again(window, closed, call, desk, settle):
    call("1")
    bar = window.findChild(MessageBar, "undo.message")
    assert bar.text == f"{closed[1].number}：回访 · 非常不满意"
    bar.findChild(QPushButton, "undo.message.way0").click()
    settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, DeedDialog)
    dialog.save()
    settle()
    assert handling.case(desk, closed[1].id).complaint.status == "handling"


@pytest.mark.usefixtures("opened")
def test_or_makes_a_complaint_anew_that_is_linked(window, closed, call, desk, settle):
    call("2")
    window.findChild(MessageBar, "undo.message").findChild(QPushButton, "undo.message.way1").click()
    settle()
    page = window.bench.page
    assert isinstance(page, IntakePage)
    assert (page.form.text("name"), page.form.text("repeats")) == ("张三", closed[1].number)
    page.form.put("facts", "又坏了")
    page.save()
    settle()
    (made,) = intake.same_subject(desk, "电饭煲")[:1]
    assert made.repeats == (closed[1].number,)


def test_my_cases_are_those_of_the_person(window, desk, qtbot, settle):
    mine = intake.register(desk, sound_draft(handler="王敏"))
    intake.register(desk, sound_draft(handler="李雷"))
    window.actions_by_name["my_cases"].trigger()
    settle()
    qtbot.waitUntil(lambda: window.bench.ledger.settled)
    assert listed(window) == [mine.id]
