"""Puts the office's parts into the workbook that openpyxl has saved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from complaint_desk.workbooks.analysis.office_template.drawings import joined_drawing, of_office, with_reference
from complaint_desk.workbooks.analysis.office_template.dressing import STYLES, dress_of, dressed
from complaint_desk.workbooks.analysis.office_template.package import (
    CONTENT_TYPES,
    Package,
    Relation,
    moved,
    relations_of,
    relations_xml,
    where_moved,
    with_types,
)
from complaint_desk.workbooks.analysis.office_template.places import Places
from complaint_desk.workbooks.analysis.office_template.sheet_cells import OwnSheet
from complaint_desk.workbooks.analysis.office_template.texts import filled_drawing, filled_pages

DRAWN = re.compile(r"xl/(?:drawings|charts)/[^/]+\.xml")
"""Parts that hold texts beside those of cells."""

_TABLE_ID = re.compile(r'(<table\b[^>]*?\sid=")(\d+)(")')
_PAGE_PICTURES = re.compile(r'<legacyDrawingHF\b[^>]*:id="([^"]*)"')


class Assembly:
    """Gathers the parts that take the place of those in a saved workbook, or come to it."""

    def __init__(self, office: Package, saved: Package, places: Mapping[str, Places]) -> None:
        self._office = office
        self._saved = saved
        self._places = places
        self._from, self._to = office.sheets(), saved.sheets()
        self._parts: dict[str, str | bytes] = {}
        self._types: dict[str, str] = {}
        self._tables = sum(name.startswith("xl/tables/") for name in saved.parts)

    def put(self, title: str, sheet: OwnSheet) -> None:
        """A sheet of the office as it stands, with all that hangs on it."""
        relations = self._office.relations(self._from[title])
        self._parts[self._to[title]] = sheet.filled(self._places[title])
        self._parts[relations_of(self._to[title])] = relations_xml(where_moved(relations))
        self._move(relations, self._places[title])

    def keep_head(self, title: str) -> None:
        """The page header of a sheet that the report writes on, and the pictures and shapes of the sheet and of its header."""
        of_sheet = self._office.relations(self._from[title])
        target = self._to[title]
        relations = self._saved.relations(target)
        text = filled_pages(self._saved.text(target), self._places[title])
        on_page = set(_PAGE_PICTURES.findall(self._office.text(self._from[title])))
        for each in of_sheet:
            element = "drawing" if each.kind == "drawing" else "legacyDrawingHF" if each.id in on_page else ""
            ours = next((one for one in relations if one.kind == element), None)
            if ours:
                self._join(ours.target, each.target, self._places[title])
            elif element:
                (relation,) = of_office([each])
                relations.append(relation)
                text = with_reference(text, element, relation.id)
                self._move([each], self._places[title])
        self._parts[target] = text
        if relations:
            self._parts[relations_of(target)] = relations_xml(relations)

    def _join(self, ours: str, theirs: str, places: Places) -> None:
        joined = joined_drawing(self._saved.text(ours), filled_drawing(self._office.text(theirs), places))
        below = self._office.relations(theirs)
        self._parts[ours] = joined
        self._parts[relations_of(ours)] = relations_xml([*self._saved.relations(ours), *of_office(below)])
        self._move(below, places)

    def _move(self, relations: Iterable[Relation], places: Places) -> None:
        for name in self._office.below(relations):
            self._parts[moved(name)] = self._moved(name, places)
            self._types[moved(name)] = self._office.type_of(name)
            if below := self._office.relations(name):
                self._parts[relations_of(moved(name))] = relations_xml(where_moved(below))

    def _moved(self, name: str, places: Places) -> str | bytes:
        if DRAWN.fullmatch(name):
            return filled_drawing(self._office.text(name), places)
        if name.startswith("xl/tables/"):
            # The numbers of tables are those of a workbook, not of a sheet.
            self._tables += 1
            return _TABLE_ID.sub(rf"\g<1>{self._tables}\g<3>", self._office.text(name), count=1)
        return self._office.parts[name]

    def parts(self) -> dict[str, bytes]:
        """All of them by name, the looks of what the report wrote brought to those of the office."""
        dress = dress_of(self._office)
        for name in self._saved.parts:
            if name == STYLES or (name.startswith("xl/charts/") and name.endswith(".xml")):
                self._parts[name] = dressed(self._saved.text(name), dress)
        self._parts[CONTENT_TYPES] = with_types(self._saved.text(CONTENT_TYPES), self._types)
        return {name: part.encode() if isinstance(part, str) else part for name, part in self._parts.items()}
