"""Every figure of the analysis workbook has a key that finds exactly the complaints that it counts."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from complaint_desk.domain.analysis import AnalysisRequest, Basis, Comparison, named_period
from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.i18n.words import Words
from complaint_desk.services import analysis, ledger
from complaint_desk.services.desk import Desk
from complaint_desk.storage.store import Store
from tests.analysis.ledgers import FIRST, add_own_classes, any_draft, fill

KEY, ADDED = "查询键", "接在查询键后"
COUNTED_BY_ROWS = {"件数", "合计", "已评价", "逾期", "同一事项件数"}
"""Headings of counts whose key is that of the row itself."""

MONEY = "#,##0.00"
RATE = re.compile(r"([\d,]+) ÷ ([\d,]+)")
COMPARISONS = (Comparison.PREVIOUS, Comparison.LAST_YEAR)
FILTER = LedgerFilter().with_choices("nature", ("quality", "price")).with_piece("subject_name", "旅")


@dataclass(frozen=True)
class Figure:
    """A number of the workbook, where it stands, and its key; money is a sum over the complaints."""

    place: str
    key: str
    value: float
    heading: str
    is_money: bool = False


@pytest.mark.parametrize(
    ("asked", "basis"), [(LedgerFilter(), Basis.RECEIVED), (FILTER, Basis.RECEIVED), (LedgerFilter(), Basis.CLOSED)]
)
def test_the_key_of_every_figure_finds_as_many_complaints_as_it_says(
    store: Store, desk: Desk, words: Words, tmp_path: Path, asked: LedgerFilter, basis: Basis
) -> None:
    add_own_classes(store)
    chance = random.Random(7)
    everybody = {each.id: each for each in fill(store, [any_draft(chance, 400) for _ in range(300)], chance)}
    period = named_period(FIRST.date().replace(month=4), FIRST.date().replace(month=9, day=30))
    request = AnalysisRequest(period, basis, asked, COMPARISONS)
    path = tmp_path / "a.xlsx"
    analysis.report(desk, request, tuple(code for code in analysis.SHEETS if code != "rows"), path, words)
    book = openpyxl.load_workbook(path, data_only=True)
    found = [figure for sheet in book for figure in figures_on(sheet)]
    assert {figure.place.split("!")[0] for figure in found} == {*book.sheetnames} - {"改进措施"}
    assert {figure.heading for figure in found} >= {"逾期", "重复投诉", "按时受理", "赔付件数"}
    if asked == LedgerFilter():
        assert "同一事项件数" in {figure.heading for figure in found}
    assert len(found) > 200
    for figure in found:
        ids = ledger.keys(desk, LedgerFilter(words=figure.key), LedgerOrder())
        expected = sum_of(figure.heading, [everybody[each] for each in ids]) if figure.is_money else len(ids)
        assert figure.value == float(expected), figure


def sum_of(heading: str, counted: list[Complaint]) -> Decimal:
    paid = sum((each.compensation or Decimal() for each in counted), Decimal())
    if "挽回" not in heading:
        return paid
    returned = [each.price for each in counted if each.outcome in {"refunded", "returned"} and each.price]
    return paid + sum(returned, Decimal())


def figures_on(sheet: Worksheet) -> Iterator[Figure]:
    for table in sheet.tables.values():
        block = sheet[table.ref]
        headings = [str(cell.value) for cell in block[0]]
        if KEY in headings:
            yield from figures_of(sheet, headings, block[0][0].row)


def figures_of(sheet: Any, headings: list[str], header: int) -> Iterator[Figure]:
    rows = list(takewhile(lambda row: row[0].value, sheet.iter_rows(header + 1, max_col=len(headings))))
    added = next((row for row in rows if row[0].value == ADDED), None)
    for row in rows[: rows.index(added) if added else None]:
        key = row[headings.index(KEY)].value
        if not str(key).startswith("#"):
            break
        for at, (cell, heading) in enumerate(zip(row[1:], headings[1:], strict=True), 1):
            place = f"{sheet.title}!{cell.coordinate} {heading}"
            ending = added[at].value if added else None
            if sheet.title == "概览":
                yield from figures_of_overview(place, str(key), cell, heading, ending)
            elif ending or heading in COUNTED_BY_ROWS:
                yield Figure(place, f"{key}{ending or ''}", cell.value, heading, cell.number_format == MONEY)


def figures_of_overview(place: str, key: str, cell: Any, heading: str, ending: str | None) -> Iterator[Figure]:
    """The parts of each rate, the sums, and the number of complaints of each period."""
    label, money = str(cell.parent.cell(cell.row, 1).value), cell.number_format == MONEY
    if (heading == "本期" or ending) and (money or cell.number_format == "#,##0"):
        yield Figure(place, f"{key}{ending or ''}", cell.value, label, money)
    elif parts := RATE.fullmatch(str(cell.value)):
        part, whole = (int(number.replace(",", "")) for number in parts.groups())
        yield Figure(place, key, part, label)
        yield Figure(place, f"{key}-of", whole, label)
        yield Figure(place, f"{key}-rest", whole - part, label)
