"""Paints a listing on pages: no row is torn apart, the heading stands on each page, the columns fit the width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPagedPaintDevice, QPainter, QPen

from complaint_desk.domain.papers import Listing

_TITLE_SIZE = 14.0
_SUBTITLE_SIZE = 9.0
_ROOMY_COLUMNS = 10
_PADDING = 3.0
_MOST_LINES = 3
_LINE = "#9AA3AD"
_HEAD = "#E9ECF0"
INK = "#0B0D0F"
"""Nearly black: a preview records pages, and black being the default there it would be played back in the theme's colour."""

_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_WRAPPED = Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class _Row:
    """A row and its height; `full` if some cell may have more text than the row has lines for."""

    texts: Sequence[str]
    height: float
    full: bool


class ListingPages:
    """A listing set for one device. `font_of(points)` gives the font of paper, `foot` the height kept free below."""

    def __init__(
        self, listing: Listing, device: QPagedPaintDevice, font_of: Callable[[float], QFont], foot: float
    ) -> None:
        self._listing = listing
        self._device = device
        self._unit = device.logicalDpiY() / 72
        self._bottom = device.height() - foot
        self._fonts = {
            "title": font_of(_TITLE_SIZE),
            "subtitle": font_of(_SUBTITLE_SIZE),
            "cell": font_of(8.0 if len(listing.columns) <= _ROOMY_COLUMNS else 7.0),
        }
        self._fonts["head"] = QFont(self._fonts["cell"])
        self._fonts["head"].setWeight(QFont.Weight.DemiBold)
        self._fonts["title"].setWeight(QFont.Weight.DemiBold)
        self._cell = QFontMetricsF(self._fonts["cell"], device)
        self._widths = [column.share * device.width() for column in listing.columns]
        self._head = self._row([column.label for column in listing.columns])
        self._pages = self._broken()

    def __len__(self) -> int:
        return len(self._pages)

    def paint(self, painter: QPainter, page: int) -> None:
        """Paint one page, counted from 0."""
        top = self._paint_title(painter) if page == 0 else 0.0
        top = self._paint_row(painter, self._head, top, head=True)
        for row in self._pages[page]:
            top = self._paint_row(painter, row, top)

    def _broken(self) -> list[list[_Row]]:
        pages: list[list[_Row]] = [[]]
        room = self._bottom - self._title_height() - self._head.height
        for texts in self._listing.rows:
            row = self._row(texts)
            if row.height > room and pages[-1]:
                pages.append([])
                room = self._bottom - self._head.height
            pages[-1].append(row)
            room -= row.height
        return pages

    def _title_height(self) -> float:
        return sum(QFontMetricsF(self._fonts[name], self._device).height() for name in ("title", "subtitle")) + (
            8 * self._unit
        )

    def _row(self, texts: Sequence[str]) -> _Row:
        """A row of as many lines as its fullest cell needs, at most three."""
        lines = 1
        for text, width in zip(texts, self._widths, strict=True):
            inner = width - 2 * _PADDING * self._unit
            if lines < _MOST_LINES and self._cell.horizontalAdvance(text) > inner:
                wrapped = self._cell.boundingRect(QRectF(0, 0, inner, 1e6), _WRAPPED, text).height()
                lines = max(lines, min(_MOST_LINES, round(wrapped / self._cell.lineSpacing())))
        height = lines * self._cell.lineSpacing() + 2 * _PADDING * self._unit
        return _Row(texts, height, full=lines == _MOST_LINES)

    def _shortened(self, text: str, width: float) -> str:
        """What a cell of three lines can hold; wrapping loses up to a character a line."""
        room = _MOST_LINES * (width - self._cell.averageCharWidth() * 2)
        return self._cell.elidedText(text, Qt.TextElideMode.ElideRight, room)

    def _paint_title(self, painter: QPainter) -> float:
        painter.setPen(QColor(INK))
        top = 0.0
        for name, text in (("title", self._listing.title), ("subtitle", self._listing.subtitle)):
            painter.setFont(self._fonts[name])
            height = QFontMetricsF(self._fonts[name], self._device).height()
            painter.drawText(QRectF(0, top, self._device.width(), height), Qt.AlignmentFlag.AlignLeft, text)
            top += height
        return top + 8 * self._unit

    def _paint_row(self, painter: QPainter, row: _Row, top: float, *, head: bool = False) -> float:
        painter.setFont(self._fonts["head" if head else "cell"])
        inset = _PADDING * self._unit
        ink, line, left = QColor(INK), QPen(QColor(_LINE), 0.5 * self._unit), 0.0
        for text, width, column in zip(row.texts, self._widths, self._listing.columns, strict=True):
            box = QRectF(left, top, width, row.height)
            if head:
                painter.fillRect(box, QColor(_HEAD))
            painter.setPen(line)
            painter.drawRect(box)
            painter.setPen(ink)
            inner = box.adjusted(inset, inset, -inset, -inset)
            painter.drawText(
                inner,
                _WRAPPED | (_RIGHT if column.right and not head else _LEFT),
                self._shortened(text, inner.width()) if row.full else text,
            )
            left += width
        return top + row.height
