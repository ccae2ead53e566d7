"""The sheet of all complaints counted. Its rows are written straight into the file: openpyxl would take a minute for 20,000."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from complaint_desk.domain.complaint import Complaint, is_said
from complaint_desk.domain.discretion import is_withheld
from complaint_desk.domain.fields import FIELD, FieldType
from complaint_desk.i18n import _
from complaint_desk.i18n.values import value_text
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.analysis import looks
from complaint_desk.workbooks.analysis.page import HEADER_ROW, Column, Page
from complaint_desk.workbooks.cells import cell_text

ROW_FIELDS = (
    "number", "received_at", "kind", "channel", "name", "phone", "region", "subject_name", "category", "brand", "model",
    "price", "nature", "severity", "facts", "reasons", "demands", "status", "department", "handler", "cause",
    "liability", "outcome", "outcome_text", "compensation", "replied_at", "closed_at", "follow_up", "satisfaction",
)  # fmt: skip

MOST_ROWS = 1_048_576 - HEADER_ROW - 1
"""Rows that a sheet holds below the header, one kept for the total."""

_WIDTHS = {
    "number": 16.0, "subject_name": 26.0, "category": 22.0, "facts": 60.0, "reasons": 30.0, "demands": 18.0,
    "outcome_text": 36.0, "phone": 16.0, "name": 12.0, "department": 16.0, "cause": 16.0, "region": 18.0,
}  # fmt: skip
_FORMATS = {FieldType.MOMENT: looks.MOMENT, FieldType.MONEY: looks.MONEY}
_USUAL_WIDTHS = {FieldType.MOMENT: 17.0, FieldType.MONEY: 14.0}
_SPREADSHEET_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet knows no zones
_ESCAPED_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def lay_out_rows(page: Page, words: Words) -> None:
    """Header, one empty row that carries the looks of each column, print set-up. `rows_xml` takes that row's place."""
    columns = [_column(name, words) for name in ROW_FIELDS]
    page.table(columns, [])
    page.sheet.page_setup.fitToWidth = 3
    page.sheet.print_title_cols = "A:A"


def _column(name: str, words: Words) -> Column:
    kind = FIELD[name].type
    width = _WIDTHS.get(name, _USUAL_WIDTHS.get(kind, 13.0))
    return Column(words.field_label(name), _FORMATS.get(kind, looks.TEXT), width)


@dataclass(frozen=True, slots=True)
class RowWriter:
    """Turns complaints into the XML of sheet rows; `styles` are the style numbers of the columns, `total_styles` likewise."""

    styles: tuple[str, ...]
    words: Words

    def rows_xml(self, complaints: Iterable[Complaint]) -> Iterator[str]:
        """One `<row>` for each complaint, then the line of the total."""
        letters = [get_column_letter(at) for at in range(1, len(ROW_FIELDS) + 1)]
        columns = list(zip(ROW_FIELDS, letters, self.styles, strict=True))
        row = HEADER_ROW
        paid = 0
        for row, complaint in enumerate(complaints, HEADER_ROW + 1):
            paid += int((complaint.compensation or Decimal()).scaleb(2))
            cells = "".join(self._cell(complaint, name, f"{letter}{row}", style) for name, letter, style in columns)
            yield f'<row r="{row}">{cells}</row>'
        if row > HEADER_ROW:
            yield self._total_xml(row, dict(zip(ROW_FIELDS, zip(letters, self.styles, strict=True), strict=True)), paid)

    def _total_xml(self, last: int, places: dict[str, tuple[str, str]], paid_fen: int) -> str:
        row = last + 1
        letter, style = places["compensation"]
        formula = f"ROUND(SUM({letter}{HEADER_ROW + 1}:{letter}{last}),2)"
        label = _text_cell(f"A{row}", places["number"][1], _("Total"))
        return f'<row r="{row}">{label}<c r="{letter}{row}" s="{style}"><f>{formula}</f><v>{paid_fen / 100!r}</v></c></row>'

    def _cell(self, complaint: Complaint, name: str, reference: str, style: str) -> str:
        value = getattr(complaint, name)
        if is_withheld(complaint, name):
            return ""
        if not is_said(value):
            return f'<c r="{reference}" s="{style}"/>'
        if isinstance(value, dt.datetime):
            return f'<c r="{reference}" s="{style}"><v>{_serial(value)!r}</v></c>'
        if isinstance(value, Decimal):
            return f'<c r="{reference}" s="{style}"><v>{value}</v></c>'
        return _text_cell(reference, style, value_text(name, value, self.words))


def _serial(moment: dt.datetime) -> float:
    return round((moment.replace(tzinfo=None) - _SPREADSHEET_EPOCH) / dt.timedelta(days=1), 9)


def _text_cell(reference: str, style: str, text: str) -> str:
    """A text in the row itself: no program takes it for a formula, whatever it begins with."""
    fit = escape(_ESCAPED_LIKE.sub("_x005F_", cell_text(text)))
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{fit}</t></is></c>'
