"""The analysis workbook keeps the rules by which Excel decides whether a file is sound (ECMA-376, and what it repairs beyond)."""

from __future__ import annotations

import io
import posixpath
import random
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from openpyxl.formula import Tokenizer
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, range_boundaries

from complaint_desk.domain.analysis import AnalysisRequest, Comparison, Period, named_period
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import resource
from complaint_desk.services import analysis
from complaint_desk.services.desk import Desk
from complaint_desk.storage.store import Store
from tests.analysis.ledgers import FIRST, add_own_classes, any_draft, fill

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"

SHEET_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection", "autoFilter", "mergeCells",
    "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "drawing", "legacyDrawing", "tableParts", "extLst",
)  # fmt: skip
"""The order of CT_Worksheet (ECMA-376 part 1, 18.3.1.99), as far as the workbook can have them."""

FUNCTIONS = {"SUM", "ROUND", "IF"}
LONGEST_FORMULA, LONGEST_TEXT, MOST_ROWS, MOST_COLUMNS = 8_192, 32_767, 1_048_576, 16_384
Box = tuple[int, int, int, int]


class Package:
    """The parts of a workbook's file, read once."""

    def __init__(self, content: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(content))
        self.names = self.archive.namelist()

    def tree(self, name: str) -> ET.Element:
        return ET.fromstring(self.archive.read(name))

    def targets(self, part: str) -> dict[str, str]:
        """What the relationships of a part lead to, by their ids."""
        folder, name = posixpath.split(part)
        rels = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        if rels not in self.names:
            return {}
        found = {}
        for each in self.tree(rels).iter(f"{PACKAGE}Relationship"):
            assert each.get("TargetMode") != "External"
            assert each.attrib["Id"] not in found
            target = each.attrib["Target"]
            path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[each.attrib["Id"]] = path
        return found

    def sheets(self) -> dict[str, str]:
        """The part of each sheet by its name, in order."""
        targets = self.targets("xl/workbook.xml")
        sheets = self.tree("xl/workbook.xml").iter(f"{MAIN}sheet")
        return {each.attrib["name"]: targets[each.attrib[f"{OFFICE}id"]] for each in sheets}


@pytest.fixture(params=["full", "empty", "filtered", "filled"])
def package(request: pytest.FixtureRequest, store: Store, desk: Desk, words: Words, tmp_path: Path) -> Package:
    asked = LedgerFilter()
    if request.param != "empty":
        add_own_classes(store)
        chance = random.Random(9)
        fill(store, [any_draft(chance, 400) for _ in range(250)], chance)
    if request.param == "filtered":
        asked = asked.with_choices("department", ("质量部", "售后部")).with_piece("facts", "漏/水 & <1>")
    period: Period = named_period(FIRST.date().replace(month=3), FIRST.date().replace(month=12, day=31))
    wanted = AnalysisRequest(period, filter=asked, comparisons=(Comparison.PREVIOUS, Comparison.LAST_YEAR))
    path = tmp_path / "a.xlsx"
    example = resource("reports", "zh_CN", "workbook.xlsx") if request.param == "filled" else None
    analysis.report(desk, wanted, analysis.SHEETS, path, words, template=example)
    return Package(path.read_bytes())


def test_parts_are_there_once_and_lead_to_each_other(package: Package) -> None:
    assert package.archive.testzip() is None
    assert len(package.names) == len({name.lower() for name in package.names})
    types = package.tree("[Content_Types].xml")
    overrides = [each.attrib["PartName"].removeprefix("/") for each in types.iter(f"{TYPES}Override")]
    assert len(overrides) == len(set(overrides))
    assert set(overrides) <= set(package.names)
    endings = {each.attrib["Extension"] for each in types.iter(f"{TYPES}Default")}
    untyped = [name for name in package.names if name != "[Content_Types].xml" and name not in overrides]
    assert {name.rpartition(".")[2] for name in untyped} <= endings
    reached = set(package.targets("").values())
    waiting = list(reached)
    while waiting:
        for target in package.targets(waiting.pop()).values():
            assert target in package.names
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    parts = {name for name in package.names if not name.endswith(".rels") and name != "[Content_Types].xml"}
    assert parts == reached


def test_names_of_sheets_and_what_is_defined_are_such_as_excel_takes(package: Package) -> None:
    names = list(package.sheets())
    assert len(names) == len({name.casefold() for name in names})
    for name in names:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"
    book = package.tree("xl/workbook.xml")
    ids = [each.attrib["sheetId"] for each in book.iter(f"{MAIN}sheet")]
    assert len(ids) == len(set(ids))
    defined = list(book.iter(f"{MAIN}definedName"))
    keys = [(each.attrib["name"], each.get("localSheetId")) for each in defined]
    assert len(keys) == len(set(keys))
    for each in defined:
        for place in (each.text or "").split(","):
            sheet, area = sheet_and_area(place)
            assert sheet == names[int(each.attrib["localSheetId"])]
            assert re.fullmatch(r"\$\d+:\$\d+|\$[A-Z]+:\$[A-Z]+|\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", area)


def test_each_sheet_has_its_elements_rows_and_cells_in_order(package: Package) -> None:
    texts = strings(package)
    looks = package.tree("xl/styles.xml").find(f"{MAIN}cellXfs")
    assert looks is not None
    for part in package.sheets().values():
        sheet = package.tree(part)
        order = [SHEET_ORDER.index(each.tag.removeprefix(MAIN)) for each in sheet]
        assert order == sorted(order)
        last_row = 0
        for row in sheet.iter(f"{MAIN}row"):
            number = int(row.attrib["r"])
            assert last_row < number <= MOST_ROWS
            last_row, last_column = number, 0
            for cell in row:
                letter, at = coordinate_from_string(cell.attrib["r"])
                column = column_index_from_string(letter)
                assert at == number
                assert last_column < column <= MOST_COLUMNS
                last_column = column
                assert int(cell.get("s", "0")) < len(looks)
                value = cell.findtext(f"{MAIN}v")
                if cell.get("t") == "s":
                    assert value is not None
                    assert int(value) < len(texts)
                assert len("".join(cell.itertext())) <= LONGEST_TEXT
                if cell.find(f"{MAIN}f") is not None:
                    assert value
                elif cell.get("t", "n") == "n" and value is not None:
                    float(value)


def test_formulas_are_such_as_every_program_reads(package: Package) -> None:
    found = 0
    for part in package.sheets().values():
        for formula in package.tree(part).iter(f"{MAIN}f"):
            found += 1
            assert formula.text
            assert len(formula.text) <= LONGEST_FORMULA
            tokens = Tokenizer("=" + formula.text).items
            called = {each.value.rstrip("(") for each in tokens if each.type == "FUNC" and each.subtype == "OPEN"}
            assert called <= FUNCTIONS
            depth = [1 if each.subtype == "OPEN" else -1 for each in tokens if each.subtype in {"OPEN", "CLOSE"}]
            assert sum(depth) == 0
            for each in tokens:
                if each.type == "OPERAND" and each.subtype == "RANGE":
                    range_boundaries(each.value)
    assert found


def test_tables_have_names_of_their_own_and_headers_that_equal_their_cells(package: Package) -> None:
    ids, names = [], []
    for part in package.sheets().values():
        sheet, targets = package.tree(part), package.targets(part)
        boxes = merged = [box(each.attrib["ref"]) for each in sheet.iter(f"{MAIN}mergeCell")]
        assert not any(overlap(one, other) for at, one in enumerate(merged) for other in merged[:at])
        shown = shown_cells(package, sheet)
        for each in sheet.iter(f"{MAIN}tablePart"):
            table = package.tree(targets[each.attrib[f"{OFFICE}id"]])
            ids.append(table.attrib["id"])
            names.append(table.attrib["displayName"])
            assert table.get("totalsRowCount", "0") == "0"
            place = box(table.attrib["ref"])
            assert place[3] > place[1], "a table needs a row of data"
            assert not any(overlap(place, other) for other in boxes)
            boxes = [*boxes, place]
            columns = [column.attrib["name"] for column in table.iter(f"{MAIN}tableColumn")]
            assert columns == [shown[at, place[1]] for at in range(place[0], place[2] + 1)]
            assert len({name.casefold() for name in columns}) == len(columns)
            assert all(0 < len(name) <= 255 for name in columns)
            filtered = table.find(f"{MAIN}autoFilter")
            assert filtered is not None
            assert filtered.attrib["ref"] == table.attrib["ref"]
    assert len(ids) == len(set(ids))
    assert len(names) == len({name.casefold() for name in names})
    for name in names:
        assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", name)
        assert not re.fullmatch(r"[A-Za-z]{1,3}\d+|[rRcC]\d*", name)


def test_links_lead_to_the_row_of_the_complaint(package: Package) -> None:
    sheets, links = package.sheets(), 0
    for part in sheets.values():
        sheet = package.tree(part)
        shown = shown_cells(package, sheet)
        for link in sheet.iter(f"{MAIN}hyperlink"):
            name, cell = sheet_and_area(link.attrib["location"])
            target = shown_cells(package, package.tree(sheets[name]))
            column, row = coordinate_from_string(cell)
            from_column, from_row = coordinate_from_string(link.attrib["ref"])
            number = shown[column_index_from_string(from_column), from_row]
            assert re.fullmatch(r"TS\d+", number)
            assert target[column_index_from_string(column), row] == number
            links += 1
    assert links > 0 or not any(text.startswith("TS") for text in shown.values())


def test_charts_have_titles_and_axes_and_show_cells_that_are_there(package: Package) -> None:
    sheets = package.sheets()
    for name in (each for each in package.names if re.fullmatch(r"xl/charts/chart\d+\.xml", each)):
        chart = package.tree(name)
        titles = ["".join(each.itertext()).strip() for each in chart.iter(f"{CHART}title")]
        axes = [each for kind in ("catAx", "valAx") for each in chart.iter(f"{CHART}{kind}")]
        assert all(titles)
        assert chart.find(f"{CHART}chart/{CHART}title") is not None
        for axis in chart.iter(f"{CHART}valAx"):
            assert axis.find(f"{CHART}title") is not None
        numbers = [each.attrib["val"] for axis in axes for each in axis.iter(f"{CHART}axId")]
        crossed = [each.attrib["val"] for axis in axes for each in axis.iter(f"{CHART}crossAx")]
        assert len(numbers) == len(set(numbers))
        assert set(crossed) <= set(numbers)
        for formula in chart.iter(f"{CHART}f"):
            sheet, area = sheet_and_area(formula.text or "")
            rows = [int(row.attrib["r"]) for row in package.tree(sheets[sheet]).iter(f"{MAIN}row")]
            place = box(area.replace("$", ""))
            assert place[1] in rows
            assert place[3] in rows


def sheet_and_area(formula: str) -> tuple[str, str]:
    found = re.fullmatch(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.+)", formula)
    assert found, formula
    return (found[1] or found[2]).replace("''", "'"), found[3]


def box(area: str) -> Box:
    left, top, right, bottom = (each or 0 for each in range_boundaries(area))
    assert min(left, top, right, bottom) > 0
    return left, top, right, bottom


def overlap(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def shown_cells(package: Package, sheet: ET.Element) -> dict[tuple[int, int], str]:
    texts = strings(package)
    shown = {}
    for cell in sheet.iter(f"{MAIN}c"):
        letter, row = coordinate_from_string(cell.attrib["r"])
        value = cell.findtext(f"{MAIN}v") or ""
        inline = "".join(part.text or "" for part in cell.iter(f"{MAIN}t"))
        shown[column_index_from_string(letter), row] = texts[int(value)] if cell.get("t") == "s" else inline or value
    return shown


def strings(package: Package) -> list[str]:
    """The texts that cells share; a workbook need not have any."""
    if "xl/sharedStrings.xml" not in package.names:
        return []
    shared = package.tree("xl/sharedStrings.xml").iter(f"{MAIN}si")
    return ["".join(part.text or "" for part in each.iter(f"{MAIN}t")) for each in shared]
