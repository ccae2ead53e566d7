"""Tools → Retention: who is due is listed, one is held back, the others are erased after a question, by keys alone."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from complaint_desk.domain.roles import Role, rights_of
from complaint_desk.services import handling, intake, people
from complaint_desk.ui.preferences.retention_dialog import RetentionDialog
from complaint_desk.ui.shared.task_strip import TaskStrip
from tests.conftest import NOW
from tests.storage.drafts import sound_draft
from tests.ui.test_deeds_by_keyboard import cut_off, is_in, press

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def ids(workplace) -> list[int]:
    past = [NOW - dt.timedelta(days=366 * years) for years in (6, 5, 4, 1)]
    return [
        intake.register(
            workplace.desk,
            sound_draft(received_at=at, closed_at=at, handled_at=at, status="closed", outcome="refunded"),
        ).id
        for at in past
    ]


@pytest.fixture
def opened(ids, workplace, show_window, settle, qtbot):
    window = show_window(workplace)
    press(qtbot, Qt.Key.Key_T, ALT)
    press(qtbot, Qt.Key.Key_E)
    settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RetentionDialog)
    qtbot.waitUntil(lambda: is_in(dialog))
    return window, dialog


def erased(workplace, ids) -> list[bool]:
    return [handling.case(workplace.desk, each).complaint.erased_at is not None for each in ids]


def test_one_is_held_and_the_others_are_erased_by_keys(opened, ids, workplace, answers, qtbot, settle):
    window, dialog = opened
    assert dialog.tree.topLevelItemCount() == 3
    assert "3" in dialog.findChild(QLabel, "retention.told").text()
    assert cut_off(dialog) == []
    answers.text = "诉讼"
    press(qtbot, Qt.Key.Key_O, ALT)
    qtbot.waitUntil(lambda: bool(answers.asked))
    settle()
    assert handling.case(workplace.desk, ids[0]).complaint.hold == "诉讼"
    assert dialog.tree.topLevelItemCount() == 2
    answers.yes = False
    press(qtbot, Qt.Key.Key_E, ALT)
    qtbot.waitUntil(lambda: len(answers.asked) == 2)
    settle()
    assert erased(workplace, ids) == [False] * 4
    assert dialog.isVisible()
    answers.yes = True
    press(qtbot, Qt.Key.Key_E, ALT)
    qtbot.waitUntil(lambda: bool(answers.told))
    settle()
    assert erased(workplace, ids) == [False, True, True, False]
    assert "2" in answers.told[-1]
    assert not window.findChild(RetentionDialog)


def test_it_is_stopped_at_the_foot_of_the_window(opened, ids, workplace, answers, qtbot, settle, monkeypatch):
    window, _dialog = opened
    monkeypatch.setattr(people, "_PORTION", 1)
    done = people.due_people(workplace.desk).count

    def erase_slowly(desk, stop, progress):
        def told(count, total):
            progress(count, total)
            if count == 1:
                # The person presses Stop after the first portion; the next begins when that is heard.
                stop.wait(20)

        return erase(desk, stop, told)

    erase = people.erase_due
    monkeypatch.setattr(people, "erase_due", erase_slowly)
    press(qtbot, Qt.Key.Key_E, ALT)
    qtbot.waitUntil(lambda: window.findChild(QPushButton, "tasks.retention.stop") is not None)
    window.findChild(QPushButton, "tasks.retention.stop").click()
    qtbot.waitUntil(lambda: bool(answers.told))
    settle()
    assert erased(workplace, ids).count(True) < done
    assert not window.findChild(RetentionDialog)


def test_for_ever_is_said(workplace, show_window, settle, qtbot, ids):
    kept = dataclasses.replace(workplace.desk.settings, retention_years="0")
    workplace.desk = dataclasses.replace(workplace.desk, settings=kept)
    show_window(workplace)
    press(qtbot, Qt.Key.Key_T, ALT)
    press(qtbot, Qt.Key.Key_E)
    settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RetentionDialog)
    assert dialog.tree.topLevelItemCount() == 0
    assert not dialog.findChild(QPushButton, "retention.erase").isEnabled()
    assert not dialog.findChild(QPushButton, "retention.hold").isEnabled()


def test_an_administrator_erases_who_is_due_and_holds_nobody_back(ids, workplace, settle, qtbot):
    workplace.desk = dataclasses.replace(workplace.desk, rights=rights_of([Role.ADMINISTRATOR]))
    tasks = TaskStrip(workplace)
    dialog = RetentionDialog(workplace, tasks)
    for each in (tasks, dialog):
        qtbot.addWidget(each)
    settle()
    assert dialog.tree.currentItem() is not None
    hold, erase = (dialog.findChild(QPushButton, f"retention.{name}") for name in ("hold", "erase"))
    assert (hold.isEnabled(), erase.isEnabled()) == (False, True)
    assert hold.toolTip() == "需要主管角色"
