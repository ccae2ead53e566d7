"""The word lists, departments and people in the preferences, by keys alone; what is merged comes back, here and in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QTreeWidget

from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.i18n.words import Words
from complaint_desk.services import intake, ledger, staff, word_lists
from complaint_desk.ui.preferences.dialog import PreferencesDialog
from complaint_desk.ui.preferences.lists.merge_dialog import MergeDialog
from complaint_desk.ui.preferences.lists.naming import NameDialog
from complaint_desk.ui.preferences.pages import Ways
from tests.storage.drafts import sound_draft
from tests.ui.test_preferences import type_into


@pytest.fixture
def ways_back():
    return []


@pytest.fixture
def show(workplace, qtbot, settle, ways_back):
    """Open the preferences at a page over a ledger with two complaints."""
    for channel, department in (("web", "售后部"), ("platform", "质检部")):
        intake.register(workplace.desk, sound_draft(channel=channel, department=department, handler="李强"))

    def opened(page):
        dialog = PreferencesDialog(workplace, None, Ways(follow=ways_back.append), page)
        qtbot.addWidget(dialog)
        with qtbot.waitActive(dialog):
            dialog.show()
            dialog.activateWindow()
        settle()
        return dialog

    return opened


def rows(tree):
    """Names with counts and remarks from top to bottom, branches before what is below them."""
    found, item = [], tree.itemAt(0, 0)
    while item is not None:
        found.append(tuple(item.text(column) for column in range(tree.columnCount())))
        item = tree.itemBelow(item)
    return found


def names(tree):
    return [row[0] for row in rows(tree)]


def go_to(tree, qtbot, name=""):
    """Give the keyboard to the rows, and stand at one of them, once no other dialog has it."""
    with qtbot.waitActive(tree.window()):
        tree.window().activateWindow()
    if name:
        tree.setCurrentItem(tree.findItems(name, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)[0])
    tree.setFocus()


def answer(dialog, qtbot, settle, text):
    """Type a name into the dialog that asks for one, and press Enter."""
    asking = next(each for each in dialog.findChildren(NameDialog) if each.isVisible())
    line = asking.findChild(QLineEdit, "naming.name")
    qtbot.waitUntil(line.hasFocus)
    type_into(qtbot, line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settle()
    return asking


def offered(workplace, name):
    words = Words("zh_CN", ledger.lists(workplace.desk))
    return [words.label(name, choice.code) for choice in words.choices(name)]


def test_an_entry_is_added_renamed_moved_and_retired_by_keys_alone(show, workplace, qtbot, settle):
    dialog = show("lists")
    tree = dialog.findChild(QTreeWidget, "lists.entries")
    assert rows(tree)[4] == ("网站/APP", "1", "")
    go_to(tree, qtbot)
    qtbot.keyClick(tree, Qt.Key.Key_Insert)
    answer(dialog, qtbot, settle, "直播间")
    assert names(tree)[-1] == "直播间"
    assert tree.currentItem().text(0) == "直播间"
    go_to(tree, qtbot)
    qtbot.keyClick(tree, Qt.Key.Key_F2)
    answer(dialog, qtbot, settle, "直播间私信")
    go_to(tree, qtbot)
    qtbot.keyClick(tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle()
    assert names(tree)[-2:] == ["直播间私信", "其他"]
    assert tree.currentItem().text(0) == "直播间私信"
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    settle()
    assert rows(tree)[-2] == ("直播间私信", "", "已停用")
    assert "直播间私信" not in offered(workplace, "channel")
    assert dialog.findChild(QPushButton, "lists.retire").accessibleName() == "恢复使用"
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    settle()
    assert offered(workplace, "channel")[-2:] == ["直播间私信", "其他"]


def test_a_name_that_cannot_be_is_told_where_it_was_typed(show, workplace, qtbot, settle):
    dialog = show("lists")
    tree = dialog.findChild(QTreeWidget, "lists.entries")
    go_to(tree, qtbot)
    qtbot.keyClick(tree, Qt.Key.Key_Insert)
    asking = answer(dialog, qtbot, settle, "来电")
    assert asking.isVisible()
    assert asking.findChild(QLabel, "naming.name.problem").text() == "词表中已有“来电”。"
    assert asking.findChild(QLineEdit, "naming.name").text() == "来电"
    answer(dialog, qtbot, settle, "传真")
    assert offered(workplace, "channel")[-1] == "传真"
    assert not [each for each in dialog.findChildren(NameDialog) if each.isVisible()]


def test_a_new_category_hangs_below_the_branch_that_is_chosen(show, workplace, qtbot, settle):
    dialog = show("lists")
    box = dialog.findChild(QComboBox, "lists.list")
    box.setCurrentIndex(box.findData("category"))
    settle()
    tree = dialog.findChild(QTreeWidget, "lists.entries")
    go_to(tree, qtbot, "商品")
    qtbot.keyClick(tree, Qt.Key.Key_Insert)
    assert "商品" in dialog.findChild(NameDialog).windowTitle()
    answer(dialog, qtbot, settle, "智能家居类")
    assert tree.currentItem().parent().text(0) == "商品"
    assert "中消协" in rows(tree)[1][2]


def test_a_fixed_list_is_shown_and_offers_no_deed(show, qtbot, settle):
    dialog = show("lists")
    box = dialog.findChild(QComboBox, "lists.list")
    box.setCurrentIndex(box.findData("status"))
    settle()
    tree = dialog.findChild(QTreeWidget, "lists.entries")
    assert names(tree)[:2] == ["已登记", "已受理"]
    assert not dialog.findChild(QPushButton, "lists.add").isVisible()
    assert "固定" in dialog.findChild(QLabel, "lists.about").text()
    go_to(tree, qtbot)
    qtbot.keyClick(tree, Qt.Key.Key_Insert)
    assert dialog.findChild(NameDialog) is None


def merge(dialog, qtbot, settle, gone, into):
    tree = dialog.findChild(QTreeWidget, "lists.entries")
    go_to(tree, qtbot, gone)
    qtbot.keyClick(dialog, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    # A button that is pressed by its letter is seen going down first.
    qtbot.waitUntil(lambda: dialog.findChild(MergeDialog) is not None)
    asking = dialog.findChild(MergeDialog)
    settle()
    told = asking.findChild(QLabel, "merging.told").text()
    box = asking.findChild(QComboBox, "merging.into")
    box.setCurrentIndex(box.findText(into))
    qtbot.keyClick(box, Qt.Key.Key_Return)
    settle()
    return told


def test_two_entries_are_merged_after_the_count_was_seen_and_taken_back(show, workplace, qtbot, settle, ways_back):
    dialog = show("lists")
    tree = dialog.findChild(QTreeWidget, "lists.entries")
    assert merge(dialog, qtbot, settle, "网站/APP", "电商平台").startswith("将有 1 件投诉随之修改。")
    assert ("电商平台", "2", "") in rows(tree)
    assert ("网站/APP", "", "已停用") in rows(tree)
    bar = dialog.findChild(QLabel, "lists.message.text")
    assert bar.text() == "“网站/APP”已并入“电商平台”；已修改 1 件"
    go_to(tree, qtbot)
    qtbot.keyClick(tree, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert ("网站/APP", "1", "") in rows(tree)
    assert [way is None for way in ways_back] == [False, True]
    assert ledger.count(workplace.desk, LedgerFilter().with_choices("channel", ("web",))) == 1


def test_a_merge_is_taken_back_from_the_window_after_the_dialog_is_closed(show, workplace, qtbot, settle, ways_back):
    dialog = show("lists")
    merge(dialog, qtbot, settle, "网站/APP", "电商平台")
    dialog.close()
    said: list[str] = []
    workplace.hub.said.connect(said.append)
    ways_back[-1]()
    settle()
    assert ledger.count(workplace.desk, LedgerFilter().with_choices("channel", ("web",))) == 1
    assert "网站/APP" in offered(workplace, "channel")
    assert len(said) == 1


def test_the_dialog_waits_for_a_merge_that_runs(show, qtbot, settle, monkeypatch):
    import threading

    from complaint_desk.services import bulk

    go_on, real = threading.Event(), bulk.merge_entries

    def slow(*given, **named):
        assert go_on.wait(20)
        return real(*given, **named)

    monkeypatch.setattr(bulk, "merge_entries", slow)
    dialog = show("lists")
    go_to(dialog.findChild(QTreeWidget, "lists.entries"), qtbot, "网站/APP")
    dialog.findChild(QPushButton, "lists.merge").click()
    asking = dialog.findChild(MergeDialog)
    settle()
    asking._choose()
    assert dialog.tasks.running
    dialog.close()
    assert dialog.isVisible()
    assert dialog._message.text
    go_on.set()
    settle()
    dialog.close()
    assert not dialog.isVisible()


def test_departments_are_taken_from_the_ledger_and_renamed_with_their_complaints(show, workplace, qtbot, settle):
    dialog = show("people")
    tree = dialog.findChild(QTreeWidget, "people.department.entries")
    dialog.findChild(QPushButton, "people.department.collect").click()
    settle()
    assert rows(tree) == [("售后部", "1", ""), ("质检部", "1", "")]
    go_to(tree, qtbot, "售后部")
    qtbot.keyClick(tree, Qt.Key.Key_F2)
    asking = answer(dialog, qtbot, settle, "质检部")
    assert asking.isVisible()
    answer(dialog, qtbot, settle, "客服部")
    assert ("客服部", "1", "") in rows(tree)
    assert intake.completions(workplace.desk, "department", "") == ("客服部", "质检部")
    go_to(tree, qtbot)
    qtbot.keyClick(tree, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert ("售后部", "1", "") in rows(tree)


def test_people_are_taken_in_moved_renamed_and_gone(show, workplace, qtbot, settle):
    word_lists.add(workplace.desk, workplace.words, "department", "售后部")
    workplace.words = Words("zh_CN", ledger.lists(workplace.desk))
    dialog = show("people")
    dialog.findChild(QPushButton, "people.staff.collect").click()
    settle()
    tree = dialog.findChild(QTreeWidget, "people.staff.entries")
    assert rows(tree) == [("李强", "", "", "")]
    tabs = tree.parentWidget().parentWidget().parentWidget()
    tabs.setCurrentIndex(1)
    go_to(tree, qtbot, "李强")
    qtbot.keyClick(tree, Qt.Key.Key_F2)
    box = dialog.findChild(QComboBox, "naming.beside")
    assert [box.itemText(at) for at in range(box.count())] == ["", "售后部"]
    box.setCurrentText("售后部")
    answer(dialog, qtbot, settle, "李强强")
    assert rows(tree) == [("李强强", "售后部", "", "")]
    assert ledger.values_used(workplace.desk, "handler") == ("李强强",)
    dialog.findChild(QPushButton, "people.staff.message.way0").click()
    settle()
    assert rows(tree) == [("李强", "售后部", "", "")]
    assert ledger.values_used(workplace.desk, "handler") == ("李强",)
    go_to(tree, qtbot)
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    settle()
    assert rows(tree) == [("李强", "售后部", "", "已离岗")]
    assert intake.completions(workplace.desk, "handler", "") == ()


def test_what_another_desk_does_is_seen(show, workplace, settle):
    dialog = show("people")
    tree = dialog.findChild(QTreeWidget, "people.staff.entries")
    workplace.hub.changed.emit(staff.add(workplace.desk, "赵云", "仓储部"))
    settle()
    assert rows(tree) == [("赵云", "仓储部", "", "")]
    assert QApplication.activeModalWidget() is None


def test_the_lists_go_to_a_table_and_come_back_changed(show, workplace, answers, qtbot, settle, tmp_path):
    dialog = show("lists")
    answers.saved_to = tmp_path / "词表.csv"
    dialog.findChild(QPushButton, "lists.export").click()
    settle()
    text = answers.saved_to.read_text("utf-8-sig")
    assert "投诉渠道,web,网站/APP,," in text
    answers.files = [tmp_path / "他处.csv"]
    answers.files[0].write_bytes(text.replace("web,网站/APP,,", "web,官网,,是").encode("gb18030"))
    dialog.findChild(QPushButton, "lists.import").click()
    settle()
    assert answers.asked[-1] == "改名 1 项、停用 1 项"
    tree = dialog.findChild(QTreeWidget, "lists.entries")
    assert ("官网", "1", "已停用") in rows(tree)
    dialog.findChild(QPushButton, "lists.import").click()
    settle()
    assert dialog.findChild(QLabel, "lists.table.message.text").text() == "词表已与文件一致，无需修改。"
    answers.files[0].write_text("词表,代码\n渠道,web\n", "utf-8")
    dialog.findChild(QPushButton, "lists.import").click()
    settle()
    assert "渠道" in dialog.findChild(QLabel, "lists.table.message.text").text()


def test_the_window_takes_back_what_was_merged_in_its_preferences(show_window, workplace, qtbot, settle):
    intake.register(workplace.desk, sound_draft(channel="web"))
    window = show_window(workplace)
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(PreferencesDialog)
    dialog._show("lists")
    settle()
    merge(dialog, qtbot, settle, "网站/APP", "电商平台")
    assert ledger.count(workplace.desk, LedgerFilter().with_choices("channel", ("platform",))) == 1
    dialog.close()
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert ledger.count(workplace.desk, LedgerFilter().with_choices("channel", ("web",))) == 1
    assert "网站/APP" in offered(workplace, "channel")
