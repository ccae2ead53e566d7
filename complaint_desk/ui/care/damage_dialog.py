"""A ledger that cannot be opened: what was found, the newest good backup, what can be salvaged, or leaving it as it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from complaint_desk.domain.copies import Damage
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.copies import contents_sentences, copy_title, damage_title, finding_sentence, lacking_sentence
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.form.cell import with_mnemonic
from complaint_desk.ui.shared.panels import Card, label
from complaint_desk.ui.shared.permission import Entitled, reason_line, reserve
from complaint_desk.ui.shared.tokens import GRID

_WIDTH = 640
_MOST_FINDINGS = 8


class WayOn(StrEnum):
    """What somebody wants to be done about a damaged ledger."""

    RESTORE = "restore"
    CHOOSE = "choose"
    SALVAGE = "salvage"
    ANEW = "anew"
    AGAIN = "again"
    LEAVE = "leave"


class DamageDialog(QDialog):
    """`way` is what was chosen; leaving, unless a button said otherwise. Whoever may not mend the ledger reads what it needs."""

    def __init__(self, damage: Damage, now: dt.datetime, whose: Entitled, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("damage")
        self.setWindowTitle(_("Complaint ledger"))
        self.setFixedWidth(_WIDTH)
        self.way = WayOn.LEAVE
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(label(damage_title(damage), "title", wraps=True))
        column.addWidget(label(str(damage.ledger), "secondary", wraps=True, selectable=True))
        if damage.findings:
            found = "\n".join("• " + finding_sentence(each) for each in damage.findings[:_MOST_FINDINGS])
            column.addWidget(label(found, wraps=True, selectable=True))
        column.addWidget(reason_line(whose, Right.BACK_UP))
        column.addWidget(self._backup(damage, now))
        column.addWidget(self._salvage(damage))
        text = _(
            "Whatever you choose, the damaged file is kept beside the ledger as it is, and nothing is sent anywhere."
        )
        column.addWidget(label(text, "secondary", wraps=True))
        reserve(whose, Right.BACK_UP, *self.findChildren(QPushButton))
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addStretch()
        foot.addWidget(self._button(_("Try again"), "T", WayOn.AGAIN))
        foot.addWidget(self._button(_("Close the program"), "Q", WayOn.LEAVE))
        column.addLayout(foot)
        self.ensurePolished()
        # A wrapped text says its height only at its width.
        self.setMinimumHeight(column.totalHeightForWidth(_WIDTH))
        if (restore := self.findChild(QPushButton, f"damage.{WayOn.RESTORE}")) is not None:
            restore.setFocus()

    def _backup(self, damage: Damage, now: dt.datetime) -> Card:
        card = Card()
        card.column.addWidget(label(_("Restore the newest good backup"), "section"))
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addStretch()
        if damage.good is None:
            card.column.addWidget(label(_("There is no backup in which no fault was found."), wraps=True))
        else:
            told = [copy_title(damage.good, now)]
            if damage.good.contents is not None:
                # How many complaints stands in its title.
                told += contents_sentences(damage.good.contents)[1:]
            card.column.addWidget(label("\n".join(told), wraps=True, selectable=True))
            card.column.addWidget(label(_missing(damage), "strong", wraps=True))
        row.addWidget(self._button(_("Another backup…"), "A", WayOn.CHOOSE))
        if damage.good is not None:
            restore = self._button(_("Restore this backup"), "R", WayOn.RESTORE, "primary")
            restore.setDefault(True)
            row.addWidget(restore)
        card.column.addLayout(row)
        return card

    def _salvage(self, damage: Damage) -> Card:
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addStretch()
        if damage.has_content:
            card.column.addWidget(label(_("Salvage what can still be read"), "section"))
            text = _(
                "Every row that can still be read is put into a new ledger; what is lost, and what the journal cannot "
                "confirm, is named afterwards. This may hold more than the backup."
            )
            card.column.addWidget(label(text, wraps=True))
            row.addWidget(self._button(_("Salvage into a new ledger"), "S", WayOn.SALVAGE))
        else:
            card.column.addWidget(label(_("Begin an empty ledger"), "section"))
            text = _("The backups stay where they are and can be restored later.")
            card.column.addWidget(label(text, wraps=True))
            row.addWidget(self._button(_("Begin an empty ledger"), "E", WayOn.ANEW))
        card.column.addLayout(row)
        return card

    def _button(self, text: str, key: str, way: WayOn, kind: str = "") -> QPushButton:
        made = button(with_mnemonic(text, key), f"damage.{way}", kind)
        made.clicked.connect(self._choosing(way))
        return made

    def _choosing(self, way: WayOn) -> Callable[[], None]:
        def choose() -> None:
            self.way = way
            self.accept()

        return choose


def _missing(damage: Damage) -> str:
    """What was done after the backup, as far as anybody knows."""
    if damage.compared is not None and damage.compared.in_line is not None:
        return lacking_sentence(damage.compared)
    if damage.deeds_since is None:
        return _("What was done after it cannot be told, since the ledger cannot be read.")
    if not damage.deeds_since:
        return _("When the ledger was last seen whole, it held nothing that is not in the backup.")
    return ngettext(
        "When the ledger was last seen whole, it held {count} deed that is not in the backup.",
        "When the ledger was last seen whole, it held {count} deeds that are not in the backup.",
        damage.deeds_since,
    ).format(count=f"{damage.deeds_since:,}")
