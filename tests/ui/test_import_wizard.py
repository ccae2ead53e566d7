"""The import wizard, page by page, in the real window: what a person decides is what comes in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.services import exchange, ledger
from complaint_desk.services.desk import Desk
from complaint_desk.storage import fact_blocks, ledger_queries
from complaint_desk.ui.exchange.field_choices import SeveralFields
from complaint_desk.ui.exchange.summary import ImportSummary
from complaint_desk.ui.exchange.wizard import COLUMNS, PREVIEW, WORDS, ImportWizard
from complaint_desk.ui.main_window import MainWindow
from complaint_desk.ui.shared.workplace import Workplace
from tests.exchange import test_similar_rows as similar
from tests.exchange.files import write_csv, write_page, write_xlsx
from tests.exchange.test_messy_ledgers import DATA, EXPECTED, MAKER, assert_as_expected, messy
from tests.ui.conftest import ReadyAnswers
from tests.ui.test_case_files import drop, files_as_data

HEADER = ("投诉时间", "姓名", "联系电话", "商品名称", "投诉内容", "投诉性质", "天气")
ROWS = [
    ["2026-05-06 10:00", "张三", "13800138000", "洗衣机", "脱水时剧烈抖动，修了两次还是一样。", "抖得厉害", "晴"],
    ["2026-05-07 11:00", "李四", "13900139000", "空调", "不制冷，客服一直说会派人来看。", "抖得厉害", "雨"],
    ["", "王五", "13700137000", "冰箱", "门关不严。", "质量", "雨"],
    ["合计", "", "", "", "", "", ""],
]

__all__ = ["messy"]

pytestmark = pytest.mark.usefixtures("lasting_reader")


@pytest.fixture
def window(workplace: Workplace, show_window: Callable[[Workplace], MainWindow]) -> MainWindow:
    return show_window(workplace)


@pytest.fixture
def open_wizard(window: MainWindow, answers: ReadyAnswers, settle: Callable[[], None]) -> Callable[..., ImportWizard]:
    """Open the wizard by its menu entry and choose files there."""

    def open_it(*files: Path) -> ImportWizard:
        answers.files = [*files]
        window.actions_by_name["import"].trigger()
        wizard = next(each for each in window.findChildren(ImportWizard) if each.isVisible())
        wizard.sheets.first.click()
        settle()
        return wizard

    return open_it


def text_of(wizard: ImportWizard, name: str) -> str:
    found = wizard.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def choose(wizard: ImportWizard, name: str, text: str) -> None:
    """Choose an entry of a list as the keyboard does."""
    box = wizard.findChild(QComboBox, name)
    assert box is not None
    box.setCurrentIndex(box.findText(text))
    box.activated.emit(box.currentIndex())


def cells(wizard: ImportWizard, page: str, column: int) -> list[str]:
    """The texts of a column of the table on a page."""
    tables = {
        "sheets": wizard.sheets.table,
        "columns": wizard.columns.table,
        "words": wizard.words.table,
        "rows": wizard.rows.table,
    }
    table = tables[page]
    return [item.text() if (item := table.item(row, column)) else "" for row in range(table.rowCount())]


def press(wizard: ImportWizard, name: str) -> None:
    found = wizard.findChild(QPushButton, name)
    assert found is not None
    assert found.isEnabled()
    found.click()


def everything(desk: Desk) -> tuple[Complaint, ...]:
    with desk.store.reading() as connection:
        return ledger_queries.first_rows(connection, LedgerFilter(), LedgerOrder("number", descending=False), 100)


def summary_of(window: MainWindow) -> ImportSummary:
    return next(each for each in window.findChildren(ImportSummary) if each.isVisible())


def test_a_file_goes_through_every_page_into_the_ledger(
    window: MainWindow,
    open_wizard: Callable[..., ImportWizard],
    workplace: Workplace,
    settle: Callable[[], None],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    wizard = open_wizard(write_csv(tmp_path / "a.csv", ROWS, HEADER))
    assert cells(wizard, "sheets", 1) == ["a.csv"]
    assert "UTF-8" in cells(wizard, "sheets", 4)[0]

    press(wizard, "import.next")
    weather = HEADER.index("天气")
    assert cells(wizard, "columns", 0) == [*HEADER]
    assert "晴" in cells(wizard, "columns", 4)[weather]
    choose(wizard, f"import.column.{weather}", "购买门店/渠道")
    settle()

    press(wizard, "import.next")
    assert cells(wizard, "words", 1) == ["抖得厉害"]
    assert cells(wizard, "words", 2) == ["2"]
    choose(wizard, "import.word.0", "质量")
    settle()
    assert cells(wizard, "words", 1) == ["抖得厉害"]

    press(wizard, "import.next")
    assert cells(wizard, "rows", 1) == ["新增", "新增", "未导入", "略过：合计行"]
    wizard.rows.table.setCurrentCell(2, 1)
    assert "投诉时间" in text_of(wizard, "import.preview.problem")
    assert text_of(wizard, "import.sums") == "4 行 = 新增 2 + 已有 0 + 未导入 1 + 略过 1"

    press(wizard, "import.go")
    settle()
    settle()
    summary = summary_of(window)
    counts = ("registered", "known", "refused", "passed")
    found = [summary.findChild(QLabel, f"import.summary.{name}") for name in counts]
    assert [each.text() for each in found if isinstance(each, QLabel)] == ["2", "0", "1", "1"]
    assert [(each.outlet, each.nature) for each in everything(workplace.desk)] == [("晴", "quality"), ("雨", "quality")]

    show = summary.findChild(QPushButton, "import.summary.show")
    assert isinstance(show, QPushButton)
    show.click()
    settle()
    qtbot.waitUntil(lambda: window.bench.ledger.table.model().rowCount() == 2)
    assert window.bench.ledger.filter.choices("import_batch") == ("1",)


def test_after_a_great_import_figures_are_prepared_when_the_summary_is_there(
    window: MainWindow,
    open_wizard: Callable[..., ImportWizard],
    workplace: Workplace,
    settle: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exchange, "GREAT", 2)
    for name in ("BLOCK_SIZE", "FEW_NEW"):
        monkeypatch.setattr(fact_blocks, name, 2)
    wizard = open_wizard(write_csv(tmp_path / "a.csv", [[*each[:5], "质量"] for each in ROWS[:2]], HEADER[:6]))
    wizard.go_to(PREVIEW)
    press(wizard, "import.go")
    settle()
    settle()
    assert summary_of(window)._result.registered == 2
    with workplace.desk.store.reading() as connection:
        assert fact_blocks.standing(connection).gaps(2) == []


def test_what_was_decided_is_remembered_by_its_layout(
    window: MainWindow,
    open_wizard: Callable[..., ImportWizard],
    workplace: Workplace,
    settle: Callable[[], None],
    tmp_path: Path,
) -> None:
    wizard = open_wizard(write_csv(tmp_path / "a.csv", ROWS, HEADER))
    wizard.go_to(COLUMNS)
    choose(wizard, "import.column.6", "购买门店/渠道")
    settle()
    wizard.go_to(PREVIEW)
    press(wizard, "import.go")
    settle()
    settle()
    summary_of(window).accept()
    later = [["2026-06-01", "赵六", "13600136000", "电视", "屏幕有一条竖线，换了一台还有。", "质量", "雪"]]
    again = open_wizard(write_csv(tmp_path / "b.csv", later, HEADER))
    again.go_to(COLUMNS)
    assert cells(again, "columns", 3)[6] == "按已保存的对应方案"
    again.go_to(PREVIEW)
    press(again, "import.go")
    settle()
    settle()
    assert [each.outlet for each in everything(workplace.desk)][-1] == "雪"


def test_a_sheet_can_be_left_out_a_hidden_one_read_and_a_header_pointed_at(
    open_wizard: Callable[..., ImportWizard], settle: Callable[[], None], tmp_path: Path
) -> None:
    good = write_csv(tmp_path / "a.csv", ROWS, HEADER)
    broken = tmp_path / "b.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    wizard = open_wizard(good, broken)
    assert cells(wizard, "sheets", 1) == ["a.csv", "b.xlsx"]
    wizard.sheets.table.setCurrentCell(0, 1)
    wizard.sheets.toggle_current()
    settle()
    assert not wizard._preview.sheets
    assert wizard.sheets.table.item(0, 4).text() == "您已选择不读取"
    wizard.sheets.toggle_current()
    settle()
    assert len(wizard._preview.sheets) == 1
    wizard.sheets._header.setValue(2)
    wizard.sheets._move_header()
    settle()
    assert [column.mapping.header for column in wizard._preview.files[0].sheets[0].columns][1] == "张三"


def test_encoding_and_delimiter_of_a_text_can_be_said(
    open_wizard: Callable[..., ImportWizard], settle: Callable[[], None], tmp_path: Path
) -> None:
    wizard = open_wizard(write_csv(tmp_path / "a.csv", ROWS, HEADER, encoding="gb18030", delimiter=";"))
    assert "GB18030" in cells(wizard, "sheets", 4)[0]
    choose(wizard, "import.encoding", "UTF-8")
    settle()
    assert not wizard._preview.sheets
    assert "编码" in cells(wizard, "sheets", 4)[0] or "UTF-8" in cells(wizard, "sheets", 4)[0]
    choose(wizard, "import.encoding", "GB18030")
    choose(wizard, "import.delimiter", "分号")
    settle()
    assert len(wizard._preview.sheets[0].columns) == len(HEADER)
    choose(wizard, "import.delimiter", "竖线")
    settle()
    assert not wizard._preview.sheets


def test_a_file_says_what_it_is_whatever_it_is_called(
    open_wizard: Callable[..., ImportWizard], settle: Callable[[], None], tmp_path: Path
) -> None:
    page, text = (
        write_page(tmp_path / "a.xls", ROWS, HEADER),
        write_csv(tmp_path / "b.xls", ROWS, HEADER, "gb18030", "\t"),
    )
    wizard = open_wizard(page, text, write_xlsx(tmp_path / "c.xlsx", ROWS, HEADER))
    assert cells(wizard, "sheets", 4) == [
        "导入 · 实为：网页表格(HTML) · GB18030", "导入 · 实为：文本文件 · GB18030 · 分隔符：制表符", "导入 · Excel 工作簿",
    ]  # fmt: skip
    encoding = wizard.findChild(QComboBox, "import.encoding")
    assert isinstance(encoding, QComboBox)
    assert encoding.isHidden()
    wizard.sheets.table.setCurrentCell(1, 1)
    assert not encoding.isHidden()
    choose(wizard, "import.delimiter", "竖线")
    settle()
    assert len(wizard._preview.sheets) == 2


def test_a_folder_without_ledgers_is_told_and_what_was_seen_stays(
    open_wizard: Callable[..., ImportWizard], settle: Callable[[], None], tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    wizard = open_wizard(write_csv(tmp_path / "a.csv", ROWS, HEADER))
    wizard.add([empty])
    settle()
    assert "empty" in text_of(wizard, "import.message.text")
    assert cells(wizard, "sheets", 1) == ["a.csv"]
    wizard.add([write_csv(tmp_path / "b.csv", ROWS, HEADER)])
    settle()
    assert cells(wizard, "sheets", 1) == ["a.csv", "b.csv"]


def test_files_of_which_nothing_can_be_read_lead_no_further(
    open_wizard: Callable[..., ImportWizard], tmp_path: Path
) -> None:
    broken = tmp_path / "a.xlsx"
    broken.write_bytes(b"PK\x03\x04")
    wizard = open_wizard(broken)
    assert cells(wizard, "sheets", 1) == ["a.xlsx"]
    wizard.go_to(PREVIEW)
    assert wizard.sheets.isVisible()
    forward = wizard.findChild(QPushButton, "import.next")
    assert forward is not None
    assert not forward.isEnabled()


def test_several_fields_of_a_column_blank_cells_and_usual_values(
    open_wizard: Callable[..., ImportWizard], settle: Callable[[], None], tmp_path: Path
) -> None:
    header = ("日子", "谁", "东西", "说了什么")
    rows = [["2026-05-06", "张三 13800138000", "洗衣机", "抖动"], ["", "李四 13900139000", "空调", "不制冷"]]
    wizard = open_wizard(write_csv(tmp_path / "a.csv", rows, header))
    wizard.go_to(COLUMNS)
    for at, field in enumerate(("投诉时间", None, "商品/服务名称", "投诉事实")):
        if field:
            choose(wizard, f"import.column.{at}", field)
            settle()
    choose(wizard, "import.column.1", "多个字段…")
    dialog = wizard.columns.findChild(SeveralFields)
    assert isinstance(dialog, SeveralFields)
    for row in range(dialog.list.count()):
        item = dialog.list.item(row)
        named = item.data(Qt.ItemDataRole.UserRole) in ("name", "phone")
        item.setCheckState(Qt.CheckState.Checked if named else Qt.CheckState.Unchecked)
    dialog._use()
    settle()
    down = wizard.findChild(QCheckBox, "import.down.0")
    assert isinstance(down, QCheckBox)
    down.click()
    settle()
    choose(wizard, "import.usual.nature", "质量")
    settle()
    drafts = [row.draft for row in wizard._preview.sheets[0].rows]
    assert [(draft.name, draft.phone, f"{draft.received_at:%m-%d}", draft.nature) for draft in drafts if draft] == [
        ("张三", "13800138000", "05-06", "quality"), ("李四", "13900139000", "05-06", "quality"),
    ]  # fmt: skip
    assert wizard.columns.missing.isHidden()


def test_words_and_sums_are_those_of_all_rows(
    open_wizard: Callable[..., ImportWizard], settle: Callable[[], None], tmp_path: Path
) -> None:
    rows = [
        [f"2026-05-06 10:{at % 60:02d}", f"张{at}", f"138{at:08d}", f"空调{at}", f"第{at}台不制冷。", "怪词" if at > 500 else "质量", ""]
        for at in range(700)
    ]  # fmt: skip
    wizard = open_wizard(write_xlsx(tmp_path / "a.xlsx", rows, HEADER))
    wizard.go_to(WORDS)
    settle()
    assert (cells(wizard, "words", 1), cells(wizard, "words", 2)) == (["怪词"], ["199"])
    wizard.go_to(PREVIEW)
    assert text_of(wizard, "import.sums").startswith("700 行 = 新增 501")
    choose(wizard, "import.word.0", "质量")
    settle()
    settle()
    assert text_of(wizard, "import.sums").startswith("700 行 = 新增 700")


def test_files_dropped_on_the_window_open_the_wizard(
    window: MainWindow, settle: Callable[[], None], tmp_path: Path
) -> None:
    write_csv(tmp_path / "a.csv", ROWS, HEADER)
    assert drop(window, files_as_data(tmp_path))
    settle()
    wizard = window.findChild(ImportWizard)
    assert isinstance(wizard, ImportWizard)
    assert cells(wizard, "sheets", 1) == ["a.csv"]


@pytest.mark.skipif(not MAKER.is_file(), reason="the maker of messy ledgers is not beside this checkout")
def test_every_messy_ledger_comes_in_through_the_wizard_as_on_the_command_line(
    window: MainWindow,
    open_wizard: Callable[..., ImportWizard],
    workplace: Workplace,
    settle: Callable[[], None],
    messy: Path,
) -> None:
    assert DATA.is_dir()
    for name, wanted in EXPECTED.items():
        wizard = open_wizard(messy / name)
        for page in (COLUMNS, WORDS, PREVIEW):
            wizard.go_to(page)
            settle()
        if "refused" in wanted:
            assert not wizard.findChild(QPushButton, "import.go").isEnabled(), name
            wizard.reject()
            continue
        press(wizard, "import.go")
        settle()
        settle()
        summary = summary_of(window)
        result = summary._result
        there = everything(workplace.desk)
        assert ledger.total(workplace.desk) == len(there)
        assert_as_expected(wanted, result, there, workplace.words)
        if result.batch is not None:
            exchange.undo_import(workplace.desk, result.batch)
        summary.accept()


def test_a_mapping_is_named_given_away_taken_back_and_deleted(
    open_wizard: Callable[..., ImportWizard],
    workplace: Workplace,
    answers: ReadyAnswers,
    settle: Callable[[], None],
    tmp_path: Path,
) -> None:
    wizard = open_wizard(write_csv(tmp_path / "a.csv", ROWS, HEADER))
    wizard.go_to(COLUMNS)
    bar = wizard.columns.bar
    choose(wizard, "import.column.6", "购买门店/渠道")
    settle()
    assert bar.choice.currentText() == "按本版式已有的选择"
    answers.text = "门店周报"
    bar._keep()
    settle()
    settle()
    assert bar.choice.currentText() == "门店周报"
    assert [mapping.name for mapping in exchange.kept_mappings(workplace.desk)] == ["门店周报"]
    answers.saved_to = tmp_path / "mapping.json"
    bar._write()
    settle()
    choose(wizard, "import.mapping", "按系统建议")
    settle()
    assert cells(wizard, "columns", 3)[6] == "本单位以前这样设定过"
    choose(wizard, "import.mapping", "门店周报")
    settle()
    bar._delete()
    settle()
    settle()
    assert exchange.kept_mappings(workplace.desk) == ()
    assert cells(wizard, "columns", 2)[6] == ""
    answers.files = [tmp_path / "mapping.json"]
    bar._read()
    settle()
    settle()
    assert wizard._preview.sheets[0].mapping.columns[6].fields == ("outlet",)


def test_known_rows_stand_beside_their_complaints_and_what_becomes_of_them_is_chosen(
    window: MainWindow,
    open_wizard: Callable[..., ImportWizard],
    workplace: Workplace,
    answers: ReadyAnswers,
    settle: Callable[[], None],
    tmp_path: Path,
) -> None:
    header = ("来源编号", *HEADER[:6])
    first = [["A1", *ROWS[0][:5], "质量"], ["A2", *ROWS[1][:5], "质量"]]
    exchange.import_files(workplace.desk, [write_csv(tmp_path / "a.csv", first, header)], workplace.words)
    again = [["A1", *ROWS[0][:4], "换了三次还是一样。", "质量"], first[1], ["A3", *ROWS[1][:5], "质量"]]
    again[0][2] = "张三丰"
    wizard = open_wizard(write_csv(tmp_path / "b.csv", again, header))
    wizard.go_to(PREVIEW)
    assert cells(wizard, "rows", 1) == ["已有", "已有", "新增"]
    pane = wizard.rows.pane
    wizard.rows.table.setCurrentCell(2, 1)
    assert pane.isHidden()
    wizard.rows.table.setCurrentCell(0, 1)
    assert not pane.isHidden()
    shown = [[pane.table.item(row, column).text() for column in range(3)] for row in range(pane.table.rowCount())]
    assert shown[0] == ["投诉人", "张三", "张三丰"]
    # What 1366×768 at 150 % leaves beside the task bar and the title.
    wizard.resize(895, 432)
    go, front = wizard.findChild(QPushButton, "import.go"), wizard.rows.table.currentItem()
    assert go is not None
    assert wizard.height() == 432
    assert wizard.rect().contains(go.geometry())
    assert wizard.rows.table.viewport().rect().contains(wizard.rows.table.visualItemRect(front).center())
    choose(wizard, "import.known.all", "以文件内容替换")
    settle()
    assert cells(wizard, "rows", 1) == ["已有，替换", "已有，替换", "新增"]
    wizard.rows.table.setCurrentCell(1, 1)
    choose(wizard, "import.known.row", "另行登记，两件都保留")
    settle()
    assert cells(wizard, "rows", 1) == ["已有，替换", "新增", "新增"]
    assert wizard.rows.table.currentRow() == 1
    assert text_of(wizard, "import.sums") == "3 行 = 新增 2 + 已有 1 + 未导入 0 + 略过 0"
    press(wizard, "import.go")
    settle()
    settle()
    summary = summary_of(window)
    assert (summary._result.registered, summary._result.known, summary._result.changed) == (2, 1, 1)
    assert [each.name for each in everything(workplace.desk)] == ["张三丰", "李四", "李四", "李四"]
    summary._undo()
    assert "对 1 件投诉的更新" in answers.asked[-1]
    settle()
    assert [each.name for each in everything(workplace.desk)] == ["张三", "李四"]


def test_rows_that_tell_nearly_the_same_stand_beside_their_complaint_and_are_decided(
    window: MainWindow,
    open_wizard: Callable[..., ImportWizard],
    workplace: Workplace,
    settle: Callable[[], None],
    tmp_path: Path,
) -> None:
    exchange.import_files(workplace.desk, [write_csv(tmp_path / "a.csv", [similar.THERE])], workplace.words)
    file = write_csv(tmp_path / "b.csv", [similar.SAME_PHONE, similar.SAME_NAME])
    wizard = open_wizard(file)
    wizard.go_to(PREVIEW)
    assert cells(wizard, "rows", 1) == ["新增，疑似已有", "新增，疑似已有"]
    wizard.rows.table.setCurrentCell(0, 1)
    assert "TS2026000001" in text_of(wizard, "import.known.told")
    choose(wizard, "import.similar.all", "只补全空缺的字段")
    settle()
    assert cells(wizard, "rows", 1) == ["已有，补全", "已有，补全"]
    choose(wizard, "import.known.row", "另行登记，两件都保留")
    settle()
    assert cells(wizard, "rows", 1) == ["新增，疑似已有", "已有，补全"]
    press(wizard, "import.go")
    settle()
    settle()
    summary = summary_of(window)
    assert (summary._result.registered, summary._result.known) == (1, 1)
    rows = summary.findChild(QTableWidget, "import.summary.rows")
    assert isinstance(rows, QTableWidget)
    assert rows.item(0, 0).text() == "疑似重复"
    assert "TS2026000001" in rows.item(0, 1).text()


def test_nothing_is_asked_of_similar_rows_where_there_are_none(
    open_wizard: Callable[..., ImportWizard], tmp_path: Path
) -> None:
    wizard = open_wizard(write_csv(tmp_path / "a.csv", ROWS, HEADER))
    wizard.go_to(PREVIEW)
    assert wizard.rows.similar.isHidden()
