"""Feedback of departments in the window: sheets made, sent together, answered, made an improvement, taken back."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from complaint_desk.domain.feedback import FeedbackState
from complaint_desk.domain.improvement import State
from complaint_desk.services import feedback, improving
from complaint_desk.storage.complaints import Registration, insert_many
from complaint_desk.storage.journal import Signature
from complaint_desk.ui.improvement.feedback_dialog import AnswerDialog, SentDialog
from complaint_desk.ui.shared.feedback.making import MakeSheetsDialog
from tests.conftest import NOW
from tests.storage.drafts import sound_draft

SPOKEN = dt.datetime(2026, 10, 8, 9, 0, tzinfo=NOW.tzinfo)


@pytest.fixture
def window(workplace, show_window):
    """At a ledger with complaints of three departments in October."""
    drafts = [
        sound_draft(received_at=SPOKEN, department=department)
        for department, count in (("售后部", 3), ("物流部", 2), ("质量部", 1))
        for _ in range(count)
    ]
    with workplace.desk.store.writing() as connection:
        insert_many(connection, drafts, Registration("TS{yyyy}{seq:06}", Signature("王敏", NOW)))
    return show_window(workplace)


@pytest.fixture
def page(window, settle):
    """The page of feedback in front."""
    window.beside.show_feedback()
    settle()
    return window.beside.improving.feedback


@pytest.fixture
def made(page, answers, settle, tmp_path):
    """The page with the sheets of all three departments."""
    answers.folder = tmp_path / "反馈单"
    page.findChild(QPushButton, "feedback.empty.new").click()
    settle()
    dialog = shown(MakeSheetsDialog)
    assert dialog.departments.chosen == ("售后部", "物流部", "质量部")
    dialog.go_on.click()
    settle()
    assert dialog.message.text == "已生成 3 份反馈单。"
    dialog.reject()
    settle()
    return page


def shown(kind):
    return next(each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible())


def offered(page):
    return [deed for deed, each in page.detail.buttons.items() if each.isVisible()]


def test_an_empty_page_says_what_it_is_for(page):
    assert page.findChild(QPushButton, "feedback.empty.new").hasFocus()
    assert not page.list.isVisible()
    assert not page.new.isVisible()


def test_files_are_written_for_the_departments_ticked(page, answers, settle, tmp_path):
    answers.folder = tmp_path / "反馈单"
    page.findChild(QPushButton, "feedback.empty.new").click()
    settle()
    dialog = shown(MakeSheetsDialog)
    dialog.departments.topLevelItem(1).setCheckState(0, Qt.CheckState.Unchecked)
    dialog.go_on.click()
    settle()
    assert sorted(path.stem for path in answers.folder.iterdir()) == [
        "部门反馈单 售后部 2026-10",
        "部门反馈单 质量部 2026-10",
    ]
    dialog.findChild(QPushButton, "feedback.make.message.way0").click()
    assert answers.opened == [answers.folder]
    dialog.reject()


def test_sheets_are_sent_together_and_the_sending_is_undone(made, settle, workplace):
    made.list.selectAll()
    assert offered(made) == ["sent", "dropped"]
    made.detail.buttons["sent"].click()
    shown(SentDialog)._choose()
    settle()
    assert {each.state for each in feedback.listed(workplace.desk)} == {FeedbackState.SENT}
    assert made.message.text == "3 份反馈单：待反馈"
    made.message.findChild(QPushButton, "feedback.message.way0").click()
    settle()
    assert {each.state for each in feedback.listed(workplace.desk)} == {FeedbackState.MADE}


def test_an_answer_becomes_an_improvement(made, settle, workplace, window, qtbot):
    made.list.choose((1,))
    made.detail.buttons["sent"].click()
    shown(SentDialog)._choose()
    settle()
    made.detail.buttons["answered"].click()
    dialog = shown(AnswerDialog)
    assert dialog.focusWidget() is dialog.answer
    assert not dialog._accept.isEnabled()
    qtbot.keyClicks(dialog.answer, "retrain")
    dialog._accept.click()
    settle()
    assert made.detail.answer.text() == "retrain"
    made.detail.buttons["improved"].click()
    settle()
    (begun,) = improving.listed(workplace.desk)
    assert (begun.measure, begun.owner, begun.state) == ("retrain", "售后部", State.OPEN)
    assert offered(made) == []
    made.detail.improvement.click()
    settle()
    parts = window.beside.improving
    assert parts.tabs.currentIndex() == 0
    assert parts.improvements.entry.measure.toPlainText() == "retrain"


def test_its_complaints_are_shown_in_the_ledger(made, settle, window):
    made.list.choose((2,))
    made.list.moved.emit()
    made.detail.cases.click()
    settle()
    assert window.bench.ledger.table.model().rowCount() == 2


def test_what_a_colleague_did_meanwhile_is_not_overwritten(made, settle, workplace):
    colleague = dataclasses.replace(workplace.desk, person="李工")
    made.list.choose((1,))
    made.detail.buttons["sent"].click()
    dialog = shown(SentDialog)
    feedback.mark_sent(colleague, 1, 1, NOW.date(), NOW.date())
    dialog._choose()
    settle()
    assert "刚刚被他人更改" in made.message.text
    assert feedback.one(workplace.desk, 1).sent_by == "李工"


def test_an_answer_that_should_have_come_stands_on_the_page_of_the_day(made, settle, window, workplace):
    for each in feedback.listed(workplace.desk)[:2]:
        feedback.mark_sent(workplace.desk, each.id, each.version, NOW.date(), NOW.date())
    workplace.desk = dataclasses.replace(workplace.desk, clock=lambda: NOW + dt.timedelta(1))
    window.beside.show_today()
    settle()
    today = window.beside.today
    assert today.unanswered.text() == "2 个部门逾期未反馈"
    today.unanswered.click()
    settle()
    assert made.isVisible()
    assert [each.state for each in made._sheets] == [FeedbackState.SENT] * 2


def test_dropped_sheets_leave_the_list(made, settle, workplace):
    made.list.selectAll()
    made.detail.buttons["dropped"].click()
    settle()
    assert not made.list.isVisible()
    assert {each.state for each in feedback.listed(workplace.desk)} == {FeedbackState.DROPPED}
