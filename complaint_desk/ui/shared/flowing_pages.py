"""Pages of a paper whose blocks follow one another: texts and pictures, none of them torn apart where a page ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QFont, QPagedPaintDevice, QPainter, QTextDocument

from complaint_desk.domain.papers import Margins
from complaint_desk.ui.shared.listing_pages import INK

_MM_OF_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Words:
    """A text as HTML of the kind that a `Paper` holds; `kept` stays on the page of what comes after it.

    `gap` are the millimetres below it.
    """

    html: str
    kept: bool = False
    gap: float = 3.0


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures beside each other, sharing the width; each paints itself into a place whose pixel has the given scale."""

    paint: tuple[Callable[[QPainter, QRectF, float], None], ...]
    height: float
    gap: float = 4.0
    """Height, and room below, in millimetres."""


Block = Words | Pictures


@dataclass(frozen=True, slots=True)
class Flowing:
    """A paper of blocks from top to bottom; see `domain.papers.Paper` for the rest."""

    title: str
    footer: str
    blocks: tuple[Block, ...]
    landscape: bool = False
    margins: Margins = field(default_factory=Margins)
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class _Placed:
    """A block at its place on a page, in the device's units."""

    block: Block
    top: float
    height: float
    document: QTextDocument | None


class FlowingPages:
    """A flowing paper set for one device. `font` is that of its texts, `foot` the height kept free below.

    A pixel of a picture is smaller than in the window, as letters on paper are.
    """

    _BETWEEN_MM = 4.0
    _PIXELS_OF_INCH = 120.0

    def __init__(self, paper: Flowing, device: QPagedPaintDevice, font: QFont, foot: float) -> None:
        self._device = device
        self._font = font
        self._mm = device.logicalDpiY() / _MM_OF_INCH
        self._room = device.height() - foot
        self._pages = self._set(paper.blocks)

    def __len__(self) -> int:
        return len(self._pages)

    def fonts(self) -> Iterator[QFont]:
        """The fonts of its texts, some of them more than once."""
        for page in self._pages:
            for placed in page:
                if placed.document is not None:
                    for each in placed.document.allFormats():
                        if each.isCharFormat():
                            yield each.toCharFormat().font()

    def paint(self, painter: QPainter, page: int) -> None:
        """Paint one page, counted from 0."""
        for placed in self._pages[page]:
            painter.save()
            painter.translate(0, placed.top)
            if placed.document is not None:
                painter.setPen(QColor(INK))
                placed.document.drawContents(painter, QRectF(0, 0, self._device.width(), placed.height))
            elif isinstance(placed.block, Pictures):
                self._paint_pictures(painter, placed.block, placed.height)
            painter.restore()

    def _paint_pictures(self, painter: QPainter, block: Pictures, height: float) -> None:
        gap = self._BETWEEN_MM * self._mm
        width = (self._device.width() - gap * (len(block.paint) - 1)) / len(block.paint)
        scale = self._device.logicalDpiY() / self._PIXELS_OF_INCH
        for at, paint in enumerate(block.paint):
            paint(painter, QRectF(at * (width + gap), 0, width, height), scale)

    def _set(self, blocks: tuple[Block, ...]) -> list[list[_Placed]]:
        pages: list[list[_Placed]] = [[]]
        top = 0.0
        measured = [self._measured(block) for block in blocks]
        for at, (block, (document, height)) in enumerate(zip(blocks, measured, strict=True)):
            following = measured[at + 1][1] if _is_kept(block) and at + 1 < len(measured) else 0.0
            if top + height + following > self._room and pages[-1]:
                pages.append([])
                top = 0.0
            pages[-1].append(_Placed(block, top, height, document))
            top += height + block.gap * self._mm
        return pages

    def _measured(self, block: Block) -> tuple[QTextDocument | None, float]:
        if isinstance(block, Pictures):
            return None, block.height * self._mm
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(self._font)
        document.documentLayout().setPaintDevice(self._device)
        document.setHtml(block.html)
        document.setTextWidth(self._device.width())
        return document, QSizeF(document.size()).height()


def _is_kept(block: Block) -> bool:
    return isinstance(block, Words) and block.kept
