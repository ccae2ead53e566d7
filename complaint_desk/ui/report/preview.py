"""The live preview: what is counted in words, key figures as cards, what stands out in sentences, and charts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from complaint_desk.domain.analysis import AnalysisRequest, Basis, Figures, Period, compared_period
from complaint_desk.domain.casework import Casework
from complaint_desk.i18n import _
from complaint_desk.i18n.casework_findings import casework_findings
from complaint_desk.i18n.findings import findings
from complaint_desk.ui.report.cards import FigureCards
from complaint_desk.ui.report.chart_board import ChartBoard
from complaint_desk.ui.report.findings_card import FindingsCard
from complaint_desk.ui.report.key_figures import comparison_label, key_figures
from complaint_desk.ui.report.key_line import KeyLine
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.panels import EmptyState, label, scrolled
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace


class Preview(QFrame):
    """Shows one `Figures`, a wait, or what to do where there is nothing to count.

    `wanted` carries the key of a figure whose cases the person wants to see.
    """

    wanted = Signal(str)

    def __init__(self, workplace: Workplace, drop_filter: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report.preview")
        self.setAccessibleName(_("Preview"))
        marked(self, kind="clear")
        self._words = workplace.words
        self._figures: Figures | None = None
        self._said = label(role="section", wraps=True)
        self._said.setObjectName("report.said")
        self._compared = label(role="secondary", wraps=True)
        self._busy = label(_("Counting…"), role="secondary")
        self._busy.setObjectName("report.busy")
        keep_place = self._busy.sizePolicy()
        keep_place.setRetainSizeWhenHidden(True)
        self._busy.setSizePolicy(keep_place)
        self.cards = FigureCards()
        self.findings = FindingsCard()
        self.charts = ChartBoard(workplace)
        self.key_line = KeyLine()
        self._drop = button(_("Drop the filter"), "report.drop_filter")
        self._drop.clicked.connect(drop_filter)
        self._empty = EmptyState(_("No complaints in this period"), _("Choose another period."), (self._drop,))
        self._waiting = EmptyState(_("Counting…"), "")
        self._page = self._figures_page()
        self._stack = QStackedWidget()
        for page in (self._waiting, self._page, self._empty):
            self._stack.addWidget(page)
        self._set_up()

    @property
    def figures(self) -> Figures | None:
        """What is shown now; None before the first answer."""
        return self._figures

    def show_busy(self, busy: bool) -> None:
        self._busy.setVisible(busy)

    def show_figures(self, figures: Figures, filter_words: str) -> None:
        """`filter_words` says the filter in force, "" for all complaints."""
        self._figures = figures
        self._said.setText(said(figures.request, filter_words))
        self._compared.setText(compared_said(figures.request))
        self._compared.setVisible(bool(figures.request.comparisons))
        if not figures.total:
            self._drop.setVisible(bool(filter_words))
            filtered = _("The filter of the ledger leaves none. Drop it, or choose another period.")
            self._empty.title.setText(_("No complaints in this period"))
            self._empty.text.setText(filtered if filter_words else _("Choose another period."))
            self._show(self._empty)
            return
        self.cards.show_figures(key_figures(figures))
        self.findings.show_findings(findings(figures, self._words))
        self.charts.show_figures(figures)
        self._show(self._page)

    def show_told(self, figures: Figures, casework: Casework) -> None:
        """The same figures with early warnings, and single cases: they are told among what stands out."""
        if figures.total:
            told = (*findings(figures, self._words), *casework_findings(figures, casework, self._words))
            self.findings.show_findings(told)

    def show_nothing(self, title: str, text: str) -> None:
        """In place of figures where there can be none, such as a period that ends before it begins."""
        self._figures = None
        self._said.setText("")
        self._compared.hide()
        self._drop.hide()
        self._empty.title.setText(title)
        self._empty.text.setText(text)
        self._show(self._empty)

    def _show(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        self.key_line.setVisible(page is self._page)

    def _set_up(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._said, 1)
        head.addWidget(self._busy, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._compared)
        column.addSpacing(4)
        column.addWidget(self._stack, 1)
        column.addWidget(self.key_line)
        self._busy.hide()
        self.key_line.hide()
        self.key_line.wanted.connect(self.wanted)
        for each in (self.cards, self.findings, self.charts):
            each.wanted.connect(self.wanted)
            each.pointed.connect(self.key_line.show_mark)

    def _figures_page(self) -> QScrollArea:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        for each in (self.cards, self.findings, self.charts):
            column.addWidget(each)
        column.addStretch()
        return scrolled(content)


def period_text(period: Period) -> str:
    if period.first == period.last:
        return f"{period.first}"
    return _("{first} to {last}").format(first=period.first, last=period.last)


def said(request: AnalysisRequest, filter_words: str) -> str:
    """The question in words: `2026-10-01 至 2026-10-31 · 按投诉时间 · 部门:售后服务部`."""
    basis = _("by date of complaint") if request.basis is Basis.RECEIVED else _("by date of closing")
    return " · ".join(part for part in (period_text(request.period), basis, filter_words) if part)


def compared_said(request: AnalysisRequest) -> str:
    """What stands behind each comparison: `环比 2026-09-01 至 2026-09-30 · 同比 …`."""
    return " · ".join(
        f"{comparison_label(each)} {period_text(compared_period(request.period, each))}" for each in request.comparisons
    )
