"""The import wizard on small screens and with long names and texts: everything can be seen and read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook
from PySide6.QtWidgets import QPushButton, QTableWidget

from complaint_desk.ui.exchange.summary import ImportSummary
from complaint_desk.ui.exchange.tables import shortened
from complaint_desk.ui.exchange.wizard import COLUMNS, PREVIEW, WORDS, ImportWizard
from complaint_desk.ui.main_window import MainWindow
from complaint_desk.ui.shared.plain_table import plain_table, put
from complaint_desk.ui.shared.workplace import Workplace
from tests.exchange.files import row, write_csv
from tests.ui.conftest import ReadyAnswers
from tests.ui.test_import_wizard import HEADER, ROWS, cells, choose, open_wizard, press, summary_of, text_of, window

__all__ = ["open_wizard", "window"]

SMALL = (895, 416)
"""What 1366×768 at 150 % leaves of a maximised window beside task bar and title."""
LONG = "某某集团客户服务中心消费者投诉受理处理回访及赔付情况登记总台账（含各分公司授权服务网点上报数据）-修改版"


def test_long_names_of_files_make_no_page_wider_than_a_small_screen(
    open_wizard: Callable[..., ImportWizard], settle: Callable[[], None], tmp_path: Path
) -> None:
    files = [write_csv(tmp_path / f"{LONG}{at}.csv", ROWS, (*HEADER, f"备注{at}")) for at in range(2)]
    wizard = open_wizard(*files)
    wizard.resize(*SMALL)
    for page, choice in ((COLUMNS, wizard.columns.layouts), (PREVIEW, wizard.rows.sheets)):
        wizard.go_to(page)
        settle()
        assert choice.isVisible()
        assert choice.itemText(0).startswith(LONG[:10])
        assert wizard.rect().contains(choice.mapTo(wizard, choice.rect().bottomRight()))
    assert (wizard.width(), wizard.height()) == SMALL


def test_what_is_wrong_names_its_row(open_wizard: Callable[..., ImportWizard], tmp_path: Path) -> None:
    wizard = open_wizard(write_csv(tmp_path / "a.csv", ROWS, HEADER))
    wizard.go_to(PREVIEW)
    wizard.rows.table.setCurrentCell(2, 6)
    assert text_of(wizard, "import.preview.problem").startswith("第 4 行：")
    wizard.rows.table.setCurrentCell(3, 1)
    assert text_of(wizard, "import.preview.problem") == ""


def test_long_narratives_that_differ_can_be_read_to_their_end(
    open_wizard: Callable[..., ImportWizard], settle: Callable[[], None], tmp_path: Path
) -> None:
    told = "脱水时剧烈抖动，修了两次还是一样。" * 12
    wizard = open_wizard(write_csv(tmp_path / "a.csv", [row("A1"), row("A1", 投诉事实=told)]))
    wizard.resize(*SMALL)
    wizard.go_to(PREVIEW)
    wizard.rows.table.setCurrentCell(1, 1)
    table = wizard.rows.pane.table
    settle()
    at = next(at for at in range(table.rowCount()) if table.item(at, 2).text() == told)
    lines = len(told) * table.fontMetrics().averageCharWidth() // table.columnWidth(2)
    assert table.rowHeight(at) > lines * table.fontMetrics().height() > 2 * table.fontMetrics().height()


def test_a_hidden_sheet_is_read_by_its_box(open_wizard: Callable[..., ImportWizard], tmp_path: Path) -> None:
    book = Workbook()
    for sheet in (book.active, book.create_sheet("旧")):
        assert sheet is not None
        for line in (HEADER, *ROWS):
            sheet.append(list(line))
    book["旧"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    wizard = open_wizard(tmp_path / "a.xlsx")
    assert cells(wizard, "sheets", 4)[1] == "在工作簿中已隐藏；如需导入请勾选"


def test_why_a_file_is_not_read_stands_whole_below_the_table(
    open_wizard: Callable[..., ImportWizard], tmp_path: Path
) -> None:
    broken = tmp_path / f"{LONG}.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    wizard = open_wizard(broken)
    reason = "已损坏，无法读取。请用 Excel 或 WPS 打开后重新保存。"
    assert wizard.sheets._told.text() == f"{shortened(broken.name)} {reason}"
    assert cells(wizard, "sheets", 4) == [f"{shortened(broken.name, 18)} {reason}"]


def test_words_that_are_decided_are_counted_no_more(
    open_wizard: Callable[..., ImportWizard], settle: Callable[[], None], tmp_path: Path
) -> None:
    wizard = open_wizard(write_csv(tmp_path / "a.csv", ROWS, HEADER))
    step = wizard.findChild(QPushButton, "import.step.2")
    assert step is not None
    assert step.accessibleName() == "3 未识别的词（1）"
    wizard.go_to(WORDS)
    choose(wizard, "import.word.0", "质量")
    settle()
    assert step.accessibleName() == "3 未识别的词"


def test_the_summary_tells_refused_rows_from_kept_texts(
    window: MainWindow,
    open_wizard: Callable[..., ImportWizard],
    workplace: Workplace,
    settle: Callable[[], None],
    tmp_path: Path,
) -> None:
    wizard = open_wizard(write_csv(tmp_path / f"{LONG}.csv", [row("A1", 价格="约五百"), row("A2", 投诉时间="")]))
    wizard.go_to(PREVIEW)
    press(wizard, "import.go")
    settle()
    settle()
    summary: ImportSummary = summary_of(window)
    table = summary.findChild(QTableWidget, "import.summary.rows")
    assert isinstance(table, QTableWidget)
    assert [table.item(at, 0).text() for at in range(table.rowCount())] == ["未导入", "保留原文"]
    assert shortened(f"{LONG}.csv") in table.item(0, 1).text()
    assert summary.height() <= summary.screen().availableGeometry().height()


def test_the_summary_of_several_files_tells_of_each(
    window: MainWindow,
    open_wizard: Callable[..., ImportWizard],
    answers: ReadyAnswers,
    settle: Callable[[], None],
    tmp_path: Path,
) -> None:
    folder = tmp_path / "历年"
    folder.mkdir()
    for name in ("1.csv", "2.csv"):
        write_csv(folder / name, [row(f"A{name}", 投诉时间=""), row(f"B{name}"), ("合计", "12")])
    wizard = open_wizard(folder)
    wizard.go_to(PREVIEW)
    press(wizard, "import.go")
    settle()
    settle()
    summary = summary_of(window)
    table = summary.findChild(QTableWidget, "import.summary.rows")
    assert isinstance(table, QTableWidget)
    told = [(table.item(at, 0).text(), table.item(at, 1).text()) for at in range(table.rowCount())]
    assert [became for became, _why in told] == [*["未导入"] * 2, *["略过"] * 2]
    assert told[3][1].startswith("2.csv，第 4 行（合计行）")
    opens = summary.findChild(QPushButton, "import.summary.open_refused")
    assert isinstance(opens, QPushButton)
    actions = opens.menu().actions()
    assert [action.text() for action in actions] == ["1-refused.xlsx", "2-refused.xlsx"]
    actions[1].trigger()
    assert answers.opened == [folder / "2-refused.xlsx"]


def test_a_tool_tip_of_a_narrative_leaves_the_screen_free(workplace: Workplace) -> None:
    table = plain_table("some", "some", ("Facts",), 0)
    table.setRowCount(2)
    assert put(table, 0, 0, "一" * 100).toolTip() == "一" * 100
    assert len(put(table, 1, 0, "一" * 30_000).toolTip()) < 1000
    table.deleteLater()


def test_a_long_name_keeps_beginning_and_end() -> None:
    assert shortened("a.csv") == "a.csv"
    assert shortened("甲" * 60 + "-终稿.xlsx").endswith("-终稿.xlsx")
    assert len(shortened("甲" * 60)) == 40
