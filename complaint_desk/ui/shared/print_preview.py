"""Shows a paper before it is printed, and prints it or keeps it as PDF."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.domain.errors import Surroundings
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.ui.shared.buttons import button, icon_button
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.pages import AnyPaper, page_layout, paint_paper, write_pdf
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

_PRINTER = "printing/printer"
_BESIDE_SHADOW = 0.97
_NO_FILE_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


class PrintPreview(QDialog):
    """The pages of a paper. The printer used last is chosen again; the PDF needs neither printer nor preview."""

    def __init__(self, workplace: Workplace, paper: AnyPaper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("print")
        self.setWindowTitle(_("Print: {title}").format(title=paper.title))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._workplace = workplace
        self._paper = paper
        self._printer = _printer_for(paper, workplace.memory)
        self._message = MessageBar("print.message")
        self._view = QPrintPreviewWidget(self._printer)
        self._view.setObjectName("print.preview")
        self._view.setAccessibleName(_("Pages"))
        self._view.paintRequested.connect(self._paint)
        self._view.previewChanged.connect(self._count)
        self._pages = label(role="secondary")
        self._set_up()
        QShortcut(QKeySequence.StandardKey.Print, self, self._print)
        self.resize(1000 if paper.landscape else 860, 680)

    def save_pdf(self) -> Path | None:
        """Ask for a place and write the PDF there; None if the person changed their mind or it could not be."""
        suggested = _NO_FILE_NAME.sub("_", self._paper.title) + ".pdf"
        path = self._workplace.questions.save_file(_("Save as PDF"), suggested, _("PDF files (*.pdf)"))
        if path is None:
            return None
        try:
            write_pdf(self._paper, path)
        except OSError as error:
            refused = Surroundings("cannot_write", path=str(path), reason=error.strerror or str(error))
            self._message.tell(error_sentence(refused))
            return None
        ways = (_("Open file"), lambda: self._workplace.questions.open_outside(path))
        self._message.tell(_("Written: {name}").format(name=path.name), Tone.GREEN, ways)
        return path

    def _set_up(self) -> None:
        smaller = icon_button("minus", "print.zoom_out", _("Smaller"))
        larger = icon_button("plus", "print.zoom_in", _("Larger"))
        whole = button(_("&Whole page"), "print.whole_page", "quiet")
        wide = button(_("Page w&idth"), "print.page_width", "quiet")
        keep = button(_("&Save as PDF…"), "print.pdf")
        go = button(_("&Print…"), "print.print", "primary")
        close = button(_("Close"), "print.close")
        # A click carries a truth value, which must not become the factor of the zoom.
        smaller.clicked.connect(lambda _checked: self._view.zoomOut())
        larger.clicked.connect(lambda _checked: self._view.zoomIn())
        whole.clicked.connect(self._view.fitInView)
        wide.clicked.connect(self._fit_width)
        keep.clicked.connect(self.save_pdf)
        go.clicked.connect(self._print)
        close.clicked.connect(self.reject)
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        for each in (smaller, larger, whole, wide, self._pages):
            bar.addWidget(each)
        bar.addStretch()
        for each in (keep, close, go):
            bar.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._message)
        column.addWidget(self._view, 1)
        column.addLayout(bar)
        go.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_width()

    def _fit_width(self) -> None:
        """As wide as the view; a little less, since Qt does not count the shadow of the page."""
        self._view.fitToWidth()
        self._view.setZoomFactor(self._view.zoomFactor() * _BESIDE_SHADOW)

    def _paint(self, printer: QPrinter) -> None:
        paint_paper(self._paper, printer)

    def _count(self) -> None:
        self._pages.setText(_("Pages: {pages}").format(pages=self._view.pageCount()))

    def _print(self) -> None:
        dialog = QPrintDialog(self._printer, self)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._workplace.memory.setValue(_PRINTER, self._printer.printerName())
            paint_paper(self._paper, self._printer)
            self.accept()


def _printer_for(paper: AnyPaper, memory: QSettings) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if name := str(memory.value(_PRINTER, "") or ""):
        printer.setPrinterName(name)
    printer.setDocName(paper.title)
    printer.setPageLayout(page_layout(paper))
    return printer
