"""The office's own sheets as they stand in its file, the places in their cells filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from openpyxl.utils.cell import range_boundaries

from complaint_desk.workbooks.analysis.looks import wrapped_height
from complaint_desk.workbooks.analysis.office_template.places import Places, has_places
from complaint_desk.workbooks.analysis.office_template.texts import SPOKEN, filled_pages, filled_runs, text_of

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW = re.compile(r"<row\b([^>]*?)(?:/>|>(.*?)</row>)", re.DOTALL)
_CELL = re.compile(r"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_ATTRIBUTE = re.compile(r'\b([\w:]+)="([^"]*)"')
_VALUE = re.compile(r"<v>([^<]*)</v>")
_INLINE = re.compile(r"<is>(.*?)</is>", re.DOTALL)
_COLUMN = re.compile(r'<col\b(?=[^>]*\bmin="(\d+)")(?=[^>]*\bmax="(\d+)")(?=[^>]*\bwidth="([\d.]+)")')
_MERGED = re.compile(r'<mergeCell ref="([A-Z]+\d+:[A-Z]+\d+)"')
_HEIGHT = re.compile(r'\s(?:ht|customHeight)="[^"]*"')
_USUAL_WIDTH = 8.4
_MOST_COLUMNS = 500
_USUAL_SIZE = 10.0
_TEXT_FORMATS = frozenset({0, 49})
"""General and text (ECMA-376-1, 18.8.30): in such a cell a figure stands as people write it."""


@dataclass(frozen=True, slots=True)
class CellStyle:
    """What matters of a cell's style when it is filled."""

    holds_numbers: bool
    wraps: bool
    size: float


def cell_styles(styles: ET.Element) -> list[CellStyle]:
    """The styles of a workbook by their number."""
    codes = {each.get("numFmtId", ""): each.get("formatCode", "") for each in styles.iter(f"{_MAIN}numFmt")}
    sizes = [
        float(size.get("val", _USUAL_SIZE)) if (size := font.find(f"{_MAIN}sz")) is not None else _USUAL_SIZE
        for font in styles.iterfind(f"{_MAIN}fonts/{_MAIN}font")
    ]
    found = []
    for xf in styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf"):
        number, alignment = xf.get("numFmtId", "0"), xf.find(f"{_MAIN}alignment")
        is_text = int(number) in _TEXT_FORMATS or codes.get(number, "") in {"General", "@"}
        wraps = alignment is not None and alignment.get("wrapText") in {"1", "true"}
        font = int(xf.get("fontId", "0"))
        found.append(CellStyle(not is_text, wraps, sizes[font] if font < len(sizes) else _USUAL_SIZE))
    return found


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """One sheet of the office: its XML, the shared texts of its workbook as XML, and the styles."""

    xml: str
    shared: Sequence[str]
    styles: Sequence[CellStyle]

    def texts(self) -> Iterator[tuple[str, str]]:
        """The reference and the text of each cell that holds a text."""
        for found in _CELL.finditer(self.xml):
            attributes = dict(_ATTRIBUTE.findall(found[1]))
            if (content := self._content(attributes, found[2] or "")) is not None:
                yield attributes.get("r", ""), text_of(content)

    def filled(self, places: Places) -> str:
        """The sheet with its places filled; its texts stand in its cells, since those shared are others now.

        A row of which a filled cell wraps gets as high as the text needs.
        """
        room = _Room(self.xml)

        def with_cells(row: re.Match[str]) -> str:
            needed: list[float] = []
            cells = _CELL.sub(lambda cell: self._filled(cell, places, room, needed), row[2] or "")
            attributes = dict(_ATTRIBUTE.findall(row[1]))
            height = max(needed, default=0.0)
            said = row[1]
            if height > float(attributes.get("ht", 0)):
                said = f'{_HEIGHT.sub("", said)} ht="{height:.1f}" customHeight="1"'
            return f"<row{said}>{cells}</row>"

        return filled_pages(_ROW.sub(with_cells, self.xml), places)

    def _filled(self, cell: re.Match[str], places: Places, room: _Room, needed: list[float]) -> str:
        attributes = dict(_ATTRIBUTE.findall(cell[1]))
        content = self._content(attributes, cell[2] or "")
        if content is None:
            return cell[0]
        said = "".join(f' {name}="{attributes[name]}"' for name in ("r", "s") if name in attributes)
        text = text_of(content)
        if not has_places(text):
            return f'<c{said} t="inlineStr"><is>{content}</is></c>'
        style = self._style(attributes)
        alone = places.alone(text)
        if alone and alone.number is not None and style.holds_numbers:
            return f"<c{said}><v>{alone.number!r}</v></c>"
        if style.wraps:
            needed.append(room.height_for(places.filled(text), attributes.get("r", "A1"), style.size))
        return f'<c{said} t="inlineStr"><is>{filled_runs(content, places)}</is></c>'

    def _content(self, attributes: dict[str, str], inside: str) -> str | None:
        """The XML of a cell's text, None for a cell that holds none."""
        if attributes.get("t") == "s" and (value := _VALUE.search(inside)):
            at = int(value[1])
            return SPOKEN.sub("", self.shared[at]) if at < len(self.shared) else None
        if attributes.get("t") == "inlineStr" and (found := _INLINE.search(inside)):
            return SPOKEN.sub("", found[1])
        return None

    def _style(self, attributes: dict[str, str]) -> CellStyle:
        at = int(attributes.get("s", "0"))
        return (
            self.styles[at] if at < len(self.styles) else CellStyle(holds_numbers=False, wraps=False, size=_USUAL_SIZE)
        )


class _Room:
    """How wide the cells of a sheet are, merged ones together."""

    def __init__(self, sheet: str) -> None:
        self._widths = {
            at: float(width)
            for first, last, width in _COLUMN.findall(sheet)
            for at in range(int(first), min(int(last), _MOST_COLUMNS) + 1)
        }
        self._merged = {each.partition(":")[0]: _bounds(each) for each in _MERGED.findall(sheet)}

    def height_for(self, text: str, reference: str, size: float) -> float:
        """The height in points that each row of a cell needs to show a text in letters of a size."""
        left, top, right, bottom = self._merged.get(reference) or _bounds(reference)
        width = sum(self._widths.get(at, _USUAL_WIDTH) for at in range(left, right + 1))
        scale = size / _USUAL_SIZE
        return wrapped_height(text, width / scale) * scale / (bottom - top + 1)


def _bounds(reference: str) -> tuple[int, int, int, int]:
    """Columns and rows from 1: left, top, right, bottom."""
    left, top, right, bottom = range_boundaries(reference)
    return left or 1, top or 1, right or left or 1, bottom or top or 1
