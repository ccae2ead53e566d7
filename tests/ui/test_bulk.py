"""Bulk change in the window: choose, look, do, take back; by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from complaint_desk.domain.bulk import BulkPreview
from complaint_desk.domain.complaint import NewStep
from complaint_desk.domain.errors import Surroundings
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import bulk as bulk_service
from complaint_desk.services import handling, ledger
from complaint_desk.storage import bulk_changes
from complaint_desk.ui.ledger.bulk_dialog import BulkDialog, preview_text
from complaint_desk.ui.main_window import MainWindow


@pytest.fixture
def window(filled, show_window):
    return show_window(filled)


@pytest.fixture
def bulk(window):
    return window.deeds.bulk


@pytest.fixture
def opened(window, qtbot):
    """Open the dialog from the menu for whatever is chosen."""

    def open_it() -> BulkDialog:
        window.actions_by_name["bulk"].trigger()
        return the_dialog(window)

    return open_it


def the_dialog(window) -> BulkDialog:
    found = window.findChild(BulkDialog, "bulk")
    assert isinstance(found, BulkDialog)
    return found


def press_all(window, qtbot):
    qtbot.keyClick(window.bench.ledger.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)


def say(dialog, at, text):
    """Type a new value into a row, as a person does."""
    editor = dialog.rows[at].editor
    editor.widget.setFocus()
    editor.widget.clear()
    editor.widget.insert(text)
    editor.widget.textEdited.emit(text)


def previewed(dialog, qtbot, settle):
    qtbot.waitUntil(lambda: not dialog._pause.isActive())
    settle()
    return dialog.findChild(QLabel, "bulk.preview").text()


def departments(workplace):
    keys = ledger.keys(workplace.desk, LedgerFilter(), LedgerOrder())
    return [each.department for each in ledger.rows(workplace.desk, keys)]


def test_all_are_chosen_changed_and_set_back(window, filled, bulk, opened, qtbot, settle):
    before = departments(filled)
    press_all(window, qtbot)
    assert len(bulk.chosen_ids()) == 260
    dialog = opened()
    assert dialog.findChild(QPushButton, "bulk.accept").isEnabled() is False
    say(dialog, 0, "联合专班")
    assert previewed(dialog, qtbot, settle) == "将修改 260 件"
    accept = dialog.findChild(QPushButton, "bulk.accept")
    assert accept.text() == "修改 260 件"
    accept.click()
    settle()
    assert set(departments(filled)) == {"联合专班"}
    assert bulk.bar.isVisible()
    assert bulk.bar.text == "已修改 260 件"
    bulk.bar.findChild(QPushButton, "bulk.message.way0").click()
    settle()
    assert departments(filled) == before
    assert bulk.bar.text == "已撤销 260 件"


def test_by_keyboard_alone(window, filled, bulk, qtbot, settle):
    table = window.bench.ledger.table
    table.setFocus()
    table.choose_row(0)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(bulk.chosen_ids()) == 2
    qtbot.keyClick(table, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    dialog = the_dialog(window)
    qtbot.waitUntil(dialog.isVisible)
    row = dialog.rows[0]
    assert dialog.focusWidget() is row.field
    for wanted in (row.way, row.editor.widget):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        assert dialog.focusWidget() is wanted
    qtbot.keyClicks(row.editor.widget, "QA-7")
    qtbot.keyClick(row.editor.widget, Qt.Key.Key_Return)
    accept = dialog.findChild(QPushButton, "bulk.accept")
    qtbot.waitUntil(lambda: dialog.focusWidget() is accept)
    assert accept.text() == "修改 2 件"
    qtbot.keyClick(accept, Qt.Key.Key_Return)
    settle()
    assert departments(filled).count("QA-7") == 2
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert departments(filled).count("QA-7") == 0
    window.actions_by_name["undo"].trigger()
    assert bulk.bar.text == "已撤销 2 件"


def test_several_fields_one_of_them_emptied(window, filled, bulk, opened, qtbot, settle):
    press_all(window, qtbot)
    dialog = opened()
    dialog.more.click()
    assert [row.name for row in dialog.rows] == ["department", "handler"]
    assert not dialog.rows[1].field.model().item(0).isEnabled(), "one field is changed once"
    dialog.rows[1].way.setCurrentIndex(1)
    assert dialog.findChild(QLabel, "bulk.preview").text() == "请填写新值，或选择“清空”。"
    assert not dialog.rows[1].editor.widget.isEnabled()
    say(dialog, 0, "售后部")
    previewed(dialog, qtbot, settle)
    dialog.accept_button.click()
    settle()
    rows = ledger.rows(filled.desk, bulk.chosen_ids() or [1])
    assert {(each.department, each.handler) for each in rows} == {("售后部", "")}


def test_a_row_is_taken_away_and_one_always_stays(window, opened):
    window.bench.ledger.table.choose_row(0)
    dialog = opened()
    assert not dialog.rows[0].remove.isEnabled()
    dialog.more.click()
    dialog.rows[0].remove.click()
    assert [row.name for row in dialog.rows] == ["handler"]
    assert not dialog.rows[0].remove.isEnabled()
    dialog.reject()


def test_what_must_stand_is_not_emptied_and_a_word_must_be_known(window, opened, qtbot, settle):
    window.bench.ledger.table.choose_row(0)
    dialog = opened()
    row = dialog.rows[0]
    row.field.setCurrentIndex(row.field.findData("nature"))
    row.way.setCurrentIndex(1)
    previewed(dialog, qtbot, settle)
    assert row.note.isVisible()
    assert not dialog.accept_button.isEnabled()
    row.way.setCurrentIndex(0)
    assert not row.note.isVisible()
    say(dialog, 0, "没有的性质")
    previewed(dialog, qtbot, settle)
    assert "没有的性质" in row.note.text()
    say(dialog, 0, "质量")
    assert previewed(dialog, qtbot, settle).startswith("将修改 ")
    dialog.reject()


def test_those_worked_on_since_are_named(window, filled, bulk, opened, qtbot, settle):
    table = window.bench.ledger.table
    table.choose_row(0)
    key = table.current_key()
    dialog = opened()
    say(dialog, 0, "联合专班")
    previewed(dialog, qtbot, settle)
    dialog.accept_button.click()
    settle()
    handling.record_step(filled.desk, key, NewStep("note", "已联系"))
    number = handling.case(filled.desk, key).complaint.number
    window.actions_by_name["undo"].trigger()
    settle()
    assert bulk.bar.text == f"已撤销 0 件，1 件之后又有改动，保持不变：{number}"


@pytest.fixture
def stopped_midway(monkeypatch):
    """Let a deed of the bulk service be stopped after its first portion, as the button in the strip does."""

    @contextmanager
    def stop(name: str) -> Iterator[None]:
        real = getattr(bulk_service, name)

        def deed(desk, ids, *more):
            at = next(place for place, each in enumerate(more) if isinstance(each, StopSignal))
            return real(desk, ids, *more[: at + 1], lambda _done, _total: more[at].request(), *more[at + 2 :])

        with monkeypatch.context() as patch:
            patch.setattr(bulk_service, name, deed)
            yield

    return stop


def test_a_change_stopped_midway_says_so_and_is_taken_back_or_goes_on(
    window, filled, bulk, opened, qtbot, settle, stopped_midway
):
    before = departments(filled)
    press_all(window, qtbot)
    dialog = opened()
    say(dialog, 0, "联合专班")
    previewed(dialog, qtbot, settle)
    with stopped_midway("change_many"):
        dialog.accept_button.click()
        settle()
    done = departments(filled).count("联合专班")
    assert 0 < done < 260
    assert bulk.bar.text == f"已修改 {done} 件，已停止，其余 {260 - done} 件未处理"
    undo, go_on = (bulk.bar.findChild(QPushButton, f"bulk.message.way{at}") for at in (0, 1))
    assert (undo.text(), go_on.text()) == ("撤销  Ctrl+Z", "继续")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    undo.setFocus()
    qtbot.keyClick(undo, Qt.Key.Key_Tab)
    assert window.focusWidget() is go_on, "Tab goes on to the next way"
    qtbot.keyClick(go_on, Qt.Key.Key_Space)
    settle()
    assert set(departments(filled)) == {"联合专班"}
    assert bulk.bar.text == "已修改 260 件"
    with stopped_midway("undo_bulk"):
        window.actions_by_name["undo"].trigger()
        settle()
    left = departments(filled).count("联合专班")
    assert 0 < left < 260
    assert bulk.bar.text == f"已撤销 {260 - left} 件，已停止，其余 {left} 件未处理"
    window.actions_by_name["undo"].trigger()
    settle()
    assert departments(filled) == before
    assert bulk.bar.text == f"已撤销 {left} 件"


def test_what_stops_a_change_is_told_with_what_was_done(window, filled, bulk, opened, qtbot, settle, monkeypatch):
    press_all(window, qtbot)
    dialog = opened()
    say(dialog, 0, "联合专班")
    previewed(dialog, qtbot, settle)
    real, calls = bulk_changes.change, []

    def full(*each, **more):
        calls.append(each)
        if len(calls) > 1:
            raise Surroundings("locked", path="ledger.db")
        return real(*each, **more)

    monkeypatch.setattr(bulk_changes, "change", full)
    dialog.accept_button.click()
    settle()
    assert bulk.bar.text.startswith("已修改 100 件，已停止，其余 160 件未处理：")
    assert "ledger.db" in bulk.bar.text
    window.actions_by_name["undo"].trigger()
    settle()
    assert bulk.bar.text == "已撤销 100 件"


def test_the_status_of_many_is_changed_with_what_it_needs(window, filled, bulk, opened, qtbot, settle):
    press_all(window, qtbot)
    dialog = opened()
    row = dialog.rows[0]
    row.field.setCurrentIndex(row.field.findData("status"))
    say(dialog, 0, "不予受理")
    previewed(dialog, qtbot, settle)
    assert row.note.text() == "状态：“不予受理”须逐件办理，不能批量设置。"
    say(dialog, 0, "已办结")
    dialog.more.click()
    moment = dialog.rows[1]
    moment.field.setCurrentIndex(moment.field.findData("handled_at"))
    say(dialog, 1, "2026-13-40")
    qtbot.waitUntil(moment.isVisible)
    assert moment.note.isVisible(), "what is no moment is said at once"
    assert not dialog.accept_button.isEnabled()
    say(dialog, 1, "2026-11-24 9:00")
    dialog.more.click()
    outcome = dialog.rows[2]
    outcome.field.setCurrentIndex(outcome.field.findData("outcome"))
    say(dialog, 2, "解释说明")
    told = previewed(dialog, qtbot, settle)
    assert "件不能这样修改" in told
    dialog.accept_button.click()
    settle()
    changed = ledger.rows(filled.desk, bulk._last.ids)
    assert changed
    assert {(each.status, each.outcome) for each in changed} == {("closed", "explained")}


def test_several_words_of_a_list_are_toggled(window, opened, qtbot, settle):
    window.bench.ledger.table.choose_row(0)
    dialog = opened()
    row = dialog.rows[0]
    row.field.setCurrentIndex(row.field.findData("demands"))
    assert row.value() is None
    row.editor.show_text("refund,repair")
    row.editor.edited.emit()
    assert row.value() == ("refund", "repair")
    previewed(dialog, qtbot, settle)
    assert dialog.accept_button.isEnabled()
    dialog.reject()


def test_nothing_chosen_and_nothing_to_undo_are_said(window, filled, qtbot):
    window.bench.ledger.table.clearSelection()
    for name, said in (("bulk", "请先选择投诉，Ctrl+A 可全选。"), ("undo", "没有可撤销的操作。")):
        with qtbot.waitSignal(filled.hub.said) as told:
            window.actions_by_name[name].trigger()
        assert told.args == [said]


def test_all_stay_chosen_when_the_rest_of_the_keys_comes(filled, qtbot, settle):
    window = MainWindow(filled)
    qtbot.addWidget(window)
    window.show()
    page = window.bench.ledger
    page.first_shown.connect(page.table.selectAll)
    window.start()
    settle()
    qtbot.waitUntil(lambda: page.settled)
    assert len(window.deeds.bulk.chosen_ids()) == 260


def test_every_part_of_the_dialog_has_its_name(window, opened):
    window.bench.ledger.table.choose_row(0)
    dialog = opened()
    row = dialog.rows[0]
    named = [row.field, row.way, row.editor.widget, row.remove, dialog.more, dialog.accept_button]
    assert [each.objectName() for each in named] == [
        "bulk.field0", "bulk.way0", "bulk.value0", "bulk.remove0", "bulk.more", "bulk.accept"
    ]  # fmt: skip
    assert all(each.accessibleName() for each in named)
    assert row.editor.widget.accessibleName() == "责任部门的新值"
    assert isinstance(row.field, QComboBox)
    dialog.reject()


def test_the_preview_is_one_sentence():
    assert preview_text(BulkPreview(312, 5)) == "将修改 312 件，5 件已是该值"
    assert preview_text(BulkPreview(0, 1, 2)) == "将修改 0 件，1 件已是该值，2 件已依法删除个人信息，不能修改"
    unfit = "1,200 件不能这样修改（当前状态不能转入，或缺少所需内容）"
    assert preview_text(BulkPreview(7, unfit=1200)) == f"将修改 7 件，{unfit}"
