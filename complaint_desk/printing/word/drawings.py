"""Puts a chart into a Word file: its part, the workbook behind it, and the frame that shows it."""

from __future__ import annotations

from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr

from complaint_desk.domain.papers import Chart
from complaint_desk.printing.word.word_file import Part, W, WordFile

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_WP, _A, _C = f"{_DRAWING}/wordprocessingDrawing", f"{_DRAWING}/main", f"{_DRAWING}/chart"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LINKS, _TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
_EMU_OF_MM = 36_000
_FIRST_ID = 9_000
"""Above the numbers that Word gives to the drawings of a template."""


class Drawings:
    """The charts placed in one body, to become parts of its file."""

    def __init__(self, body: Part) -> None:
        for prefix, uri in (("r", _OFFICE), ("wp", _WP), ("a", _A), ("c", _C)):
            body.declare(prefix, uri)
        self._charts: list[Chart] = []

    def place(self, paragraph: ET.Element, chart: Chart) -> None:
        """Show a chart in the place of a paragraph's text."""
        for child in list(paragraph):
            if child.tag != W + "pPr":
                paragraph.remove(child)
        self._charts.append(chart)
        number = len(self._charts)
        size = {"cx": str(round(chart.width * _EMU_OF_MM)), "cy": str(round(chart.height * _EMU_OF_MM))}
        drawing = ET.SubElement(ET.SubElement(paragraph, W + "r"), W + "drawing")
        inline = ET.SubElement(drawing, f"{{{_WP}}}inline", dict.fromkeys(("distT", "distB", "distL", "distR"), "0"))
        ET.SubElement(inline, f"{{{_WP}}}extent", size)
        named = {"id": str(_FIRST_ID + number), "name": chart.title, "descr": chart.description}
        ET.SubElement(inline, f"{{{_WP}}}docPr", named)
        ET.SubElement(inline, f"{{{_WP}}}cNvGraphicFramePr")
        graphic = ET.SubElement(inline, f"{{{_A}}}graphic")
        data = ET.SubElement(graphic, f"{{{_A}}}graphicData", {"uri": _C})
        ET.SubElement(data, f"{{{_C}}}chart", {f"{{{_OFFICE}}}id": _link_of(number)})

    def added_to(self, file: WordFile) -> WordFile:
        """The file with the parts of the charts that were placed."""
        if not self._charts:
            return file
        parts: dict[str, bytes] = {}
        links, types = [], []
        if b'Extension="xlsx"' not in file.parts[_TYPES]:
            types.append(f'<Default xmlns="{_PACKAGE}/content-types" Extension="xlsx" ContentType="{_BOOK_TYPE}"/>')
        for number, chart in enumerate(self._charts, 1):
            name = _name_of(number)
            parts[f"word/charts/{name}.xml"] = chart.xml
            parts[f"word/charts/_rels/{name}.xml.rels"] = _book_link(name)
            parts[f"word/embeddings/{name}.xlsx"] = chart.workbook
            links.append(_link(_link_of(number), f"{_OFFICE}/chart", f"charts/{name}.xml"))
            types.append(
                f'<Override xmlns="{_PACKAGE}/content-types" PartName="/word/charts/{name}.xml" '
                f"ContentType={quoteattr(_CHART_TYPE)}/>"
            )
        changed = {_LINKS: _with_children(file.parts[_LINKS], links), _TYPES: _with_children(file.parts[_TYPES], types)}
        return file.with_parts({**changed, **parts})


def _name_of(number: int) -> str:
    return f"desk_chart{number}"


def _link_of(number: int) -> str:
    return f"deskChart{number}"


def _book_link(name: str) -> bytes:
    inside = _link(Chart.WORKBOOK_LINK, f"{_OFFICE}/package", f"../embeddings/{name}.xlsx")
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'.encode()


def _link(identity: str, kind: str, target: str) -> str:
    return f'<Relationship xmlns="{_PACKAGE}/relationships" Id="{identity}" Type="{kind}" Target="{target}"/>'


def _with_children(content: bytes, children: list[str]) -> bytes:
    """More children at the end of a part's root; all else stays byte for byte."""
    at = content.rindex(b"</")
    return content[:at] + "".join(children).encode() + content[at:]
