"""The line of a case that says its personal data is masked, and for how long it is shown once somebody asked for it."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.roles import Right
from complaint_desk.domain.sharing import REVEALED_FOR
from complaint_desk.domain.vocabulary import Kind
from complaint_desk.i18n import _
from complaint_desk.services.desk import Desk
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.permission import reserve
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID


class MaskLine(QWidget):
    """Hidden where personal data is seen anyway. `reveal_wanted`: the person asks for it; `closed`: it is masked again."""

    reveal_wanted = Signal()
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("case.mask")
        self._desk = desk
        self._until: dt.datetime | None = None
        self._timer = QTimer(self, singleShot=True, interval=REVEALED_FOR // dt.timedelta(milliseconds=1))
        self._timer.timeout.connect(self.close_again)
        self._text = label(role="secondary")
        self._text.setObjectName("case.mask.text")
        self._reveal = button(_("Show personal data\u2026"), "case.mask.reveal", "link")
        self._reveal.clicked.connect(self.reveal_wanted)
        reserve(desk, Right.REVEAL, self._reveal)
        self._hide = button(_("Mask again"), "case.mask.hide", "link")
        self._hide.clicked.connect(self.close_again)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._text)
        for each in (self._reveal, self._hide):
            marked(each, flush=True)
            row.addWidget(each)
        row.addStretch(1)
        # Never shown from here: without its page it would be a window of its own.
        if desk.sees_people:
            self.hide()

    @property
    def is_open(self) -> bool:
        """True while the personal data is shown."""
        return self._until is not None

    def show_complaint(self, complaint: Complaint) -> None:
        """Say how this complaint is shown."""
        is_report = complaint.kind == Kind.REPORT
        self._text.setText(self._said(is_report=is_report))
        self._reveal.setVisible(not is_report and not self.is_open)
        self._hide.setVisible(self.is_open)
        self.setVisible(not self._desk.sees_people and complaint.erased_at is None)

    def open(self) -> None:
        """The personal data is shown from now on."""
        self._until = self._desk.clock() + REVEALED_FOR
        self._timer.start()

    def close_again(self) -> bool:
        """Mask it again; False where it was masked."""
        if self._until is None:
            return False
        self._until = None
        self._timer.stop()
        self.closed.emit()
        return True

    def _said(self, *, is_report: bool) -> str:
        if is_report:
            return _("Who reported is not shown here.")
        if self._until is None:
            return _("Personal data is masked.")
        return _("Personal data is shown until {time}; the journal tells of it.").format(time=f"{self._until:%H:%M}")
