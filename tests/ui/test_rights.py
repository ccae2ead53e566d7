"""What a person of each role finds in the window: what they may not do is disabled and says who may, by every way."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from complaint_desk.domain.roles import ALL_RIGHTS, Right, Role, rights_of, roles_with
from complaint_desk.i18n.roles import needed_roles
from complaint_desk.services import intake
from complaint_desk.services.program import Wishes
from complaint_desk.ui.actions import LINE, menus
from complaint_desk.ui.arrivals import Arrivals
from complaint_desk.ui.case.deed_plans import DEEDS
from complaint_desk.ui.case.deeds import open_deed
from complaint_desk.ui.shared.message_bar import MessageBar

SUPERVISOR = "需要主管角色"


def rights_of_entries():
    return {entry.name: entry.right for plan in menus() for entry in plan.entries if entry is not LINE}


def control(window, name):
    return window.findChild(QPushButton, name)


@pytest.mark.parametrize("role", Role)
def test_the_menus_offer_a_role_what_it_may_do_and_name_who_may_do_the_rest(filled, show_window, role):
    rights = rights_of([role])
    window = show_window(filled, rights)
    actions, wanted = window.actions_by_name, rights_of_entries()
    told = {name: "" if right in rights else needed_roles(roles_with(right)) for name, right in wanted.items()}
    assert {name: actions[name].statusTip() for name in wanted} == told
    for name in (name for name, reason in told.items() if reason):
        actions[name].setEnabled(True)
        assert not actions[name].isEnabled(), name
    resting = {name for name in wanted if not actions[name].isEnabled()}
    assert resting == {name for name, reason in told.items() if reason} | {"more", "save"}


def test_a_desk_without_roles_finds_everything_as_ever(filled, show_window):
    window = show_window(filled)
    assert set(rights_of_entries().values()) <= ALL_RIGHTS
    assert not [each for each in window.actions_by_name.values() if each.statusTip()]
    assert {name for name, each in window.actions_by_name.items() if not each.isEnabled()} == {"more", "save"}


def test_an_auditor_reads_a_case_and_changes_nothing_by_any_way(filled, show_window, settle, qtbot, answers):
    window = show_window(filled, rights_of([Role.AUDITOR]))
    said: list[str] = []
    filled.hub.said.connect(said.append)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert said == ["需要登记员、经办人或主管角色"]
    assert window.bench.tabs.count() == 1
    key = window.bench.ledger.table.current_key()
    qtbot.keyClick(window.bench.ledger.table, Qt.Key.Key_Return)
    settle()
    page = window.bench.page
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.isReadOnly()
    assert page.isAncestorOf(field)
    before = page.form.texts()
    for name, cell in page.form.cells.items():
        cell.editor.widget.setFocus()
        qtbot.keyClicks(QApplication.focusWidget(), " x1")
        assert page.form.text(name) == before[name], name
    field.selectAll()
    field.copy()
    assert not page.dirty
    deeds = [control(window, name) for name in ("case.letters", "case.record_step")]
    assert [each.isEnabled() for each in deeds] == [False, False]
    assert not page._files.shelf._add.isEnabled()
    for deed in DEEDS:
        open_deed(filled, key, deed, window)
    settle()
    assert sorted(said[1:]) == sorted(needed_roles(roles_with(plan.right)) for plan in DEEDS.values())
    assert QApplication.activeModalWidget() is None
    assert intake.drafts(dataclasses.replace(filled.desk, rights=ALL_RIGHTS)) == ()
    assert not answers.errors


def test_a_clerk_handles_a_case_and_leaves_decisions_to_others(filled, show_window, settle):
    window = show_window(filled, rights_of([Role.CLERK]))
    window.actions_by_name["open"].trigger()
    settle()
    page = window.bench.page
    reasons = {code: each.statusTip() for code, each in page._deeds._actions.items() if each.statusTip()}
    decisions = dict.fromkeys(("decline", "extend", "pause", "resume", "set_date"), "需要经办人或主管角色")
    assert reasons == decisions | {"hold": SUPERVISOR, "release": SUPERVISOR, "erase": "需要主管或管理员角色"}
    offered = [each for each in page._deeds._menu.actions() if each.isVisible()]
    assert {each.isEnabled() for each in offered if each.statusTip()} == {False}
    assert {each.isEnabled() for each in offered if not each.statusTip()} == {True}
    page.form.put("subject_name", "另一种商品")
    settle()
    assert page.dirty
    window.actions_by_name["save"].trigger()
    settle()
    assert not page.dirty
    assert window.findChild(MessageBar, "undo.message").isVisible()


def test_what_a_later_start_wishes_is_refused_in_the_window(filled, show_window, settle):
    window = show_window(filled, rights_of([Role.AUDITOR]))
    arrivals = Arrivals(filled, window, Wishes(), None)
    arrivals.came.emit(Wishes(new=True).message())
    settle()
    bar = window.findChild(MessageBar, "window.warning")
    assert bar.text == needed_roles(roles_with(Right.REGISTER))
    arrivals.came.emit(Wishes(files=(Path("a.xlsx"),)).message())
    settle()
    assert bar.text == needed_roles(roles_with(Right.IMPORT))
    assert window.bench.tabs.count() == 1
    assert QApplication.activeModalWidget() is None
