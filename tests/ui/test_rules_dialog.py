"""The dialog of rule sets: each keystroke is counted, problems stand at their field, and what is kept is a new version."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QTreeWidget,
    QWidget,
)

from complaint_desk.services import handling, intake, rule_sets
from complaint_desk.ui.preferences.rules.dialog import RulesDialog
from tests.clocks.cases import at
from tests.storage.drafts import sound_draft


@pytest.fixture
def dialog(workplace, qtbot, settle):
    made = RulesDialog(workplace)
    qtbot.addWidget(made)
    made.show()
    settle()
    return made


def part(dialog, kind, name):
    found = dialog.findChild(kind, f"rules.{name}")
    assert found is not None
    return found


def example(dialog) -> str:
    return str(part(dialog, QPlainTextEdit, "example").toPlainText())


def typed(dialog, name, text):
    line = part(dialog, QLineEdit, name)
    line.setText(text)
    line.textEdited.emit(text)


def problem(dialog, name) -> str:
    said = part(dialog, QLabel, f"{name}.problem")
    return str(said.text()) if said.isVisible() else ""


def choose_version(dialog, code, number=0):
    """Put the mark at a version of a rule set, the newest being the first."""
    tree = part(dialog, QTreeWidget, "versions")
    found = [item for (of, _version), item in tree.items.items() if of == code]
    tree.setCurrentItem(found[number])
    return [each.text(0) for each in found]


def choose_clock(dialog, name):
    clocks = part(dialog, QListWidget, "clocks")
    names = [clocks.item(row).text() for row in range(clocks.count())]
    clocks.setCurrentRow(names.index(name))


def choose_word(dialog, name, code):
    box = part(dialog, QComboBox, name)
    box.setCurrentIndex(box.findData(code))


def test_each_keystroke_is_counted(dialog, settle):
    choose_clock(dialog, "办结")
    typed(dialog, "day", "2026-09-16")
    settle()
    assert "办结：收到投诉 2026-09-16 → 2026-10-08 到期" in example(dialog)
    assert "国庆节" in example(dialog)
    part(dialog, QSpinBox, "clock.length").setValue(10)
    settle()
    assert "办结：收到投诉 2026-09-16 → 2026-09-28 到期" in example(dialog)
    part(dialog, QCheckBox, "clock.rolls").setChecked(False)
    settle()
    assert "办结：收到投诉 2026-09-16 → 2026-09-26 到期" in example(dialog)


def test_a_length_of_the_office_is_no_law_unless_another_law_is_named(dialog, settle):
    choose_clock(dialog, "办结")
    part(dialog, QSpinBox, "clock.length").setValue(10)
    settle()
    assert part(dialog, QLabel, "clock.promise").isVisible()
    assert "侵害消费者权益行为处罚办法" not in example(dialog)
    typed(dialog, "clock.source", "某省消费者权益保护条例")
    settle()
    assert not part(dialog, QLabel, "clock.promise").isVisible()
    assert "法定，《某省消费者权益保护条例》" in example(dialog)


def test_what_is_kept_holds_from_its_day_on_and_old_dates_stay(dialog, workplace, settle):
    before = intake.register(workplace.desk, sound_draft(received_at=at("2026-11-23"))).id
    choose_clock(dialog, "办结")
    part(dialog, QSpinBox, "clock.length").setValue(10)
    part(dialog, QPushButton, "save").click()
    settle()
    assert "2026-11-24" in part(dialog, QWidget, "message").text
    assert choose_version(dialog, "general")[0] == "2026-11-24 起 · 本单位版本 · 现行"
    after = intake.register(workplace.desk, sound_draft(received_at=at("2026-11-24 09:00"), name="李四")).id
    dues = [handling.case(workplace.desk, each).clocks[-1].due.date() for each in (before, after)]
    assert dues == [dt.date(2026, 12, 8), dt.date(2026, 12, 4)]


def test_a_clock_of_the_office_is_added_with_all_that_it_has(dialog, workplace, settle):
    part(dialog, QPushButton, "add").click()
    part(dialog, QPushButton, "save").click()
    settle()
    assert problem(dialog, "clock.name") == "请填写时限的名称。"
    typed(dialog, "clock.name", "回电")
    choose_word(dialog, "clock.unit", "hour")
    part(dialog, QSpinBox, "clock.length").setValue(24)
    part(dialog, QPushButton, "clock.extensions.add").click()
    typed(dialog, "clock.extensions.1.approver", "店长")
    part(dialog, QCheckBox, "clock.extensions.1.tell").setChecked(True)
    ends, pauses = (part(dialog, QPushButton, f"clock.{name}").menu().actions() for name in ("ends", "pauses"))
    next(each for each in ends if each.text() == "步骤：沟通").setChecked(True)
    pauses[0].setChecked(True)
    part(dialog, QPushButton, "save").click()
    settle()
    made = rule_sets.book(workplace.desk).in_force("general", dt.date(2026, 11, 24)).obligation("回电")
    assert (made.length, made.unit, made.ends) == (24, "hour", ("closed", "contact"))
    assert [(each.to, each.approver, each.tell) for each in made.extensions] == [(39, "店长", True)]
    assert made.pauses == ("testing",)
    registered = intake.register(workplace.desk, sound_draft(received_at=at("2026-11-24 09:00")))
    clocks = {each.clock.code: each for each in handling.case(workplace.desk, registered.id).clocks}
    assert clocks["回电"].due == at("2026-11-25 09:00")


def test_what_is_wrong_stands_at_its_field(dialog, settle):
    choose_clock(dialog, "办结")
    part(dialog, QSpinBox, "clock.length").setValue(45)
    assert "30" in problem(dialog, "clock.extensions")
    part(dialog, QSpinBox, "clock.length").setValue(0)
    assert problem(dialog, "clock.length")
    part(dialog, QCheckBox, "clock.named").setChecked(True)
    assert not problem(dialog, "clock.length")
    typed(dialog, "clock.source", "")
    assert problem(dialog, "clock.source")
    typed(dialog, "valid_from", "gestern")
    assert "2026-11-24" in problem(dialog, "valid_from")
    typed(dialog, "valid_from", "2026-12-01")
    typed(dialog, "valid_to", "2026-11-01")
    assert problem(dialog, "valid_to")
    part(dialog, QPushButton, "save").click()
    settle()
    assert len(choose_version(dialog, "general")) == 1


def test_the_three_main_clocks_stay_and_an_empty_rule_set_begins_with_them(dialog, settle):
    assert not part(dialog, QPushButton, "remove").isEnabled()
    choose_version(dialog, "blank")
    settle()
    assert not part(dialog, QPushButton, "save").isEnabled()
    assert example(dialog) == ""
    part(dialog, QPushButton, "add").click()
    settle()
    assert part(dialog, QListWidget, "clocks").count() == 3
    assert example(dialog).count("→") == 3


def test_both_orders_are_versions_of_one_rule_set(dialog):
    shown = choose_version(dialog, "regulator")
    assert shown == ["2026-04-15 起 · 现行", "2020-01-01 至 2026-04-14"]


def test_what_is_typed_is_not_lost_by_looking_elsewhere(dialog, answers, settle):
    choose_clock(dialog, "办结")
    part(dialog, QSpinBox, "clock.length").setValue(10)
    answers.yes = False
    choose_version(dialog, "bank")
    settle()
    assert part(dialog, QTreeWidget, "versions").currentItem().data(0, 256)[0] == "general"
    assert part(dialog, QSpinBox, "clock.length").value() == 10


def test_a_version_is_written_and_read_again(dialog, workplace, answers, settle, tmp_path):
    choose_clock(dialog, "办结")
    part(dialog, QSpinBox, "clock.length").setValue(12)
    answers.saved_to = tmp_path / "rules.toml"
    answers.files = [answers.saved_to]
    part(dialog, QPushButton, "write").click()
    settle()
    (read,) = rule_sets.read_file(workplace.desk, tmp_path / "rules.toml")
    assert read.obligation("close").length == 12
    assert read.obligation("close").source_type == "promise"
    part(dialog, QSpinBox, "clock.length").setValue(9)
    part(dialog, QPushButton, "read").click()
    settle()
    choose_clock(dialog, "办结")
    assert part(dialog, QSpinBox, "clock.length").value() == 12


def key_of(widget) -> str:
    """The letter that Alt leads to a control with: of its own text, or of the caption whose buddy it is."""
    captions = [each for each in widget.window().findChildren(QLabel) if each.buddy() is widget]
    texts = [each.text() for each in captions] + ([widget.text()] if isinstance(widget, QAbstractButton) else [])
    found = [re.search(r"&(\w)", text.replace("&&", "")) for text in texts]
    return next((each[1].upper() for each in found if each), "")


def test_each_field_and_button_has_a_key_of_its_own_and_a_name(dialog):
    named = [each for each in dialog.findChildren(QWidget) if each.objectName().startswith("rules.")]
    reached = [each for each in named if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert all(each.accessibleName() for each in reached)
    keys = {each.objectName().removeprefix("rules."): key_of(each) for each in reached}
    without = {name for name, key in keys.items() if not key}
    assert without == {"versions", "clock.unit", "example", "cancel"}
    used = [key for key in keys.values() if key]
    assert len(used) == len(set(used))
    assert [each.focusPolicy() for each in dialog.findChildren(QScrollArea)] == [Qt.FocusPolicy.NoFocus]


def test_a_key_leads_to_a_field_that_is_scrolled_into_sight(dialog, qtbot, settle):
    dialog.resize(dialog.minimumSize())
    part(dialog, QTreeWidget, "versions").setFocus()
    pauses = part(dialog, QPushButton, "clock.pauses")
    part(dialog, QPushButton, "clock.extensions.add").setFocus()
    settle()
    button = part(dialog, QPushButton, "clock.extensions.add")
    assert not button.visibleRegion().isEmpty()
    part(dialog, QLineEdit, "clock.name").setFocus()
    settle()
    assert not part(dialog, QLineEdit, "clock.name").visibleRegion().isEmpty()
    assert key_of(pauses) == "B"


def test_a_clock_is_added_and_removed_by_key(dialog, qtbot, settle):
    clocks = part(dialog, QListWidget, "clocks")
    clocks.setFocus()
    qtbot.keyClick(clocks, Qt.Key.Key_Insert)
    settle()
    assert clocks.count() == 4
    clocks.setFocus()
    qtbot.keyClick(clocks, Qt.Key.Key_Delete)
    settle()
    assert clocks.count() == 3
    qtbot.keyClick(clocks, Qt.Key.Key_Delete)
    assert clocks.count() == 3


def test_lines_come_before_the_buttons_below_them_by_tab(dialog, qtbot):
    part(dialog, QPushButton, "choosing").click()
    choosing = dialog.findChild(QDialog, "rules.choosing")
    part(choosing, QPushButton, "choosing.add").click()
    qtbot.waitUntil(part(choosing, QComboBox, "choosing.2.field").hasFocus)
    passed = []
    at = part(choosing, QComboBox, "choosing.1.field")
    while at.objectName() != "rules.choosing.add":
        if at.isVisible() and at.isEnabled() and at.objectName():
            passed.append(at.objectName().removeprefix("rules.choosing."))
        at = at.nextInFocusChain()
    assert [each for each in passed if each[0].isdecimal()] == [
        "1.field", "1.channel", "1.rule_set", "1.remove", "2.field", "2.channel", "2.rule_set", "2.up", "2.remove",
    ]  # fmt: skip


def menu_of(dialog) -> list[QAction]:
    return list(part(dialog, QMenu, "province.differs").actions())


def ask_for(dialog, place):
    part(dialog, QPushButton, "add_province").click()
    asked = dialog.findChild(QDialog, "rules.province")
    part(asked, QComboBox, "province.place").setEditText(place)
    part(asked, QPushButton, "province.go_on").click()


def test_a_province_is_added_over_a_rule_set_with_a_live_example(dialog, workplace, settle):
    ask_for(dialog, "山东")
    assert not part(dialog, QPushButton, "save").isEnabled()
    part(dialog, QPushButton, "add").click()
    assert [each.text() for each in menu_of(dialog)] == ["受理", "答复", "办结", "", "其他时限"]
    next(each for each in menu_of(dialog) if each.text() == "办结").trigger()
    part(dialog, QPushButton, "save").click()
    assert problem(dialog, "clock.source")
    typed(dialog, "clock.source", "山东省消费者权益保护条例")
    typed(dialog, "clock.article", "第二十七条")
    part(dialog, QSpinBox, "clock.length").setValue(10)
    settle()
    assert "通用（山东）" in example(dialog)
    assert "山东省消费者权益保护条例" in example(dialog)
    assert "受理" in example(dialog)
    part(dialog, QPushButton, "save").click()
    settle()
    assert choose_version(dialog, "general")[-1] == "山东 · 2026-11-24 起 · 本单位版本 · 现行"
    made = intake.register(workplace.desk, sound_draft(region="山东省济南市", received_at=at("2026-11-24 09:00")))
    assert handling.case(workplace.desk, made.id).clocks[-1].due.date() == dt.date(2026, 12, 4)


def test_zhejiang_is_there_changed_and_taken_away(dialog, workplace, settle):
    shown = choose_version(dialog, "prepaid")
    assert shown[-1] == "浙江 · 2017-05-01 起 · 现行"
    choose_version(dialog, "prepaid", -1)
    settle()
    assert "预付款退款（浙江）" in example(dialog)
    part(dialog, QSpinBox, "clock.length").setValue(3)
    assert part(dialog, QLabel, "clock.promise").isVisible()
    part(dialog, QSpinBox, "clock.length").setValue(5)
    part(dialog, QPushButton, "remove").click()
    part(dialog, QPushButton, "save").click()
    settle()
    book = rule_sets.book(workplace.desk)
    assert book.layer_in_force("prepaid", dt.date(2026, 11, 24), "浙江省") is None
    assert book.layer_in_force("prepaid", dt.date(2026, 11, 23), "浙江省").code == "zhejiang"
    assert book.layer_in_force("guarantee", dt.date(2026, 11, 24), "浙江省").code == "zhejiang"
    assert choose_version(dialog, "prepaid")[-2].endswith("不再另有规定")


def test_what_a_province_says_is_written_and_read_again(dialog, workplace, answers, settle, tmp_path):
    choose_version(dialog, "prepaid", -1)
    answers.saved_to = tmp_path / "zhejiang.toml"
    answers.files = [answers.saved_to]
    part(dialog, QPushButton, "write").click()
    settle()
    part(dialog, QPushButton, "read").click()
    settle()
    assert "浙江省实施" in part(dialog, QLineEdit, "clock.source").text()
    part(dialog, QPushButton, "save").click()
    settle()
    assert [each.own for each in rule_sets.book(workplace.desk).layers_of("prepaid")] == [False, True]


def test_region_and_class_choose_a_rule_set(dialog, workplace, settle):
    part(dialog, QPushButton, "choosing").click()
    choosing = dialog.findChild(QDialog, "rules.choosing")
    part(choosing, QPushButton, "choosing.add").click()
    choose_word(choosing, "choosing.2.field", "region")
    choose_word(choosing, "choosing.2.rule_set", "express")
    part(choosing, QPushButton, "choosing.save").click()
    assert "地区" in part(choosing, QWidget, "choosing.message").text
    part(choosing, QLineEdit, "choosing.2.region").setText("浙江")
    part(choosing, QPushButton, "choosing.save").click()
    settle()
    made = intake.register(workplace.desk, sound_draft(region="浙江杭州"))
    assert {each.clock.rule_set for each in handling.case(workplace.desk, made.id).clocks} == {"express"}
    other = intake.register(workplace.desk, sound_draft(region="上海", name="李四"))
    assert {each.clock.rule_set for each in handling.case(workplace.desk, other.id).clocks} == {"general"}
