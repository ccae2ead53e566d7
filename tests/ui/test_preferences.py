"""The preferences: pages found by word and by key, settings saved at once, locked ones shown with who locked them."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QTreeWidget,
    QWidget,
)

from complaint_desk.runtime.settings import SETTING, SETTINGS
from complaint_desk.runtime.settings_in_force import read_settings
from complaint_desk.ui import actions
from complaint_desk.ui.preferences.dialog import PreferencesDialog
from complaint_desk.ui.preferences.pages import Ways
from complaint_desk.ui.shared.print_preview import PrintPreview


@pytest.fixture
def show(workplace, qtbot, settle):
    """Open the preferences at a page, with what is in force."""

    def opened(page=""):
        dialog = PreferencesDialog(workplace, None, Ways({"back_up": lambda: None}, actions.shortcuts()), page)
        qtbot.addWidget(dialog)
        with qtbot.waitActive(dialog):
            dialog.show()
            dialog.activateWindow()
        settle()
        return dialog

    return opened


def editor_of(dialog, name):
    return dialog.findChild(QWidget, f"preferences.{name}")


def note_of(dialog, name):
    return dialog.findChild(QLabel, f"preferences.{name}.note")


def page_of(dialog):
    return dialog.findChild(QListWidget, "preferences.pages").currentItem().data(Qt.ItemDataRole.UserRole)


def pages_shown(dialog):
    pages = dialog.findChild(QListWidget, "preferences.pages")
    items = [pages.item(at) for at in range(pages.count())]
    return [item.data(Qt.ItemDataRole.UserRole) for item in items if not item.isHidden()]


def type_into(qtbot, editor, text):
    """Type over what stands there; Chinese comes from an input method."""
    editor.setFocus()
    editor.selectAll()
    if text.isascii():
        qtbot.keyClicks(editor, text)
    else:
        committed = QInputMethodEvent()
        committed.setCommitString(text)
        QApplication.sendEvent(editor, committed)


def test_every_setting_has_its_row_on_one_page(show):
    dialog = show()
    rows = []
    for name in pages_shown(dialog):
        dialog._show(name)
        rows += [row.plan.name for row in dialog._pages[name].rows]
    assert sorted(rows) == sorted(each.name for each in SETTINGS)


def test_what_is_changed_is_saved_at_once_and_at_work(show, workplace, qtbot, settle):
    dialog = show("numbers")
    type_into(qtbot, editor_of(dialog, "number_pattern"), "XF{yyyy}-{seq:05}")
    assert note_of(dialog, "number_pattern").text() == "本年第一件投诉的编号为 XF2026-00001"
    qtbot.keyClick(editor_of(dialog, "number_pattern"), Qt.Key.Key_Tab)
    settle()
    dialog._show("data")
    editor_of(dialog, "automatic_backup").click()
    settle()
    kept = read_settings(workplace.places).settings
    assert (kept.number_pattern, kept.automatic_backup) == ("XF{yyyy}-{seq:05}", False)
    assert workplace.desk.settings.number_pattern == "XF{yyyy}-{seq:05}"
    assert workplace.places.settings_file.read_text("utf-8").count("=") == 2
    assert note_of(dialog, "automatic_backup").text() == "已保存，重新启动程序后生效。"


@pytest.mark.parametrize(
    ("page", "name", "wrong"),
    [
        ("numbers", "number_pattern", "TS"),
        ("numbers", "number_pattern", "{yyyy}{seq}{nobody}"),
        ("numbers", "letter_pattern", "{yyyy}"),
        ("reminders", "office_hours", "17:30-08:30"),
        ("data", "database", "mysql://office/ledger"),
    ],
)
def test_a_wrong_text_is_told_at_its_field_and_neither_saved_nor_lost(
    show, workplace, qtbot, settle, page, name, wrong
):
    dialog = show(page)
    editor = editor_of(dialog, name)
    stood = editor.text()
    type_into(qtbot, editor, wrong)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert (editor.property("problem"), editor.text()) == ("hard", wrong)
    assert note_of(dialog, name).text() == editor.accessibleDescription() != ""
    dialog.findChild(QPushButton, "preferences.close").click()
    assert dialog.isVisible()
    assert dialog.focusWidget() is editor
    assert dialog._message.text
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert (editor.property("problem"), editor.text(), dialog.isVisible()) == ("", stood, True)
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    settle()
    assert not workplace.places.settings_file.exists()


def test_what_was_typed_last_is_saved_when_the_dialog_is_left(show, workplace, qtbot, settle):
    dialog = show("office")
    type_into(qtbot, editor_of(dialog, "office_phone"), "0571-8888 0000")
    dialog.findChild(QPushButton, "preferences.close").click()
    settle()
    assert read_settings(workplace.places).settings.office_phone == "0571-8888 0000"


def test_what_cannot_be_written_is_told_at_the_field_even_after_it_was_left(show, workplace, answers, qtbot, settle):
    workplace.places.settings_file.mkdir(parents=True)
    dialog = show("office")
    editor = editor_of(dialog, "office_name")
    type_into(qtbot, editor, "市消保处")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert editor.property("problem") == "hard"
    assert str(workplace.places.settings_file) in note_of(dialog, "office_name").text()
    assert editor.text() == "市消保处"
    dialog.findChild(QPushButton, "preferences.close").click()
    settle()
    assert not dialog.isVisible()
    assert [error.code for error in answers.errors] == ["cannot_write"]


def test_a_locked_setting_is_shown_locked(show, workplace, tmp_path):
    policy = tmp_path / "policy.toml"
    policy.write_text(
        'locked = ["office_name", "backup_folder"]\nlocked_by = "信息中心"\noffice_name = "市消保处"\n',
        encoding="utf-8",
    )
    workplace.places = dataclasses.replace(workplace.places, policy_file=policy)
    dialog = show("office")
    editor = editor_of(dialog, "office_name")
    assert (editor.text(), editor.isEnabled()) == ("市消保处", False)
    assert "信息中心" in note_of(dialog, "office_name").text()
    assert str(policy) in note_of(dialog, "office_name").text()
    assert editor_of(dialog, "office_phone").isEnabled()
    dialog._show("data")
    assert not dialog.findChild(QPushButton, "preferences.backup_folder.choose").isEnabled()


def test_a_setting_of_the_environment_says_that_it_counts_first(show, monkeypatch):
    monkeypatch.setenv("COMPLAINT_DESK_APPEARANCE", "dark")
    dialog = show("look")
    assert editor_of(dialog, "appearance").currentData() == "dark"
    assert "环境变量" in note_of(dialog, "appearance").text()
    assert note_of(dialog, "language").isHidden()


def test_a_folder_is_chosen_and_saved(show, workplace, answers, tmp_path, settle):
    answers.folder = tmp_path / "copies"
    dialog = show("data")
    dialog.findChild(QPushButton, "preferences.backup_folder.choose").click()
    settle()
    assert read_settings(workplace.places).settings.backup_folder == str(tmp_path / "copies")


def test_the_password_of_a_server_is_never_shown_and_never_lost(show, workplace, qtbot, settle):
    secret = "postgresql+psycopg://desk:s3cret@office/ledger"
    workplace.places.settings_file.parent.mkdir(parents=True, exist_ok=True)
    workplace.places.settings_file.write_text(f'database = "{secret}"\n', "utf-8")
    dialog = show("data")
    editor = editor_of(dialog, "database")
    assert "s3cret" not in editor.text()
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle()
    qtbot.keyClicks(editor, "x")
    assert editor.property("problem") == "hard"
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert read_settings(workplace.places).settings.database == secret


def test_the_wheel_turns_no_choice_that_has_not_the_keyboard(show, workplace, qtbot, settle, qapp):
    dialog = show("look")
    box = editor_of(dialog, "language")
    assert not box.hasFocus()
    centre = QPointF(box.rect().center())
    event = QWheelEvent(
        centre, QPointF(box.mapToGlobal(centre)), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    qapp.sendEvent(box, event)
    settle()
    assert not workplace.places.settings_file.exists()
    box.setFocus()
    qapp.sendEvent(box, event)
    settle()
    assert read_settings(workplace.places).settings.language == "zh_CN"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("提醒", "reminders"), ("备份", "data"), ("dxyy", None), ("yy", "look"), ("回访", None), ("编号", "numbers")],
)
def test_a_page_is_found_by_a_word_or_its_initials(show, qtbot, wanted, found):
    dialog = show()
    everything = pages_shown(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    search = dialog.findChild(QLineEdit, "preferences.search")
    assert search.hasFocus()
    type_into(qtbot, search, wanted)
    if found is None:
        assert len(pages_shown(dialog)) < len(everything)
    else:
        assert found in pages_shown(dialog)
        assert page_of(dialog) in pages_shown(dialog)
    search.clear()
    assert pages_shown(dialog) == everything


def test_all_pages_are_walked_by_keys_alone(show, qtbot):
    dialog = show()
    pages = dialog.findChild(QListWidget, "preferences.pages")
    assert pages.hasFocus()
    seen = [page_of(dialog)]
    for _each in range(pages.count() - 1):
        qtbot.keyClick(pages, Qt.Key.Key_Down)
        seen.append(page_of(dialog))
    assert seen == pages_shown(dialog)
    for name in seen:
        qtbot.keyClick(dialog, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        assert page_of(dialog) == seen[(seen.index(name)) % len(seen)]
        page = dialog._pages[name]
        wanted = _takers(page)
        pages.setFocus()
        qtbot.keyClick(pages, Qt.Key.Key_Return)
        reached = set()
        for _step in range(80):
            reached.add(dialog.focusWidget())
            qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        assert wanted <= reached, {each.objectName() for each in wanted - reached}


def _takers(page):
    kinds = (QLineEdit, QComboBox, QCheckBox, QPushButton, QTreeWidget)
    return {
        each
        for kind in kinds
        for each in page.findChildren(kind)
        if each.isVisibleTo(page) and each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    }


def test_no_page_gives_one_key_two_meanings(show):
    dialog = show()
    for name in pages_shown(dialog):
        dialog._show(name)
        labels = [each.text() for each in dialog._pages[name].findChildren(QLabel) if each.buddy()]
        buttons = [each.text() for each in dialog._pages[name].findChildren(QPushButton) if each.isVisible()]
        keys = [text[text.index("&") + 1].upper() for text in labels + buttons if "&" in text.replace("&&", "")]
        assert len(keys) == len(set(keys)), (name, keys)


def test_the_page_shown_last_comes_back(show, workplace):
    show("reminders").close()
    assert page_of(show()) == "reminders"


def test_the_shortcuts_are_those_of_the_menus_searched_and_printed(show, workplace, qtbot):
    dialog = show("shortcuts")
    tree = dialog.findChild(QTreeWidget, "preferences.shortcuts")
    said = {
        (branch.text(0), branch.child(row).text(0)): branch.child(row).text(1)
        for at in range(tree.topLevelItemCount())
        if (branch := tree.topLevelItem(at))
        for row in range(branch.childCount())
    }
    assert said["投诉", "新登记"] == "Ctrl+N"
    assert len(said) == sum(bool(entry.keys) for plan in actions.menus() for entry in plan.entries)
    qtbot.keyClicks(dialog.findChild(QLineEdit, "preferences.shortcuts.search"), "ctrl+n")
    shown = [
        branch.child(row).text(0)
        for at in range(tree.topLevelItemCount())
        if not (branch := tree.topLevelItem(at)).isHidden()
        for row in range(branch.childCount())
        if not branch.child(row).isHidden()
    ]
    assert shown == ["新登记"]
    dialog.findChild(QPushButton, "preferences.shortcuts.print").click()
    preview = dialog.findChild(PrintPreview)
    assert len(preview._paper.rows) == len(said)
    preview.reject()


def test_the_size_of_the_window_is_offered_as_percent(show):
    box = editor_of(show("look"), "scale")
    assert [box.itemData(at) for at in range(box.count())] == [*SETTING["scale"].choices]
    assert box.itemText(0) == "100%"
