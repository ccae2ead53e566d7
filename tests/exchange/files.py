"""Small ledgers as files."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

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
    header: Sequence[str] = HEADER,
    encoding: str = "utf-8-sig",
    delimiter: str = ",",
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([header, *rows])
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[Any]], header: Sequence[str] = HEADER, sheet: str = "台账") -> Path:
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


def read_xlsx(path: Path) -> list[list[Any]]:
    book = load_workbook(path)
    page = book.worksheets[0]
    return [[cell.value for cell in line] for line in page.iter_rows()]
