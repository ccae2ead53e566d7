"""Chooses the period of a report: presets, and two days of one's own."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.domain.analysis import Period, named_period
from complaint_desk.domain.report_definitions import Preset, preset_period
from complaint_desk.i18n import _
from complaint_desk.ui.report.choices import ReportChoices
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import FIELD_HEIGHT, GRID

_EARLIEST = QDate(2000, 1, 1)


class PeriodChooser(QWidget):
    """`changed` after each choice. The days stay open: whoever edits one has chosen a period of their own."""

    changed = Signal()

    def __init__(self, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.preset = QComboBox()
        self.preset.setObjectName("report.period")
        self.preset.setAccessibleName(_("Period"))
        for preset, words in _preset_words().items():
            self.preset.addItem(words, preset.value)
        self.first = _day_field("report.from", _("First day"))
        self.last = _day_field("report.to", _("Last day"))
        self._problem = label(role="problem", wraps=True)
        self._problem.hide()
        days = QHBoxLayout()
        days.setSpacing(GRID)
        days.addWidget(self.first, 1)
        days.addWidget(label(_("to"), role="secondary"))
        days.addWidget(self.last, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.preset)
        column.addLayout(days)
        column.addWidget(self._problem)
        self.preset.currentIndexChanged.connect(self._take_preset)
        for field in (self.first, self.last):
            field.dateChanged.connect(self._take_days)
        self._take_preset()

    def choose(self, choices: ReportChoices) -> None:
        """Show the preset or the days of earlier choices."""
        self.preset.setCurrentIndex(self.preset.findData(choices.preset))
        if choices.preset == Preset.CUSTOM and choices.first and choices.last:
            self._show_days(dt.date.fromisoformat(choices.first), dt.date.fromisoformat(choices.last))
            self._tell()

    def chosen_preset(self) -> str:
        return str(self.preset.currentData())

    def period(self) -> Period | None:
        """The period chosen; None while its last day lies before its first."""
        first, last = self._days()
        if last < first:
            return None
        return preset_period(self.chosen_preset(), self._today) or named_period(first, last)

    def _days(self) -> tuple[dt.date, dt.date]:
        return _day_in(self.first), _day_in(self.last)

    def _take_preset(self) -> None:
        period = preset_period(self.chosen_preset(), self._today)
        if period is not None:
            self._show_days(period.first, period.last)
        self._tell()

    def _take_days(self) -> None:
        custom = self.preset.findData(Preset.CUSTOM.value)
        blocked = self.preset.blockSignals(True)
        self.preset.setCurrentIndex(custom)
        self.preset.blockSignals(blocked)
        self._tell()

    def _show_days(self, first: dt.date, last: dt.date) -> None:
        for field, day in ((self.first, first), (self.last, last)):
            blocked = field.blockSignals(True)
            field.setDate(QDate(day.year, day.month, day.day))
            field.blockSignals(blocked)

    def _tell(self) -> None:
        wrong = self.period() is None
        self._problem.setText(_("The first day must not lie after the last day.") if wrong else "")
        self._problem.setVisible(wrong)
        marked(self.last, problem="hard" if wrong else "")
        self.changed.emit()


def _preset_words() -> dict[Preset, str]:
    return {
        Preset.LAST_WEEK: _("Last week"),
        Preset.LAST_MONTH: _("Last month"),
        Preset.LAST_QUARTER: _("Last quarter"),
        Preset.LAST_HALF: _("Last half-year"),
        Preset.LAST_YEAR: _("Last year"),
        Preset.THIS_MONTH: _("This month so far"),
        Preset.CUSTOM: _("Custom"),
    }


def _day_field(name: str, accessible: str) -> QDateEdit:
    field = QDateEdit()
    field.setObjectName(name)
    field.setAccessibleName(accessible)
    field.setDisplayFormat("yyyy-MM-dd")
    field.setCalendarPopup(True)
    field.setMinimumDate(_EARLIEST)
    field.setMinimumWidth(124)
    field.setFixedHeight(FIELD_HEIGHT)
    return field


def _day_in(field: QDateEdit) -> dt.date:
    day = field.date()
    return dt.date(day.year(), day.month(), day.day())
