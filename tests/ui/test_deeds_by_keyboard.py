"""Every deed of a case is opened, gone through and left again by keys alone, whatever its status and rules, with nothing cut off."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget

from complaint_desk import i18n
from complaint_desk.domain.vocabulary import Status
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import resource
from complaint_desk.services import handling, intake
from complaint_desk.ui.case.deed_bar import DeedBar
from complaint_desk.ui.case.deed_dialog import DeedDialog
from complaint_desk.ui.case.deed_plans import DEEDS
from complaint_desk.ui.case.page import CasePage
from tests.conftest import NOW
from tests.storage.drafts import sound_draft

CONTROL = Qt.KeyboardModifier.ControlModifier
AT_ONCE = {"accept", "handle"}
STATUSES = [("general", status, "zh_CN") for status in Status]
RULES = [(rules, "handling", "en") for rules in ("bank", "distance_return", "prepaid", "regulator", "express", "blank")]


@pytest.fixture
def spoken(workplace, language):
    """The language of the window."""
    i18n.install(language, resource())
    workplace.words = Words(language)
    yield language
    i18n.install("zh_CN", resource())


@pytest.fixture
def opened(workplace, show_window, spoken, rules, status, settle):
    """The window with a complaint of that status and those rules in front."""
    draft = sound_draft(status=status, received_at=NOW, rule_set=rules, outcome="refunded", department="售后服务部")
    known = intake.register(workplace.desk, draft).id
    window = show_window(workplace)
    window.bench.open_case(known)
    settle()
    return window


def press(qtbot, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), key, modifiers)


def in_sight(page: CasePage) -> list[str]:
    bar = page.corner.findChild(DeedBar)
    assert bar is not None
    return [
        each.objectName().removeprefix("case.")
        for each in bar.findChildren(QPushButton)
        if each.isVisible() and each.objectName() != "case.more"
    ]


def open_by_keys(window, qtbot, deed: str) -> None:
    """By Tab and Space where it is a button, else from the menu of rare deeds."""
    if deed in in_sight(window.bench.page):
        button = window.findChild(QPushButton, f"case.{deed}")
        for _each in range(200):
            if QApplication.focusWidget() is button:
                break
            press(qtbot, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is button
        press(qtbot, Qt.Key.Key_Space)
        return
    press(qtbot, Qt.Key.Key_J, CONTROL)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for _action in menu.actions():
        if menu.activeAction().objectName() == f"case.more.{deed}":
            break
        press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)


def cut_off(dialog: QWidget) -> list[str]:
    """Buttons and labels that are too small for their words."""
    labels = [each for each in dialog.findChildren(QLabel) if each.isVisible() and each.text()]
    wrapped = [each for each in labels if each.wordWrap() and each.height() < each.heightForWidth(each.width())]
    narrow = [each for each in labels if not each.wordWrap() and each.width() < each.sizeHint().width()]
    buttons = [each for each in dialog.findChildren(QPushButton) if each.isVisible()]
    cut = [each for each in buttons if each.width() < each.sizeHint().width()]
    return [each.text() for each in (*wrapped, *narrow)] + [each.text() for each in cut]


def overlapping(dialog: DeedDialog) -> list[str]:
    """Fields that do not stand whole within their cell."""

    def wanted(cell: QWidget) -> int:
        return cell.heightForWidth(cell.width()) if cell.hasHeightForWidth() else cell.minimumSizeHint().height()

    return [name for name, cell in dialog.form.cells.items() if cell.height() < wanted(cell)]


def go_through(dialog: DeedDialog, qtbot) -> None:
    names = [f"{dialog.objectName()}.{name}" for name in dialog.form.cells]
    first = QApplication.focusWidget()
    assert first is not None
    passed = []
    for _each in range(2 * len(names) + 8):
        focused = QApplication.focusWidget()
        passed.append(focused.objectName() or focused.parent().objectName())
        press(qtbot, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is first:
            break
    wanted = [name.removeprefix(f"{dialog.objectName()}.") for name in names]
    assert [name.split(".")[-1] for name in passed if name.split(".")[-1] in wanted] == [
        *wanted[wanted.index(passed[0].split(".")[-1]) :],
        *wanted[: wanted.index(passed[0].split(".")[-1])],
    ]
    at = passed.index(f"{dialog.objectName()}.accept")
    assert passed[at : at + 2] == [f"{dialog.objectName()}.accept", f"{dialog.objectName()}.cancel"]


def is_in(dialog: QWidget) -> bool:
    """Whether the person is in a dialog: some platforms bring it to the front a moment later."""
    focused = QApplication.focusWidget()
    return focused is not None and dialog.isAncestorOf(focused)


def keys_of(dialog: QWidget) -> list[str]:
    texts = [each.text() for each in dialog.findChildren(QLabel)]
    return [found[1].upper() for text in texts if (found := re.search(r"&(\w)", text.replace("&&", "")))]


@pytest.mark.parametrize(("rules", "status", "language"), [*STATUSES, *RULES])
def test_every_deed_is_reached_gone_through_and_left_by_keys(opened, workplace, qtbot, settle, status):
    page = opened.bench.page
    assert isinstance(page, CasePage)
    menu = page.corner.findChild(QPushButton, "case.more").menu()
    rare = [each.objectName().removeprefix("case.more.") for each in menu.actions() if each.isVisible()]
    before = handling.case(workplace.desk, page.complaint_id)
    for deed in (*in_sight(page), *rare):
        if deed in AT_ONCE:
            continue
        open_by_keys(opened, qtbot, deed)
        settle()
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, DeedDialog), deed
        qtbot.waitUntil(lambda dialog=dialog: is_in(dialog))
        qtbot.waitUntil(lambda dialog=dialog: cut_off(dialog) == [])
        keys = keys_of(dialog)
        assert len(keys) == len(set(keys)) == len(dialog.form.cells), deed
        go_through(dialog, qtbot)
        dialog.form.try_all()
        qtbot.waitUntil(lambda dialog=dialog: cut_off(dialog) == [] and overlapping(dialog) == [])
        press(qtbot, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
        opened.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    settle()
    assert handling.case(workplace.desk, page.complaint_id) == before


@pytest.mark.parametrize(
    ("rules", "status", "language"), [("general", "handling", "zh_CN"), ("general", "handling", "en")]
)
def test_a_letter_chooses_in_the_menu_of_rare_deeds(opened, qtbot, settle):
    keys = [plan.key for plan in DEEDS.values() if plan.key]
    assert len(keys) == len(set(keys)) == len(DEEDS) - 1
    press(qtbot, Qt.Key.Key_J, CONTROL)
    press(qtbot, Qt.Key.Key_W)
    settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, DeedDialog)
    assert dialog.objectName() == "wait"
    dialog.reject()
