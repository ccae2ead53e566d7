"""The import from the menu to its undo, by keys alone: no widget is called, clicked or set."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from complaint_desk.services import exchange
from complaint_desk.ui.exchange.summary import ImportSummary
from complaint_desk.ui.exchange.wizard import ImportWizard
from complaint_desk.ui.main_window import MainWindow
from complaint_desk.ui.shared.workplace import Workplace
from tests.exchange import test_similar_rows as similar
from tests.exchange.files import row, write_csv
from tests.ui.conftest import ReadyAnswers
from tests.ui.test_import_wizard import HEADER, ROWS, cells, everything, text_of

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NOTHING = Qt.KeyboardModifier.NoModifier


class Keyboard:
    """Fingers: each key goes to what has the focus, and then every lane answers."""

    def __init__(self, window: MainWindow, qtbot: QtBot, settle: Callable[[], None]) -> None:
        self.window = window
        self._qtbot = qtbot
        self._settle = settle

    @property
    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NOTHING) -> None:
        # The list of a choice belongs to its popup, and its Python side lives no longer than that.
        popup = QApplication.activePopupWidget()
        inside = popup.focusWidget() if popup else None
        self._qtbot.keyClick(inside or popup or self.focus, key, modifiers)
        # Qt shows for a tenth of a second that a mnemonic pressed its button, and does the deed then.
        self._qtbot.waitUntil(lambda: not any(each.isDown() for each in self._buttons()))
        self._settle()
        if popup and not QApplication.activePopupWidget():
            self._front()

    def _front(self) -> None:
        """What every window system does and the offscreen one does not: after a list the window has the keys again."""
        window = QApplication.activeModalWidget() or self.window
        window.activateWindow()
        self._qtbot.waitUntil(lambda: QApplication.activeWindow() is window)

    def _buttons(self) -> list[QPushButton]:
        return self.window.findChildren(QPushButton)

    def go_to(self, name: str, backwards: bool = False) -> None:
        """Tab until a widget has the focus."""
        passed = []
        for _each in range(60):
            if self.focus.objectName() == name:
                return
            passed.append(self.focus.objectName())
            self.press(Qt.Key.Key_Backtab if backwards else Qt.Key.Key_Tab, SHIFT if backwards else NOTHING)
        raise AssertionError(f"Tab never comes to {name}, only to {passed}")

    def choose(self, name: str, text: str) -> None:
        """Open a list and take an entry."""
        self.go_to(name)
        box = self.focus
        assert isinstance(box, QComboBox)
        wanted = box.findText(text)
        assert wanted >= 0, text
        self.press(Qt.Key.Key_Down, ALT)
        steps = wanted - box.view().currentIndex().row()
        for _each in range(abs(steps)):
            self.press(Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)
        self.press(Qt.Key.Key_Return)

    def open_wizard(self) -> ImportWizard:
        self.press(Qt.Key.Key_F, ALT)
        self.press(Qt.Key.Key_I)
        wizard = next(each for each in self.window.findChildren(ImportWizard) if each.isVisible())
        self._qtbot.waitUntil(lambda: QApplication.activeWindow() is wizard)
        return wizard

    def open_summary(self) -> ImportSummary:
        """The summary that comes after an import."""
        found = next(each for each in self.window.findChildren(ImportSummary) if each.isVisible())
        self._qtbot.waitUntil(lambda: QApplication.activeWindow() is found)
        return found


@pytest.fixture
def keyboard(
    workplace: Workplace,
    show_window: Callable[[Workplace], MainWindow],
    qtbot: QtBot,
    settle: Callable[[], None],
) -> Keyboard:
    return Keyboard(show_window(workplace), qtbot, settle)


def test_an_import_is_walked_by_keys_from_the_menu_to_its_undo(
    keyboard: Keyboard, workplace: Workplace, answers: ReadyAnswers, tmp_path: Path
) -> None:
    answers.files = [write_csv(tmp_path / "a.csv", ROWS, HEADER), write_csv(tmp_path / "b.csv", ROWS[:1], HEADER)]
    wizard = keyboard.open_wizard()
    keyboard.press(Qt.Key.Key_F, ALT)
    assert cells(wizard, "sheets", 1) == ["a.csv", "b.csv"]
    assert keyboard.focus is wizard.sheets.table

    keyboard.press(Qt.Key.Key_Down)
    keyboard.press(Qt.Key.Key_Space)
    assert cells(wizard, "sheets", 4)[1] == "您已选择不读取"
    keyboard.press(Qt.Key.Key_Up)
    keyboard.choose("import.encoding", "UTF-8")
    keyboard.go_to("import.header")

    keyboard.press(Qt.Key.Key_N, ALT)
    assert cells(wizard, "columns", 0) == [*HEADER]
    for name in ("import.column.0", "import.down.0", "import.column.1"):
        keyboard.press(Qt.Key.Key_Tab)
        assert keyboard.focus.objectName() == name
    keyboard.choose("import.column.6", "购买门店/渠道")
    assert cells(wizard, "columns", 3)[6] == "由您指定"

    keyboard.press(Qt.Key.Key_N, ALT)
    assert cells(wizard, "words", 1) == ["抖得厉害"]
    keyboard.choose("import.word.0", "质量")
    keyboard.press(Qt.Key.Key_B, ALT)
    keyboard.press(Qt.Key.Key_4, ALT)
    assert cells(wizard, "rows", 1) == ["新增", "新增", "未导入", "略过：合计行"]
    assert keyboard.focus is wizard.rows.table
    keyboard.press(Qt.Key.Key_Down)
    keyboard.press(Qt.Key.Key_Down)
    problem = wizard.findChild(QLabel, "import.preview.problem")
    assert isinstance(problem, QLabel)
    assert "投诉时间" in problem.text()

    keyboard.press(Qt.Key.Key_I, ALT)
    summary = keyboard.open_summary()
    assert (summary._result.registered, summary._result.refused_rows) == (2, 1)
    assert [(each.outlet, each.nature) for each in everything(workplace.desk)] == [("晴", "quality"), ("雨", "quality")]
    keyboard.go_to("import.summary.undo")
    keyboard.press(Qt.Key.Key_Space)
    assert "2" in answers.asked[-1]
    assert everything(workplace.desk) == ()


def test_what_becomes_of_a_known_row_is_chosen_by_keys(
    keyboard: Keyboard, workplace: Workplace, answers: ReadyAnswers, tmp_path: Path
) -> None:
    first = [[*row[:5], "质量", row[6]] for row in ROWS[:2]]
    exchange.import_files(workplace.desk, [write_csv(tmp_path / "a.csv", first, HEADER)], workplace.words)
    again = [[first[0][0], "张三丰", *first[0][2:]], first[1]]
    answers.files = [write_csv(tmp_path / "b.csv", again, HEADER)]
    wizard = keyboard.open_wizard()
    keyboard.press(Qt.Key.Key_F, ALT)
    keyboard.press(Qt.Key.Key_4, ALT)
    assert cells(wizard, "rows", 1) == ["已有", "已有"]
    keyboard.choose("import.known.row", "以文件内容替换")
    assert cells(wizard, "rows", 1) == ["已有，替换", "已有"]
    keyboard.press(Qt.Key.Key_I, ALT)
    summary = keyboard.open_summary()
    assert (summary._result.known, summary._result.changed) == (2, 1)
    keyboard.press(Qt.Key.Key_Return)
    assert [each.name for each in everything(workplace.desk)] == ["张三丰", "李四"]


def test_what_becomes_of_a_row_similar_to_one_before_it_is_chosen_by_keys(
    keyboard: Keyboard, workplace: Workplace, answers: ReadyAnswers, tmp_path: Path
) -> None:
    again = row("", 投诉时间="2026-06-01", 投诉人="", 投诉事实=similar.AGAIN)
    rows = [row("A1", 投诉事实=similar.STORY, 价格=""), row("A2", 联系电话="16400009999"), row("A1"), again]
    answers.files = [write_csv(tmp_path / "b.csv", rows)]
    wizard = keyboard.open_wizard()
    keyboard.press(Qt.Key.Key_F, ALT)
    keyboard.press(Qt.Key.Key_4, ALT)
    assert cells(wizard, "rows", 1) == ["新增", "新增", "与第 2 行重复", "新增，疑似同第 2 行"]
    for _row in range(3):
        keyboard.press(Qt.Key.Key_Down)
    pane = wizard.rows.pane.table
    assert [pane.horizontalHeaderItem(at).text() for at in range(3)] == ["字段", "前面的行", "本行"]
    shown = {
        pane.item(at, 0).text(): (pane.item(at, 1).text(), pane.item(at, 2).text()) for at in range(pane.rowCount())
    }
    assert shown["投诉事实"] == (similar.STORY, similar.AGAIN)
    assert "第 2 行" in text_of(wizard, "import.known.told")
    assert text_of(wizard, "import.sums").endswith("其中疑似重复 1")
    keyboard.choose("import.known.row", "只补全空缺的字段")
    assert cells(wizard, "rows", 1)[3] == "补全第 2 行"
    keyboard.press(Qt.Key.Key_I, ALT)
    summary = keyboard.open_summary()
    assert (summary._result.registered, summary._result.known, summary._result.changed) == (2, 2, 1)
    assert [str(each.price) for each in everything(workplace.desk)] == ["1299.00", "1299.00"]
    keyboard.go_to("import.summary.undo")
    keyboard.press(Qt.Key.Key_Space)
    assert everything(workplace.desk) == ()


def test_rows_to_decide_are_reached_by_keys_wherever_they_stand_in_the_file(
    keyboard: Keyboard,
    workplace: Workplace,
    answers: ReadyAnswers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("complaint_desk.services.exchange.previewing.SAMPLE", 2)
    others = [row(f"B{at}", 联系电话=f"1640000{at}") for at in (1111, 2222)]
    again = [row("", 投诉时间=f"2026-06-{at:02}", 投诉人="", 投诉事实=similar.AGAIN) for at in (1, 9)]
    answers.files = [write_csv(tmp_path / "b.csv", [row("A1", 投诉事实=similar.STORY), *others, *again])]
    wizard = keyboard.open_wizard()
    keyboard.press(Qt.Key.Key_F, ALT)
    keyboard.press(Qt.Key.Key_4, ALT)
    assert cells(wizard, "rows", 0) == ["2", "3"]
    keyboard.choose("import.preview.kind", "已有、重复或疑似重复（2）")
    assert cells(wizard, "rows", 0) == ["5", "6"]
    assert "第 2 行" in text_of(wizard, "import.known.told")
    keyboard.go_to("import.preview")
    keyboard.press(Qt.Key.Key_Down)
    keyboard.choose("import.known.row", "跳过，不改动已有投诉")
    assert cells(wizard, "rows", 1) == ["新增，疑似同第 2 行", "与第 5 行重复"]
    assert text_of(wizard, "import.sums") == "5 行 = 新增 4 + 已有 1 + 未导入 0 + 略过 0，其中疑似重复 2"
    keyboard.choose("import.similar.all", "跳过，不改动已有投诉")
    assert cells(wizard, "rows", 1) == ["与第 2 行重复", "与第 2 行重复"]
    keyboard.press(Qt.Key.Key_I, ALT)
    assert keyboard.open_summary()._result.registered == 3


def test_escape_leaves_the_wizard_and_nothing_is_written(
    keyboard: Keyboard, workplace: Workplace, answers: ReadyAnswers, tmp_path: Path
) -> None:
    answers.files = [write_csv(tmp_path / "a.csv", ROWS, HEADER)]
    wizard = keyboard.open_wizard()
    keyboard.press(Qt.Key.Key_F, ALT)
    keyboard.press(Qt.Key.Key_4, ALT)
    keyboard.press(Qt.Key.Key_Escape)
    assert not wizard.isVisible()
    assert everything(workplace.desk) == ()
