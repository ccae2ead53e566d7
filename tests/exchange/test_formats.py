"""The same ledger in every format that offices keep one in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.i18n.words import Words
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import import_files, preview
from complaint_desk.storage import ledger_queries
from tests.exchange.files import HEADER, Rows, row, write_csv, write_ods, write_page, write_xls, write_xlsx, write_xml

ROWS = [row("A1"), row("A2", 投诉时间=dt.datetime(2026, 5, 7, 14, 30), 投诉人="李䶮"), row("A3", 价格=350.5)]


WRITERS: dict[str, Callable[[Path, Rows], Path]] = {
    "a.xlsx": write_xlsx, "a.xlsm": write_xlsx, "b.xls": write_xlsx, "a.xls": write_xls, "a.ods": write_ods, "page.xls": write_page,
    "a.csv": write_csv, "a.txt": lambda path, rows: write_csv(path, rows, delimiter="\t", encoding="utf-16"),
    "text.xls": lambda path, rows: write_csv(path, rows, delimiter="\t", encoding="gb18030"),
    "a.xml": write_xml, "xml.xls": lambda path, rows: write_xml(path, rows, encoding="GB18030"),
    "wide.xml": lambda path, rows: write_xml(path, rows, encoding="UTF-16"),
    "a.tsv": lambda path, rows: write_csv(path, rows, delimiter="|", encoding="utf-8"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_ledger_in_every_format(desk: Desk, words: Words, tmp_path: Path, name: str) -> None:
    file = WRITERS[name](tmp_path / name, ROWS)
    seen = preview(desk, [file], words)
    result = import_files(desk, [file], words)
    assert (result.read, result.registered, result.noted, result.refused) == (3, 3, (), ())
    with desk.store.reading() as connection:
        found = ledger_queries.first_rows(connection, LedgerFilter(), LedgerOrder("number", descending=False), 9)
    assert [(c.source_number, c.name, f"{c.received_at:%m-%d %H:%M}", str(c.price), c.nature) for c in found] == [
        ("A1", "张三", "05-06 09:30", "1299.00", "quality"), ("A2", "李䶮", "05-07 14:30", "1299.00", "quality"),
        ("A3", "张三", "05-06 09:30", "350.50", "quality"),
    ]  # fmt: skip
    drafts = [row.draft for row in seen.sheets[0].rows]
    assert [draft.facts if draft else "" for draft in drafts] == [complaint.facts for complaint in found]


def test_hidden_sheets_are_named_and_read_when_somebody_wants_them(desk: Desk, words: Words, tmp_path: Path) -> None:
    from complaint_desk.domain.foreign.import_choices import SheetChoices

    file = write_xlsx(tmp_path / "a.xlsx", [row("A1")], sheet="一月")
    book = load_workbook(file)
    page = book.create_sheet("二月")
    page.append(HEADER)
    page.append(row("A2"))
    page.sheet_state = "hidden"
    book.save(file)
    result = import_files(desk, [file], words)
    assert [(sheet.sheet, sheet.why, sheet.registered) for sheet in result.sheets] == [
        ("一月", "", 1),
        ("二月", "hidden", 0),
    ]
    wanted = SheetChoices(sheets={(str(file), "二月"): True})
    assert import_files(desk, [file], words, choices=wanted).registered == 1


def test_cells_that_are_merged_without_a_merge_in_a_text_header(desk: Desk, words: Words, tmp_path: Path) -> None:
    upper = ["投诉时间", "投诉人信息", "", "商品信息", "", "投诉内容"]
    lower = ["", "姓名", "电话", "名称", "金额", ""]
    lines = [upper, lower, ["2026-05-06", "张三", "16400001234", "洗衣机", "1299", "脱水时抖动。"]]
    file = write_csv(tmp_path / "a.csv", lines[1:], lines[0])
    (sheet,) = preview(desk, [file], words).sheets
    assert (sheet.header_first, sheet.header_rows) == (1, 2)
    assert [column.mapping.fields for column in sheet.columns] == [
        ("received_at",), ("name",), ("phone",), ("subject_name",), ("price",), ("facts",),
    ]  # fmt: skip
    assert import_files(desk, [file], words).registered == 1


def test_a_page_that_reaches_too_far_is_refused(desk: Desk, words: Words, tmp_path: Path) -> None:
    file = tmp_path / "a.xls"
    file.write_bytes(b"<table><tr>" + b"<td colspan=500>x</td>" * 2 + b"</tr></table>")
    with pytest.raises(Refusal, match="too_many_columns"):
        import_files(desk, [file], words)


def test_refused_rows_of_a_header_of_two_rows_are_mended_and_imported_again(
    desk: Desk, words: Words, tmp_path: Path
) -> None:
    lines = [
        ["投诉时间", "投诉人信息", "", "商品信息", "", "投诉内容", "天气"], ["", "姓名", "电话", "名称", "金额", "", ""],
        ["待定", "张三", "16400001234", "洗衣机", "1299", "脱水时抖动。", "晴"],
        ["5月7日", "李四", "16400001235", "冰箱", "2999", "不制冷。", "雨"],
    ]  # fmt: skip
    file = write_csv(tmp_path / "2026年台账.csv", lines[1:], lines[0])
    result = import_files(desk, [file], words)
    assert (result.registered, result.refused_rows) == (1, 1)
    assert [sheet.values for sheet in result.sheets] == [(("category", "other"), ("nature", "other"))]
    refused = Path(result.refused_file)
    book = load_workbook(refused)
    page = book.worksheets[0]
    assert page["C2"].value == "待定"
    page["C2"].value = "5月6日"
    book.save(refused)
    assert import_files(desk, [refused], words).registered == 1
    with desk.store.reading() as connection:
        found = ledger_queries.first_rows(connection, LedgerFilter(), LedgerOrder("number"), 9)
    assert {(c.name, f"{c.received_at:%Y-%m-%d}", str(c.price), c.extra) for c in found} == {
        ("张三", "2026-05-06", "1299.00", (("天气", "晴"),)), ("李四", "2026-05-07", "2999.00", (("天气", "雨"),)),
    }  # fmt: skip
