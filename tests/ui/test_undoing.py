"""The way back in the window: each deed offers it, Ctrl+Z takes it, and an editor keeps the key to itself."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from complaint_desk.domain.clock_deeds import ExtensionWish
from complaint_desk.domain.complaint import NewStep, changed_by
from complaint_desk.services import handling, intake, timing
from complaint_desk.ui.case.page import CasePage
from complaint_desk.ui.shared.message_bar import MessageBar
from tests.conftest import NOW
from tests.storage.drafts import sound_draft

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def known(desk):
    return intake.register(desk, sound_draft())


@pytest.fixture
def window(workplace, known, settle, show_window):
    made = show_window(workplace)
    made.bench.open_case(known.id)
    settle()
    return made


@pytest.fixture
def bar(window):
    return window.findChild(MessageBar, "undo.message")


def case_page(window) -> CasePage:
    page = window.bench.page
    assert isinstance(page, CasePage)
    return page


def status(desk, known):
    return handling.case(desk, known.id).complaint.status


def test_a_deed_done_at_once_is_taken_back_by_its_button(window, bar, desk, known, settle):
    case_page(window).do("accept")
    settle()
    assert (bar.isVisible(), bar.text) == (True, f"{known.number}：已受理")
    assert status(desk, known) == "accepted"
    bar.findChild(QPushButton, "undo.message.way0").click()
    settle()
    assert status(desk, known) == "registered"
    assert bar.text == f"{known.number}：已撤销"
    assert [entry.deed for entry in handling.case(desk, known.id).journal] == ["registered", "moved", "undone"]


def test_ctrl_z_takes_an_edit_back_and_the_form_follows(window, desk, known, qtbot, settle):
    page = case_page(window)
    page.form.put("brand", "禾沐")
    page.save()
    settle()
    window.bench.tabs.setFocus()
    qtbot.keyClick(window.bench.tabs, Qt.Key.Key_Z, CONTROL)
    settle()
    assert handling.case(desk, known.id).complaint.brand == ""
    assert page.form.text("brand") == ""


def test_in_an_editor_ctrl_z_is_of_the_editor(window, desk, known, qtbot, settle):
    page = case_page(window)
    page.do("accept")
    settle()
    page.form.go_to("brand")
    line = page.form.cells["brand"].editor.widget
    qtbot.keyClicks(line, "abc")
    qtbot.keyClick(line, Qt.Key.Key_Z, CONTROL)
    settle()
    assert page.form.text("brand") == ""
    assert status(desk, known) == "accepted"


def test_what_somebody_changed_since_is_said_and_stays(window, bar, desk, known, settle):
    case_page(window).do("accept")
    settle()
    handling.record_step(dataclasses.replace(desk, person="韩梅梅"), known.id, NewStep("contact", "已致电"))
    window.actions_by_name["undo"].trigger()
    settle()
    assert status(desk, known) == "accepted"
    assert "韩梅梅" in bar.text
    assert bar.isVisible()


def test_an_extension_is_offered_back_and_ctrl_z_takes_it(window, workplace, bar, desk, words, known, qtbot, settle):
    before = handling.case(desk, known.id).clocks
    workplace.hub.tell(timing.extend(desk, known.id, ExtensionWish(NOW, "李主管"), words))
    settle()
    assert bar.text == f"{known.number}：延期；办结期限由 2026-12-07 改为 2026-12-21"
    assert handling.case(desk, known.id).clocks != before
    window.bench.ledger.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    settle()
    assert bar.text == f"{known.number}：已撤销"
    assert handling.case(desk, known.id).clocks == before


def test_a_letter_offers_no_way_back_and_says_why_when_asked(window, workplace, bar, desk, known, settle):
    case_page(window).do("accept")
    settle()
    workplace.hub.tell(changed_by("letter", handling.case(desk, known.id).complaint))
    assert not bar.isVisible()
    window.undoing.undo()
    settle()
    assert bar.isVisible()
    assert "保留原编号" in bar.text


def test_a_deed_is_taken_back_once(window, workplace, desk, known, qtbot, settle):
    case_page(window).do("accept")
    settle()
    window.actions_by_name["undo"].trigger()
    settle()
    with qtbot.waitSignal(workplace.hub.said) as told:
        window.actions_by_name["undo"].trigger()
    assert told.args == ["没有可撤销的操作。"]


def test_a_probable_repeat_is_linked_by_one_click_and_parted_by_another(window, desk, known, settle, qtbot):
    again = intake.register(desk, sound_draft(received_at=NOW))
    window.bench.open_case(again.id)
    settle()
    name = f"case.repeat.{known.number}"
    qtbot.waitUntil(lambda: case_page(window).findChild(QPushButton, name) is not None)
    settle()
    case_page(window).findChild(QPushButton, name).click()
    settle()
    assert handling.case(desk, again.id).complaint.repeats == (known.number,)
    assert not case_page(window).dirty
    apart = f"case.apart.{known.number}"
    qtbot.waitUntil(lambda: case_page(window).findChild(QPushButton, apart) is not None)
    case_page(window).findChild(QPushButton, apart).click()
    settle()
    assert handling.case(desk, again.id).complaint.repeats == ()
    assert [entry.deed for entry in handling.case(desk, again.id).journal] == ["registered", "linked", "unlinked"]


def test_a_link_made_while_editing_is_saved_with_the_edit(window, desk, known, settle, qtbot):
    again = intake.register(desk, sound_draft(received_at=NOW))
    window.bench.open_case(again.id)
    settle()
    page = case_page(window)
    name = f"case.repeat.{known.number}"
    qtbot.waitUntil(lambda: page.findChild(QPushButton, name) is not None)
    page.form.put("brand", "禾沐")
    page.findChild(QPushButton, name).click()
    settle()
    assert handling.case(desk, again.id).complaint.repeats == ()
    page.save()
    settle()
    saved = handling.case(desk, again.id).complaint
    assert (saved.brand, saved.repeats) == ("禾沐", (known.number,))
