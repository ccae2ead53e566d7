"""One part of the day on a card: its name, how many complaints it has, the most urgent of them, and the way to all."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from complaint_desk.domain.agenda import Part
from complaint_desk.domain.usual_views import UsualView
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.panels import Card, label
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.today.complaint_list import ComplaintList

SHOWN = 4
"""Complaints that a card names."""

HEAD = 28
_TONES = {"overdue": Tone.RED, "due_today": Tone.AMBER}


class PartCard(Card):
    """`view_wanted` carries the `UsualView` of the part."""

    view_wanted = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__(margin=2 * GRID, gap=GRID // 2)
        self.setObjectName(f"today.{name}")
        self.name = name
        self._view: UsualView | None = None
        self.count = label(role="strong")
        self.count.setObjectName(f"today.{name}.count")
        self.link = button(_("Show in the ledger"), f"today.{name}.open", "link")
        marked(self.link, flush=True)
        self.link.clicked.connect(self._wish)
        self.list = ComplaintList(f"today.{name}.list")
        self.title = label(role="section")
        self.none = label(role="secondary", wraps=True)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.title)
        row.addWidget(self.count)
        row.addStretch()
        row.addWidget(self.link)
        # As high without its link, so that the titles of a row of cards stand on one line.
        row.addStrut(HEAD)
        self.column.addLayout(row)
        self.column.addWidget(self.list)
        self.column.addWidget(self.none)
        self.column.addStretch()
        self.list.hide()
        self.link.hide()

    def entitle(self, title: str, none: str) -> None:
        """Say what the part is called, and what is told where it holds nothing."""
        self.title.setText(title)
        self.none.setText(none)
        self.list.setAccessibleName(title)
        self.link.setAccessibleName(_("{title}: show in the ledger").format(title=title))

    def show_part(self, part: Part, words: Words, now: dt.datetime) -> None:
        """Show what the part holds now."""
        self._view = part.view
        had_focus = self.list.hasFocus() or self.link.hasFocus()
        self.count.setText(f"{part.count:,}")
        self.count.setAccessibleName(f"{self.title.text()} {part.count:,}")
        tone = _TONES.get(self.name) if part.count else None
        marked(self.count, tone=str(tone or ""))
        self.list.show_lines(part.first, words, now)
        for each in (self.list, self.link):
            each.setVisible(part.count > 0)
        self.none.setVisible(not part.count)
        if had_focus and not part.count:
            self.list.left.emit(1)

    def _wish(self) -> None:
        if self._view is not None:
            self.view_wanted.emit(self._view)

    def take_keyboard(self, step: int) -> bool:
        """Take the keyboard if there is anything to stand on, coming from before (1) or from behind (-1)."""
        if self.list.isHidden():
            return False
        self.list.enter(step)
        return True
