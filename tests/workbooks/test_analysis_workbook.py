"""The analysis workbook read back: it agrees with the figures and with itself, and holds any text people write."""

import dataclasses
import datetime as dt
import errno
import os
import random
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import text

from complaint_desk.cli.arguments import parse
from complaint_desk.domain.analysis import AnalysisRequest, Comparison, Figures, Period, named_period
from complaint_desk.domain.errors import Stopped, Surroundings
from complaint_desk.domain.ledger import Between, LedgerFilter
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import analysis, care
from complaint_desk.services.desk import Desk
from complaint_desk.storage.store import Store
from complaint_desk.workbooks.analysis.book import GROUPINGS_SHOWN
from tests.analysis.ledgers import add_own_classes, any_draft, fill
from tests.conftest import NOW

YEAR = Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
REQUEST = AnalysisRequest(YEAR, comparisons=(Comparison.PREVIOUS, Comparison.LAST_YEAR))
HEADER = 6
TITLES = (
    "概览",
    "投诉性质",
    "商品服务类别",
    "投诉渠道",
    "责任部门",
    "门店",
    "地区",
    "原因(帕累托)",
    "趋势",
    "处理时效",
    "处理结果与赔付",
    "满意度",
    "重复投诉",
    "逾期清单",
    "改进措施",
    "明细",
)
COUNTED = dict.fromkeys(
    ("投诉性质", "投诉渠道", "责任部门", "门店", "地区", "原因(帕累托)", "趋势", "处理结果与赔付"), "B"
) | {"商品服务类别": "C"}
HOSTILE = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "+86 10",
    "#N/A",
    "<b>&amp;]]>",
    "两行\n文字",
    "𠮷😀",
    " 前后 ",
    "_x0041_",
)


@pytest.fixture
def full_desk(store: Store, desk: Desk) -> Desk:
    add_own_classes(store)
    chance = random.Random(11)
    fill(store, [any_draft(chance, 500) for _ in range(400)], chance)
    return desk


def figures_of(desk: Desk, request: AnalysisRequest = REQUEST) -> Figures:
    return analysis.figures(desk, request, GROUPINGS_SHOWN)


def total_row(sheet: Worksheet, start: int = HEADER) -> int:
    return next(row for row in range(start, sheet.max_row + 1) if sheet.cell(row, 1).value in ("合计", "Total"))


def test_every_sheet_agrees_with_the_figures(full_desk: Desk, words: Words, tmp_path: Path) -> None:
    path = tmp_path / "分析.xlsx"
    written = analysis.report(full_desk, REQUEST, analysis.SHEETS, path, words)
    found = figures_of(full_desk)
    book = openpyxl.load_workbook(path, data_only=True)
    assert tuple(book.sheetnames) == TITLES == tuple(name for name, _ in written.sheets)
    for title, letter in COUNTED.items():
        sheet = book[title]
        assert sheet[f"{letter}{total_row(sheet)}"].value == found.total
    for title, grouping in (
        ("投诉性质", "nature"),
        ("投诉渠道", "channel"),
        ("责任部门", "department"),
        ("门店", "outlet"),
        ("地区", "region"),
    ):
        check_rows(book[title], found, grouping, words)
    outcomes = book["处理结果与赔付"]
    assert outcomes[f"E{total_row(outcomes)}"].value == float(found.indicators.compensation)
    assert outcomes[f"F{total_row(outcomes)}"].value == float(found.indicators.recovered)
    rows = book["明细"]
    assert dict(written.sheets)["明细"] == found.total
    assert rows.cell(HEADER + found.total + 1, 1).value is not None
    header = [cell.value for cell in rows[HEADER]]
    paid = header.index("赔付金额(元)") + 1
    assert rows.cell(HEADER + found.total + 1, paid).value == float(found.indicators.compensation)
    listed = [rows.cell(row, paid).value or 0 for row in range(HEADER + 1, HEADER + found.total + 1)]
    assert sum(Decimal(str(each)) for each in listed) == found.indicators.compensation
    assert book["概览"]["B7"].value == found.total


def check_rows(sheet: Worksheet, found: Figures, grouping: str, words: Words) -> None:
    for row, each in enumerate(found.by(grouping), HEADER + 1):
        values = [cell.value for cell in sheet[row]]
        assert values[0] == words.figure_label(grouping, each.code)
        assert values[1:3] == [each.count, float(each.share / 100)]
        for place, compared in enumerate(each.compared):
            count, share, points, change = values[3 + 4 * place : 7 + 4 * place]
            assert (count, share) == (compared.count, float(compared.share / 100))
            assert points == float(compared.points)
            assert change == ("–" if compared.change is None else float(compared.change / 100))


def test_each_formula_has_its_value(full_desk: Desk, words: Words, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    analysis.report(full_desk, REQUEST, analysis.SHEETS, path, words)
    formulas = openpyxl.load_workbook(path)
    values = openpyxl.load_workbook(path, data_only=True)
    seen = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    seen += 1
                    assert values[sheet.title][cell.coordinate].value is not None, (sheet.title, cell.coordinate)
    assert seen > 40


def test_the_file_is_sound_inside(full_desk: Desk, words: Words, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    analysis.report(full_desk, REQUEST, analysis.SHEETS, path, words)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ET.fromstring(archive.read(name))
    for sheet in openpyxl.load_workbook(path):
        assert sheet.tables
        for table in sheet.tables.values():
            cells = sheet[table.ref]
            assert [column.name for column in table.tableColumns] == [cell.value for cell in cells[0]]
            assert len({cell.value for cell in cells[0]}) == len(cells[0])
            assert table.autoFilter.ref == table.ref
        # Where a long list stands below a short table, its header is the one on every page.
        head = HEADER if sheet.title not in {"重复投诉", "逾期清单"} else max(map(first_row, sheet.tables.values()))
        assert sheet.freeze_panes == (f"B{HEADER + 1}" if head == HEADER else "B5")
        assert sheet.print_title_rows == f"${head}:${head}"
        assert str(sheet.page_setup.paperSize) == "9"
        assert sheet.page_setup.orientation == "landscape"
        assert "&P" in str(sheet.oddFooter.right.text)
    names = [table.name for sheet in openpyxl.load_workbook(path) for table in sheet.tables.values()]
    assert len(names) == len(set(names))


def first_row(table: Table) -> int:
    return range_boundaries(table.ref)[1] or 0


def test_any_text_stays_text(store: Store, desk: Desk, words: Words, tmp_path: Path) -> None:
    drafts = [
        dataclasses.replace(any_draft(random.Random(n), 300), kind="complaint", facts=text, department=text)
        for n, text in enumerate(HOSTILE)
    ]
    fill(store, drafts)
    path = tmp_path / "a.xlsx"
    analysis.report(desk, AnalysisRequest(YEAR), analysis.SHEETS, path, words)
    book = openpyxl.load_workbook(path)
    rows = book["明细"]
    facts = [cell.value for cell in rows[HEADER]].index("投诉事实") + 1
    cells = [rows.cell(row, facts) for row in range(HEADER + 1, HEADER + 1 + len(drafts))]
    # openpyxl shows the escape that other programs resolve.
    assert {str(cell.value).replace("_x005F_", "_") for cell in cells} == set(HOSTILE)
    departments = [book["责任部门"].cell(row, 1) for row in range(HEADER + 1, HEADER + 1 + len(drafts))]
    assert {cell.value for cell in departments} == set(HOSTILE)
    assert {cell.data_type for cell in (*cells, *departments)} <= {"s", "inlineStr"}


def test_a_report_does_not_name_who_reported(store: Store, desk: Desk, words: Words, tmp_path: Path) -> None:
    draft = dataclasses.replace(any_draft(random.Random(5), 30), kind="report", name="张举报", phone="13900000009")
    fill(store, [draft])
    path = tmp_path / "a.xlsx"
    analysis.report(desk, AnalysisRequest(YEAR), analysis.SHEETS, path, words)
    with zipfile.ZipFile(path) as archive:
        content = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "张举报" not in content
    assert "13900000009" not in content


def test_a_ledger_without_complaints_gives_a_whole_workbook(desk: Desk, words: Words, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    written = analysis.report(desk, REQUEST, analysis.SHEETS, path, words)
    assert dict(written.sheets)["明细"] == 0
    assert tuple(openpyxl.load_workbook(path).sheetnames) == TITLES


def test_only_the_chosen_sheets_are_written_in_their_order(full_desk: Desk, words: Words, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    analysis.report(full_desk, REQUEST, ("rows", "nature"), path, words)
    assert openpyxl.load_workbook(path).sheetnames == ["投诉性质", "明细"]
    with pytest.raises(ValueError, match=r"\(\)"):
        analysis.report(full_desk, REQUEST, (), path, words)


def test_the_title_block_says_period_and_filter(full_desk: Desk, words: Words, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    asked = LedgerFilter(one_of=(("channel", ("phone",)),), between=(("received_at", Between(dt.date(2025, 3, 1))),))
    analysis.report(full_desk, AnalysisRequest(YEAR, filter=asked), ("nature",), path, words)
    sheet = openpyxl.load_workbook(path)["投诉性质"]
    lines = [str(sheet.cell(row, 1).value) for row in range(1, 5)]
    assert "投诉性质" in lines[0]
    assert "2025-01-01" in lines[1]
    assert "2025-12-31" in lines[1]
    assert "来电" in lines[2]
    assert "2025-03-01" not in lines[2]
    assert "2026-11-24 10:00" in lines[3]
    assert "王敏" in lines[3]


def test_a_stopped_report_leaves_what_was_there(full_desk: Desk, words: Words, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"before")
    stop = StopSignal()
    with pytest.raises(Stopped):
        analysis.report(full_desk, REQUEST, analysis.SHEETS, path, words, stop=stop, progress=lambda *_: stop.request())
    assert path.read_bytes() == b"before"
    assert {each.name for each in tmp_path.iterdir() if not each.name.startswith("ledger.db")} == {"a.xlsx"}


def test_progress_goes_up_to_the_total(full_desk: Desk, words: Words, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    analysis.report(
        full_desk, REQUEST, analysis.SHEETS, tmp_path / "a.xlsx", words, progress=lambda *at: told.append(at)
    )
    total = figures_of(full_desk).total
    assert told == sorted(told)
    assert told[-1] == (total, total)


def test_a_place_that_cannot_be_written_is_named(full_desk: Desk, words: Words, tmp_path: Path) -> None:
    for path in (tmp_path / "missing" / "a.xlsx", tmp_path):
        with pytest.raises(Surroundings) as caught:
            analysis.report(full_desk, REQUEST, ("nature",), path, words)
        assert caught.value.code == "cannot_write"
        assert caught.value.details["path"] == str(path)


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "disk_full"), (errno.EACCES, "cannot_write")])
def test_a_full_disk_or_an_open_file_leaves_nothing(
    full_desk: Desk, words: Words, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("complaint_desk.workbooks.placing.os.replace", refuse)
    with pytest.raises(Surroundings) as caught:
        analysis.report(full_desk, REQUEST, ("nature",), tmp_path / "a.xlsx", words)
    assert caught.value.code == code
    assert [each.name for each in tmp_path.iterdir() if not each.name.startswith("ledger.db")] == []


def test_the_journal_tells_of_complaints_that_leave(full_desk: Desk, words: Words, tmp_path: Path) -> None:
    before = figures_of(full_desk)
    analysis.report(full_desk, REQUEST, ("overview",), tmp_path / "a.xlsx", words)
    assert figures_of(full_desk).cut == before.cut
    analysis.report(full_desk, REQUEST, ("rows",), tmp_path / "b.xlsx", words)
    assert figures_of(full_desk).cut[0] == before.cut[0] + 1


def test_equal_figures_make_equal_files(full_desk: Desk, words: Words, tmp_path: Path) -> None:
    # A workbook with the complaints themselves is told in the journal, whose head it names.
    sheets = tuple(code for code in analysis.SHEETS if code != "rows")
    for name in ("a.xlsx", "b.xlsx"):
        analysis.report(full_desk, REQUEST, sheets, tmp_path / name, words)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    properties = zipfile.ZipFile(tmp_path / "a.xlsx").read("docProps/core.xml").decode()
    assert re.findall(r">([^<]*Z)<", properties) == [f"{NOW.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"] * 2


ANCHOR_FAULTS = {"journal_cut", "anchor_differs"}


def said_on_overview(path: Path) -> str:
    rows = openpyxl.load_workbook(path)["概览"].iter_rows(values_only=True)
    return "\n".join(str(value) for row in rows for value in row if isinstance(value, str))


def test_the_overview_says_how_to_see_later_tampering(full_desk: Desk, words: Words, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    analysis.report(full_desk, REQUEST, ("overview",), path, words)
    found = re.search(r"complaint-desk verify --anchor (\S+)", said_on_overview(path))
    assert found
    assert {fault.code for fault in care.verify(full_desk, found[1]).faults}.isdisjoint(ANCHOR_FAULTS)
    with full_desk.store.writing() as connection:
        connection.execute(text("DELETE FROM journal WHERE sequence = (SELECT max(sequence) FROM journal)"))
    assert "journal_cut" in {fault.code for fault in care.verify(full_desk, found[1]).faults}


@pytest.mark.parametrize("asked", [LedgerFilter(), LedgerFilter().with_choices("channel", ("phone",))])
def test_the_overview_says_how_to_make_it_anew(
    full_desk: Desk, words: Words, tmp_path: Path, asked: LedgerFilter
) -> None:
    path = tmp_path / "a.xlsx"
    analysis.report(full_desk, dataclasses.replace(REQUEST, filter=asked), ("overview",), path, words)
    command = "complaint-desk report --from 2025-01-01 --to 2025-12-31 --basis received --compare previous --compare last_year"
    ending = " --to-file FILE.xlsx" if asked == LedgerFilter() else " … --to-file FILE.xlsx"
    assert command + ending in said_on_overview(path)
    arguments = parse([*command.split()[1:], "--to-file", "a.xlsx"])
    assert (arguments.basis, arguments.compare) == ("received", ["previous", "last_year"])


def test_days_that_have_not_come_are_blank_on_the_trend(full_desk: Desk, words: Words, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    month = named_period(NOW.date().replace(day=1), NOW.date().replace(day=30))
    analysis.report(full_desk, AnalysisRequest(month), ("trend",), path, words)
    counts = {row[0]: row[1:3] for row in openpyxl.load_workbook(path)["趋势"].iter_rows(HEADER + 1, values_only=True)}
    assert counts["2026-11-24"] == (0, 0)
    assert [counts[f"2026-11-{day}"] for day in range(25, 31)] == [(None, None)] * 6
