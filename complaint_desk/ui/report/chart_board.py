"""The charts of the preview in cards; made once the library that draws them is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from complaint_desk.domain.analysis import Figures
from complaint_desk.ui.shared.charts.of_figures import charts_of
from complaint_desk.ui.shared.charts.values import Chart, Columns, Heat
from complaint_desk.ui.shared.panels import Card
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

if TYPE_CHECKING:
    from complaint_desk.ui.shared.charts.view import ChartView

_TWO_BESIDE = 720
_MARGIN = 12
_HEIGHT = 268
_BROAD_HEIGHT = 240
_ROW = 26
_AROUND_ROWS = 64


class ChartBoard(QWidget):
    """`wanted` carries the key whose cases the person wants to see, `pointed` the `Mark` that they are at."""

    wanted = Signal(str)
    pointed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = workplace.words
        self._charts: tuple[Chart, ...] = ()
        self._shown: dict[str, tuple[Card, ChartView]] = {}
        self._make: Callable[[str], ChartView] | None = None
        self._columns = 0
        self._to_draw: list[Chart] = []
        # One at each turn of the event loop: the first are seen, and the window answers, before the last is drawn.
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._draw_next)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GRID)
        # The first time it takes a quarter of a second, which the window does not wait for.
        workplace.lanes.submit("page", _load_library, self._begin, owner=self)

    @property
    def views(self) -> tuple[ChartView, ...]:
        """The charts that are shown, in reading order."""
        return tuple(self._shown[each.name][1] for each in self._charts if each.name in self._shown)

    @property
    def drawing(self) -> bool:
        """True until every chart shows the newest figures."""
        return bool(self._to_draw)

    def show_figures(self, figures: Figures) -> None:
        self._charts = charts_of(figures, self._words)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._columns != self._fitting_columns():
            self._arrange()

    def _begin(self, make: Callable[[str], ChartView]) -> None:
        self._make = make
        self._show()

    def _show(self) -> None:
        if self._make is None:
            return
        for each in self._charts:
            if each.name not in self._shown:
                self._shown[each.name] = self._card(self._make(f"report.chart.{each.name}"))
        self._arrange()
        self._to_draw = list(self._charts)
        self._next.start()

    def _draw_next(self) -> None:
        if self._to_draw:
            chart = self._to_draw.pop(0)
            self._shown[chart.name][1].show_chart(chart)
            self._next.start()

    def _card(self, view: ChartView) -> tuple[Card, ChartView]:
        view.wanted.connect(self.wanted)
        view.pointed.connect(self.pointed)
        card = Card(self, margin=_MARGIN)
        card.column.addWidget(view)
        return card, view

    def _fitting_columns(self) -> int:
        return 2 if self.width() >= _TWO_BESIDE else 1

    def _arrange(self) -> None:
        """Bars two beside each other where there is room, what goes from left to right over the whole width."""
        columns = self._columns = self._fitting_columns()
        named = {each.name for each in self._charts}
        for name, (card, _view) in self._shown.items():
            card.setVisible(name in named)
        at, before = 0, None
        for each in self._charts:
            if each.name not in self._shown:
                continue
            card, view = self._shown[each.name]
            wide = columns if _is_broad(each) else 1
            at += -at % columns if wide > 1 else 0
            self._grid.addWidget(card, at // columns, at % columns, 1, wide)
            at += wide
            view.setFixedHeight(_height(each))
            if before is not None:
                QWidget.setTabOrder(before, view)
            before = view
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


def _load_library() -> Callable[[str], ChartView]:
    from complaint_desk.ui.shared.charts.view import ChartView  # noqa: PLC0415 - loads pyqtgraph

    return ChartView


def _is_broad(chart: Chart) -> bool:
    return isinstance(chart, Columns | Heat)


def _height(chart: Chart) -> int:
    if isinstance(chart, Heat):
        return len(chart.rows) * _ROW + _AROUND_ROWS
    return _BROAD_HEIGHT if isinstance(chart, Columns) else _HEIGHT
