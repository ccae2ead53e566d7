"""Chosen rows as a table that Excel, WPS and Word take from the clipboard."""

from __future__ import annotations

import html
from array import array
from collections.abc import Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from complaint_desk.domain.complaint import Complaint
from complaint_desk.i18n import ngettext
from complaint_desk.i18n.values import shown_text
from complaint_desk.services import ledger
from complaint_desk.ui.ledger.rows import RowsModel
from complaint_desk.ui.ledger.table import LedgerTable
from complaint_desk.ui.shared.workplace import Workplace

COPY_LIMIT = 20_000
"""Rows that one copy takes at most; more belong in an export."""

_AS_TEXT = "<td x:str sdnum='0;0;@' style='mso-number-format:\"\\@\"'>"
"""Text for Excel and WPS, and in LibreOffice's words: 0571 keeps its nought, an order number all of its digits."""
_LINE_END = "<br style='mso-data-placement:same-cell'>"
_STARTS_A_FORMULA = ("=", "+", "-", "@")


def copy_chosen(workplace: Workplace, table: LedgerTable, model: RowsModel) -> None:
    """Put the chosen rows with the shown columns on the clipboard; rows not here yet are fetched first."""
    rows = table.chosen_rows(COPY_LIMIT)
    if not rows:
        return
    desk, words, columns = workplace.desk, workplace.words, table.shown()
    keys = array("q", [model.keys[row] for row in rows])

    def put(complaints: Sequence[Complaint]) -> None:
        lines = [[shown_text(complaint, name, words) for name in columns] for complaint in complaints]
        data = table_data([words.field_label(name) for name in columns], lines)
        QGuiApplication.clipboard().setMimeData(data)
        said = ngettext("{count} row copied", "{count} rows copied", len(lines)).format(count=f"{len(lines):,}")
        workplace.hub.said.emit(said)

    workplace.lanes.submit("page", lambda: ledger.rows(desk, keys), put, owner=table)


def table_data(header: Sequence[str], lines: Sequence[Sequence[str]]) -> QMimeData:
    """The table as tab-separated text, one line a row, and as HTML whose cells stay text and keep their line breaks."""
    data = QMimeData()
    data.setText("\n".join("\t".join(_one_line(cell) for cell in line) for line in (header, *lines)))
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in header)
    body = "".join("<tr>" + "".join(f"{_AS_TEXT}{_cell(cell)}</td>" for cell in line) + "</tr>" for line in lines)
    data.setHtml(f"<table xmlns:x='urn:schemas-microsoft-com:office:excel'><tr>{head}</tr>{body}</table>")
    return data


def _cell(text: str) -> str:
    return _LINE_END.join(html.escape(line) for line in text.splitlines())


def _one_line(text: str) -> str:
    """Without what would begin another cell or row, and with nothing that a sheet takes for a formula."""
    plain = " ".join(text.split())
    number = plain.lstrip("+-").replace(",", "").replace(".", "", 1).isdecimal()
    return f"'{plain}" if plain.startswith(_STARTS_A_FORMULA) and not number else plain
