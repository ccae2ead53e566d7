"""What the report writes into an office's workbook wears its letters and its colour."""

from __future__ import annotations

from collections.abc import Mapping

from complaint_desk.workbooks.analysis import looks
from complaint_desk.workbooks.analysis.office_template.package import WORKBOOK, Package

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
_TINT, _SHADE = 0.88, 0.45
STYLES = "xl/styles.xml"


def dress_of(package: Package) -> Mapping[str, str]:
    """What takes the place of the built-in letters and colours in the XML of styles and charts.

    The letters are those of the workbook's usual style, the colour is the first accent of its theme; the header's letters and
    ground are shades of it.
    """
    found: dict[str, str] = {}
    font = package.xml(STYLES).find(f"{_MAIN}fonts/{_MAIN}font/{_MAIN}name")
    if font is not None and (face := font.get("val")):
        found[f'"{looks.FACE}"'] = f'"{face}"'
    if accent := _accent(package):
        for plain, own in (
            (looks.ACCENT, accent),
            (looks.HEADER_INK, _mixed(accent, _BLACK, _SHADE)),
            (looks.HEADER_GROUND, _mixed(accent, _WHITE, _TINT)),
        ):
            found |= {f'"00{plain}"': f'"FF{own}"', f'"{plain}"': f'"{own}"'}
    return found


def dressed(xml: str, dress: Mapping[str, str]) -> str:
    """A part of styles or of a chart in the office's letters and colours."""
    for plain, own in dress.items():
        xml = xml.replace(plain, own)
    return xml


def _accent(package: Package) -> str:
    theme = next((each.target for each in package.relations(WORKBOOK) if each.kind == "theme"), "")
    if theme not in package.parts:
        return ""
    color = package.xml(theme).find(f".//{_DRAWN}accent1/{_DRAWN}srgbClr")
    return "" if color is None else color.get("val", "").upper()


def _mixed(color: str, other: tuple[int, int, int], part: float) -> str:
    own = (int(color[at : at + 2], 16) for at in (0, 2, 4))
    return "".join(f"{round(a + (b - a) * part):02X}" for a, b in zip(own, other, strict=True))
