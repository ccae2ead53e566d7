"""Leading groups as horizontal bars with count and share, painted in the colours of the theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from complaint_desk.domain.analysis import GroupFigure
from complaint_desk.i18n import _
from complaint_desk.i18n.values import list_text
from complaint_desk.i18n.words import Words
from complaint_desk.ui.report.key_figures import count_text, percent_text
from complaint_desk.ui.shared.style import tokens_in
from complaint_desk.ui.shared.tokens import GRID, Tokens

LEADING = 5
_ROW = 20
_HEAD = 26
_BAR = 10
_LABEL_SHARE = 0.33
_COUNT = 46
_SHARE = 58
_POINTS = 58
_UP, _DOWN, _SAME = "\N{UPWARDS ARROW}", "\N{DOWNWARDS ARROW}", "\N{EM DASH}"


@dataclass(frozen=True, slots=True)
class Bar:
    """One group: its name, count, share in percent, and the change of the share in points, None without comparison.

    The `rest` stands for all smaller groups; it has no beam, since it is no group that could lead.
    """

    name: str
    count: int
    share: Decimal
    points: Decimal | None
    rest: bool = False


def leading_bars(groups: Sequence[GroupFigure], grouping: str, words: Words) -> tuple[Bar, ...]:
    """The largest groups of this period, the rest as one bar, so that the shares shown make up the whole."""
    present = [group for group in groups if group.count]
    shown = present if len(present) <= LEADING else present[: LEADING - 1]
    bars = [
        Bar(
            words.figure_label(grouping, group.code),
            group.count,
            group.share,
            group.compared[0].points if group.compared else None,
        )
        for group in shown
    ]
    if rest := present[len(shown) :]:
        name = _("{number} others").format(number=len(rest))
        count, share = sum(group.count for group in rest), sum((group.share for group in rest), Decimal())
        bars.append(Bar(name, count, share, None, rest=True))
    return tuple(bars)


class BarList(QWidget):
    """Bars under a heading. Its accessible name reads all of them."""

    def __init__(self, name: str, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._heading = heading
        self._bars: tuple[Bar, ...] = ()
        self._compared = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def bars(self) -> tuple[Bar, ...]:
        return self._bars

    def show_bars(self, bars: tuple[Bar, ...], compared: str) -> None:
        """`compared` heads the column of changes, "" without comparison."""
        self._bars, self._compared = bars, compared
        spoken = [f"{bar.name} {count_text(bar.count)} {percent_text(bar.share)}" for bar in bars]
        self.setAccessibleName(f"{self._heading}: {list_text(spoken)}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, _HEAD + _ROW * LEADING)

    def minimumSizeHint(self) -> QSize:
        return QSize(300, _HEAD + _ROW * LEADING)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = tokens_in(self)
        self._paint_heading(painter, tokens)
        most = max((bar.count for bar in self._bars if not bar.rest), default=1)
        for at, bar in enumerate(self._bars):
            self._paint_bar(painter, tokens, bar, _HEAD + at * _ROW, most)

    def _paint_heading(self, painter: QPainter, tokens: Tokens) -> None:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(tokens.text))
        box = QRectF(0, 0, self.width(), _HEAD - 4)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._heading)
        painter.setFont(self.font())
        if self._compared:
            painter.setPen(QColor(tokens.secondary))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._compared)

    def _paint_bar(self, painter: QPainter, tokens: Tokens, bar: Bar, top: float, most: int) -> None:
        width = self.width()
        label_width = width * _LABEL_SHARE
        points_width = _POINTS if self._compared else 0
        room = width - label_width - _COUNT - _SHARE - points_width - GRID
        metrics = painter.fontMetrics()
        painter.setPen(QColor(tokens.secondary if bar.rest else tokens.text))
        name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, int(label_width - GRID))
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        painter.drawText(QRectF(0, top, label_width - GRID, _ROW), middle | Qt.AlignmentFlag.AlignLeft, name)
        if not bar.rest:
            track = QRectF(label_width, top + (_ROW - _BAR) / 2, room, _BAR)
            self._paint_beam(painter, tokens, track, bar.count / most)
        at = label_width + room
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRectF(at, top, _COUNT, _ROW), middle | right, count_text(bar.count))
        painter.setPen(QColor(tokens.secondary))
        painter.drawText(QRectF(at + _COUNT, top, _SHARE, _ROW), middle | right, percent_text(bar.share))
        if self._compared:
            painter.drawText(QRectF(width - _POINTS, top, _POINTS, _ROW), middle | right, points_text(bar.points))

    @staticmethod
    def _paint_beam(painter: QPainter, tokens: Tokens, track: QRectF, share: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.grey_tint))
        painter.drawRoundedRect(track, 3, 3)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(QRectF(track.left(), track.top(), max(3.0, track.width() * share), _BAR), 3, 3)


def points_text(points: Decimal | None) -> str:
    """`↑ 1.20`: the change of a share in points, as the association prints it."""
    if points is None:
        return ""
    if points == 0:
        return _SAME
    return f"{_UP if points > 0 else _DOWN} {abs(points):.2f}"
