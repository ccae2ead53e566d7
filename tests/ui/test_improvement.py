"""The page of improvements: by keyboard from an empty page to a measured effect; nothing written is lost."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPushButton

from complaint_desk.domain.improvement import ImprovementContent, State
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.services import improving, selling
from complaint_desk.storage.complaints import Registration, insert_many
from complaint_desk.storage.journal import Signature
from complaint_desk.ui.improvement.day_dialog import DayDialog
from complaint_desk.ui.shared.filtering.dialog import ConditionsDialog
from tests.conftest import NOW
from tests.storage.drafts import sound_draft

SHOWS = LedgerFilter().with_choices("brand", ("极川",))
CONTENT = ImprovementContent("屏幕出现绿线", SHOWS, owner="李工")
DONE = NOW.date() - dt.timedelta(61)


@pytest.fixture
def window(workplace, show_window):
    """At a ledger in which a brand had a complaint a day until two months ago, and one a week since."""
    drafts = [
        sound_draft(received_at=NOW - dt.timedelta(back), brand="极川")
        for back in range(1, 122)
        if back > 61 or back % 7 == 0
    ]
    with workplace.desk.store.writing() as connection:
        insert_many(connection, drafts, Registration("TS{yyyy}{seq:06}", Signature("王敏", NOW)))
    return show_window(workplace)


@pytest.fixture
def page(window, settle):
    window.rail.findChild(object, "rail.improve").click()
    settle()
    return window.beside.improving.improvements


def dialog(kind):
    return next(each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible())


def write(field, text):
    """As an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def test_an_empty_page_says_what_to_do(page):
    assert page.findChild(QPushButton, "improve.empty.new").isVisible()
    assert not page.list.isVisible()


def test_from_the_ledgers_filter_to_the_effect_by_keyboard(window, qtbot, settle, workplace):
    window.bench.ledger.show_view(SHOWS.with_range("received_at", DONE))
    settle()
    window.actions_by_name["improve_filtered"].trigger()
    settle()
    page = window.beside.improving.improvements
    assert page.entry.problem.hasFocus()
    write(page.entry.problem, "屏幕出现绿线")
    qtbot.keyClick(page.entry.problem, Qt.Key.Key_Return)
    for field, text in (("cause", "排线压伤"), ("measure", "更换压头"), ("owner", "李工"), ("due_on", "2026-12")):
        getattr(page.entry, field).setFocus()
        write(getattr(page.entry, field), text)
    window.actions_by_name["save"].trigger()
    settle()
    (kept,) = improving.listed(workplace.desk)
    assert kept.content == ImprovementContent(
        "屏幕出现绿线", SHOWS, "排线压伤", "更换压头", "李工", dt.date(2026, 12, 31)
    )
    assert page.list.hasFocus()
    page.findChild(QPushButton, "improve.done").click()
    asked = dialog(DayDialog)
    asked.day.setDate(DONE)
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    settle()
    effect = page.detail.effect
    assert effect.sentence.text().startswith("下降：完成前 60 天 60 件，完成后 60 天 8 件，减少 87%")
    assert page.list.topLevelItem(0).text(4) == "下降"
    page.findChild(QPushButton, "improve.effect.after").click()
    settle()
    assert window.bench.ledger.table.model().rowCount() == 8


def test_verifying_asks_what_was_found(page, qtbot, settle, workplace):
    desk = workplace.desk
    added = improving.add(desk, CONTENT).improvement
    done = improving.mark_done(desk, added.id, 1, DONE)
    workplace.hub.changed.emit(done.changes)
    settle()
    page.findChild(QPushButton, "improve.verified").click()
    asked = dialog(DayDialog)
    assert not asked.findChild(QPushButton, "improve.day.accept").isEnabled()
    write(asked.finding, "已换")
    qtbot.keyClick(asked.finding, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert improving.one(desk, added.id).improvement.state is State.VERIFIED


def test_what_is_missing_is_said_at_the_field(page, settle):
    page.new.click() if page.new.isVisible() else page.findChild(QPushButton, "improve.empty.new").click()
    settle()
    page.save()
    faults = {name: label.text() for name, label in page.entry._faults.items() if label.isVisible()}
    assert faults == {
        "problem": "请填写问题。",
        "filter": "筛选条件：请至少选择一个条件，使其只显示有此问题的投诉。",
    }
    page.entry.due_on.setText("某天")
    page.save()
    assert "某天" in page.entry._faults["due_on"].text()


def test_conditions_come_from_the_ledgers_dialog_without_days_of_receipt(page, settle):
    page.begin(LedgerFilter())
    page.entry.conditions.click()
    asked = dialog(ConditionsDialog)
    asked.chosen.emit(SHOWS)
    asked.close()
    settle()
    assert page.entry.said.text() == "品牌：极川"
    assert page.entry.dirty


def test_nothing_written_is_left_without_a_question(page, settle, workplace, answers, window):
    desk = workplace.desk
    for problem in ("绿线", "鼓包"):
        workplace.hub.changed.emit(improving.add(desk, dataclasses.replace(CONTENT, problem=problem)).changes)
    settle()
    page.list.go_to(2)
    page.entry.owner.clear()
    write(page.entry.owner, "赵工")
    answers.yes = False
    page.list.go_to(1)
    assert page.list.current_id() == 2
    assert page.entry.owner.text() == "赵工"
    workplace.hub.changed.emit(improving.change(desk, 1, 1, dataclasses.replace(CONTENT, owner="孙工")).changes)
    settle()
    assert page.entry.owner.text() == "赵工", "what others do does not take it away"
    assert not window.close()
    answers.yes = True
    page.list.go_to(1)
    assert page.entry.problem.text() == "屏幕出现绿线"


def test_who_comes_second_sees_it_and_chooses(page, settle, workplace):
    desk = workplace.desk
    added = improving.add(desk, CONTENT)
    workplace.hub.changed.emit(added.changes)
    settle()
    improving.change(desk, added.improvement.id, 1, dataclasses.replace(CONTENT, owner="孙工"))
    page.entry.owner.clear()
    write(page.entry.owner, "赵工")
    page.save()
    settle()
    assert "已被他人修改" in page.message.text
    page.findChild(QPushButton, "improve.message.way0").click()
    settle()
    assert improving.one(desk, added.improvement.id).improvement.owner == "赵工"


def test_a_problem_that_comes_back_is_told_there_and_on_the_page_of_the_day(window, page, settle, workplace):
    desk = workplace.desk
    added = improving.add(desk, CONTENT).improvement
    improving.mark_done(desk, added.id, 1, DONE)
    drafts = [sound_draft(received_at=NOW - dt.timedelta(1), brand="极川") for _ in range(40)]
    with desk.store.writing() as connection:
        insert_many(connection, drafts, Registration("TS{yyyy}{seq:06}", Signature("王敏", NOW)))
    window.beside.show_today()
    settle()
    told = window.beside.today.came_back
    assert told.text() == "1 个问题反弹"
    told.click()
    settle()
    assert page.list.topLevelItem(0).text(4) == "反弹"
    assert page.detail.effect.again.isVisible()
    assert "问题再次出现" in page.detail.effect.again.text


def test_a_measure_that_is_overdue_stands_on_the_page_of_the_day_until_it_is_done(window, settle, workplace):
    desk = workplace.desk
    late = dataclasses.replace(CONTENT, measure="更换电芯", due_on=NOW.date() - dt.timedelta(1))
    added = improving.add(desk, late).improvement
    improving.add(desk, dataclasses.replace(late, due_on=NOW.date()))
    window.beside.show_today()
    settle()
    told = window.beside.today.late_measures
    assert (told.text(), told.toolTip()) == ("1 项改进措施逾期", "更换电芯")
    told.click()
    settle()
    assert window.beside.improving.isVisible()
    improving.mark_done(desk, added.id, added.version, NOW.date())
    window.beside.show_today()
    settle()
    assert not told.isVisible()


def test_sales_figures_are_taken_over_from_a_file_and_a_mistake_is_named(page, window, workplace, settle, tmp_path):
    path = tmp_path / "sales.csv"
    workplace.questions.files = [path]
    taking = window.beside.improving.sales.button
    assert taking.isVisible()
    path.write_text("月份,商品,销量\n2026-01,灯,多\n", "utf-8")
    taking.click()
    settle()
    assert "第 2 行" in page.message.text
    assert selling.listed(workplace.desk) == {}
    path.write_text("月份,商品,销量\n2026-01,灯,5\n", "utf-8")
    taking.click()
    settle()
    assert "2026-01" in page.message.text
    assert len(selling.listed(workplace.desk)) == 1
