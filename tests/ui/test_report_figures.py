"""From a figure of the report to its complaints and back, with the mouse and with the keyboard alone."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.early_warning import EarlyWarning, Group
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.services import analysis, ledger
from complaint_desk.ui.report.dialog import ReportDialog
from complaint_desk.ui.report.findings_card import FindingsCard
from complaint_desk.ui.report.tile import FigureTile
from complaint_desk.ui.shared.message_bar import MessageBar
from tests.conftest import NOW
from tests.ui.test_report_dialog import register


@pytest.fixture
def window(filled, show_window):
    return show_window(filled)


@pytest.fixture
def report(window, settle, qtbot):
    """The report of the year in the window, with its charts."""
    QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(ReportDialog)
    dialog.panel.period.first.setDate(dialog.panel.period.first.date().addMonths(-9))
    shown(dialog, settle, qtbot)
    return dialog


def shown(dialog, settle, qtbot):
    qtbot.waitUntil(lambda: not dialog.waiting and len(dialog.preview.charts.views) >= 6, timeout=20_000)
    settle()


def chart(dialog, name):
    return next(view for view in dialog.preview.charts.views if view.objectName() == f"report.chart.{name}")


def cases(window, settle, qtbot):
    """What the ledger in front is asked and how many it shows."""
    settle()
    qtbot.waitUntil(lambda: window.bench.ledger.settled)
    search = window.findChild(QLineEdit, "ledger.search")
    return search.text(), window.bench.ledger.table.model().rowCount()


def test_a_bar_leads_to_exactly_its_complaints_and_ctrl_r_back_to_the_report(window, report, settle, qtbot):
    view = chart(report, "nature")
    spot = view.spots[0]
    report.preview.charts.parentWidget().parentWidget().parentWidget().ensureWidgetVisible(view)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.place_of(spot).center().toPoint())
    assert report.isHidden()
    key, count = cases(window, settle, qtbot)
    assert (key, count) == (spot.mark.key, spot.mark.value)
    before = report.preview.figures
    QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert report.isVisible()
    assert report.preview.figures is before
    assert window.findChildren(ReportDialog) == [report]


def test_the_rail_comes_back_to_it_too_and_what_changed_meanwhile_is_counted(window, report, filled, settle, qtbot):
    total = report.preview.figures.total
    QTest.keyClick(chart(report, "channel"), Qt.Key.Key_Return)
    register(filled, NOW.date().replace(month=10, day=2))
    filled.hub.changed.emit(Changes(added=(261,)))
    QTest.mouseClick(window.findChild(QWidget, "rail.analysis"), Qt.MouseButton.LeftButton)
    shown(report, settle, qtbot)
    assert report.preview.figures.total == total + 1


def test_a_report_that_was_closed_begins_anew(window, report, settle, qtbot):
    QTest.keyClick(report, Qt.Key.Key_Escape)
    window.deeds.report()
    dialogs = [each for each in window.findChildren(ReportDialog) if each.isVisible()]
    assert len(dialogs) == 1
    assert dialogs[0] is not report
    shown(dialogs[0], settle, qtbot)


def test_the_key_of_a_figure_is_no_filter_of_the_next_report(window, report, settle, qtbot):
    QTest.keyClick(chart(report, "nature"), Qt.Key.Key_Return)
    assert cases(window, settle, qtbot)[0].startswith("#2026")
    report.come_back()
    QTest.keyClick(report, Qt.Key.Key_Escape)
    window.deeds.report()
    again = next(each for each in window.findChildren(ReportDialog) if each.isVisible())
    assert again.panel.filter_words() == ""
    settle()


def test_key_figures_and_findings_walk_with_arrow_keys_and_open(window, report, settle, qtbot):
    for group in (report.preview.cards, report.preview.findings):
        tiles = [each for each in group.findChildren(FigureTile) if not each.isHidden()]
        stops = [each for each in tiles if each.focusPolicy() == Qt.FocusPolicy.StrongFocus]
        assert stops == tiles[:1]
        tiles[0].setFocus()
        QTest.keyClick(tiles[0], Qt.Key.Key_Right)
        assert tiles[1].hasFocus()
        assert tiles[1].focusPolicy() == Qt.FocusPolicy.StrongFocus
        assert tiles[0].focusPolicy() == Qt.FocusPolicy.ClickFocus
        QTest.keyClick(tiles[1], Qt.Key.Key_Up)
        assert tiles[0].hasFocus()
        QTest.keyClick(tiles[0], Qt.Key.Key_Return)
        key, _count = cases(window, settle, qtbot)
        assert key == tiles[0].mark.key
        report.come_back()
        qtbot.waitUntil(report.isActiveWindow)


def test_every_key_figure_finds_its_complaints(report, filled):
    figures = report.preview.figures
    for tile in report.preview.cards.findChildren(FigureTile):
        name = tile.objectName().removeprefix("report.figure.")
        value = getattr(figures.indicators, name, None)
        if name in ("days", "compensation", "recovered") or not tile.mark.key:
            continue
        counted = value if isinstance(value, int) else value.part
        assert ledger.count(filled.desk, LedgerFilter(words=tile.mark.key)) == counted, name
    assert {"acknowledged_late", "unverified"} <= {
        tile.objectName().removeprefix("report.figure.") for tile in report.preview.cards.findChildren(FigureTile)
    }


def test_the_key_of_what_one_is_at_stands_below_and_can_be_copied(report):
    view = chart(report, "channel")
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    key = report.findChild(QLabel, "report.key").text()
    assert key == view.spots[0].mark.key
    QTest.mouseClick(report.findChild(QPushButton, "report.key.copy"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == key
    card = report.findChild(QWidget, "report.figure.finished")
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().endswith("/finished")
    assert report.findChild(QLabel, "report.key").text().endswith("/finished")


def test_charts_follow_each_other_with_tab_in_the_order_of_reading(report):
    views = report.preview.charts.views
    views[0].setFocus()
    for before, after in itertools.pairwise(views):
        QTest.keyClick(before, Qt.Key.Key_Tab)
        assert after.hasFocus(), after.objectName()


def test_early_warnings_stand_among_what_stands_out(report, settle, qtbot, monkeypatch):
    group = Group("subject_name", "空调")
    planted = EarlyWarning("rise", group, 9, 7, LedgerFilter().with_choices("subject_name", ("空调",)), 1.2)
    told_beside = analysis.told_beside

    def with_one(desk, figures, stop):
        found, casework = told_beside(desk, figures, stop)
        return dataclasses.replace(found, warnings=(planted,)), casework

    monkeypatch.setattr(analysis, "told_beside", with_one)
    report.ask_now()
    settle()
    qtbot.waitUntil(lambda: not report.waiting)
    settle()
    texts = [label.text() for label in report.findChild(FindingsCard).findChildren(QLabel)]
    assert any("空调" in text and "9" in text for text in texts)


def test_while_a_workbook_is_written_cases_wait(report, monkeypatch, settle, qtbot, tmp_path):
    def slow(*_arguments, stop, **_more):
        stop._event.wait(60)
        stop.heed()

    monkeypatch.setattr(analysis, "report", slow)
    report.panel.destination.path.setText(str(tmp_path / "1.xlsx"))
    report.findChild(QPushButton, "report.export").click()
    qtbot.waitUntil(lambda: report.exporting)
    QTest.keyClick(chart(report, "nature"), Qt.Key.Key_Return)
    assert report.isVisible()
    assert report.findChild(MessageBar, "report.message").text
    report.findChild(QPushButton, "report.stop").click()
    settle()
