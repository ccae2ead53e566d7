"""The page behind 改进: improvements, and beside them the feedback of departments."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.i18n import _
from complaint_desk.ui.improvement.feedback_page import FeedbackPage
from complaint_desk.ui.improvement.page import ImprovementPage
from complaint_desk.ui.improvement.sales_import import SalesImport
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace


class ImprovingParts(QWidget):
    """`view_wanted` carries the `LedgerFilter` whose complaints the person wants to see."""

    view_wanted = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.improvements = ImprovementPage(workplace)
        self.feedback = FeedbackPage(workplace)
        self._parts: tuple[ImprovementPage | FeedbackPage, ...] = (self.improvements, self.feedback)
        self.tabs = QTabBar()
        self.tabs.setObjectName("improve.parts")
        self.tabs.setAccessibleName(_("Improvement"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for text in (_("Improvements"), _("Department feedback")):
            self.tabs.addTab(text)
        self._pages = QStackedWidget()
        self.sales = SalesImport(workplace, self.improvements.message, self)
        head = QHBoxLayout()
        # All the room there is: the bar counts its bold tab as a light one.
        head.addWidget(self.tabs, 1)
        head.addWidget(self.sales.button)
        for part in self._parts:
            self._pages.addWidget(part)
            head.addWidget(part.new)
            part.view_wanted.connect(self.view_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        self.feedback.new.hide()
        self.tabs.currentChanged.connect(self._show)
        self.feedback.improvement_wanted.connect(self._show_improvement)

    def begin(self, wanted: LedgerFilter) -> None:
        """A new improvement about the complaints of a filter."""
        self.tabs.setCurrentIndex(0)
        self.improvements.begin(wanted)

    def show_feedback(self) -> None:
        """Bring the feedback of departments to the front, those that are overdue chosen."""
        self.tabs.setCurrentIndex(1)
        self.feedback.show_overdue()

    def save(self) -> None:
        """Keep what is written; the feedback of departments is kept by its dialogs."""
        if self.tabs.currentIndex() == 0:
            self.improvements.save()

    def refresh(self) -> None:
        """Read the part in front again."""
        self._parts[self.tabs.currentIndex()].refresh()

    def may_close(self) -> bool:
        """False where something is not kept and the person wants to keep it."""
        return self.improvements.may_close()

    def focus_first(self) -> None:
        """Give the keyboard to the part in front."""
        self._parts[self.tabs.currentIndex()].focus_first()

    def stop(self) -> None:
        """Interrupt what is being counted."""
        for part in self._parts:
            part.stop()

    def _show(self, at: int) -> None:
        self._pages.setCurrentIndex(at)
        for number, part in enumerate(self._parts):
            part.new.setVisible(number == at and part.offers_new)
        self.sales.button.setVisible(at == 0)
        self._parts[at].focus_first()

    def _show_improvement(self, number: int) -> None:
        self.tabs.setCurrentIndex(0)
        self.improvements.show_one(number)
