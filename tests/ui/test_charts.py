"""Charts: each mark leads to exactly its cases, by mouse and by keyboard; on paper they are letters and lines."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QGuiApplication, QHelpEvent, QPainter, QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from complaint_desk.domain.analysis import AnalysisRequest, Comparison, PeriodKind, period_around
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.i18n.words import Words
from complaint_desk.services import analysis, exchange, ledger
from complaint_desk.services.desk import Desk
from complaint_desk.ui.shared.charts.axes import steps
from complaint_desk.ui.shared.charts.of_figures import CHARTED, charts_of
from complaint_desk.ui.shared.charts.painting import paint_chart
from complaint_desk.ui.shared.charts.values import Bars, Chart, Columns, Heat, Mark, Row
from complaint_desk.ui.shared.charts.view import ChartView
from complaint_desk.ui.shared.style import dress
from complaint_desk.ui.shared.tokens import DARK, LIGHT
from tests.conftest import NOW

NATURES = Bars(
    "nature",
    "投诉性质",
    "投诉量",
    ("本期", "上期"),
    (
        Row(
            "质量",
            (
                Mark(30, "质量：30 件", "#2026-10/nature=quality"),
                Mark(20, "质量，上期：20 件", "#2026-09/nature=quality"),
            ),
        ),
        Row("价格", (Mark(5, "价格：5 件", "#2026-10/nature=price"), Mark(0, "价格，上期：0 件"))),
    ),
)
DAYS = Columns(
    "trend",
    "每日趋势",
    "投诉量",
    "日期",
    tuple(
        Row(f"10-{day:02}", (Mark(day % 7, f"{day} 日：{day % 7} 件", f"#2026-10-{day:02}"),)) for day in range(1, 32)
    ),
    (None, None, *(3.0 for _day in range(29))),
    "移动平均",
)
HEAT = Heat(
    "heat",
    "经办 × 性质",
    "投诉量",
    ("质量", "价格", "合计"),
    tuple(
        Row(name, tuple(Mark(count, f"{name}：{count} 件", f"#2026-10/x={name}{count}") for count in counts))
        for name, counts in (("质量部", (4, 1, 5)), ("物流部", (0, 2, 2)), ("合计", (4, 3, 7)))
    ),
)


def shown(chart: Chart, qtbot: QtBot, qapp: QApplication) -> ChartView:
    dress(qapp, LIGHT)
    view = ChartView(f"chart.{chart.name}")
    qtbot.addWidget(view)
    view.resize(420, 260)
    view.show_chart(chart)
    view.show()
    qtbot.waitExposed(view)
    QApplication.processEvents()
    return view


def opened(view: ChartView) -> list[str]:
    keys: list[str] = []
    view.wanted.connect(keys.append)
    return keys


@pytest.mark.parametrize("comparisons", [(), (Comparison.PREVIOUS, Comparison.LAST_YEAR)])
@pytest.mark.parametrize("wanted", [LedgerFilter(), LedgerFilter().with_choices("channel", ("phone", "web", "visit"))])
def test_every_mark_finds_as_many_complaints_as_it_shows(
    desk: Desk, words: Words, comparisons: Sequence[Comparison], wanted: LedgerFilter
) -> None:
    exchange.sample(desk, 600, seed=7)
    year = period_around(NOW.date(), PeriodKind.YEAR)
    figures = analysis.figures(desk, AnalysisRequest(year, filter=wanted, comparisons=tuple(comparisons)), CHARTED)
    charts = charts_of(figures, words)
    assert {each.name for each in charts} >= {"trend", "nature", "category", "channel", "department", "cause", "heat"}
    for chart in charts:
        for _row, _column, mark in chart.marks():
            if chart.name == "duration" or not mark.key:
                assert chart.name == "duration" or not mark.value
                continue
            assert ledger.count(desk, LedgerFilter(words=mark.key)) == mark.value, mark.said


def test_charts_of_nothing_are_left_out(desk: Desk, words: Words) -> None:
    figures = analysis.figures(desk, AnalysisRequest(period_around(NOW.date(), PeriodKind.MONTH)), CHARTED)
    assert [each.name for each in charts_of(figures, words)] == []


def test_arrow_keys_walk_and_enter_opens(qtbot: QtBot, qapp: QApplication) -> None:
    view = shown(NATURES, qtbot, qapp)
    keys = opened(view)
    said: list[str] = []
    view.pointed.connect(lambda mark: said.append(mark.said))
    view.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(view, key)
    assert keys == ["#2026-10/nature=quality", "#2026-09/nature=quality"]
    assert said[-2:] == ["质量，上期：20 件", "价格，上期：0 件"]
    QTest.keyClick(view, Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.current == NATURES.rows[1].marks[1]
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.current == NATURES.rows[0].marks[0]


@pytest.mark.parametrize("chart", [NATURES, DAYS, HEAT], ids=lambda chart: chart.name)
def test_a_click_opens_the_mark_under_it(chart: Chart, qtbot: QtBot, qapp: QApplication) -> None:
    view = shown(chart, qtbot, qapp)
    keys = opened(view)
    for spot in view.spots:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.place_of(spot).center().toPoint())
    assert keys == [mark.key for _row, _column, mark in chart.marks() if mark.key]
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert len(keys) == len([mark for _row, _column, mark in chart.marks() if mark.key])


@pytest.mark.parametrize("chart", [NATURES, DAYS, HEAT], ids=lambda chart: chart.name)
def test_every_mark_has_a_place_within_the_chart(chart: Chart, qtbot: QtBot, qapp: QApplication) -> None:
    view = shown(chart, qtbot, qapp)
    view.resize(300, 220)
    QApplication.processEvents()
    for spot in view.spots:
        place = view.place_of(spot)
        assert QRectF(view.rect()).contains(place)
        assert min(place.width(), place.height()) >= 4


def test_the_key_is_copied_and_the_menu_offers_both(qtbot: QtBot, qapp: QApplication) -> None:
    view = shown(DAYS, qtbot, qapp)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "#2026-10-01"
    keys = opened(view)
    QTest.keyClick(view, Qt.Key.Key_Right)
    by_keyboard = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(view, QContextMenuEvent(by_keyboard, QPoint(0, 0), QPoint(0, 0)))
    menu = view.findChild(QMenu)
    assert menu is not None
    show, copy = menu.actions()
    assert "#2026-10-02" in copy.text()
    copy.trigger()
    assert QGuiApplication.clipboard().text() == "#2026-10-02"
    show.trigger()
    assert keys == ["#2026-10-02"]
    menu.close()


def test_pointing_says_the_number(qtbot: QtBot, qapp: QApplication) -> None:
    view = shown(HEAT, qtbot, qapp)
    place = view.place_of(view.spots[0]).center().toPoint()
    QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, place, view.mapToGlobal(place)))
    assert QToolTip.text() == "质量部：4 件"
    QToolTip.hideText()


def test_a_screen_reader_hears_the_whole_chart_and_where_one_is(qtbot: QtBot, qapp: QApplication) -> None:
    view = shown(NATURES, qtbot, qapp)
    assert view.accessibleName().startswith("投诉性质")
    assert "价格：5 件" in view.accessibleName()
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.accessibleDescription() == "价格：5 件"
    assert QAccessible.queryAccessibleInterface(view).text(QAccessible.Text.Description) == "价格：5 件"


@pytest.mark.parametrize("chart", [NATURES, DAYS, HEAT], ids=lambda chart: chart.name)
def test_the_colours_follow_the_theme(chart: Chart, qtbot: QtBot, qapp: QApplication) -> None:
    view = shown(chart, qtbot, qapp)
    colours = []
    for tokens in (LIGHT, DARK, LIGHT):
        dress(qapp, tokens)
        QApplication.processEvents()
        picture = view.grab().toImage()
        place = view.place_of(view.spots[0])
        colours.append(
            picture.pixelColor((place.topLeft() + (place.bottomRight() - place.topLeft()) * 0.3).toPoint()).name()
        )
    assert colours[0] == colours[2]
    assert colours[0] != colours[1]


@pytest.mark.parametrize("resolution", [96, 300, 1200])
def test_on_paper_it_is_letters_and_lines_of_the_same_size(tmp_path: Path, qapp: QApplication, resolution: int) -> None:
    path = tmp_path / "chart.pdf"
    writer = QPdfWriter(str(path))
    writer.setResolution(resolution)
    painter = QPainter(writer)
    scale = resolution / 96
    for at, chart in enumerate((NATURES, DAYS, HEAT)):
        paint_chart(painter, QRectF(0, at * 280 * scale, 480 * scale, 260 * scale), chart, scale)
    painter.end()
    page = pypdfium2.PdfDocument(path)[0]
    text = page.get_textpage()
    whole = re.sub(r"\s", "", unicodedata.normalize("NFKC", text.get_text_bounded()))
    for expected in ("投诉性质", "质量", "上期", "每日趋势", "10-01", "10-31", "经办×性质", "物流部", "合计"):
        assert expected in whole, expected
    assert not [each for each in page.get_objects() if each.type == 3], "a chart is no picture"
    heights = {
        round(top - bottom) for _left, bottom, _right, top in (text.get_charbox(at, loose=True) for at in range(4))
    }
    assert heights - {0} <= {9, 10, 11, 12, 13, 14, 15}


@pytest.mark.parametrize(("width", "several"), [(700, True), (300, False)])
def test_numbers_that_would_run_into_each_other_give_way_to_the_highest(
    tmp_path: Path, qapp: QApplication, width: int, several: bool
) -> None:
    counts = [123_456 + month for month in range(12)]
    rows = tuple(Row(f"2026-{at:02}", (Mark(count, "", "#2026"),)) for at, count in enumerate(counts, 1))
    chart = Columns("trend", "每月趋势", "投诉量", "月份", rows, (None,) * 12, "移动平均")
    path = tmp_path / "chart.pdf"
    writer = QPdfWriter(str(path))
    writer.setResolution(96)
    painter = QPainter(writer)
    paint_chart(painter, QRectF(0, 0, width, 220), chart)
    painter.end()
    text = pypdfium2.PdfDocument(path)[0].get_textpage().get_text_bounded()
    assert f"{counts[-1]:,}" in text
    assert (f"{counts[0]:,}" in text) is several


@pytest.mark.parametrize(
    ("most", "whole", "expected"),
    [
        (0, True, [0, 1]),
        (1, True, [0, 1]),
        (7, True, [0, 2, 4, 6, 8]),
        (48, True, [0, 20, 40, 60]),
        (1000, True, [0, 250, 500, 750, 1000]),
        (0.6, False, [0, 0.2, 0.4, 0.6]),
    ],
)
def test_axes_have_round_steps(most: float, whole: bool, expected: list[float]) -> None:
    assert steps(most, whole=whole) == pytest.approx(expected)


def test_the_window_starts_without_the_library_of_charts() -> None:
    code = (
        "import sys\n"
        "import complaint_desk.ui.application, complaint_desk.ui.main_window, complaint_desk.ui.window_deeds\n"
        "print(sorted({'pyqtgraph', 'numpy'} & set(sys.modules)))\n"
        "import complaint_desk.ui.report.dialog\n"
        "print('pyqtgraph' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]", "False"]
