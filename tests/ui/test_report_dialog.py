"""The report dialog over a real ledger: preview, workbook, stop, refusals, memory."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import openpyxl
import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from complaint_desk.domain.analysis import AnalysisRequest, Figures
from complaint_desk.domain.complaint import Changes, ComplaintDraft
from complaint_desk.domain.errors import Stopped
from complaint_desk.domain.ledger import Between, LedgerFilter
from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.domain.reports import Written
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.stop import Progress, StopSignal
from complaint_desk.services import analysis, intake
from complaint_desk.services.desk import Desk
from complaint_desk.ui.report.cards import FigureCard
from complaint_desk.ui.report.dialog import ReportDialog
from complaint_desk.ui.report.sheet_list import SheetList
from complaint_desk.ui.shared.charts.of_figures import CHARTED
from complaint_desk.ui.shared.filtering.dialog import ConditionsDialog
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.style import dress
from complaint_desk.ui.shared.tokens import DARK, LIGHT, Tokens
from complaint_desk.ui.shared.workplace import Workplace
from tests.ui.conftest import ReadyAnswers

Settle = Callable[[], None]
W = TypeVar("W", bound=QWidget)


def register(workplace: Workplace, day: dt.date, nature: str = "quality", department: str = "售后服务部") -> None:
    intake.register(
        workplace.desk,
        ComplaintDraft(
            received_at=dt.datetime(day.year, day.month, day.day, 10, 0, tzinfo=SHANGHAI),
            subject_name="空调",
            category="electronics",
            facts="不制冷",
            nature=nature,
            department=department,
        ),
    )


@pytest.fixture
def ledger(workplace: Workplace) -> None:
    """October: 3 of quality, 1 of price; September: 2; October a year before: 1."""
    for day in (1, 15, 31):
        register(workplace, dt.date(2026, 10, day))
    register(workplace, dt.date(2026, 10, 20), "price", "市场部")
    for day in (1, 30):
        register(workplace, dt.date(2026, 9, day), "price")
    register(workplace, dt.date(2025, 10, 31))


@pytest.fixture
def dialog(workplace: Workplace, ledger: None, settle: Settle, qtbot: QtBot, tmp_path: Path) -> Iterator[ReportDialog]:
    yield from opened(workplace, settle, qtbot, None, tmp_path)


def opened(
    workplace: Workplace, settle: Settle, qtbot: QtBot, wanted: LedgerFilter | None, folder: Path
) -> Iterator[ReportDialog]:
    made = ReportDialog(workplace, wanted)
    qtbot.addWidget(made)
    made.open()
    answered(made, settle, qtbot)
    field(made, "report.file", QLineEdit).setText(str(folder / "分析.xlsx"))
    yield made
    settle()


def field(dialog: QDialog, name: str, kind: type[W]) -> W:
    found = dialog.findChild(kind, name)
    assert found is not None, name
    return found


def answered(dialog: ReportDialog, settle: Settle, qtbot: QtBot) -> Figures:
    """The figures shown once the newest question is answered."""
    qtbot.waitUntil(lambda: not dialog.waiting, timeout=20_000)
    settle()
    assert dialog.preview.figures is not None
    return dialog.preview.figures


def choose(dialog: ReportDialog, name: str, code: str) -> None:
    box = field(dialog, name, QComboBox)
    box.setCurrentIndex(box.findData(code))


def press(dialog: ReportDialog, name: str) -> None:
    QTest.mouseClick(field(dialog, name, QPushButton), Qt.MouseButton.LeftButton)


def test_it_opens_on_the_last_whole_month(dialog: ReportDialog, workplace: Workplace) -> None:
    shown = dialog.preview.figures
    request = dialog.request()
    assert shown is not None
    assert request is not None
    assert (str(request.period.first), str(request.period.last)) == ("2026-10-01", "2026-10-31")
    assert shown.total == 4
    assert [other.total for other in shown.others] == [2, 1]
    assert shown == analysis.figures(workplace.desk, request, CHARTED)


def test_the_preview_follows_the_period(
    dialog: ReportDialog, workplace: Workplace, settle: Settle, qtbot: QtBot
) -> None:
    choose(dialog, "report.period", "last_quarter")
    shown = answered(dialog, settle, qtbot)
    request = dialog.request()
    assert request is not None
    assert str(request.period.first) == "2026-07-01"
    assert shown.total == 2
    assert shown == analysis.figures(workplace.desk, request, CHARTED)
    assert field(dialog, "report.figure.total", QWidget).accessibleName().startswith("投诉量 2")


def test_a_day_of_ones_own_makes_the_period_custom(dialog: ReportDialog, settle: Settle, qtbot: QtBot) -> None:
    dialog.panel.period.first.setDate(QDate(2026, 9, 30))
    shown = answered(dialog, settle, qtbot)
    assert field(dialog, "report.period", QComboBox).currentData() == "custom"
    assert shown.total == 5


def test_a_period_that_ends_before_it_begins_is_named_and_not_written(
    dialog: ReportDialog, settle: Settle, qtbot: QtBot
) -> None:
    dialog.panel.period.first.setDate(QDate(2027, 1, 1))
    qtbot.waitUntil(lambda: not dialog.waiting)
    assert dialog.request() is None
    assert dialog.preview.figures is None
    assert not field(dialog, "report.export", QPushButton).isEnabled()


def test_basis_and_comparison_are_asked_for(dialog: ReportDialog, settle: Settle, qtbot: QtBot) -> None:
    choose(dialog, "report.comparison", "nothing")
    assert answered(dialog, settle, qtbot).others == ()
    choose(dialog, "report.basis", "closed")
    assert answered(dialog, settle, qtbot).total == 0


def test_an_empty_period_says_so(dialog: ReportDialog, settle: Settle, qtbot: QtBot) -> None:
    choose(dialog, "report.period", "last_week")
    assert answered(dialog, settle, qtbot).total == 0
    assert dialog.preview._empty.isVisibleTo(dialog)


def test_conditions_can_be_set_in_the_dialog_itself(dialog: ReportDialog, settle: Settle, qtbot: QtBot) -> None:
    assert dialog.panel.filter_words() == ""
    dialog.panel.conditions.click()
    conditions = dialog.findChild(ConditionsDialog)
    assert conditions is not None
    conditions.chosen.emit(LedgerFilter().with_choices("nature", ("price",)))
    conditions.accept()
    assert answered(dialog, settle, qtbot).total == 1
    assert dialog.panel.filter_words() == "投诉性质：价格"
    assert field(dialog, "report.filter.words", QLabel).text() == "投诉性质：价格"


def test_the_filter_of_the_ledger_is_taken_over_without_its_days(
    workplace: Workplace, ledger: None, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    wanted = LedgerFilter(
        one_of=(("department", ("市场部",)),), between=(("received_at", Between(dt.date(2026, 11, 1))),)
    )
    dialog = next(opened(workplace, settle, qtbot, wanted, tmp_path))
    shown = dialog.preview.figures
    assert shown is not None
    assert shown.total == 1
    assert "市场部" in field(dialog, "report.filter.words", QLabel).text()
    assert "市场部" in field(dialog, "report.said", QLabel).text()
    dialog.panel.drop_filter()
    assert answered(dialog, settle, qtbot).total == 4


def test_the_preview_follows_the_ledger(
    dialog: ReportDialog, workplace: Workplace, settle: Settle, qtbot: QtBot
) -> None:
    register(workplace, dt.date(2026, 10, 2))
    workplace.hub.changed.emit(Changes(added=(8,)))
    assert answered(dialog, settle, qtbot).total == 5


def test_the_newest_question_wins(dialog: ReportDialog, settle: Settle, qtbot: QtBot) -> None:
    for preset in ("last_year", "last_quarter", "last_week", "last_month"):
        choose(dialog, "report.period", preset)
        dialog.ask_now()
    assert answered(dialog, settle, qtbot).total == 4


def test_the_workbook_is_written_and_agrees(
    dialog: ReportDialog, words: Words, answers: ReadyAnswers, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    press(dialog, "report.export")
    settle()
    path = tmp_path / "分析.xlsx"
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [dialog.panel.sheets.item(at).text() for at in range(dialog.panel.sheets.count())]
    shown = dialog.preview.figures
    assert shown is not None
    rows = {row[0]: row[1] for row in book["投诉性质"].iter_rows(values_only=True)}
    for group in shown.by("nature"):
        assert rows[words.label("nature", group.code)] == group.count
    press(dialog, "report.open_file")
    press(dialog, "report.open_folder")
    assert answers.opened == [path, tmp_path]


def test_only_the_sheets_ticked_are_written(dialog: ReportDialog, settle: Settle, qtbot: QtBot, tmp_path: Path) -> None:
    sheets = field(dialog, "report.sheets", SheetList)
    sheets.leave_out(analysis.SHEETS)
    assert not field(dialog, "report.export", QPushButton).isEnabled()
    sheets.leave_out(tuple(code for code in analysis.SHEETS if code != "nature"))
    press(dialog, "report.export")
    settle()
    assert openpyxl.load_workbook(tmp_path / "分析.xlsx").sheetnames == ["投诉性质"]


@pytest.mark.parametrize("yes", [True, False])
def test_an_existing_file_is_replaced_only_when_asked(
    dialog: ReportDialog, answers: ReadyAnswers, settle: Settle, qtbot: QtBot, tmp_path: Path, yes: bool
) -> None:
    path = tmp_path / "分析.xlsx"
    path.write_bytes(b"older")
    answers.yes = yes
    press(dialog, "report.export")
    settle()
    assert len(answers.asked) == 1
    assert zipfile.is_zipfile(path) is yes


def test_a_file_confirmed_in_the_file_dialog_is_not_asked_for_again(
    dialog: ReportDialog, answers: ReadyAnswers, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    answers.saved_to = tmp_path / "x.xlsx"
    answers.saved_to.write_bytes(b"older")
    press(dialog, "report.browse")
    press(dialog, "report.export")
    settle()
    assert len(answers.asked) == 1
    assert zipfile.is_zipfile(answers.saved_to)


def test_a_place_that_cannot_be_written_is_said(
    dialog: ReportDialog, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "gone" / "分析.xlsx"
    field(dialog, "report.file", QLineEdit).setText(str(path))
    press(dialog, "report.export")
    settle()
    assert str(path) in field(dialog, "report.message", MessageBar).text
    assert field(dialog, "report.export", QPushButton).isEnabled()
    assert not path.parent.exists()


@pytest.fixture
def slow_report(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A report that goes on until it is stopped; holds the paths it was to write."""
    begun: list[Path] = []

    def report(
        desk: Desk,
        request: AnalysisRequest,
        sheets: tuple[str, ...],
        path: Path,
        words: Words,
        stop: StopSignal,
        progress: Progress,
        template: Path | None,
    ) -> Written:
        begun.append(path)
        progress(1, 10)
        stop._event.wait(60)
        raise Stopped

    monkeypatch.setattr(analysis, "report", report)
    return begun


def test_stopping_leaves_nothing(
    dialog: ReportDialog, slow_report: list[Path], settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    press(dialog, "report.export")
    qtbot.waitUntil(lambda: field(dialog, "report.progress", QProgressBar).value() == 1)
    assert not dialog.panel.isEnabled()
    press(dialog, "report.stop")
    settle()
    assert not (tmp_path / "分析.xlsx").exists()
    assert dialog.panel.isEnabled()
    assert field(dialog, "report.result", QLabel).text()
    assert field(dialog, "report.stop", QPushButton).isHidden()


def test_a_real_report_stops_without_remains(
    dialog: ReportDialog, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    field(dialog, "report.file", QLineEdit).setText(str(folder / "分析.xlsx"))
    press(dialog, "report.export")
    qtbot.waitUntil(lambda: dialog.exporting)
    press(dialog, "report.stop")
    settle()
    # The stop may come after the last safe place; then the workbook is there whole.
    remains = [path.name for path in folder.iterdir()]
    assert remains in ([], ["分析.xlsx"])
    assert all(zipfile.is_zipfile(folder / name) for name in remains)


def test_esc_closes_at_once_when_nothing_is_written(dialog: ReportDialog, qtbot: QtBot) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()


def test_esc_asks_while_writing(
    dialog: ReportDialog, slow_report: list[Path], answers: ReadyAnswers, settle: Settle, qtbot: QtBot
) -> None:
    press(dialog, "report.export")
    qtbot.waitUntil(lambda: dialog.exporting)
    answers.yes = False
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.exporting
    answers.yes = True
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    settle()
    assert dialog.isHidden()
    assert len(answers.asked) == 2


def test_the_title_bar_asks_while_writing_too(
    dialog: ReportDialog, slow_report: list[Path], answers: ReadyAnswers, settle: Settle, qtbot: QtBot
) -> None:
    press(dialog, "report.export")
    qtbot.waitUntil(lambda: dialog.exporting)
    answers.yes = False
    assert not dialog.close()
    assert dialog.isVisible()
    assert len(answers.asked) == 1
    press(dialog, "report.stop")
    settle()
    assert dialog.close()


def test_a_report_that_ends_while_the_question_stands_closes_at_once(
    dialog: ReportDialog, slow_report: list[Path], answers: ReadyAnswers, settle: Settle, qtbot: QtBot
) -> None:
    def end() -> None:
        press(dialog, "report.stop")
        settle()

    press(dialog, "report.export")
    qtbot.waitUntil(lambda: dialog.exporting)
    answers.meanwhile = end
    assert dialog.close()
    assert dialog.isHidden()


def test_the_last_choices_come_again(
    dialog: ReportDialog, workplace: Workplace, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    choose(dialog, "report.comparison", "previous")
    choose(dialog, "report.period", "last_quarter")
    dialog.panel.sheets.leave_out(("rows",))
    dialog.reject()
    settle()
    again = ReportDialog(workplace, None)
    qtbot.addWidget(again)
    assert field(again, "report.comparison", QComboBox).currentData() == "previous"
    assert field(again, "report.period", QComboBox).currentData() == "last_quarter"
    assert again.panel.sheets.left_out() == ("rows",)
    assert again.panel.file() == tmp_path / "投诉分析_2026-Q3.xlsx"
    settle()


def test_a_folder_that_is_gone_gives_way_to_the_documents(
    dialog: ReportDialog, workplace: Workplace, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    gone = tmp_path / "gone"
    field(dialog, "report.file", QLineEdit).setText(str(gone / "分析.xlsx"))
    dialog.reject()
    settle()
    again = ReportDialog(workplace, None)
    qtbot.addWidget(again)
    settle()
    file = again.panel.file()
    assert file is not None
    assert file.parent != gone


def test_every_control_has_a_name_to_be_spoken(dialog: ReportDialog) -> None:
    for name in (
        "report.period", "report.from", "report.to", "report.basis", "report.comparison", "report.sheets", "report.file",
        "report.browse", "report.export", "report.stop", "report.preview", "report.close",
    ):  # fmt: skip
        assert field(dialog, name, QWidget).accessibleName(), name


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_it_fits_a_small_screen_without_scrolling_sideways(
    dialog: ReportDialog, qapp: QApplication, qtbot: QtBot, tokens: Tokens
) -> None:
    dress(qapp, tokens)
    dialog.resize(895, 464)
    cards = dialog.preview.findChildren(FigureCard)
    qtbot.waitUntil(lambda: len({card.x() for card in cards}) == 3)
    assert len(cards) == 12
    for area in dialog.findChildren(QScrollArea):
        assert area.horizontalScrollBar().maximum() == 0
    assert not dialog.grab().isNull()


def test_a_template_of_the_office_is_filled(
    dialog: ReportDialog, answers: ReadyAnswers, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    answers.saved_to = tmp_path / "模板.xlsx"
    dialog.panel.template.example.trigger()
    settle()
    assert answers.opened == [answers.saved_to]
    assert field(dialog, "report.template", QComboBox).currentText() == "模板.xlsx"
    before = openpyxl.load_workbook(answers.saved_to).sheetnames
    press(dialog, "report.export")
    settle()
    after = openpyxl.load_workbook(tmp_path / "分析.xlsx").sheetnames
    assert [name for name in after if name in before] == before


def test_a_template_with_a_mistake_says_so_and_nothing_is_written(
    dialog: ReportDialog, answers: ReadyAnswers, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"no workbook")
    answers.files = [broken]
    dialog.panel.template.browse.trigger()
    press(dialog, "report.export")
    settle()
    assert "坏.xlsx" in field(dialog, "report.message", MessageBar).text
    assert not (tmp_path / "分析.xlsx").exists()


def test_the_template_comes_again(
    dialog: ReportDialog, workplace: Workplace, answers: ReadyAnswers, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    answers.files = [tmp_path / "集团.xlsx"]
    dialog.panel.template.browse.trigger()
    dialog.reject()
    again = ReportDialog(workplace, None)
    qtbot.addWidget(again)
    settle()
    assert again.panel.template.template() == str(tmp_path / "集团.xlsx")
    assert again.panel.definition("x").template == str(tmp_path / "集团.xlsx")
