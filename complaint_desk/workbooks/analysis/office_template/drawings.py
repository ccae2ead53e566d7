"""Pictures and shapes of a template's sheet beside the charts that the report draws on it.

Source: ECMA-376-1, 20.5 (SpreadsheetML drawing), 18.3.1.99 (order of what a sheet holds).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from complaint_desk.workbooks.analysis.office_template.package import Relation, where_moved

_ROOT = re.compile(r"<(?:\w+:)?wsDr\b([^>]*)>(.*)</(?:\w+:)?wsDr>", re.DOTALL)
_NAMESPACE = re.compile(r'(xmlns:\w+)="[^"]*"')
_REFERENCE = re.compile(r'(\s(?!xmlns)\w+:(?:id|embed|link|pict|dm|lo|qs|cs)=")')
_SHAPE = re.compile(r'(<(?:\w+:)?cNvPr\b[^>]*?\sid=")(\d+)(")')
_OF_OFFICE = "office_"
_FIRST_SHAPE = 10_000
_BEHIND_DRAWING = (
    "legacyDrawing",
    "legacyDrawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def joined_drawing(ours: str, theirs: str) -> str:
    """A drawing with what stands in both; relations of theirs are then called as `of_office` calls them."""
    found = _ROOT.search(theirs)
    end = re.search(r"</(?:\w+:)?wsDr>", ours)
    if found is None or end is None:
        return ours
    shapes = _REFERENCE.sub(rf"\g<1>{_OF_OFFICE}", found[2])
    shapes = _SHAPE.sub(lambda shape: f"{shape[1]}{int(shape[2]) + _FIRST_SHAPE}{shape[3]}", shapes)
    start = re.search(r"<(?:\w+:)?wsDr\b[^>]*", ours)
    head = start[0] if start else ""
    known = set(_NAMESPACE.findall(head))
    more = "".join(f" {each[0]}" for each in _NAMESPACE.finditer(found[1]) if each[1] not in known)
    return (ours[: end.start()] + shapes + ours[end.start() :]).replace(head, head + more, 1)


def of_office(relations: Iterable[Relation]) -> list[Relation]:
    """Relations of a template's part as they stand beside ours: under other names, to parts that have moved."""
    return [Relation(_OF_OFFICE + each.id, each.type, each.target, each.is_outside) for each in where_moved(relations)]


def with_reference(sheet: str, element: str, relation: str) -> str:
    """A sheet that refers to a drawing (`drawing`) or to the pictures of its page header (`legacyDrawingHF`)."""
    later = _BEHIND_DRAWING[0 if element == "drawing" else _BEHIND_DRAWING.index(element) + 1 :]
    place = re.search(rf"<(?:{'|'.join(later)}|extLst)\b|</worksheet>", sheet)
    at = place.start() if place else len(sheet)
    return f'{sheet[:at]}<{element} xmlns:r="{_RELATIONS}" r:id="{relation}"/>{sheet[at:]}'
