"""Fills the places in the XML of a workbook's parts: cells, page headers, text boxes, titles of charts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from xml.sax.saxutils import escape

from complaint_desk.workbooks.analysis.office_template.places import Places, has_places
from complaint_desk.workbooks.cells import cell_text

_TEXT = re.compile(r"(<(?:\w+:)?t\b[^>]*?)(?:/>|>([^<]*)</(?:\w+:)?t>)")
_PARAGRAPH = re.compile(r"<a:p\b.*?</a:p>", re.DOTALL)
SPOKEN = re.compile(r"<rPh\b.*?</rPh>|<phoneticPr\b[^>]*/>", re.DOTALL)
_PAGE = re.compile(r"(<(?:odd|even|first)(?:Header|Footer)\b[^>]*>)([^<]*)(</)")


def text_of(xml: str) -> str:
    """The text of a shared text, cell or paragraph of a drawing."""
    return "".join(unescape(found[2] or "") for found in _TEXT.finditer(SPOKEN.sub("", xml)))


def filled_runs(xml: str, places: Places) -> str:
    """A text of one or several runs with its places filled.

    Each run keeps its looks; where a place goes over several runs all of the text gets those of the first.
    """
    runs = [unescape(found[2] or "") for found in _TEXT.finditer(xml)]
    whole = "".join(runs)
    filled = [places.filled(run) for run in runs]
    if "".join(filled) != places.filled(whole):
        filled = [places.filled(whole), *[""] * (len(runs) - 1)]
    texts = iter(filled)

    def with_text(found: re.Match[str]) -> str:
        name = found[1].partition(" ")[0].lstrip("<")
        # Only texts of cells need to be told that blanks count; those of drawings do not know how.
        start = found[1] if ":" in name or "space=" in found[1] else f'{found[1]} xml:space="preserve"'
        return f"{start}>{escape(cell_text(next(texts)))}</{name}>"

    return _TEXT.sub(with_text, xml)


def filled_pages(sheet: str, places: Places) -> str:
    """A sheet whose page headers and footers have their places filled."""

    def filled(found: re.Match[str]) -> str:
        text = unescape(found[2])
        if not has_places(text):
            return found[0]
        # An & begins a code there, so that of a value is written twice.
        doubled = re.split(r"([{\uff5b]{2}.*?[}\uff5d]{2})", text)
        doubled[1::2] = [places.filled(place).replace("&", "&&") for place in doubled[1::2]]
        return found[1] + escape("".join(doubled)) + found[3]

    return _PAGE.sub(filled, sheet)


def page_texts(sheet: str) -> Iterator[str]:
    """The texts of page headers and footers of a sheet."""
    return (unescape(found[2]) for found in _PAGE.finditer(sheet))


def drawn_texts(part: str) -> Iterator[str]:
    """The paragraphs of a drawing or chart."""
    return (text_of(found[0]) for found in _PARAGRAPH.finditer(part))


def filled_drawing(part: str, places: Places) -> str:
    """A drawing or chart whose texts have their places filled."""
    return _replaced(part, _PARAGRAPH, lambda paragraph: filled_runs(paragraph, places))


def _replaced(part: str, pattern: re.Pattern[str], one: Callable[[str], str]) -> str:
    return pattern.sub(lambda found: one(found[0]) if has_places(text_of(found[0])) else found[0], part)
