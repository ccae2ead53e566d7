"""The charts of the analysis workbook for other papers: each as it stands there, with its numbers and its cells."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from openpyxl import Workbook
from openpyxl.chart._chart import ChartBase
from openpyxl.utils.cell import range_boundaries
from openpyxl.writer.excel import ExcelWriter

from complaint_desk.domain.analysis import Figures
from complaint_desk.domain.papers import Chart
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.analysis.book import page_alone
from complaint_desk.workbooks.analysis.page import Page
from complaint_desk.workbooks.cells import set_text
from complaint_desk.workbooks.finishing import finish

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.+)")
_AFTER_TEXT = ("externalData", "printSettings", "userShapes")
_MM_OF_CM = 10.0
_LOWEST, _HIGHEST = 75.0, 115.0
"""Millimetres that a chart on paper may be high: legible with its axes and legend, and not alone on its page."""

_NO_TIME = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl wants UTC without saying so
"""The same figures make the same file, whenever it is made."""

_FONT, _POINTS = "Microsoft YaHei", 9


def charts_of(figures: Figures, sheets: tuple[str, ...], words: Words, width: float) -> dict[str, Chart]:
    """The first chart of each sheet that has one, by the sheet's code, of a width in millimetres; its height is its own.

    The figures hold the groupings that these sheets need.
    """
    found = {}
    for code in sheets:
        page = page_alone(figures, code, words)
        drawn: list[ChartBase] = page.sheet._charts  # type: ignore[attr-defined]  # noqa: SLF001 - openpyxl gives no other way to a sheet's charts
        if drawn:
            found[code] = _Apart(page, drawn[0]).chart(width)
    return found


class _Apart:
    """One chart with the cells that it shows."""

    def __init__(self, page: Page, chart: ChartBase) -> None:
        self._page = page
        self._chart = chart
        self._book = Workbook()
        self._cells = self._book.worksheets[0]
        self._cells.title = page.sheet.title

    def chart(self, width: float) -> Chart:
        written = self._chart._write()  # type: ignore[attr-defined]  # noqa: SLF001 - nor to their XML
        tree = ET.fromstring(ET.tostring(written))  # noqa: S314 - openpyxl wrote it
        for category in tree.iter(f"{_C}cat"):
            for reference in category.findall(f"{_C}numRef"):
                # openpyxl takes categories for numbers; a program that finds no workbook would show none.
                reference.tag = f"{_C}strRef"
        for reference in [each for each in tree.iter() if each.tag in (f"{_C}numRef", f"{_C}strRef")]:
            self._add_values(reference)
        _add_look(tree)
        height = min(max(self._chart.height * _MM_OF_CM, _LOWEST), _HIGHEST)
        title = "".join(text.text or "" for text in tree.findall(f"{_C}chart/{_C}title//{_A}t"))
        return Chart(_serialised(tree), self._workbook(), width, height, title, f"{title}: {self._said()}")

    def _add_values(self, reference: ET.Element) -> None:
        """The values beside the reference to them, and their cells in the chart's own workbook."""
        formula = reference.findtext(f"{_C}f", "")
        is_number = reference.tag == f"{_C}numRef"
        cache = ET.SubElement(reference, f"{_C}{'numCache' if is_number else 'strCache'}")
        cells = list(self._cells_of(formula))
        if is_number:
            ET.SubElement(cache, f"{_C}formatCode").text = cells[0][1] if cells else "General"
        ET.SubElement(cache, f"{_C}ptCount", {"val": str(len(cells))})
        for at, (value, _format) in enumerate(cells):
            if value is not None and not (is_number and isinstance(value, str)):
                ET.SubElement(ET.SubElement(cache, f"{_C}pt", {"idx": str(at)}), f"{_C}v").text = str(value)

    def _cells_of(self, formula: str) -> Iterator[tuple[Any, str]]:
        if not (found := _REFERENCE.fullmatch(formula)):
            return
        left, top, right, bottom = range_boundaries(found[3])
        for row in range(int(top or 1), int(bottom or 1) + 1):
            for column in range(int(left or 1), int(right or 1) + 1):
                cell = self._page.sheet.cell(row, column)
                value = self._page.computed.get(cell.coordinate, cell.value)
                own = self._cells.cell(row, column)
                if isinstance(value, str):
                    set_text(own, value)  # type: ignore[arg-type]
                else:
                    own.value = value
                    own.number_format = cell.number_format
                yield value, cell.number_format

    def _said(self) -> str:
        """The cells as text, for those who do not see the chart."""
        rows = (" ".join(str(value) for value in row if value is not None) for row in self._cells.values)
        return "; ".join(row for row in rows if row)

    def _workbook(self) -> bytes:
        saved, made = io.BytesIO(), io.BytesIO()
        self._book.properties.created = self._book.properties.modified = _NO_TIME
        ExcelWriter(self._book, zipfile.ZipFile(saved, "w")).save()
        finish(saved, made, {}, {})
        return made.getvalue()


def _add_look(tree: ET.Element) -> None:
    """The font of all texts without one of their own, and the link to the workbook, where the schema wants them."""
    for tag in _AFTER_TEXT:
        for each in tree.findall(_C + tag):
            tree.remove(each)
    text = ET.SubElement(tree, f"{_C}txPr")
    ET.SubElement(text, f"{_A}bodyPr")
    properties = ET.SubElement(ET.SubElement(text, f"{_A}p"), f"{_A}pPr")
    look = ET.SubElement(properties, f"{_A}defRPr", {"sz": str(_POINTS * 100)})
    ET.SubElement(look, f"{_A}latin", {"typeface": _FONT})
    ET.SubElement(look, f"{_A}ea", {"typeface": _FONT})
    link = ET.SubElement(tree, f"{_C}externalData", {f"{_R}id": Chart.WORKBOOK_LINK})
    ET.SubElement(link, f"{_C}autoUpdate", {"val": "0"})


def _serialised(tree: ET.Element) -> bytes:
    made: bytes = ET.tostring(tree, "UTF-8", xml_declaration=True)
    return made
