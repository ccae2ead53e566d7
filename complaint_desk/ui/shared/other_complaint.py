"""One other complaint in a list beside a form: its number as a link, its status, and what it was about."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.pill import STATUS_LOOKS, Pill
from complaint_desk.ui.shared.style import marked


def other_complaint(
    number: str, status: str, parts: Sequence[str], words: Words, prefix: str, open_it: Callable[[], object]
) -> tuple[QWidget, QVBoxLayout]:
    """The row and its column, in which more may follow. `parts` are told in one line; the link's name is `prefix.number`."""
    row = QWidget()
    column = QVBoxLayout(row)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    top = QHBoxLayout()
    opener = button(number, f"{prefix}.{number}", "link")
    marked(opener, flush=True)
    opener.clicked.connect(lambda _checked=False: open_it())
    opener.setAccessibleDescription(_("Open this complaint"))
    top.addWidget(opener)
    top.addStretch()
    top.addWidget(Pill(words.label("status", status), STATUS_LOOKS[status], yields=True))
    column.addLayout(top)
    column.addWidget(label(" \u00b7 ".join(part for part in parts if part), role="secondary", wraps=True))
    return row, column
