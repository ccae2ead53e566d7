"""Small ledgers as files."""

from __future__ import annotations

import csv
import datetime as dt
import html
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlwt
from openpyxl import Workbook, load_workbook

HEADER = (
    "来源编号",
    "投诉时间",
    "投诉人",
    "联系电话",
    "商品/服务名称",
    "类别",
    "价格(元)",
    "投诉性质",
    "投诉事实",
    "诉求",
    "处理状态",
)


Rows = Sequence[Sequence[Any]]


def row(number: str = "A1", **changes: Any) -> list[Any]:
    """One good row in the order of `HEADER`, with changes by header (`价格` for 价格(元), 商品 for 商品/服务名称)."""
    values: dict[str, Any] = {
        "来源编号": number, "投诉时间": "2026-05-06 09:30", "投诉人": "张三", "联系电话": "16400001234", "商品": "岚星洗衣机",
        "类别": "家用电子电器类", "价格": "￥1,299.00元", "投诉性质": "质量", "投诉事实": "脱水时剧烈抖动。", "诉求": "退货退款",
        "处理状态": "待受理",
    }  # fmt: skip
    unknown = changes.keys() - values.keys()
    assert not unknown, unknown
    return list((values | changes).values())


def write_csv(
    path: Path,
    rows: Sequence[Sequence[Any]],
    header: Sequence[Any] = HEADER,
    encoding: str = "utf-8-sig",
    delimiter: str = ",",
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([header, *rows])
    return path


def write_xlsx(path: Path, rows: Rows, header: Sequence[Any] = HEADER, sheet: str = "台账") -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for line in [header, *rows]:
        page.append(list(line))
        for cell in page[page.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    book.save(path)
    return path


def _ods_cell(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    if isinstance(value, (int, float)):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{html.escape(value)}</text:p></table:table-cell>'


def write_ods(path: Path, rows: Rows, further: str = "", header: Sequence[Any] = HEADER) -> Path:
    """`further` is XML of rows that follow."""
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, line))}</table:table-row>" for line in (header, *rows))
    names = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text")}
    declared = " ".join(f'xmlns:{name}="{urn}"' for name, urn in names.items())
    body = f'<office:body><office:spreadsheet><table:table table:name="台账">{lines}{further}</table:table></office:spreadsheet></office:body>'
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr(
            "META-INF/manifest.xml", '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        )
        package.writestr(
            "content.xml", f'<?xml version="1.0"?><office:document-content {declared}>{body}</office:document-content>'
        )
    return path


_XML_SPACE = "urn:schemas-microsoft-com:office:spreadsheet"


def _xml_cell(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return f'<Cell><Data ss:Type="DateTime">{value.isoformat(timespec="milliseconds")}</Data></Cell>'
    if isinstance(value, (int, float)):
        return f'<Cell><Data ss:Type="Number">{value}</Data></Cell>'
    return f'<Cell><Data ss:Type="String">{html.escape(value)}</Data></Cell>'


def xml_sheet(lines: str, name: str = "台账", options: str = "") -> str:
    """One sheet of an XML spreadsheet from the XML of its rows."""
    return f'<Worksheet ss:Name="{name}"><Table>{lines}</Table>{options}</Worksheet>'


def xml_rows(rows: Rows) -> str:
    return "".join(f"<Row>{''.join(map(_xml_cell, line))}</Row>" for line in rows)


def write_xml(
    path: Path, rows: Rows, header: Sequence[Any] = HEADER, sheets: str = "", encoding: str = "UTF-8"
) -> Path:
    """An XML Spreadsheet 2003; `sheets` is XML in the place of the one sheet of the rows."""
    sheets = sheets or xml_sheet(xml_rows([header, *rows]))
    start = f'<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>'
    text = f'{start}<Workbook xmlns="{_XML_SPACE}" xmlns:ss="{_XML_SPACE}">{sheets}</Workbook>'
    path.write_bytes(text.encode(encoding))
    return path


def write_page(path: Path, rows: Rows, header: Sequence[Any] = HEADER) -> Path:
    lines = "".join(
        f"<tr>{''.join(f'<td>{html.escape(str(cell))}</td>' for cell in line)}</tr>" for line in (header, *rows)
    )
    path.write_bytes(f'<html><meta charset="gb2312"><table>{lines}</table></html>'.encode("gb18030"))
    return path


def write_xls(path: Path, rows: Rows, header: Sequence[Any] = HEADER) -> Path:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("台账")
    for at, line in enumerate((header, *rows)):
        for column, value in enumerate(line):
            if isinstance(value, dt.datetime):
                sheet.write(at, column, value, xlwt.easyxf(num_format_str="yyyy/m/d h:mm"))
            else:
                sheet.write(at, column, value)
    book.save(str(path))
    return path


def read_xlsx(path: Path) -> list[list[Any]]:
    book = load_workbook(path)
    page = book.worksheets[0]
    return [[cell.value for cell in line] for line in page.iter_rows()]
