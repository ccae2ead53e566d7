"""The person of a case is held, released and erased by keys alone, and never by one answer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from complaint_desk.services import handling, intake
from complaint_desk.ui.case.deed_dialog import DeedDialog
from complaint_desk.ui.shared.pill import Pill
from tests.storage.drafts import sound_draft
from tests.ui.test_deeds_by_keyboard import CONTROL, cut_off, is_in, open_by_keys, press


@pytest.fixture
def window(workplace, show_window, settle):
    made = show_window(workplace)
    known = intake.register(workplace.desk, sound_draft()).id
    made.bench.open_case(known)
    settle()
    return made


def _in_dialog(qtbot: QtBot, reason: str) -> DeedDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, DeedDialog)
    qtbot.waitUntil(lambda: is_in(dialog))
    qtbot.waitUntil(lambda: cut_off(dialog) == [])
    if reason:
        qtbot.keyClicks(QApplication.focusWidget(), reason)
    press(qtbot, Qt.Key.Key_S, CONTROL)
    return dialog


def _case(window, workplace):
    return handling.case(workplace.desk, window.bench.page.complaint_id)


def test_a_person_is_erased_only_with_a_reason_and_after_a_second_question(window, workplace, answers, qtbot, settle):
    number = _case(window, workplace).complaint.number
    open_by_keys(window, qtbot, "erase")
    settle()
    dialog = _in_dialog(qtbot, "")
    assert dialog.isVisible()
    assert answers.asked == []
    answers.yes = False
    _in_dialog(qtbot, "complainant asked")
    assert number in answers.asked[-1]
    assert _case(window, workplace).complaint.name
    answers.yes = True
    press(qtbot, Qt.Key.Key_S, CONTROL)
    settle()
    case = _case(window, workplace)
    assert case.complaint.name == ""
    assert dict(case.journal[-1].details) == {"reason": "complainant asked"}
    assert not window.bench.page.findChild(DeedDialog)


def test_a_case_is_held_and_released(window, workplace, qtbot, settle):
    open_by_keys(window, qtbot, "hold")
    settle()
    _in_dialog(qtbot, "lawsuit")
    settle()
    assert _case(window, workplace).complaint.hold == "lawsuit"
    mark = window.bench.page.findChild(Pill, "case.held")
    assert mark.isVisible()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    open_by_keys(window, qtbot, "release")
    settle()
    assert _case(window, workplace).complaint.hold == ""
    assert not mark.isVisible()
