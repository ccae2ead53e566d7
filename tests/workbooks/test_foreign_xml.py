"""XML Spreadsheet 2003: places, values, what is hidden, and what it may not do."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from complaint_desk.domain.errors import Refusal
from complaint_desk.workbooks.foreign_files import open_file
from complaint_desk.workbooks.foreign_sheets import ForeignSheet
from tests.exchange.files import write_xml, xml_rows, xml_sheet


def sheets(tmp_path: Path, *inside: str, name: str | None = None) -> list[ForeignSheet]:
    return list(open_file(write_xml(tmp_path / "a.xml", [], sheets="".join(inside)), name).sheets)


def cells(tmp_path: Path, lines: str) -> list[tuple[int, list[Any]]]:
    (sheet,) = sheets(tmp_path, xml_sheet(lines))
    return [(number, list(row)) for number, row in sheet.rows]


def data(text: str, kind: str = "String", **said: object) -> str:
    attributes = "".join(f' ss:{name}="{value}"' for name, value in said.items())
    return f'<Cell{attributes}><Data ss:Type="{kind}">{text}</Data></Cell>'


def test_rows_and_cells_stand_where_their_index_says(tmp_path: Path) -> None:
    lines = f"<Row>{data('a')}{data('c', Index=3)}</Row><Row ss:Index='4'>{data('d', MergeAcross=1)}{data('e')}</Row>"
    assert cells(tmp_path, lines) == [(1, ["a", None, "c"]), (2, []), (3, []), (4, ["d", None, "e"])]


def test_values_are_of_their_type_and_formulas_their_stored_value(tmp_path: Path) -> None:
    line = (
        data("13800138000", "Number") + data("2026-05-06T10:30:00.000", "DateTime") + data("1", "Boolean")
        + data("#N/A", "Error") + data("12", "Number", Formula="=SUM(A1:A9)") + data("abc", "Number") + data("1e999", "Number")
    )  # fmt: skip
    assert cells(tmp_path, f"<Row>{line}</Row>") == [
        (1, [13800138000.0, dt.datetime(2026, 5, 6, 10, 30), True, "#N/A", 12.0, "abc", "1e999"]),
    ]


def test_marked_up_text_is_text_and_a_comment_is_none(tmp_path: Path) -> None:
    rich = '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>重要</B>：<Font>漏水</Font></ss:Data></Cell>'
    note = '<Cell><Data ss:Type="String">甲</Data><Comment><ss:Data>批注</ss:Data></Comment></Cell>'
    assert cells(tmp_path, f"<Row>{rich}{note}</Row>") == [(1, ["重要：漏水", "甲"])]


def test_sheets_their_merges_and_what_is_hidden(tmp_path: Path) -> None:
    options = '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>'
    first = xml_sheet(f"<Row ss:Hidden='1' ss:Span='1'/><Row>{data('a', MergeDown=1)}</Row>{xml_rows([['b']])}", "一月")
    one, two = sheets(tmp_path, first, xml_sheet(xml_rows([["c"]]), "二月", options))
    assert (one.name, one.visible, one.hidden_rows, one.count) == ("一月", True, (1, 2), 4)
    assert one.merges == (((2, 0), (3, 0)),)
    assert (two.name, two.visible) == ("二月", False)
    (named,) = sheets(tmp_path, first, xml_sheet(xml_rows([["c"]]), "二月", options), name="二月")
    assert (named.name, named.visible) == ("二月", True)


def test_days_are_counted_from_1904_where_it_says_so(tmp_path: Path) -> None:
    book = '<ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><Date1904/></ExcelWorkbook>'
    (sheet,) = sheets(tmp_path, book, xml_sheet(xml_rows([["a"]])))
    assert sheet.from_1904


@pytest.mark.parametrize(("inside", "code"), [
    ("<Worksheet", "broken_workbook"),
    (xml_sheet(f"<Row>{data('a', Index=501)}</Row>"), "too_many_columns"),
    (xml_sheet(f"<Row ss:Index='99999999'>{data('a')}</Row>"), "too_many_cells"),
    (xml_sheet(f"<Row>{''.join(data('a', MergeDown=90_000_000) for _ in range(3))}</Row>" + f"<Row ss:Index='900000'>{data('b')}</Row>"),
     "too_many_cells"),
])  # fmt: skip
def test_what_reaches_too_far_or_is_broken_is_refused(tmp_path: Path, inside: str, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        sheets(tmp_path, inside)


def test_a_document_that_declares_entities_is_none(tmp_path: Path) -> None:
    file = write_xml(tmp_path / "a.xml", [["a"]])
    content = file.read_text("utf-8").replace(
        "<Workbook", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Workbook', 1
    )
    file.write_text(content, "utf-8")
    with pytest.raises(Refusal, match="broken_workbook"):
        list(open_file(file).sheets)


def test_xml_of_another_kind_is_no_workbook(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text("<?xml version='1.0'?><rss/>", "utf-8")
    with pytest.raises(Refusal, match="broken_workbook"):
        open_file(file)
