"""The pages of a letter beside its form: as they are printed."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import QWidget

from complaint_desk.domain.papers import Paper
from complaint_desk.i18n import _
from complaint_desk.ui.shared.pages import page_layout, paint_paper

_BESIDE_SHADOW = 0.94
_LARGEST = 1.0
"""The size of the paper itself: larger shows less of the letter and nothing more."""


class PagesView(QPrintPreviewWidget):
    """Shows a paper as wide as there is room, and no larger than it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        super().__init__(self._printer, parent)
        self.setObjectName("letters.preview")
        self.setAccessibleName(_("Pages"))
        self.paper: Paper | None = None
        self.paintRequested.connect(self._paint)

    def show_paper(self, paper: Paper) -> None:
        self.paper = paper
        self._printer.setPageLayout(page_layout(paper))
        self.updatePreview()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """A little less than the width, since Qt does not count the shadow of the page."""
        self.fitToWidth()
        self.setZoomFactor(min(_LARGEST, self.zoomFactor() * _BESIDE_SHADOW))

    def _paint(self, printer: QPrinter) -> None:
        if self.paper is not None:
            paint_paper(self.paper, printer)
