"""One complaint through the real window, from the call to a satisfied follow-up; every step is read back from `show`."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton, QWidget

from complaint_desk.cli.looking import case_document
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.services import handling, ledger
from complaint_desk.storage.verification import verify
from complaint_desk.ui.case.deed_dialog import DeedDialog
from complaint_desk.ui.case.page import CasePage
from complaint_desk.ui.intake.page import IntakePage
from complaint_desk.ui.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


@dataclass
class Clerk:
    """Works with keys alone, and remembers which dialogs stood in front."""

    window: MainWindow
    qtbot: Any
    settle: Any
    dialogs: list[str] = field(default_factory=list)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        self.qtbot.keyClick(focused, key, modifiers)

    def tab_to(self, name: str) -> QWidget:
        for _each in range(120):
            focused = QApplication.focusWidget()
            if focused is not None and focused.objectName() == name:
                return focused
            self.press(Qt.Key.Key_Tab)
        pytest.fail(f"Tab never comes to {name}")

    @property
    def case(self) -> CasePage:
        page = self.window.bench.page
        assert isinstance(page, CasePage)
        return page

    @contextlib.contextmanager
    def deed(self, code: str):
        """The dialog of a deed, opened by its button or by the menu of rare ones; done with Ctrl+S."""
        if code in _IN_MENU:
            self._by_menu(code)
        else:
            self.tab_to(f"case.{code}")
            self.press(Qt.Key.Key_Space)
        self.settle()
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, DeedDialog), code
        yield dialog
        self.qtbot.keyClick(dialog, Qt.Key.Key_S, CONTROL)
        self.settle()
        self.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
        # What a window manager does, and the platform of the tests does not.
        self.window.activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        self.dialogs.append(code)

    def at_once(self, code: str) -> None:
        """A deed without a dialog."""
        if code in _IN_MENU:
            self._by_menu(code)
        else:
            self.tab_to(f"case.{code}")
            self.press(Qt.Key.Key_Space)
        self.settle()

    def _by_menu(self, code: str) -> None:
        menu = self.window.findChild(QPushButton, "case.more").menu()
        (wanted,) = [each for each in menu.actions() if each.objectName() == f"case.more.{code}"]
        assert wanted.isVisible(), code
        wanted.trigger()


_IN_MENU = ("wait", "assign", "handle")


@pytest.fixture
def clerk(workplace, qtbot, settle):
    window = MainWindow(workplace)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.start()
    settle()
    return Clerk(window, qtbot, settle)


def take_down(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_N, CONTROL)
    page = clerk.window.bench.page
    assert isinstance(page, IntakePage)
    form = page.form
    for name, text in (
        ("phone", "13812345678"),
        ("name", "张敏"),
        ("subject_name", "澜图变频空调"),
        ("category", "electronics"),
        ("facts", "安装三天后室外机异响"),
        ("nature", "quality"),
        ("price", "2599"),
    ):
        form.put(name, text)
    clerk.press(Qt.Key.Key_S, CONTROL)
    clerk.settle()


def test_from_the_call_to_a_satisfied_follow_up(clerk, workplace, answers, settle, qtbot, tmp_path):
    take_down(clerk)
    (known,) = ledger.first_rows(workplace.desk, LedgerFilter(), LedgerOrder())
    clerk.press(Qt.Key.Key_L, CONTROL)
    clerk.settle()
    table = clerk.window.bench.ledger.table
    qtbot.waitUntil(lambda: table.isVisible() and table.model().rowCount() == 1)
    table.setFocus()
    settle()
    clerk.press(Qt.Key.Key_F3)
    settle()

    clerk.at_once("accept")
    clerk.press(Qt.Key.Key_Z, CONTROL)
    settle()
    assert handling.case(workplace.desk, known.id).complaint.status == "registered"
    clerk.at_once("accept")

    (tmp_path / "安装单.txt").write_text("已安装", "utf-8")
    answers.files = [tmp_path / "安装单.txt"]
    clerk.tab_to("case.add_file")
    clerk.press(Qt.Key.Key_Space)
    settle()
    assert clerk.case.findChild(QListWidget, "case.files").count() == 1

    with clerk.deed("assign") as dialog:
        dialog.form.put("department", "售后服务部")
        dialog.form.put("handler", "李雷")
    with clerk.deed("record_step") as dialog:
        dialog.form.put("step_kind", "test")
        dialog.form.put("step_text", "压缩机支架松动")
    with clerk.deed("wait") as dialog:
        dialog.form.put("note", "等待投诉人确认上门时间")
    clerk.at_once("handle")
    with clerk.deed("answer") as dialog:
        dialog.form.put("outcome", "repaired")
        dialog.form.put("outcome_text", "更换支架,免费")
        dialog.form.put("reply_by", "phone")
    with clerk.deed("close"):
        pass
    with clerk.deed("follow_up") as dialog:
        dialog.form.put("satisfaction", "5")
        dialog.form.put("follow_up_text", "已不响,满意")

    assert clerk.dialogs == ["assign", "record_step", "wait", "answer", "close", "follow_up"]
    desk = workplace.desk
    read_back(case_document(handling.case(desk, known.id), desk.clock(), workplace.words))
    assert verify(workplace.desk.store).ok


def read_back(shown: dict[str, Any]) -> None:
    assert [(step["kind"], step["text"]) for step in shown["steps"]] == [
        ("accept", ""),
        ("transfer", "→ 售后服务部 李雷"),
        ("test", "压缩机支架松动"),
        ("contact", "等待投诉人确认上门时间"),
        ("answer", ""),
        ("follow_up", "已不响,满意"),
    ]
    assert [file["name"] for file in shown["attachments"]] == ["安装单.txt"]
    assert (shown["status"], shown["outcome"], shown["satisfaction"], shown["follow_up"]) == (
        "closed",
        "repaired",
        5,
        "done",
    )
    assert (shown["department"], shown["handler"], shown["outcome_text"]) == ("售后服务部", "李雷", "更换支架,免费")
    ways = [(entry["deed"], entry["details"].get("to", "")) for entry in shown["journal"]]
    assert ways == [
        ("registered", ""),
        ("moved", "accepted"),
        ("undone", ""),
        ("moved", "accepted"),
        ("attached", ""),
        ("assigned", ""),
        ("step", ""),
        ("moved", "waiting"),
        ("moved", "handling"),
        ("moved", "answered"),
        ("moved", "closed"),
        ("followed_up", ""),
    ]
    assert all(entry["person"] == "王敏" for entry in shown["journal"])
