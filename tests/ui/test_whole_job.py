"""The main job in the real window, with the keyboard only: take down, find, answer, close, report."""

from __future__ import annotations

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.services import handling, ledger
from complaint_desk.ui.case.page import CasePage
from complaint_desk.ui.report.dialog import ReportDialog

CONTROL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


def in_focus() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


@pytest.fixture
def window(workplace, show_window):
    return show_window(workplace)


@pytest.fixture
def press(qtbot):
    def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
        qtbot.keyClick(in_focus(), key, modifiers)

    return press


@pytest.fixture
def write(qtbot, press):
    """Letters and figures by keys, Chinese as an input method commits it; then on to the next field."""

    def write(text, end=ENTER, modifiers=Qt.KeyboardModifier.NoModifier):
        if text.isascii():
            qtbot.keyClicks(in_focus(), text)
        else:
            event = QInputMethodEvent("", [])
            event.setCommitString(text)
            QApplication.sendEvent(in_focus(), event)
        press(end, modifiers)

    return write


@pytest.fixture
def tab_to(press):
    def tab_to(name):
        for _each in range(80):
            if in_focus().objectName() == name:
                return
            press(Qt.Key.Key_Tab)
        pytest.fail(f"Tab never comes to {name}")

    return tab_to


def take_down(window, press, write):
    press(Qt.Key.Key_N, CONTROL)
    for text in ("13812345678", "张敏", "浙江省杭州市西湖区文三路", "", "澜图变频空调", "家用电子电器类"):
        write(text)
    while in_focus().objectName() != "intake.facts":
        press(ENTER)
    write("安装三天后室外机异响", modifiers=CONTROL)
    write("3")
    press(Qt.Key.Key_S, CONTROL)


def test_a_complaint_from_the_call_to_the_report(window, workplace, press, write, tab_to, qtbot, settle, tmp_path):
    take_down(window, press, write)
    settle()
    assert ledger.total(workplace.desk) == 1

    press(Qt.Key.Key_F, CONTROL)
    assert in_focus().objectName() == "ledger.search"
    write("异响")
    settle()
    qtbot.waitUntil(lambda: window.bench.ledger.settled)
    settle()
    assert window.bench.ledger.table.model().rowCount() == 1
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_F3)
    settle()
    case = window.bench.page
    assert isinstance(case, CasePage)

    answer(window, press, write, tab_to, qtbot, settle)
    close(window, press, write, tab_to, qtbot, settle)
    (complaint,) = ledger.first_rows(workplace.desk, LedgerFilter(words="异响"), LedgerOrder())
    assert (complaint.status, complaint.outcome, complaint.reply_by) == ("closed", "refunded", "phone")
    deeds = [entry.deed for entry in handling.case(workplace.desk, complaint.id).journal]
    assert deeds[0] == "registered"
    assert len(deeds) >= 3

    path = tmp_path / "report.xlsx"
    report(window, press, tab_to, qtbot, settle, path)
    book = openpyxl.load_workbook(path, data_only=True)
    assert book.sheetnames[0] == "概览"
    texts = [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    ]
    assert complaint.number in texts
    assert "质量" in texts


def dialog_in_front(qtbot):
    def focused() -> bool:
        dialog = QApplication.activeModalWidget()
        return dialog is not None and QApplication.focusWidget() is not None and dialog.isAncestorOf(in_focus())

    qtbot.waitUntil(focused)
    return QApplication.activeModalWidget()


def answer(window, press, write, tab_to, qtbot, settle):
    tab_to("case.answer")
    press(Qt.Key.Key_Space)
    dialog_in_front(qtbot)
    write("退款")
    write("")
    write("已退款", modifiers=CONTROL)
    write("电话")
    press(ENTER)
    assert in_focus().objectName() == "answer.accept"
    press(ENTER)
    settle()
    back_in(window, qtbot)


def back_in(window, qtbot):
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    # What a window manager does, and the platform of the tests does not.
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    assert window.isAncestorOf(in_focus())


def close(window, press, write, tab_to, qtbot, settle):
    tab_to("case.close")
    press(Qt.Key.Key_Space)
    dialog_in_front(qtbot)
    tab_to("close.accept")
    press(ENTER)
    settle()
    back_in(window, qtbot)


def report(window, press, tab_to, qtbot, settle, path):
    press(Qt.Key.Key_R, CONTROL)
    dialog = dialog_in_front(qtbot)
    assert isinstance(dialog, ReportDialog)
    assert in_focus().objectName() == "report.period"
    today = window._workplace.desk.clock().date()
    for _each in range(12):
        request = dialog.request()
        if request is not None and request.period.first <= today <= request.period.last:
            break
        press(Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: not dialog.waiting)
    tab_to("report.file")
    press(Qt.Key.Key_A, CONTROL)
    qtbot.keyClicks(in_focus(), str(path))
    tab_to("report.export")
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not dialog.exporting, timeout=20_000)
    settle()
    press(Qt.Key.Key_Escape)
    back_in(window, qtbot)
