"""Asks for which departments feedback sheets are made and by when they answer, then writes them into a folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from complaint_desk.domain.analysis import AnalysisRequest, Comparison
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.feedback import FedBack, FeedbackOrder, usual_due
from complaint_desk.domain.report_definitions import Preset, preset_period
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.figure_texts import count_text, period_name
from complaint_desk.i18n.filters import filter_text
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.runtime.office_templates import template_folder
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import feedback
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.feedback.department_list import DepartmentList
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

_WIDTH = 480
_PRESETS = (
    Preset.LAST_MONTH,
    Preset.LAST_QUARTER,
    Preset.LAST_HALF,
    Preset.LAST_YEAR,
    Preset.LAST_WEEK,
    Preset.THIS_MONTH,
)


class MakeSheetsDialog(QDialog):
    """`made` brings the sheets that were written. Without a `request` the dialog asks for a period itself."""

    made = Signal(object)
    progressed = Signal(int, int)

    def __init__(
        self, workplace: Workplace, request: AnalysisRequest | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("feedback.make")
        self.setWindowTitle(_("Department feedback sheets"))
        self.setFixedWidth(_WIDTH)
        self._workplace = workplace
        self._request = request
        self._question = 0
        self._counting = StopSignal()
        self._making: StopSignal | None = None
        self._folder = Path()
        today = workplace.desk.clock().date()
        self.period = QComboBox()
        self.period.setObjectName("feedback.make.period")
        self.period.setAccessibleName(_("Period"))
        for preset in _PRESETS:
            if days := preset_period(preset, today):
                self.period.addItem(period_name(days), preset.value)
        self.departments = DepartmentList()
        due = usual_due(today)
        self.due = QDateEdit(QDate(due.year, due.month, due.day))
        self.due.setObjectName("feedback.make.due")
        self.due.setAccessibleName(workplace.words.field_label("answer_due_on"))
        self.due.setDisplayFormat("yyyy-MM-dd")
        self.due.setCalendarPopup(True)
        self.due.setMinimumDate(QDate(today.year, today.month, today.day))
        self.message = MessageBar("feedback.make.message")
        self._bar = QProgressBar()
        self._bar.setAccessibleName(_("Progress"))
        self._bar.setTextVisible(False)
        self.go_on = button(_("&Make sheets…"), "feedback.make.accept", "primary")
        self.close_button = button(_("Close"), "feedback.make.close")
        self.template = button(_("Edit &template"), "feedback.make.template", "link")
        self._build()
        self._connect()
        self._count()

    def _build(self) -> None:
        words = self._workplace.words
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        rows: list[tuple[str, QWidget]] = [(_("Period"), self.period)]
        if self._request is not None:
            said = filter_text(self._request.filter, words)
            rows = [(_("Period"), label(period_name(self._request.period), wraps=True))]
            rows += [(words.field_label("filter"), label(said, wraps=True))] if said else []
        rows += [(words.field_label("department"), self.departments), (words.field_label("answer_due_on"), self.due)]
        for at, (name, field) in enumerate(rows):
            head = label(name, "secondary")
            head.setMinimumHeight(4 * GRID)
            grid.addWidget(head, at, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
            grid.addWidget(field, at, 1)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.template)
        foot.addStretch()
        foot.addWidget(self.close_button)
        foot.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        told = _(
            "A Word file for each department: its figures, what stands out, its cases without names, room for its answer."
        )
        column.addWidget(label(told, "secondary", wraps=True))
        column.addLayout(grid)
        column.addWidget(self._bar)
        column.addWidget(self.message)
        column.addSpacing(GRID)
        column.addLayout(foot)
        self._bar.hide()
        self.go_on.setDefault(True)

    def _connect(self) -> None:
        self.period.currentIndexChanged.connect(lambda _at: self._count())
        self.departments.changed.connect(self._offer)
        self.go_on.clicked.connect(lambda _checked=False: self._make())
        self.close_button.clicked.connect(lambda _checked=False: self.reject())
        self.template.clicked.connect(lambda _checked=False: self._edit_template())
        self.progressed.connect(self._show_progress)

    @property
    def request(self) -> AnalysisRequest:
        """What is counted."""
        if self._request is not None:
            return self._request
        today = self._workplace.desk.clock().date()
        days = preset_period(str(self.period.currentData()), today)
        if days is None:
            raise ValueError(self.period.currentData())
        return AnalysisRequest(days, comparisons=(Comparison.PREVIOUS, Comparison.LAST_YEAR))

    # Counting

    def _count(self) -> None:
        self._counting.request()
        self._counting = stop = StopSignal()
        self._question += 1
        number, desk, request = self._question, self._workplace.desk, self.request
        self.departments.show_waiting()
        self._offer()
        self._workplace.lanes.submit(
            "report",
            lambda: feedback.departments(desk, request, stop),
            lambda found: self._show(number, found),
            self._fail,
            owner=self,
        )

    def _show(self, number: int, found: tuple[tuple[str, int], ...]) -> None:
        if number == self._question:
            words = self._workplace.words
            told = [(code, words.figure_label("department", code), count_text(count)) for code, count in found]
            self.departments.show_all(told)
            self._offer()

    def _offer(self) -> None:
        self.go_on.setEnabled(bool(self.departments.chosen) and self._making is None)

    # Making

    def _make(self) -> None:
        folder = self._workplace.questions.open_folder(_("Folder for the feedback sheets"))
        if folder is None:
            return
        self._folder = folder
        day = self.due.date()
        order = FeedbackOrder(self.request, self.departments.chosen, dt.date(day.year(), day.month(), day.day()))
        desk, words, stop = self._workplace.desk, self._workplace.words, StopSignal()
        templates = template_folder(self._workplace.places, self._workplace.settings)
        self._making = stop
        self.close_button.setText(_("Stop"))
        self.message.hide()
        self._bar.setRange(0, 0)
        self._bar.show()
        self._offer()

        def say(done: int, total: int | None) -> None:
            self.progressed.emit(done, total or 0)

        self._workplace.lanes.submit(
            "report",
            lambda: feedback.make(desk, templates, order, folder, words, stop=stop, progress=say),
            self._tell,
            self._fail,
            owner=self,
            always=self._free,
        )

    def _show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _tell(self, made: tuple[FedBack, ...]) -> None:
        text = ngettext("{count} sheet is written.", "{count} sheets are written.", len(made)).format(count=len(made))
        way = (_("Open folder"), lambda: self._workplace.questions.open_outside(self._folder))
        self.message.tell(text, Tone.GREEN, way)
        self._workplace.hub.changed.emit(made[0].changes)
        self.made.emit(made)

    def _free(self) -> None:
        self._making = None
        self._bar.hide()
        self.close_button.setText(_("Close"))
        self._offer()

    def _fail(self, error: DeskError) -> None:
        ways = (
            ((_("Edit &template").replace("&", ""), self._edit_template),) if error.code.startswith("template") else ()
        )
        self.message.tell(error_sentence(error, self._workplace.words), Tone.RED, *ways)

    def _edit_template(self) -> None:
        folder, words = template_folder(self._workplace.places, self._workplace.settings), self._workplace.words
        self._workplace.lanes.submit(
            "files",
            lambda: feedback.template_to_edit(folder, words),
            self._workplace.questions.open_outside,
            self._fail,
            owner=self,
        )

    def reject(self) -> None:
        """Stop what is being written; closed once nothing is."""
        if self._making is not None:
            self._making.request()
            return
        self._counting.request()
        super().reject()
