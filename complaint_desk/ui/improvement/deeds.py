"""What can be done with an improvement that is kept: done, verified, opened again, given up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from complaint_desk.domain.improvement import Improvement, ImprovementDeed, may
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.services import improving
from complaint_desk.ui.improvement.day_dialog import DayDialog
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.permission import reserve
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace


class DeedButtons(QWidget):
    """`chosen` carries what is to be run in the write lane; it gives an `Improved`."""

    chosen = Signal(object)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._of: Improvement | None = None
        self._deeds: dict[ImprovementDeed, Callable[[Improvement], None]] = {
            ImprovementDeed.DONE: self._ask_done,
            ImprovementDeed.VERIFIED: self._ask_verified,
            ImprovementDeed.REOPENED: self._reopen,
            ImprovementDeed.DROPPED: self._ask_dropped,
        }
        texts = {
            ImprovementDeed.DONE: _("Mark &done…"),
            ImprovementDeed.VERIFIED: _("Verif&y…"),
            ImprovementDeed.REOPENED: _("&Open again"),
            ImprovementDeed.DROPPED: _("Give &up…"),
        }
        self._buttons = {
            deed: button(text, f"improve.{deed}", "danger" if deed is ImprovementDeed.DROPPED else "")
            for deed, text in texts.items()
        }
        reserve(workplace.desk, Right.IMPROVE, *self._buttons.values())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for deed, each in self._buttons.items():
            each.clicked.connect(lambda _checked=False, deed=deed: self._go(deed))
            row.addWidget(each)

    def offer(self, of: Improvement | None) -> None:
        """Offer what has a meaning now; nothing while an improvement is new or has changes that are not kept."""
        self._of = of
        for deed, each in self._buttons.items():
            each.setVisible(of is not None and may(deed, of.state))

    def _go(self, deed: ImprovementDeed) -> None:
        if self._of is not None:
            self._deeds[deed](self._of)

    def _ask_done(self, of: Improvement) -> None:
        desk = self._workplace.desk

        def take(day: dt.date, _finding: str) -> None:
            self.chosen.emit(lambda: improving.mark_done(desk, of.id, of.version, day))

        told = _("The day on which the measure was in force. Complaints before and after that day are compared.")
        self._ask(_("Mark done"), told, "done_on", None, take, asks_finding=False)

    def _ask_verified(self, of: Improvement) -> None:
        desk = self._workplace.desk

        def take(day: dt.date, finding: str) -> None:
            self.chosen.emit(lambda: improving.verify(desk, of.id, of.version, day, finding))

        told = _("Somebody looked whether the measure is in force where the work is done.")
        self._ask(_("Verify"), told, "verified_on", of.done_on, take, asks_finding=True)

    def _ask(
        self,
        title: str,
        told: str,
        field: str,
        earliest: dt.date | None,
        take: Callable[[dt.date, str], None],
        *,
        asks_finding: bool,
    ) -> None:
        days = (earliest, self._workplace.desk.clock().date())
        dialog = DayDialog(title, told, field, self._workplace.words, days, asks_finding=asks_finding, parent=self)
        dialog.chosen.connect(take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _reopen(self, of: Improvement) -> None:
        desk = self._workplace.desk
        self.chosen.emit(lambda: improving.reopen(desk, of.id, of.version))

    def _ask_dropped(self, of: Improvement) -> None:
        desk = self._workplace.desk
        if self._workplace.questions.confirm(
            _("Give up the improvement?"),
            _("“{problem}” stays on record and can be opened again.").format(problem=of.problem),
            _("Give up"),
            _("Go on with it"),
        ):
            self.chosen.emit(lambda: improving.drop(desk, of.id, of.version))
