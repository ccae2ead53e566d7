"""A filled letter as HTML for paper: what a PC without Word prints is what the kept file says.

Paragraphs, tables, pictures, page breaks and the header of the page are shown; text boxes and the rest of what Word can
do are not, and `Paper.left_out` tells so.
"""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from complaint_desk.domain.papers import Margins, Paper
from complaint_desk.i18n.letter_phrases import LetterPhrases
from complaint_desk.printing.letters.styles import Look, Looks, is_on
from complaint_desk.printing.markup import escaped
from complaint_desk.printing.word.word_file import BODY, Part, W, WordFile, text_of

_TWIPS_IN_PIXEL = 15.0
"""HTML counts 96 pixels to the inch, Word 1440 twips."""
_TWIPS_IN_MM = 1440 / 25.4
_EMU_IN_PIXEL = 9525
_HALF_POINTS = 21
_BLANK = "\u3000"
_ALIGNED = {"center": "center", "right": "right", "end": "right", "both": "justify", "distribute": "justify"}
_PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp"}
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def letter_paper(content: bytes, title: str, phrases: LetterPhrases) -> Paper:
    """The pages of a kept letter; `title` names the print job.

    Raises:
        Refusal: `template_not_word`.
    """
    file = WordFile.read(title, content)
    body = Part.parsed(title, file.parts[BODY]).root.find(W + "body")
    setting = _Setting(file, Looks.of(file, title), phrases)
    blocks = [] if body is None else list(setting.header(body, title)) + list(setting.blocks(body, BODY))
    html = f'<html><body style="color: #000000">{"".join(blocks)}</body></html>'
    return Paper(title, html, "", margins=_margins(body), numbered=False, left_out=setting.left_out)


def _margins(body: ET.Element | None) -> Margins:
    found = None if body is None else next(iter(list(body.iter(W + "pgMar"))[-1:]), None)
    if found is None:
        return Margins(25.4, 25.4, 31.7, 31.7)
    return Margins(
        *(abs(float(found.get(W + side, "1440"))) / _TWIPS_IN_MM for side in ("top", "bottom", "left", "right"))
    )


@dataclass(slots=True)
class _Setting:
    """Sets one file. `left_out` becomes true when something was met that cannot be shown."""

    file: WordFile
    looks: Looks
    phrases: LetterPhrases
    left_out: bool = field(default=False)

    def header(self, body: ET.Element, title: str) -> Iterator[str]:
        """The header of the first page."""
        for reference in body.iter(W + "headerReference"):
            target = self._targets(BODY).get(reference.get(_R + "id", ""), "")
            if reference.get(W + "type") == "default" and target in self.file.parts:
                root = Part.parsed(title, self.file.parts[target]).root
                if any(text_of(each).strip() or each.find(f".//{_A}blip") is not None for each in root.iter(W + "p")):
                    yield from self.blocks(root, target)
                return

    def blocks(self, parent: ET.Element, part: str) -> Iterator[str]:
        for child in parent:
            if child.tag == W + "p":
                yield self._paragraph(child, part)
            elif child.tag == W + "tbl":
                yield self._table(child, part)
            elif child.tag == W + "sdt":
                content = child.find(W + "sdtContent")
                yield from () if content is None else self.blocks(content, part)

    # Paragraphs

    def _paragraph(self, paragraph: ET.Element, part: str) -> str:
        look, mark = self.looks.paragraph(paragraph), self.looks.mark(paragraph)
        inside = "".join(self._runs(paragraph, part))
        if not inside:
            inside = f'<span style="{self._run_style(mark)}">&nbsp;</span>'
        elif blanks := _first_line(look, _size_of(mark)):
            inside = f'<span style="{self._run_style(mark)}">{blanks}</span>{inside}'
        size = _size_of(next((self.looks.run(run, paragraph) for run in paragraph.iter(W + "r")), mark))
        style = "; ".join(f"{name}: {value}" for name, value in _paragraph_style(look, size))
        return f'<p style="{style}">{inside}</p>'

    def _runs(self, element: ET.Element, part: str, paragraph: ET.Element | None = None) -> Iterator[str]:
        above = element if paragraph is None else paragraph
        for child in element:
            if child.tag == W + "r":
                yield self._run(child, above, part)
            elif child.tag in (
                W + "ins",
                W + "hyperlink",
                W + "smartTag",
                W + "fldSimple",
                W + "sdt",
                W + "sdtContent",
            ):
                yield from self._runs(child, part, above)

    def _run(self, run: ET.Element, paragraph: ET.Element, part: str) -> str:
        look = self.looks.run(run, paragraph)
        pieces = "".join(self._piece(piece, part) for piece in run)
        if not pieces or is_on(look, "vanish"):
            return ""
        return f'<span style="{self._run_style(look)}">{pieces}</span>'

    def _piece(self, piece: ET.Element, part: str) -> str:
        if piece.tag == W + "t":
            return escaped(piece.text or "")
        if piece.tag == W + "tab":
            return "&nbsp;" * 4
        if piece.tag in (W + "br", W + "cr"):
            return "<br>"
        if piece.tag == W + "drawing":
            return self._picture(piece, part)
        if piece.tag.endswith(("}pict", "}AlternateContent", "}object")):
            self.left_out = True
        return ""

    def _picture(self, drawing: ET.Element, part: str) -> str:
        blip, extent = drawing.find(f".//{_A}blip"), drawing.find(f".//{_WP}extent")
        target = "" if blip is None else self._targets(part).get(blip.get(_R + "embed", ""), "")
        kind = _PICTURES.get(target.rpartition(".")[2].lower())
        if kind is None or extent is None or target not in self.file.parts:
            self.left_out = True
            return ""
        width, height = (int(extent.get(side, "0")) // _EMU_IN_PIXEL for side in ("cx", "cy"))
        data = base64.b64encode(self.file.parts[target]).decode()
        return f'<img src="data:{kind};base64,{data}" width="{width}" height="{height}">'

    def _targets(self, part: str) -> dict[str, str]:
        """Parts by the id under which another part names them."""
        folder, _slash, name = part.rpartition("/")
        content = self.file.parts.get(f"{folder}/_rels/{name}.rels")
        if content is None:
            return {}
        root = Part.parsed(part, content).root
        return {each.get("Id", ""): _resolved(folder, each.get("Target", "")) for each in root}

    def _run_style(self, look: Look) -> str:
        fonts = look.get("rFonts", {})
        named = fonts.get("eastAsia") or fonts.get("ascii") or ""
        families = [*self.phrases.fonts(named), self.looks.other_fonts.get(named, "")] if named else []
        found = [("font-size", f"{_size_of(look):g}pt")]
        if families:
            found.append(("font-family", ",".join(f"'{each}'" for each in families if each and "'" not in each)))
        found += [
            (name, value)
            for mark, name, value in (
                ("b", "font-weight", "bold"),
                ("i", "font-style", "italic"),
                ("u", "text-decoration", "underline"),
                ("strike", "text-decoration", "line-through"),
            )
            if is_on(look, mark)
        ]
        colour = look.get("color", {}).get("val", "auto")
        if len(colour) == 6 and colour.isalnum():
            found.append(("color", f"#{colour}"))
        return escaped("; ".join(f"{name}: {value}" for name, value in found))

    # Tables

    def _table(self, table: ET.Element, part: str) -> str:
        widths = [int(each.get(W + "w", "0") or 0) for each in table.iter(W + "gridCol")]
        whole = sum(widths) or 1
        bordered = table.find(f"{W}tblPr/{W}tblBorders") is not None or table.find(f"{W}tblPr/{W}tblStyle") is not None
        border = 'border="1" style="border-collapse: collapse; border-color: #000000"' if bordered else 'border="0"'
        rows = [_cells(row) for row in table.iter(W + "tr")]
        heads = sum(1 for row in table.iter(W + "tr") if row.find(f"{W}trPr/{W}tblHeader") is not None)
        lines = [
            f"<tr>{''.join(self._cell(cell, rows, at, widths, whole, part) for cell in row)}</tr>"
            for at, row in enumerate(rows)
        ]
        top = f"<thead>{''.join(lines[:heads])}</thead>" if heads else ""
        return f'<table width="100%" cellspacing="0" cellpadding="2" {border}>{top}{"".join(lines[heads:])}</table>'

    def _cell(self, cell: _Cell, rows: list[list[_Cell]], at: int, widths: list[int], whole: int, part: str) -> str:
        if cell.goes_on:
            return ""
        # A cell over several columns would have them share its width evenly.
        share = (
            f' width="{100 * widths[cell.column] / whole:.2f}%"' if cell.span == 1 and cell.column < len(widths) else ""
        )
        below = 1
        while at + below < len(rows) and any(each.goes_on and each.column == cell.column for each in rows[at + below]):
            below += 1
        shade = cell.element.find(f"{W}tcPr/{W}shd")
        fill = "" if shade is None else shade.get(W + "fill", "auto")
        ground = f' bgcolor="#{fill}"' if len(fill) == 6 and fill.isalnum() else ""
        middle = cell.element.find(f"{W}tcPr/{W}vAlign")
        upright = "middle" if middle is not None and middle.get(W + "val") == "center" else "top"
        inside = "".join(self.blocks(cell.element, part))
        return (
            f'<td{share} colspan="{cell.span}" rowspan="{below}"{ground} '
            f'style="vertical-align: {upright}">{inside}</td>'
        )


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell at its column of the grid; one that `goes_on` belongs to the cell above it."""

    element: ET.Element
    column: int
    span: int
    goes_on: bool


def _cells(row: ET.Element) -> list[_Cell]:
    found: list[_Cell] = []
    column = 0
    for cell in row.findall(W + "tc"):
        span_of, merged = cell.find(f"{W}tcPr/{W}gridSpan"), cell.find(f"{W}tcPr/{W}vMerge")
        span = 1 if span_of is None else int(span_of.get(W + "val", "1"))
        found.append(_Cell(cell, column, span, merged is not None and merged.get(W + "val") != "restart"))
        column += span
    return found


def _paragraph_style(look: Look, size: float) -> Iterator[tuple[str, str]]:
    """Indents of so many characters go before those in twips, as Word has it; `size` is the text's, in points."""
    spacing, indent = look.get("spacing", {}), look.get("ind", {})
    character = size * 20
    # Full-width blanks part what stands in one line; HTML would make one of several.
    yield "white-space", "pre-wrap"
    yield "text-align", _ALIGNED.get(look.get("jc", {}).get("val", ""), "left")
    yield "margin-top", f"{_first(spacing, ('before',)) / _TWIPS_IN_PIXEL:.0f}px"
    yield "margin-bottom", f"{_first(spacing, ('after',)) / _TWIPS_IN_PIXEL:.0f}px"
    yield "margin-left", f"{_indent(indent, ('left', 'start'), character) / _TWIPS_IN_PIXEL:.0f}px"
    yield "margin-right", f"{_indent(indent, ('right', 'end'), character) / _TWIPS_IN_PIXEL:.0f}px"
    if line := _first(spacing, ("line",)):
        if spacing.get("lineRule") in ("exact", "atLeast"):
            yield "line-height", f"{line / _TWIPS_IN_PIXEL:.0f}px"
            yield "-qt-line-height-type", "fixed" if spacing["lineRule"] == "exact" else "minimum"
        else:
            yield "line-height", f"{100 * line / 240:.0f}%"
    if is_on(look, "pageBreakBefore"):
        yield "page-break-before", "always"


def _first_line(look: Look, size: float) -> str:
    """The indent of the first line as blanks of a character each: Qt does not scale it for printers."""
    twips = _indent(look.get("ind", {}), ("firstLine",), size * 20)
    return _BLANK * round(twips / (size * 20))


def _indent(indent: Mapping[str, str], names: tuple[str, ...], character: float) -> float:
    """Twips; `leftChars` and its like count hundredths of a character."""
    if characters := _first(indent, tuple(f"{name}Chars" for name in names)):
        return characters / 100 * character
    return _first(indent, names)


def _first(attributes: Mapping[str, str], names: tuple[str, ...]) -> float:
    """The number of the first attribute that is there and is one."""
    for name in names:
        with contextlib.suppress(ValueError):
            return float(attributes.get(name, ""))
    return 0.0


def _size_of(look: Look) -> float:
    return float(look.get("sz", {}).get("val", _HALF_POINTS)) / 2


def _resolved(folder: str, target: str) -> str:
    """A target as a part's name: absolute ones begin with a slash, others count from the folder of who names them."""
    if target.startswith("/"):
        return target[1:]
    steps: list[str] = folder.split("/")
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)
