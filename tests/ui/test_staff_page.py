"""Roles, accounts and passwords of the staff, by keys alone, as an administrator and as everybody else."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QTreeWidget

from complaint_desk.domain.roles import Role, rights_of
from complaint_desk.services import staff
from complaint_desk.services.entering import Door, by_password
from complaint_desk.ui.preferences.dialog import PreferencesDialog
from complaint_desk.ui.preferences.lists.password_dialog import PasswordDialog
from complaint_desk.ui.preferences.lists.role_dialog import RoleDialog
from complaint_desk.ui.preferences.pages import Ways
from tests.services.test_staff import give, member
from tests.ui.test_list_pages import go_to, rows

OLD, NEW = "correct horse", "battery staple"


@pytest.fixture
def tree(workplace, qtbot, settle):
    """Shows the staff; 王敏 sits here."""

    def show(*roles):
        for name in ("王敏", "李强"):
            staff.add(workplace.desk, name)
        if roles:
            give(workplace.desk, "王敏", Role.ADMINISTRATOR, account="wangmin")
            staff.set_password(workplace.desk, member(workplace.desk, "王敏"), OLD)
            workplace.desk = dataclasses.replace(workplace.desk, rights=rights_of(roles), roles=roles)
        dialog = PreferencesDialog(workplace, None, Ways(), "people")
        qtbot.addWidget(dialog)
        with qtbot.waitActive(dialog):
            dialog.show()
            dialog.activateWindow()
        settle()
        found = dialog.findChild(QTreeWidget, "people.staff.entries")
        found.parentWidget().parentWidget().parentWidget().setCurrentIndex(1)
        return found

    return show


def asking(tree, kind):
    return open_dialogs(tree, kind)[0]


def open_dialogs(tree, kind):
    return [each for each in tree.window().findChildren(kind) if each.isVisible()]


def pressed(tree, name):
    return tree.window().findChild(QPushButton, f"people.staff.{name}")


def test_roles_and_account_are_given_by_keys_alone(tree, workplace, qtbot, settle):
    shown = tree()
    go_to(shown, qtbot, "李强")
    qtbot.keyClick(shown, Qt.Key.Key_F4)
    dialog = asking(shown, RoleDialog)
    qtbot.keyClick(dialog.findChild(QCheckBox, "roles.administrator"), Qt.Key.Key_Space)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle()
    assert "管理员" in dialog.findChild(QLabel, "roles.problem").text()
    qtbot.keyClicks(dialog.findChild(QLineEdit, "roles.account"), "CORP\\liqiang")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle()
    assert not open_dialogs(shown, RoleDialog)
    assert rows(shown) == [("王敏", "", "", ""), ("李强", "", "管理员", "")]
    found = member(workplace.desk, "李强")
    assert (found.roles, found.account) == ((Role.ADMINISTRATOR,), "CORP\\liqiang")


def test_an_account_that_is_taken_is_told_at_its_field(tree, qtbot, settle):
    shown = tree(Role.ADMINISTRATOR)
    go_to(shown, qtbot, "李强")
    pressed(shown, "roles").click()
    dialog = asking(shown, RoleDialog)
    dialog.findChild(QLineEdit, "roles.account").setText("WangMin")
    dialog.findChild(QPushButton, "roles.keep").click()
    settle()
    assert "王敏" in dialog.findChild(QLabel, "roles.account.problem").text()


def test_an_administrator_gives_a_password(tree, workplace, qtbot, settle):
    shown = tree(Role.ADMINISTRATOR)
    go_to(shown, qtbot, "李强")
    pressed(shown, "password").click()
    dialog = asking(shown, PasswordDialog)
    assert not dialog.findChild(QLineEdit, "password.old").isVisible()
    for new, again, where in ((NEW, OLD, "again"), ("short", "short", "new")):
        dialog.findChild(QLineEdit, "password.new").setText(new)
        dialog.findChild(QLineEdit, "password.again").setText(again)
        dialog.findChild(QPushButton, "password.keep").click()
        settle()
        assert dialog.findChild(QLabel, f"password.{where}.problem").text()
    dialog.findChild(QLineEdit, "password.new").setText(NEW)
    dialog.findChild(QLineEdit, "password.again").setText(NEW)
    dialog.findChild(QPushButton, "password.keep").click()
    settle()
    assert rows(shown)[1] == ("李强", "", "", "已设密码")
    give(workplace.desk, "李强", Role.CLERK)
    assert by_password(Door(workplace.desk.store, "", ""), "李强", NEW).roles == (Role.CLERK,)


def test_everybody_changes_their_own_password_and_nobody_elses(tree, workplace, qtbot, settle):
    shown = tree(Role.CLERK)
    go_to(shown, qtbot, "李强")
    assert not any(pressed(shown, name).isEnabled() for name in ("roles", "password", "change"))
    assert "管理员" in pressed(shown, "password").toolTip()
    go_to(shown, qtbot, "王敏")
    pressed(shown, "password").click()
    dialog = asking(shown, PasswordDialog)
    for old in ("wrong one", OLD):
        for name, text in (("old", old), ("new", NEW), ("again", NEW)):
            dialog.findChild(QLineEdit, f"password.{name}").setText(text)
        dialog.findChild(QPushButton, "password.keep").click()
        settle()
        told = [each.findChild(QLabel, "password.old.problem").text() for each in open_dialogs(shown, PasswordDialog)]
        assert told == ([] if old == OLD else ["原密码不正确。"])
    assert by_password(Door(workplace.desk.store, "", ""), "王敏", NEW).person == "王敏"


def test_sign_in_is_turned_on_once_an_administrator_has_a_password(workplace, qtbot, settle):
    dialog = PreferencesDialog(workplace, None, Ways(), "privacy")
    qtbot.addWidget(dialog)
    dialog.show()
    settle()
    tick, note = (
        dialog.findChild(QCheckBox, "preferences.sign_in"),
        dialog.findChild(QLabel, "preferences.sign_in.note"),
    )
    tick.click()
    settle()
    assert not tick.isChecked()
    assert "管理员" in note.text()
    staff.add(workplace.desk, "王敏")
    staff.set_password(workplace.desk, member(workplace.desk, "王敏"), OLD)
    give(workplace.desk, "王敏", Role.ADMINISTRATOR)
    tick.click()
    settle()
    assert tick.isChecked()
    assert "sign_in = true" in workplace.places.settings_file.read_text("utf-8")
