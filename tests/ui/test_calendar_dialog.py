"""The calendar dialog: what a notice moves is seen before it moves."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit, QPushButton, QWidget

from complaint_desk.services import handling, intake
from complaint_desk.ui.preferences.calendar_dialog import CalendarDialog
from tests.clocks.cases import at
from tests.storage.drafts import sound_draft


@pytest.fixture
def dialog(workplace, qtbot, settle):
    workplace.desk = dataclasses.replace(workplace.desk, clock=lambda: at("2026-12-21"))
    made = CalendarDialog(workplace)
    qtbot.addWidget(made)
    made.show()
    settle()
    return made


def part(dialog, kind, name):
    found = dialog.findChild(kind, f"calendar.{name}")
    assert found is not None
    return found


def test_it_says_what_is_missing(dialog):
    assert "2027" in part(dialog, QLabel, "known").text()


def test_a_notice_is_applied_only_after_its_moves_were_shown(dialog, workplace, settle):
    made = intake.register(workplace.desk, sound_draft(received_at=at("2026-12-18"), rule_set="odr"))
    apply = part(dialog, QPushButton, "apply")
    assert not apply.isEnabled()
    part(dialog, QPlainTextEdit, "table").setPlainText("2027-01-01~2027-01-04,休,元旦\n2026-12-27,班")
    part(dialog, QPushButton, "preview").click()
    settle()
    moves = part(dialog, QPlainTextEdit, "moves").toPlainText()
    assert f"{made.number}  办结：2027-01-04 改为 2026-12-31" in moves
    assert apply.isEnabled()
    apply.click()
    settle()
    assert not dialog.isVisible()
    assert handling.case(workplace.desk, made.id).clocks[-1].due.date() == dt.date(2026, 12, 31)


def test_a_changed_table_must_be_looked_at_again_and_a_bad_line_is_named(dialog, settle):
    table, apply = part(dialog, QPlainTextEdit, "table"), part(dialog, QPushButton, "apply")
    table.setPlainText("2027-01-01,休")
    part(dialog, QPushButton, "preview").click()
    settle()
    assert apply.isEnabled()
    table.setPlainText("2027-01-01,休\n2027-02-30,休")
    assert not apply.isEnabled()
    part(dialog, QPushButton, "preview").click()
    assert "2" in part(dialog, QWidget, "message").text
    assert not apply.isEnabled()


def test_a_table_is_read_from_a_file_of_a_chinese_spreadsheet(dialog, answers, tmp_path, settle):
    path = tmp_path / "2027.csv"
    path.write_bytes("2027-01-01,休,元旦\r\n".encode("gb18030"))
    answers.files = [path]
    part(dialog, QPushButton, "read").click()
    settle()
    assert part(dialog, QPlainTextEdit, "table").toPlainText() == "2027-01-01,休,元旦\n"
    part(dialog, QComboBox, "layer").setCurrentIndex(1)
    part(dialog, QPushButton, "preview").click()
    settle()
    assert dialog._looked_at.years == frozenset()
