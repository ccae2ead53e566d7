"""Sets a form, a listing or a report on A4: the same pages for the preview, the printer and a PDF file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from complaint_desk.domain.papers import Listing, Paper
from complaint_desk.i18n import _
from complaint_desk.ui.shared.flowing_pages import Flowing, FlowingPages
from complaint_desk.ui.shared.listing_pages import INK, ListingPages
from complaint_desk.ui.shared.pdf_text import with_characters
from complaint_desk.ui.shared.style import text_font

AnyPaper = Paper | Listing | Flowing
"""Whatever can be set on pages."""

_FOOT_POINTS = 22.0
_FOOT_SIZE = 8.0
_TEXT_SIZE = 10.0
_PDF_DOTS_PER_INCH = 300


def page_layout(paper: AnyPaper) -> QPageLayout:
    """A4 upright or lying, with the paper's margins."""
    orientation = QPageLayout.Orientation.Landscape if paper.landscape else QPageLayout.Orientation.Portrait
    edges = paper.margins
    margins = QMarginsF(edges.left, edges.top, edges.right, edges.bottom)
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), orientation, margins, QPageLayout.Unit.Millimeter)


def paint_paper(paper: AnyPaper, device: QPagedPaintDevice) -> int:
    """Paint all pages on a printer or PDF writer that has its page layout already; answers how many there were."""
    pages = _pages_of(paper, device)
    _paint(pages, paper, device)
    return len(pages)


def _pages_of(paper: AnyPaper, device: QPagedPaintDevice) -> _Pages:
    if isinstance(paper, Listing):
        return ListingPages(paper, device, _print_font, _foot_height(device))
    if isinstance(paper, Flowing):
        return FlowingPages(paper, device, _print_font(_TEXT_SIZE), _foot_height(device))
    return _DocumentPages(paper, device)


def _paint(pages: _Pages, paper: AnyPaper, device: QPagedPaintDevice) -> None:
    painter = QPainter(device)
    try:
        for page in range(len(pages)):
            if page:
                device.newPage()
            painter.save()
            pages.paint(painter, page)
            painter.restore()
            if paper.numbered or len(pages) > 1:
                _paint_foot(painter, device, paper.footer, page + 1, len(pages))
    finally:
        painter.end()


def pdf_of(paper: AnyPaper) -> bytes:
    """The paper as a PDF file, its words to be found, without a printer or preview."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_PDF_DOTS_PER_INCH)
    writer.setTitle(paper.title)
    writer.setPageLayout(page_layout(paper))
    pages = _pages_of(paper, writer)
    _paint(pages, paper, writer)
    # The writer must be gone before the buffer that it writes to.
    del writer
    fonts = pages.fonts() if isinstance(pages, _DocumentPages | FlowingPages) else ()
    return with_characters(bytes(buffer.data().data()), (_print_font(_TEXT_SIZE), *fonts))


def write_pdf(paper: AnyPaper, path: Path) -> None:
    """Write the PDF beside its place and move it there whole.

    Raises:
        OSError: the folder or the file there cannot be written.
    """
    content = pdf_of(paper)
    with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as file:
        waiting = Path(file.name)
        try:
            file.write(content)
            file.close()
            os.replace(waiting, path)
        except OSError:
            file.close()
            waiting.unlink(missing_ok=True)
            raise


class _Pages(Protocol):
    def __len__(self) -> int: ...

    def paint(self, painter: QPainter, page: int) -> None: ...


class _DocumentPages:
    """A form's HTML set for one device."""

    def __init__(self, paper: Paper, device: QPagedPaintDevice) -> None:
        self._document = QTextDocument()
        self._document.setDocumentMargin(0)
        self._document.setDefaultFont(_print_font(_TEXT_SIZE))
        self._document.documentLayout().setPaintDevice(device)
        self._document.setHtml(paper.html)
        self._size = QSizeF(device.width(), device.height() - _foot_height(device))
        self._document.setPageSize(self._size)

    def __len__(self) -> int:
        return self._document.pageCount()

    def fonts(self) -> Iterator[QFont]:
        """The fonts of its texts, some of them more than once."""
        for each in self._document.allFormats():
            if each.isCharFormat():
                yield each.toCharFormat().font()

    def paint(self, painter: QPainter, page: int) -> None:
        top = page * self._size.height()
        painter.translate(0, -top)
        painter.setPen(QColor(INK))
        self._document.drawContents(painter, QRectF(0, top, self._size.width(), self._size.height()))


def _print_font(points: float) -> QFont:
    font = QFont(text_font())
    font.setPointSizeF(points)
    # Behind Latin letters it draws digits by glyphs of which no PDF can tell what they mean: TS2026 is found as TS.
    font.setFeature(QFont.Tag("locl"), 0)
    return font


def _foot_height(device: QPagedPaintDevice) -> float:
    return _FOOT_POINTS * device.logicalDpiY() / 72


def _paint_foot(painter: QPainter, device: QPagedPaintDevice, text: str, page: int, pages: int) -> None:
    height = _foot_height(device)
    box = QRectF(0, device.height() - height, device.width(), height)
    painter.setFont(_print_font(_FOOT_SIZE))
    painter.setPen(QColor(Qt.GlobalColor.darkGray))
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, text)
    count = _("Page {page} of {pages}").format(page=page, pages=pages)
    painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, count)
