"""The sheet of complaints: each cell says what the window says, for both readers, in a real table that one can work with."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from python_calamine import CalamineWorkbook

from complaint_desk.domain.analysis import AnalysisRequest, Period
from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.discretion import is_withheld
from complaint_desk.i18n.values import value_text
from complaint_desk.i18n.words import Words
from complaint_desk.services import analysis
from complaint_desk.services.desk import Desk
from complaint_desk.storage.store import Store
from complaint_desk.workbooks.analysis.page import HEADER_ROW
from complaint_desk.workbooks.analysis.rows_sheet import ROW_FIELDS
from tests.analysis.ledgers import any_draft, fill

YEAR = Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31))


def shown(complaint: Complaint, name: str, words: Words) -> Any:
    value = "" if is_withheld(complaint, name) else getattr(complaint, name)
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    return float(value) if isinstance(value, Decimal) else value_text(name, value, words) or None


def test_each_cell_says_what_the_complaint_says(store: Store, desk: Desk, words: Words, tmp_path: Path) -> None:
    chance = random.Random(21)
    made = fill(store, [any_draft(chance, 300) for _ in range(1_200)], chance)
    path = tmp_path / "a.xlsx"
    analysis.report(desk, AnalysisRequest(YEAR), ("rows",), path, words)
    counted = [each for each in made if each.received_at and each.received_at.year == YEAR.first.year]
    counted.sort(key=lambda each: (each.received_at, each.id))
    expected = [[shown(each, name, words) for name in ROW_FIELDS] for each in counted]
    (sheet,) = openpyxl.load_workbook(path)
    assert [list(row) for row in sheet.iter_rows(HEADER_ROW + 1, HEADER_ROW + len(made), values_only=True)] == expected
    found = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [list(map(plainly, row)) for row in found[HEADER_ROW : HEADER_ROW + len(made)]] == expected


def plainly(cell: Any) -> Any:
    if isinstance(cell, dt.date) and not isinstance(cell, dt.datetime):
        return dt.datetime.combine(cell, dt.time())
    return None if cell == "" else cell


def test_it_can_be_filtered_scrolled_and_printed(store: Store, desk: Desk, words: Words, tmp_path: Path) -> None:
    fill(store, [any_draft(random.Random(each), 300) for each in range(30)])
    path = tmp_path / "a.xlsx"
    analysis.report(desk, AnalysisRequest(YEAR), ("rows",), path, words)
    (sheet,) = openpyxl.load_workbook(path)
    (table,) = sheet.tables.values()
    assert table.ref == table.autoFilter.ref == f"A{HEADER_ROW}:AD{HEADER_ROW + 30}"
    assert [column.name for column in table.tableColumns] == [words.field_label(name) for name in ROW_FIELDS]
    assert sheet.dimensions == f"A1:AD{HEADER_ROW + 31}"
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.print_title_cols) == (
        f"B{HEADER_ROW + 1}", f"${HEADER_ROW}:${HEADER_ROW}", "$A:$A",
    )  # fmt: skip
    assert all(sheet.column_dimensions[letter].width >= 12 for letter in ("A", "B", "P", "AD"))
    assert sheet.cell(HEADER_ROW + 31, ROW_FIELDS.index("compensation") + 1).data_type == "f"
