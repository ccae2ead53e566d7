"""Report definitions in the dialog: chosen, kept, renamed, deleted, and followed when another desk changes them."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton

from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.services import report_definitions
from complaint_desk.ui.report.dialog import ReportDialog
from complaint_desk.ui.shared.message_bar import MessageBar


@pytest.fixture
def dialog(workplace, settle, qtbot):
    made = ReportDialog(workplace)
    qtbot.addWidget(made)
    made.open()
    rest(made, settle, qtbot)
    return made


def rest(dialog, settle, qtbot):
    qtbot.waitUntil(lambda: not dialog.waiting, timeout=20_000)
    settle()


def names(dialog):
    box = dialog.findChild(QComboBox, "report.definition")
    return [box.itemText(at) for at in range(1, box.count())]


def take(dialog, name, settle, qtbot):
    box = dialog.findChild(QComboBox, "report.definition")
    box.setCurrentIndex(box.findText(name))
    rest(dialog, settle, qtbot)


def test_the_usual_ones_are_offered_and_one_chosen_fills_the_panel(dialog, settle, qtbot):
    assert names(dialog) == ["月报", "季报", "给质量部"]
    take(dialog, "给质量部", settle, qtbot)
    request = dialog.request()
    assert str(request.period.first) == "2026-10-01"
    assert request.filter.choices("nature") == ("quality", "safety")
    assert "channel" in dialog.panel.sheets.left_out()
    assert dialog.panel.file().name == "给质量部_2026-10.xlsx"
    take(dialog, "季报", settle, qtbot)
    assert str(dialog.request().period.first) == "2026-07-01"
    assert dialog.request().filter == LedgerFilter()
    assert dialog.panel.sheets.left_out() == ()


def test_what_was_changed_says_so_and_is_saved_in_its_place(dialog, workplace, settle, qtbot):
    take(dialog, "月报", settle, qtbot)
    keep = dialog.panel.definitions
    assert not keep.save.isEnabled()
    dialog.panel.sheets.leave_out(("rows",))
    dialog.panel.repeats_once.setChecked(True)
    assert names(dialog)[0] == "月报（已修改）"
    keep.save.trigger()
    rest(dialog, settle, qtbot)
    assert names(dialog) == ["月报", "季报", "给质量部"]
    kept = report_definitions.definition(workplace.desk, "月报", workplace.words)
    assert (kept.left_out, kept.filter.is_said("repeats")) == (("rows",), False)
    assert not keep.save.isEnabled()


def test_what_is_chosen_is_kept_under_a_new_name(dialog, workplace, answers, settle, qtbot):
    answers.text = "门店周报"
    dialog.panel.period.preset.setCurrentIndex(dialog.panel.period.preset.findData("last_week"))
    dialog.panel.definitions.save_as.trigger()
    rest(dialog, settle, qtbot)
    assert names(dialog)[-1] == "门店周报"
    assert dialog.panel.definitions.name == "门店周报"
    assert str(report_definitions.definition(workplace.desk, "门店周报", workplace.words).preset) == "last_week"


@pytest.mark.parametrize("yes", [True, False])
def test_a_name_that_is_there_is_replaced_only_when_asked(dialog, workplace, answers, settle, qtbot, yes):
    answers.text, answers.yes = "季报", yes
    dialog.panel.definitions.save_as.trigger()
    rest(dialog, settle, qtbot)
    preset = str(report_definitions.definition(workplace.desk, "季报", workplace.words).preset)
    assert preset == ("last_month" if yes else "last_quarter")
    assert len(report_definitions.definitions(workplace.desk)) == 3


def test_one_is_renamed_and_deleted(dialog, workplace, answers, settle, qtbot):
    take(dialog, "季报", settle, qtbot)
    answers.text = "集团季报"
    dialog.panel.definitions.rename.trigger()
    rest(dialog, settle, qtbot)
    assert names(dialog) == ["月报", "集团季报", "给质量部"]
    assert dialog.panel.definitions.name == "集团季报"
    dialog.panel.definitions.delete.trigger()
    rest(dialog, settle, qtbot)
    assert names(dialog) == ["月报", "给质量部"]
    assert dialog.panel.definitions.definition is None


def test_a_refusal_is_said(dialog, workplace, answers, settle, qtbot):
    take(dialog, "月报", settle, qtbot)
    report_definitions.drop(workplace.desk, dialog.panel.definitions.definition)
    dialog.panel.sheets.leave_out(("rows",))
    dialog.panel.definitions.save.trigger()
    rest(dialog, settle, qtbot)
    assert "月报" in dialog.findChild(MessageBar, "report.message").text


def test_what_another_desk_does_is_followed(dialog, workplace, settle, qtbot):
    take(dialog, "月报", settle, qtbot)
    quality = report_definitions.definition(workplace.desk, "给质量部", workplace.words)
    changes = report_definitions.save(workplace.desk, dataclasses.replace(quality, name="给品质部"))
    workplace.hub.changed.emit(dataclasses.replace(changes, elsewhere=True))
    rest(dialog, settle, qtbot)
    assert names(dialog) == ["月报", "季报", "给品质部"]
    assert dialog.panel.definitions.name == "月报"


def test_the_definition_used_last_comes_again_unless_the_ledger_is_filtered(dialog, workplace, settle, qtbot):
    take(dialog, "给质量部", settle, qtbot)
    dialog.reject()
    again = ReportDialog(workplace, LedgerFilter())
    qtbot.addWidget(again)
    rest(again, settle, qtbot)
    assert again.panel.definitions.name == "给质量部"
    assert again.request().filter.choices("nature") == ("quality", "safety")
    filtered = ReportDialog(workplace, LedgerFilter(words="退款"))
    qtbot.addWidget(filtered)
    rest(filtered, settle, qtbot)
    assert filtered.panel.definitions.definition is None
    assert filtered.request().filter.words == "退款"


def test_all_of_it_is_done_with_the_keyboard(dialog, workplace, answers, settle, qtbot):
    box = dialog.findChild(QComboBox, "report.definition")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    rest(dialog, settle, qtbot)
    assert dialog.panel.definitions.name == "月报"
    QTest.keyClick(box, Qt.Key.Key_Tab)
    keep = dialog.findChild(QPushButton, "report.definition.keep")
    assert keep.hasFocus()
    answers.text = "给总部"
    keep.menu().popup(keep.mapToGlobal(keep.rect().bottomLeft()))
    QTest.keyClick(keep.menu(), Qt.Key.Key_A)
    rest(dialog, settle, qtbot)
    assert dialog.panel.definitions.name == "给总部"
