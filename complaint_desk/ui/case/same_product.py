"""Other complaints about the same goods or service, beside the case."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from complaint_desk.domain.complaint import Complaint
from complaint_desk.i18n import _
from complaint_desk.i18n.values import shown_text
from complaint_desk.services import intake
from complaint_desk.ui.shared.emptying import empty
from complaint_desk.ui.shared.other_complaint import other_complaint
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.workplace import Workplace


class SameProduct(QWidget):
    """Hidden where there is none. `opened` carries the id of a complaint to look at."""

    opened = Signal(int)

    def __init__(self, workplace: Workplace, own: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._own = own
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(_("Other complaints about this product"), role="section", wraps=True))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        column.addLayout(self._rows)
        self.hide()

    def ask(self, subject: str) -> None:
        """Look for complaints about `subject`."""
        desk, own = self._workplace.desk, self._own
        self._workplace.lanes.submit(
            "read",
            lambda: intake.same_subject(desk, subject, own),
            self._show,
            failed=lambda _error: None,
            owner=self,
        )

    def _show(self, found: tuple[Complaint, ...]) -> None:
        empty(self._rows)
        for each in found:
            self._rows.addWidget(self._row(each))
        self.setVisible(bool(found))

    def _row(self, each: Complaint) -> QWidget:
        words = self._workplace.words
        day = f"{each.received_at:%Y-%m-%d}" if each.received_at else ""
        parts = (day, shown_text(each, "name", words), words.label("nature", each.nature))
        row, _column = other_complaint(
            each.number, each.status, parts, words, "case.same_product", lambda: self.opened.emit(each.id)
        )
        return row
