"""The dialog of rule sets: each change is counted at once, and kept as a version that holds from its day on."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QSpinBox, QWidget

from complaint_desk.services import handling, intake
from complaint_desk.ui.preferences.rules_dialog import RulesDialog
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


def test_a_day_and_a_length_are_counted_at_once(dialog, settle):
    day = part(dialog, QLineEdit, "day")
    day.setText("2026-09-16")
    day.editingFinished.emit()
    settle()
    assert "办结：2026-09-16 收到，2026-10-08 到期" in example(dialog)
    assert "国庆节" in example(dialog)
    part(dialog, QSpinBox, "close.length").setValue(10)
    settle()
    assert "办结：2026-09-16 收到，2026-09-28 到期" in example(dialog)
    # A length of the office's own is no law any more.
    assert "侵害消费者权益行为处罚办法" not in example(dialog)


def test_what_is_kept_holds_from_its_day_on(dialog, workplace, settle):
    before = intake.register(workplace.desk, sound_draft(received_at=at("2026-11-23"))).id
    part(dialog, QSpinBox, "close.length").setValue(10)
    part(dialog, QPushButton, "save").click()
    settle()
    assert not dialog.isVisible()
    after = intake.register(workplace.desk, sound_draft(received_at=at("2026-11-24 09:00"), name="李四")).id
    dues = [handling.case(workplace.desk, each).clocks[-1].due.date() for each in (before, after)]
    assert dues == [dt.date(2026, 12, 8), dt.date(2026, 12, 4)]


def test_a_length_beyond_the_ladder_and_a_day_that_is_none_are_said(dialog, settle):
    part(dialog, QSpinBox, "close.length").setValue(45)
    part(dialog, QPushButton, "save").click()
    settle()
    assert dialog.isVisible()
    assert "extensions" in part(dialog, QWidget, "message").text
    day = part(dialog, QLineEdit, "day")
    day.setText("gestern")
    day.editingFinished.emit()
    assert "2026-11-24" in part(dialog, QWidget, "message").text


def test_an_empty_rule_set_has_nothing_to_keep(dialog, settle):
    chosen = part(dialog, QComboBox, "rule_set")
    chosen.setCurrentIndex(chosen.findData("blank"))
    settle()
    assert not part(dialog, QPushButton, "save").isEnabled()
    assert example(dialog) == ""
