"""Chosen rows as a table that Excel, WPS and Word take from the clipboard."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import QMimeData

_TEXT_FORMAT = 'mso-number-format:"\\@"'


def table_data(header: Sequence[str], lines: Sequence[Sequence[str]]) -> QMimeData:
    """The table as tab-separated text and as HTML whose cells stay text, so that 0571 keeps its nought."""
    data = QMimeData()
    data.setText("\n".join("\t".join(_one_line(cell) for cell in line) for line in (header, *lines)))
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in header)
    body = "".join(
        "<tr>" + "".join(f"<td style='{_TEXT_FORMAT}'>{html.escape(cell)}</td>" for cell in line) + "</tr>"
        for line in lines
    )
    data.setHtml(f"<table><tr>{head}</tr>{body}</table>")
    return data


def _one_line(text: str) -> str:
    """Without what would begin another cell or row, and with nothing that a sheet takes for a formula."""
    plain = " ".join(text.split())
    return (
        f"'{plain}"
        if plain.startswith(("=", "+", "-", "@")) and not plain.lstrip("+-").replace(".", "").isdigit()
        else plain
    )
