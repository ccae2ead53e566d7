"""One complaint through the real window, from the call to a satisfied follow-up; every step is read back from `show`."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QMenu, QWidget

from complaint_desk.cli.looking import case_document
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.vocabulary import LetterKind
from complaint_desk.runtime.settings import Settings
from complaint_desk.services import handling, ledger
from complaint_desk.storage.verification import verify
from complaint_desk.ui.case.deed_dialog import DeedDialog
from complaint_desk.ui.case.page import CasePage
from complaint_desk.ui.intake.page import IntakePage
from complaint_desk.ui.main_window import MainWindow
from complaint_desk.ui.shared.letters.dialog import LettersDialog
from complaint_desk.ui.shared.message_bar import MessageBar
from tests.conftest import NOW

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
        self.qtbot.waitUntil(lambda: dialog.isAncestorOf(QApplication.focusWidget() or self.window))
        yield dialog
        self.qtbot.keyClick(dialog, Qt.Key.Key_S, CONTROL)
        self.settle()
        self.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
        # What a window manager does, and the platform of the tests does not.
        self.window.activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        self.dialogs.append(code)

    def letter(self, kind: LetterKind, **fields: str) -> None:
        """A letter made by its dialog (Ctrl+E), which then shows the one that is kept."""
        self.press(Qt.Key.Key_E, CONTROL)
        self.settle()
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, LettersDialog)
        dialog.choose(kind)
        self.settle()
        assert dialog.form is not None
        for name, text in fields.items():
            dialog.form.form.put(name, text)
        self.settle()
        dialog.make()
        self.settle()
        dialog.reject()
        self.window.activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)

    def at_once(self, code: str) -> None:
        """A deed without a dialog."""
        if code in _IN_MENU:
            self._by_menu(code)
        else:
            self.tab_to(f"case.{code}")
            self.press(Qt.Key.Key_Space)
        self.settle()

    def _by_menu(self, code: str) -> None:
        self.press(Qt.Key.Key_J, CONTROL)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        for _action in menu.actions():
            if menu.activeAction().objectName() == f"case.more.{code}":
                break
            self.qtbot.keyClick(menu, Qt.Key.Key_Down)
        assert menu.activeAction().objectName() == f"case.more.{code}"
        self.qtbot.keyClick(menu, Qt.Key.Key_Return)


_IN_MENU = ("wait", "assign", "extend", "pause", "resume", "start_event")


SETTINGS = Settings(office_name="澜图电器", office_phone="0571-88886666", office_address="文三路100号")


@dataclass
class Calendar:
    """A clock that goes on when the test says so."""

    now: dt.datetime = NOW

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def calendar(workplace):
    made = Calendar()
    workplace.settings = SETTINGS
    workplace.desk = dataclasses.replace(workplace.desk, settings=SETTINGS, clock=made)
    return made


@pytest.fixture
def clerk(workplace, calendar, qtbot, settle):
    window = MainWindow(workplace)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.start()
    settle()
    return Clerk(window, qtbot, settle)


def take_down(clerk: Clerk, rule_set: str = "") -> None:
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
        ("rule_set", rule_set),
    ):
        form.put(name, text)
    clerk.press(Qt.Key.Key_S, CONTROL)
    clerk.settle()


def open_from_the_ledger(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_L, CONTROL)
    clerk.settle()
    table = clerk.window.bench.ledger.table
    clerk.qtbot.waitUntil(lambda: table.isVisible() and table.model().rowCount() == 1)
    table.setFocus()
    clerk.settle()
    clerk.press(Qt.Key.Key_F3)
    clerk.settle()


def test_from_the_call_to_a_satisfied_follow_up(clerk, workplace, calendar, answers, settle, tmp_path):
    take_down(clerk)
    (known,) = ledger.first_rows(workplace.desk, LedgerFilter(), LedgerOrder())
    open_from_the_ledger(clerk)

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
    clerk.letter(LetterKind.RECEIPT, contact_phone="0571-88886666")
    with clerk.deed("extend") as dialog:
        dialog.form.put("approver", "赵主管")
        dialog.form.put("told", "told")
        dialog.form.put("note", "等待厂家配件")
    with clerk.deed("pause") as dialog:
        dialog.form.put("reason", "complainant")
    with clerk.deed("wait") as dialog:
        dialog.form.put("note", "等待投诉人确认上门时间")
    calendar.now += dt.timedelta(days=3)
    with clerk.deed("resume"):
        pass
    clerk.at_once("handle")
    assert handling.case(workplace.desk, known.id).complaint.status == "handling"
    with clerk.deed("answer") as dialog:
        dialog.form.put("outcome", "repaired")
        dialog.form.put("outcome_text", "更换支架,免费")
        dialog.form.put("reply_by", "phone")
    clerk.letter(
        LetterKind.REPLY,
        demand_findings="维修：已更换支架",
        reply_basis="保修条款",
        reviewer="客服部",
        contact_phone="0571-88886666",
    )
    with clerk.deed("close"):
        pass
    with clerk.deed("follow_up") as dialog:
        dialog.form.put("satisfaction", "5")
        dialog.form.put("follow_up_text", "已不响,满意")

    assert clerk.dialogs == [
        "assign", "record_step", "extend", "pause", "wait", "resume", "answer", "close", "follow_up",
    ]  # fmt: skip
    desk = workplace.desk
    read_back(case_document(handling.case(desk, known.id), desk.clock(), workplace.words))
    assert verify(workplace.desk.store).ok


def read_back(shown: dict[str, Any]) -> None:
    clocks = {clock["clock"]: clock for clock in shown["clocks"]}
    answer, close = clocks["answer"]["due"], clocks["close"]["due"]
    assert [(step["kind"], step["text"]) for step in shown["steps"]] == [
        ("accept", ""),
        ("transfer", "→ 售后服务部 李雷"),
        ("test", "压缩机支架松动"),
        ("acknowledge", "出具投诉受理回执〔2026〕第1号"),
        ("extend", "办结期限延长 15 日，至 2026-12-24；批准人：赵主管；已告知投诉人；等待厂家配件"),
        ("note", "答复时限中止：等待投诉人；办结时限中止：等待投诉人"),
        ("contact", "等待投诉人确认上门时间"),
        ("note", f"答复时限恢复，至 {answer}；办结时限恢复，至 {close}"),
        ("answer", ""),
        ("contact", "出具投诉答复函〔2026〕第1号"),
        ("follow_up", "已不响,满意"),
    ]
    files = {file["name"]: file["sha256"] for file in shown["attachments"]}
    assert list(files) == ["安装单.txt", "投诉受理回执 〔2026〕第1号.docx", "投诉答复函 〔2026〕第1号.docx"]
    letters = [entry["details"] for entry in shown["journal"] if entry["deed"] == "letter"]
    assert [(each["kind"], each["sha256"]) for each in letters] == [
        ("receipt", files["投诉受理回执 〔2026〕第1号.docx"]),
        ("reply", files["投诉答复函 〔2026〕第1号.docx"]),
    ]
    assert {code: (clock["state"], clock["extended_by"], clock["paused_days"]) for code, clock in clocks.items()} == {
        "accept": ("met", 0, 0),
        "answer": ("met", 0, 3),
        "close": ("met", 15, 3),
    }
    assert (clocks["close"]["rule"], clocks["close"]["start"][:10], close) == ("general", "2026-11-24", "2026-12-28")
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
        ("letter", ""),
        ("extended", ""),
        ("paused", ""),
        ("moved", "waiting"),
        ("resumed", ""),
        ("moved", "handling"),
        ("moved", "answered"),
        ("letter", ""),
        ("moved", "closed"),
        ("followed_up", ""),
    ]
    assert all(entry["person"] == "王敏" for entry in shown["journal"])


def test_waiting_stops_the_clocks_and_the_way_back_lets_them_go_on(clerk, workplace, calendar, settle):
    take_down(clerk, "distance_return")
    (known,) = ledger.first_rows(workplace.desk, LedgerFilter(), LedgerOrder())
    open_from_the_ledger(clerk)
    clerk.at_once("accept")
    with clerk.deed("start_event") as dialog:
        assert dialog.form.texts()["event"] == ""
        clerk.press(Qt.Key.Key_2)
        dialog.form.put("step_at", "2026-11-24")
    with clerk.deed("wait") as dialog:
        dialog.form.put("note", "等待投诉人寄回赠品")
    calendar.now += dt.timedelta(days=3)
    with clerk.deed("handle") as dialog:
        settle()
        assert "答复期限由 2026-12-01 改为 2026-12-04" in dialog.findChild(QLabel, "handle.foresight").text()
    said = clerk.window.findChild(MessageBar, "undo.message").text
    assert said.endswith("处理中；答复期限由 2026-12-01 改为 2026-12-04；办结期限由 2026-12-09 改为 2026-12-14")
    clerk.press(Qt.Key.Key_Z, CONTROL)
    settle()
    assert handling.case(workplace.desk, known.id).complaint.status == "waiting"
    with clerk.deed("handle"):
        pass

    desk = workplace.desk
    shown = case_document(handling.case(desk, known.id), desk.clock(), workplace.words)
    assert {clock["clock"]: (clock["due"], clock["paused_days"]) for clock in shown["clocks"]} == {
        "accept": ("2026-11-25", 0),
        "answer": ("2026-12-04", 3),
        "close": ("2026-12-14", 3),
        "refund": ("2026-12-01", 0),
    }
    assert [(step["kind"], step["text"]) for step in shown["steps"] if step["text"]] == [
        ("note", "退回商品"),
        ("contact", "等待投诉人寄回赠品；答复时限中止：等待投诉人；办结时限中止：等待投诉人"),
        ("note", "答复时限恢复，至 2026-12-04；办结时限恢复，至 2026-12-14"),
    ]
    ways = [(entry["deed"], entry["details"].get("to", "")) for entry in shown["journal"]]
    assert ways[-4:] == [("moved", "waiting"), ("moved", "handling"), ("undone", ""), ("moved", "handling")]
    assert verify(desk.store).ok


def test_the_clock_of_an_answer_is_extended_as_a_bank_may(clerk, workplace, settle):
    take_down(clerk, "bank")
    (known,) = ledger.first_rows(workplace.desk, LedgerFilter(), LedgerOrder())
    open_from_the_ledger(clerk)
    clerk.at_once("accept")
    with clerk.deed("extend") as dialog:
        clerk.press(Qt.Key.Key_1)
        settle()
        assert dialog.form.texts() | {"step_at": ""} == {
            "clock": "answer", "to": "30", "approver": "", "told": "", "note": "", "step_at": "",
        }  # fmt: skip
        assert "2026-12-24" in dialog.findChild(QLabel, "extend.foresight").text()
        dialog.form.put("approver", "赵主管")
        dialog.form.put("told", "told")
    said = clerk.window.findChild(MessageBar, "undo.message").text
    assert said.endswith("延期；答复期限由 2026-12-09 改为 2026-12-24")
    desk = workplace.desk
    shown = case_document(handling.case(desk, known.id), desk.clock(), workplace.words)
    assert {clock["clock"]: (clock["due"], clock["extended_by"]) for clock in shown["clocks"]} == {
        "accept": ("2026-11-25", 0),
        "answer": ("2026-12-24", 15),
        "close": ("2026-12-09", 0),
    }
