"""Signing in, from the program's start to the window: by keys alone, without a hint for strangers, and to another person."""

from __future__ import annotations

import dataclasses
import threading

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from complaint_desk import bootstrap
from complaint_desk.domain.roles import Role
from complaint_desk.runtime.logs import stop_log
from complaint_desk.services import staff
from complaint_desk.services.entering import Door, Invitation
from complaint_desk.services.program import Options, Wishes
from complaint_desk.ui.background.lanes import Lanes
from complaint_desk.ui.main_window import MainWindow
from complaint_desk.ui.shared import caps_lock
from complaint_desk.ui.sign_in.dialog import SignInDialog
from tests.services.test_staff import give, member
from tests.ui.test_care_journeys import script

__all__ = ["script"]
PASSWORD = "correct horse"


@pytest.fixture
def lanes(qapp):
    made = Lanes()
    yield made
    made.close()


@pytest.fixture
def people(desk):
    for name in ("王敏", "李强", "赵云"):
        staff.add(desk, name)
    for name in ("李强", "王敏"):
        staff.set_password(desk, member(desk, name), PASSWORD)
    give(desk, "王敏", Role.ADMINISTRATOR)
    give(desk, "李强", Role.HANDLER)
    return ("王敏", "李强")


@pytest.fixture
def show_dialog(desk, lanes, qtbot):
    made = []

    def show(invitation, last=""):
        dialog = SignInDialog(Door(desk.store, "", "wm", None, desk.clock), invitation, lanes, last)
        made.append(dialog)
        dialog.show()
        return dialog

    yield show
    for each in made:
        each.close()
        each.deleteLater()


def field(dialog, name):
    return dialog.findChild(QLineEdit, f"sign_in.{name}")


def message(dialog):
    return dialog.findChild(QLabel, "sign_in.message").text()


def answered(dialog):
    return dialog.findChild(QPushButton, "sign_in.go_on").isEnabled()


def test_by_keys_alone_and_whoever_came_in_last_stands_first(show_dialog, people, qtbot):
    dialog = show_dialog(Invitation(people, "wm"), last="李强")
    names = dialog.findChild(QComboBox, "sign_in.name")
    assert [names.itemText(at) for at in range(names.count())] == ["李强", "王敏"]
    assert dialog.focusWidget() is field(dialog, "password")
    qtbot.keyClicks(dialog.focusWidget(), PASSWORD)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.entrance is not None)
    assert (dialog.entrance.person, dialog.entrance.roles) == ("李强", (Role.HANDLER,))
    assert dialog.result() == SignInDialog.DialogCode.Accepted


def test_what_was_wrong_is_not_said_and_the_password_is_typed_anew(show_dialog, people, qtbot):
    dialog = show_dialog(Invitation(people, "wm"))
    line = field(dialog, "password")
    qtbot.keyClicks(line, "wrong")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert not answered(dialog)
    qtbot.waitUntil(lambda: answered(dialog))
    assert message(dialog) == "姓名或密码不正确。"
    assert dialog.focusWidget() is line
    assert line.selectedText()
    assert dialog.entrance is None


def test_the_first_one_becomes_administrator(show_dialog, desk, qtbot):
    dialog = show_dialog(Invitation((), "王敏"))
    assert field(dialog, "name").text() == "王敏"
    for password, again, where in ((PASSWORD, "other", "again"), ("short", "short", "password")):
        field(dialog, "password").setText(password)
        field(dialog, "again").setText(again)
        dialog.findChild(QPushButton, "sign_in.go_on").click()
        problem = dialog.findChild(QLabel, f"sign_in.{where}.problem")
        qtbot.waitUntil(lambda problem=problem: bool(problem.text()) and answered(dialog))
    field(dialog, "password").setText(PASSWORD)
    field(dialog, "again").setText(PASSWORD)
    dialog.findChild(QPushButton, "sign_in.go_on").click()
    qtbot.waitUntil(lambda: dialog.entrance is not None)
    assert Role.ADMINISTRATOR in dialog.entrance.roles
    assert [each.name for each in staff.members(desk)] == ["王敏"]


def test_a_password_is_hidden_and_without_chinese_input(show_dialog, people):
    line = field(show_dialog(Invitation(people, "wm")), "password")
    assert line.echoMode() is QLineEdit.EchoMode.Password
    assert not line.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


@pytest.mark.parametrize(
    ("text", "modifiers", "told"),
    [
        ("A", Qt.KeyboardModifier.NoModifier, True),
        ("a", Qt.KeyboardModifier.ShiftModifier, True),
        ("a", Qt.KeyboardModifier.NoModifier, False),
        ("A", Qt.KeyboardModifier.ShiftModifier, False),
        ("1", Qt.KeyboardModifier.NoModifier, None),
        ("", Qt.KeyboardModifier.NoModifier, None),
    ],
)
def test_keys_tell_of_caps_lock(text, modifiers, told):
    assert caps_lock.told_by(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, modifiers, text)) is told


def test_caps_lock_is_hinted_at(show_dialog, people, qtbot, monkeypatch):
    monkeypatch.setattr(caps_lock, "is_on", lambda: None)
    dialog = show_dialog(Invitation(people, "wm"))
    hint = dialog.findChild(QLabel, "sign_in.password.problem")
    qtbot.keyClick(field(dialog, "password"), "A")
    assert hint.text() == "大写锁定已打开。"
    qtbot.keyClick(field(dialog, "password"), "a")
    assert hint.text() == ""


def test_another_start_brings_the_dialog_to_the_front(show_dialog, people, qtbot):
    dialog = show_dialog(Invitation(people, "wm"))
    dialog.showMinimized()
    with qtbot.waitSignal(dialog.heard):
        threading.Thread(target=dialog.heard.emit).start()
    assert not dialog.isMinimized()


@pytest.fixture
def premises(tmp_path, qapp, monkeypatch):
    """A PC where whoever comes is asked for name and password, which 王敏 and 李强 have."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    made = bootstrap.premises(Options(data=str(tmp_path / "数据"), language="zh_CN"), {"USERNAME": "王敏"})
    with bootstrap.opened(made) as program:
        for name in ("王敏", "李强"):
            staff.add(program.desk, name)
            staff.set_password(program.desk, member(program.desk, name), PASSWORD)
        give(program.desk, "王敏", Role.ADMINISTRATOR)
        give(program.desk, "李强", Role.CLERK)
    settings = dataclasses.replace(made.settings, sign_in=True)
    yield dataclasses.replace(made, in_force=dataclasses.replace(made.in_force, settings=settings))
    stop_log()


def sign_in(name, password=PASSWORD):
    def deed(dialog):
        dialog.findChild(QComboBox, "sign_in.name").setCurrentText(name)
        field(dialog, "password").setText(password)
        dialog.findChild(QPushButton, "sign_in.go_on").click()

    return (SignInDialog, deed, answered)


def test_one_person_works_after_the_other(premises, script):
    seen = []

    def look_and_switch(window):
        seen.append((window._workplace.desk.person, window._workplace.desk.roles))
        window.actions_by_name["switch_person"].trigger()

    def look_and_leave(window):
        seen.append((window._workplace.desk.person, window._workplace.desk.roles))
        assert not window.actions_by_name["import"].isEnabled()
        window.close()

    script(
        sign_in("李强", "wrong"),
        sign_in("王敏"),
        (MainWindow, look_and_switch),
        (SignInDialog, lambda dialog: seen.append(dialog.name)),
        sign_in("李强"),
        (MainWindow, look_and_leave),
    )
    assert bootstrap.window(premises, Wishes()) == 0
    assert seen == [("王敏", (Role.ADMINISTRATOR,)), "王敏", ("李强", (Role.CLERK,))]
    assert list(premises.backup_folder.glob("ledger-*.db"))


def test_whoever_leaves_the_dialog_leaves_the_program(premises, script):
    script((SignInDialog, lambda dialog: dialog.findChild(QPushButton, "sign_in.leave").click()))
    assert bootstrap.window(premises, Wishes()) == 0
    assert not premises.backup_folder.exists() or not list(premises.backup_folder.glob("ledger-*.db"))


def test_leaving_after_a_switch_still_makes_the_copy_of_the_day(premises, script):
    script(
        sign_in("王敏"),
        (MainWindow, lambda window: window.actions_by_name["switch_person"].trigger()),
        (SignInDialog, lambda dialog: dialog.reject()),
    )
    assert bootstrap.window(premises, Wishes()) == 0
    assert list(premises.backup_folder.glob("ledger-*.db"))


def test_an_account_without_a_role_may_sign_in_instead(premises, script):
    settings = dataclasses.replace(premises.settings, sign_in=False)
    here = dataclasses.replace(premises, in_force=dataclasses.replace(premises.in_force, settings=settings))
    said = []
    script(
        (SignInDialog, lambda dialog: said.append(message(dialog))),
        sign_in("李强"),
        (MainWindow, lambda window: window.close()),
    )
    assert bootstrap.window(here, Wishes()) == 0
    assert "没有任何角色" in said[0]
