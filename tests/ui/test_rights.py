"""What a person of each role finds in the window: what they may not do is disabled and says who may, by every way."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QToolTip

from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.improvement import ImprovementContent
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.roles import ALL_RIGHTS, Right, Role, rights_of, roles_with
from complaint_desk.i18n.roles import needed_roles
from complaint_desk.services import improving, intake
from complaint_desk.services.program import Wishes
from complaint_desk.ui.actions import LINE, menus
from complaint_desk.ui.arrivals import Arrivals
from complaint_desk.ui.case.deed_plans import DEEDS
from complaint_desk.ui.case.deeds import open_deed
from complaint_desk.ui.preferences.calendar_dialog import CalendarDialog
from complaint_desk.ui.preferences.dialog import PreferencesDialog
from complaint_desk.ui.preferences.lists.page import WordLists
from complaint_desk.ui.preferences.rules.dialog import RulesDialog
from complaint_desk.ui.report.dialog import ReportDialog
from complaint_desk.ui.shared.message_bar import MessageBar

SUPERVISOR = "需要主管角色"
NEEDED = {
    Right.ARRANGE: "需要登记员、经办人、主管或管理员角色",
    Right.IMPROVE: "需要经办人或主管角色",
    Right.KEEP_LISTS: "需要主管或管理员角色",
}


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
    assert not window.statusBar().findChild(QLabel, "status.person").isVisible()


def test_an_auditor_reads_a_case_and_changes_nothing_by_any_way(filled, show_window, settle, qtbot, answers):
    window = show_window(filled, rights_of([Role.AUDITOR]), (Role.AUDITOR,))
    assert window.statusBar().findChild(QLabel, "status.person").text() == "王敏 · 审计"
    assert "Ctrl+N" not in window.status.hint.text()
    said: list[str] = []
    errors: list[DeskError] = []
    filled.lanes.refused.connect(errors.append)
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
    assert page.findChild(QLabel, "read_only").text() == "只读。需要登记员、经办人或主管角色。"
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
    assert [each.isEnabled() for each in page._files.shelf.changing] == [False] * 3
    page._files.take_paths([Path("凭证.jpg")])
    assert said.pop() == said[0]
    others = {code: roles_with(plan.right) for code, plan in DEEDS.items() if code != "reveal"}
    for deed in others:
        open_deed(filled, key, deed, window)
    settle()
    assert sorted(said[1:]) == sorted(map(needed_roles, others.values()))
    assert QApplication.activeModalWidget() is None
    assert intake.drafts(dataclasses.replace(filled.desk, rights=ALL_RIGHTS)) == ()
    assert not answers.errors
    assert errors == []


def test_a_clerk_handles_a_case_and_leaves_decisions_to_others(filled, show_window, settle):
    window = show_window(filled, rights_of([Role.CLERK]))
    window.actions_by_name["open"].trigger()
    settle()
    page = window.bench.page
    reasons = {code: each.statusTip() for code, each in page._deeds._actions.items() if each.statusTip()}
    decisions = dict.fromkeys(("decline", "extend", "pause", "resume", "set_date"), "需要经办人或主管角色")
    about_people = {
        "hold": SUPERVISOR,
        "release": SUPERVISOR,
        "erase": "需要主管或管理员角色",
        "reveal": "需要管理员或审计角色",
    }
    assert reasons == decisions | about_people
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


def test_the_menu_of_the_right_button_gives_the_reasons_too(filled, show_window, qtbot, monkeypatch):
    window = show_window(filled, rights_of([Role.CLERK]))
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _over: told.append(text))
    window.bench.ledger.table.customContextMenuRequested.emit(QPoint(40, 40))
    (menu,) = (each for each in window.bench.ledger.table.findChildren(QMenu) if each.isVisible())
    for action in menu.actions():
        at = menu.actionGeometry(action).center()
        QApplication.sendEvent(menu, QHelpEvent(QEvent.Type.ToolTip, at, menu.mapToGlobal(at)))
    assert told == [SUPERVISOR]
    qtbot.keyClick(menu, Qt.Key.Key_Escape)


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


def test_an_auditor_looks_at_what_is_kept_and_changes_none_of_it(filled, show_window, settle, qtbot):
    errors: list[DeskError] = []
    filled.lanes.refused.connect(errors.append)
    improving.add(filled.desk, ImprovementContent("外机异响", LedgerFilter(words="异响")))
    window = show_window(filled, rights_of([Role.AUDITOR]))
    views = window.bench.ledger.views_menu._menu.actions()
    assert [each.statusTip() for each in views[-2:]] == [NEEDED[Right.ARRANGE], ""]
    for name in ("today", "improve"):
        window.actions_by_name[name].trigger()
        settle()
    page = window.beside.improving.improvements
    assert page.entry.problem.text() == "外机异响"
    assert page.entry.problem.isReadOnly()
    for name in ("improve.new", "improve.conditions", "improve.done", "improve.sales", "feedback.empty.new"):
        assert control(window, name).toolTip() == NEEDED[Right.IMPROVE]
        assert not control(window, name).isEnabled(), name
    qtbot.keyClicks(page.entry.problem, "x")
    assert not page.entry.dirty
    window.actions_by_name["report"].trigger()
    settle()
    report = window.findChild(ReportDialog)
    qtbot.waitUntil(lambda: not report.waiting)
    assert control(report, "report.export").isEnabled()
    assert report.papers.sheets.statusTip() == NEEDED[Right.IMPROVE]
    assert report.panel.definitions.save_as.statusTip() == NEEDED[Right.ARRANGE]
    report.reject()
    preferences = PreferencesDialog(filled, window)
    preferences.open()
    for at in range(preferences._list.count()):
        preferences._list.setCurrentRow(at)
        settle()
    preferences.close()
    assert errors == []


def test_settings_of_the_office_are_read_by_all_and_those_of_a_person_are_everybodys(filled, show_window, settle):
    window = show_window(filled, rights_of([Role.SUPERVISOR]))
    dialog = PreferencesDialog(filled, window)
    dialog.open()
    settle()
    pages = [dialog._list.item(at).data(Qt.ItemDataRole.UserRole) for at in range(dialog._list.count())]
    read_only = {}
    for name in pages:
        dialog._show(name)
        settle()
        page = dialog._pages[name]
        line = page.findChild(QLabel, "read_only")
        read_only[name] = line is not None and line.isVisible()
        assert all(row.editor.isEnabled() != read_only[name] for row in page.rows)
    assert {name for name, wanted in read_only.items() if wanted} == {"office", "numbers", "rules", "data", "privacy"}
    dialog._show("office")
    said = dialog._pages["office"].findChild(QLabel, "read_only")
    assert said.text() == "只读。需要管理员角色。"
    assert control(dialog, "lists.add").isEnabled()
    dialog.close()


def test_who_keeps_no_lists_and_sets_nothing_up_reads_lists_rules_and_calendar(filled, show_window, settle, qtbot):
    window = show_window(filled, rights_of([Role.CLERK]))
    lists = WordLists(filled, window.tasks, lambda _way: None)
    rules = RulesDialog(filled, window)
    calendar = CalendarDialog(filled, window)
    qtbot.addWidget(lists)
    for each in (lists, rules, calendar):
        each.show()
    settle()
    asked = {"lists.add", "lists.rename", "lists.import"}
    assert {control(lists, name).toolTip() for name in asked} == {NEEDED[Right.KEEP_LISTS]}
    lists._editor.tree.itemDoubleClicked.emit(lists._editor.tree.topLevelItem(0), 0)
    qtbot.keyClick(lists._editor.tree, Qt.Key.Key_F2)
    assert QApplication.activeModalWidget() is None
    assert control(lists, "lists.export").isEnabled()
    of_rules = ("rules.add", "rules.remove", "rules.read", "rules.add_province", "rules.save")
    assert not any(control(rules, name).isEnabled() for name in of_rules)
    assert control(rules, "rules.write").isEnabled()
    assert not rules._form._name.isEnabled()
    calendar._table.setPlainText("2027-01-01,rest")
    calendar.look()
    settle()
    assert calendar._moves.toPlainText()
    assert not control(calendar, "calendar.apply").isEnabled()
    for each in (rules, calendar):
        assert each.findChild(QLabel, "read_only").isVisible()
        each.close()
