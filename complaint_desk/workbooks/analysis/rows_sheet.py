"""The sheet of all complaints counted. Its rows are written straight into the file, past openpyxl."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from complaint_desk.domain.fields import FIELD, FieldType
from complaint_desk.domain.plain_rows import PlainRow, moment_of
from complaint_desk.i18n import _
from complaint_desk.i18n.values import moment_text, value_text
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks import row_cells
from complaint_desk.workbooks.analysis import looks
from complaint_desk.workbooks.analysis.columns import Column
from complaint_desk.workbooks.analysis.page import HEADER_ROW, Page
from complaint_desk.workbooks.row_cells import CellMaker, RowColumn

ROW_FIELDS = (
    "number", "received_at", "kind", "channel", "name", "phone", "region", "subject_name", "category", "brand", "model",
    "outlet", "price", "nature", "severity", "facts", "reasons", "demands", "status", "department", "handler", "cause",
    "liability", "outcome", "outcome_text", "compensation", "replied_at", "closed_at", "follow_up", "satisfaction",
)  # fmt: skip

MOST_ROWS = 1_048_576 - HEADER_ROW - 1
"""Rows that a sheet holds below the header, one kept for the total."""

_WIDTHS = {
    "number": 16.0, "subject_name": 26.0, "category": 22.0, "facts": 60.0, "reasons": 30.0, "demands": 18.0,
    "outcome_text": 36.0, "phone": 16.0, "name": 12.0, "department": 16.0, "cause": 16.0, "region": 18.0, "outlet": 20.0,
}  # fmt: skip
_FORMATS = {FieldType.MOMENT: looks.MOMENT, FieldType.MONEY: looks.MONEY}
_USUAL_WIDTHS = {FieldType.MOMENT: 17.0, FieldType.MONEY: 14.0}
_PAID = ROW_FIELDS.index("compensation")


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
    """Turns rows of `ROW_FIELDS` into the XML of sheet rows; `styles` are the style numbers of the columns."""

    styles: Sequence[str]
    words: Words

    def rows_xml(self, portions: Iterable[Sequence[PlainRow]]) -> Iterator[str]:
        """The rows of each portion, then the line of the total."""
        letters = [get_column_letter(at) for at in range(1, len(ROW_FIELDS) + 1)]
        makers = [self._maker(name, style) for name, style in zip(ROW_FIELDS, self.styles, strict=True)]
        columns = [RowColumn(letter, maker) for letter, maker in zip(letters, makers, strict=True)]
        first = row = HEADER_ROW + 1
        paid = 0
        for portion in portions:
            paid += sum(int(each[_PAID] or 0) for each in portion)
            yield row_cells.rows_xml(portion, row, columns)
            row += len(portion)
        if row > first:
            cells = f"{letters[_PAID]}{first}:{letters[_PAID]}{row - 1}"
            total = f'" s="{self.styles[_PAID]}"><f>ROUND(SUM({cells}),2)</f><v>{paid / 100!r}</v></c>'
            label = row_cells.text_end(self.styles[0], _("Total"))
            yield f'<row r="{row}"><c r="A{row}{label}<c r="{letters[_PAID]}{row}{total}</row>'

    def _maker(self, name: str, style: str) -> CellMaker:
        match FIELD[name].type:
            case FieldType.MOMENT:
                return row_cells.numbers(style, _serial, keep_empty=True)
            case FieldType.MONEY:
                return row_cells.numbers(style, _yuan, keep_empty=True)
            case FieldType.WORDS:
                return row_cells.labels(
                    style, lambda codes: value_text(name, codes.split(","), self.words), keep_empty=True
                )
            case FieldType.WORD | FieldType.LEAF | FieldType.RATING:
                return row_cells.labels(style, lambda code: value_text(name, code, self.words), keep_empty=True)
        return row_cells.texts(style, keep_empty=True)


def _serial(seconds: int) -> float | str:
    return row_cells.serial_of_moment(seconds) or moment_text(moment_of(seconds))


def _yuan(fen: int) -> float:
    return fen / 100
