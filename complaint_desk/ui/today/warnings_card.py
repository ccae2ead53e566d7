"""Early warnings on a card: each a sentence with its numbers that leads to its complaints."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem

from complaint_desk.domain.early_warning import EarlyWarning
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.i18n import _
from complaint_desk.i18n.warnings import also_sentence, warning_sentence
from complaint_desk.i18n.words import Words
from complaint_desk.ui.shared.panels import Card, label
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.today.card_list import CardList
from complaint_desk.ui.today.complaint_list import ROW
from complaint_desk.ui.today.part_card import HEAD

MOST = 8
"""Warnings that the card names: the most improbable come first."""


class WarningsCard(Card):
    """`view_wanted` carries the `LedgerFilter` of a warning; `left` is that of the lists of complaints."""

    view_wanted = Signal(object)
    left = Signal(int)

    def __init__(self) -> None:
        super().__init__(margin=2 * GRID, gap=GRID // 2)
        self.setObjectName("today.warnings")
        self.count = label(role="strong")
        self.count.setObjectName("today.warnings.count")
        self.list = _WarningList(self)
        self.none = label(_("Being looked for…"), "secondary", wraps=True)
        self._filters: tuple[LedgerFilter, ...] = ()
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(label(_("Early warnings"), "section"))
        row.addWidget(self.count)
        row.addStretch()
        row.addStrut(HEAD)
        self.column.addLayout(row)
        self.column.addWidget(self.list)
        self.column.addWidget(self.none)
        self.column.addStretch()
        self.list.itemActivated.connect(lambda item: self.view_wanted.emit(self._filters[self.list.row(item)]))
        self.list.left.connect(self.left)
        self.list.hide()

    def show_warnings(self, warnings: Sequence[EarlyWarning], words: Words) -> None:
        """Show what has to be looked at, the most improbable first."""
        shown = warnings[:MOST]
        row = self.list.currentRow()
        self._filters = tuple(each.filter for each in shown)
        self.count.setText(f"{len(warnings):,}")
        marked(self.count, tone=str(Tone.AMBER) if warnings else "")
        self.list.clear()
        for each in shown:
            text, also = warning_sentence(each, words), also_sentence(each, words)
            item = QListWidgetItem(text)
            item.setToolTip("\n".join(part for part in (text, also) if part))
            item.setSizeHint(QSize(0, ROW))
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, len(shown) - 1))
        self.list.setFixedHeight(ROW * len(shown))
        self.list.setVisible(bool(shown))
        self.none.setText(_("Nothing is complained of more than usual."))
        self.none.setVisible(not shown)

    def take_keyboard(self, step: int) -> bool:
        """As of the cards of complaints."""
        if self.list.isHidden():
            return False
        self.list.setCurrentRow(0 if step > 0 else self.list.count() - 1)
        self.list.setFocus(Qt.FocusReason.TabFocusReason)
        return True


class _WarningList(CardList):
    def __init__(self, parent: Card) -> None:
        super().__init__("today.warnings.list", parent)
        self.setAccessibleName(_("Early warnings"))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
