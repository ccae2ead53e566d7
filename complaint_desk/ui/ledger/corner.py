"""The buttons of the ledger page, at the right of the tabs."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.services.desk import Desk
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.permission import reserve
from complaint_desk.ui.shared.tokens import GRID


class LedgerCorner(QWidget):
    """The report, and the one primary button: a new complaint."""

    report_wanted = Signal()
    registering_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        report = button(_("Report…") + "  Ctrl+R", "ledger.report")
        report.setAccessibleName(_("Report…"))
        report.clicked.connect(self.report_wanted)
        new = button(_("New complaint") + "  Ctrl+N", "ledger.new", "primary")
        new.setAccessibleName(_("New complaint"))
        new.clicked.connect(self.registering_wanted)
        reserve(desk, Right.REGISTER, new)
        row.addStretch()
        row.addWidget(report)
        row.addWidget(new)
