"""Writes workbook or Word report in the report lane and says how far it is, how it ended, and what one may do then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from complaint_desk.domain.analysis import AnalysisRequest
from complaint_desk.domain.reports import Written
from complaint_desk.i18n import _, ngettext
from complaint_desk.runtime.office_templates import template_folder
from complaint_desk.runtime.stop import Progress, StopSignal
from complaint_desk.services import analysis, word_reports
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Order:
    """One workbook: what is counted, on which sheets, into which file, and the office workbook that is filled, if any."""

    request: AnalysisRequest
    sheets: tuple[str, ...]
    path: Path
    template: Path | None


class Export(QObject):
    """One export at a time. `written` brings its `Written`, `failed` a `DeskError`; `ended` comes after either and a stop.

    `progressed` is emitted in the lane's thread and reaches the window's own by Qt's queue.
    """

    progressed = Signal(int, int)
    written = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._stop: StopSignal | None = None

    @property
    def running(self) -> bool:
        return self._stop is not None

    def start(self, order: Order) -> None:
        """Write the workbook."""
        desk, words = self._workplace.desk, self._workplace.words
        self._run(
            lambda stop, say: analysis.report(
                desk, order.request, order.sheets, order.path, words, stop=stop, progress=say, template=order.template
            )
        )

    def start_word(self, request: AnalysisRequest, path: Path) -> None:
        """Write the Word report."""
        desk, words = self._workplace.desk, self._workplace.words
        folder = template_folder(self._workplace.places, self._workplace.settings)
        self._run(lambda stop, say: word_reports.report(desk, folder, request, path, words, stop=stop, progress=say))

    def _run(self, deed: Callable[[StopSignal, Progress], Written]) -> None:
        stop = self._stop = StopSignal()

        def say(done: int, total: int | None) -> None:
            self.progressed.emit(done, total or 0)

        self._workplace.lanes.submit(
            "report", lambda: deed(stop, say), self.written.emit, self.failed.emit, owner=self, always=self._finish
        )

    def stop(self) -> None:
        """Stop at the next safe place; nothing half-written remains."""
        if self._stop is not None:
            self._stop.request()

    def _finish(self) -> None:
        self._stop = None
        self.ended.emit()


class ExportStrip(QWidget):
    """At the foot of the dialog: nothing, then progress with a way to stop, then the file and two ways to it."""

    def __init__(self, workplace: Workplace, export: Export, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._path = Path()
        self._bar = QProgressBar()
        self._bar.setObjectName("report.progress")
        self._bar.setAccessibleName(_("Progress"))
        self._bar.setTextVisible(False)
        self._said = label()
        self._said.setObjectName("report.result")
        self.stop = button(_("&Stop"), "report.stop")
        self.open_file = button(_("Open file"), "report.open_file")
        self.open_folder = button(_("Open containing folder"), "report.open_folder")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._said)
        row.addWidget(self._bar, 1)
        for each in (self.stop, self.open_file, self.open_folder):
            row.addWidget(each)
        row.addStretch(1)
        self.stop.clicked.connect(export.stop)
        self.open_file.clicked.connect(lambda: workplace.questions.open_outside(self._path))
        self.open_folder.clicked.connect(lambda: workplace.questions.open_outside(self._path.parent))
        export.progressed.connect(self._show_progress)
        self.show_nothing()

    @property
    def has_result(self) -> bool:
        """True once a workbook was written and may be opened."""
        return not self.open_file.isHidden()

    def show_nothing(self) -> None:
        self._show("", Tone.GREY)

    def show_start(self) -> None:
        self._bar.setRange(0, 0)
        self._show(_("Writing…"), Tone.GREY, self._bar, self.stop)

    def show_stopped(self) -> None:
        self._show(_("Stopped; no file was written."), Tone.AMBER)

    def show_written(self, written: Written) -> None:
        self._path = Path(written.file)
        sheets = len(written.sheets)
        text = _("Written: {name}")
        if sheets:
            text = ngettext("Written: {name} ({number} sheet)", "Written: {name} ({number} sheets)", sheets)
        self._show(text.format(name=self._path.name, number=sheets), Tone.GREEN, self.open_file, self.open_folder)
        self.open_file.setFocus()

    def _show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _show(self, text: str, tone: Tone, *shown: QWidget) -> None:
        self._said.setText(text)
        marked(self._said, tone=str(tone))
        for each in (self._bar, self.stop, self.open_file, self.open_folder):
            each.setVisible(each in shown)
