"""The left side of the report dialog: definition, period, basis, comparison, filter, sheets and file."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QWidget

from complaint_desk.domain.analysis import AnalysisRequest, Basis
from complaint_desk.domain.figure_keys import read_key
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.repeats import counting_once
from complaint_desk.domain.report_definitions import Preset, ReportDefinition
from complaint_desk.i18n import _
from complaint_desk.i18n.filters import filter_text
from complaint_desk.services import analysis
from complaint_desk.ui.report.choices import Compared, ReportChoices, request_of
from complaint_desk.ui.report.definition_box import DefinitionBox
from complaint_desk.ui.report.destination import Destination
from complaint_desk.ui.report.export import Order
from complaint_desk.ui.report.period_chooser import PeriodChooser
from complaint_desk.ui.report.sheet_list import SheetList
from complaint_desk.ui.report.template_box import TemplateBox
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.filtering.dialog import ConditionsDialog
from complaint_desk.ui.shared.panels import Card, label
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_WIDTH = 320
_OF_THE_PERIOD = ("received_at", "closed_at")
"""Criteria whose days are the period's."""


class QuestionsPanel(Card):
    """`asked` when the figures wanted changed, `ready_changed` when a workbook may be written or no longer."""

    asked = Signal()
    ready_changed = Signal()

    def __init__(self, workplace: Workplace, ledger_filter: LedgerFilter | None, parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=4)
        self._workplace = workplace
        self._filter = of_a_report(ledger_filter or LedgerFilter())
        self.definitions = DefinitionBox(workplace, self.definition)
        self.period = PeriodChooser(workplace.desk.clock().date())
        self.basis = _choice("report.basis", _("Date counted"), _basis_words())
        self.comparison = _choice("report.comparison", _("Comparison"), _comparison_words())
        self.filtered = QCheckBox()
        self.repeats_once = QCheckBox()
        self.sheets = SheetList(tuple((code, workplace.words.label("sheet", code)) for code in analysis.SHEETS))
        self.template = TemplateBox(workplace)
        self.destination = Destination(workplace)
        self._set_up()
        self._connect()

    def choose(self, choices: ReportChoices) -> None:
        """Show earlier choices, and once they are read those of the definition that they come from."""
        self.destination.folder = choices.folder
        self.destination.path.clear()
        self._show_choices(choices)
        # What the ledger is filtered by goes first: it is what the person looks at now.
        self.definitions.load("" if self._filter != LedgerFilter() else choices.definition)

    def choices(self) -> ReportChoices:
        """What is chosen now, to be remembered."""
        custom = self.period.chosen_preset() == Preset.CUSTOM
        period = self.period.period() if custom else None
        file, kept = self.file(), self.definitions.definition
        return ReportChoices(
            preset=self.period.chosen_preset(),
            first=period.first.isoformat() if period else "",
            last=period.last.isoformat() if period else "",
            basis=str(self.basis.currentData()),
            compared=str(self.comparison.currentData()),
            left_out=self.sheets.left_out(),
            folder=str(file.parent) if file else self.destination.folder,
            repeats_once=self.repeats_once.isChecked(),
            definition=kept.name if kept else "",
            template=self.template.template(),
        )

    def definition(self, name: str) -> ReportDefinition:
        """What is chosen now, as a definition of that name."""
        return self.choices().definition_named(name, self._wanted())

    def request(self) -> AnalysisRequest | None:
        period = self.period.period()
        if period is None:
            return None
        wanted = self._wanted()
        return request_of(period, str(self.basis.currentData()), str(self.comparison.currentData()), wanted)

    def filter_words(self) -> str:
        """The filter in force as people say it; "" for all complaints."""
        return filter_text(self._wanted(), self._workplace.words)

    def drop_filter(self) -> None:
        self.filtered.setChecked(False)
        self.repeats_once.setChecked(False)

    def file(self) -> Path | None:
        """Where the workbook goes; None without a name."""
        return self.destination.file()

    def order(self) -> Order | None:
        """The workbook that can be written; None where something is missing."""
        request, path, sheets = self.request(), self.file(), self.sheets.chosen()
        if request is None or path is None or not sheets:
            return None
        template = self.template.template()
        return Order(request, sheets, path, Path(template) if template else None)

    def _wanted(self) -> LedgerFilter:
        wanted = self._filter if self.filtered.isChecked() else LedgerFilter()
        return counting_once(wanted) if self.repeats_once.isChecked() else wanted

    def _take_definition(self, wanted: ReportDefinition) -> None:
        self._filter = of_a_report(wanted.filter).with_said("repeats", None)
        self._show_choices(ReportChoices.of(wanted, self.destination.folder))
        self._show_filter()
        self._tell()

    def _show_choices(self, choices: ReportChoices) -> None:
        self.basis.setCurrentIndex(self.basis.findData(choices.basis))
        self.comparison.setCurrentIndex(self.comparison.findData(choices.compared))
        self.sheets.leave_out(choices.left_out)
        self.repeats_once.setChecked(choices.repeats_once)
        self.template.choose(choices.template)
        self.period.choose(choices)
        self._name_file()

    def _set_up(self) -> None:
        self.setFixedWidth(_WIDTH)
        self._add(_("Report defi&nition"), self.definitions.box, self.definitions)
        self._add(_("&Period"), self.period.preset, self.period)
        both = QHBoxLayout()
        both.setSpacing(GRID)
        for words, field in ((_("&Date counted"), self.basis), (_("&Comparison"), self.comparison)):
            part = Card(margin=0, gap=4)
            part.setProperty("kind", "clear")
            part.column.addWidget(_named(words, field))
            part.column.addWidget(field)
            both.addWidget(part, 1)
        self.column.addLayout(both)
        self._add_filter()
        self._add(_("&Sheets"), self.sheets, self.sheets)
        self._add(_("&Template"), self.template.box, self.template)
        self._add(_("&File"), self.destination.path, self.destination)
        self.column.addStretch()

    def _add(self, words: str, buddy: QWidget, field: QWidget) -> None:
        self.column.addWidget(_named(words, buddy))
        self.column.addWidget(field)
        self.column.addSpacing(GRID)

    def _add_filter(self) -> None:
        self.filtered.setObjectName("report.filter")
        self.filtered.setText(_("Only what &matches"))
        self.filtered.setAccessibleName(_("Only what matches"))
        self._said = label(role="secondary", wraps=True)
        self._said.setObjectName("report.filter.words")
        self._said.setContentsMargins(24, 0, 0, 0)
        self.conditions = button(_("Fi&lter…"), "report.conditions", "link")
        marked(self.conditions, compact=True)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.filtered, 1)
        row.addWidget(self.conditions)
        self.column.addLayout(row)
        self.column.addWidget(self._said)
        self.repeats_once.setObjectName("report.repeats_once")
        self.repeats_once.setText(_("Count &repeats once"))
        self.repeats_once.setAccessibleName(_("Count repeats once"))
        self.repeats_once.setToolTip(_("Complaints linked as a repeat of an earlier one are left out."))
        self.column.addWidget(self.repeats_once)
        self.column.addSpacing(GRID)
        self._show_filter()

    def _show_filter(self) -> None:
        words = filter_text(self._filter, self._workplace.words)
        self._said.setText(words)
        self._said.setVisible(bool(words))
        self.filtered.setEnabled(bool(words))
        self.filtered.setChecked(bool(words))

    def _ask_conditions(self) -> None:
        dialog = ConditionsDialog(self._workplace, self._filter, left_out=_OF_THE_PERIOD, parent=self)
        dialog.chosen.connect(self._take_filter)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_filter(self, wanted: LedgerFilter) -> None:
        self._filter = wanted
        self._show_filter()
        self._tell()

    def _connect(self) -> None:
        self.period.changed.connect(self._take_period)
        self.basis.currentIndexChanged.connect(self._tell)
        self.comparison.currentIndexChanged.connect(self._tell)
        self.filtered.toggled.connect(self._tell)
        self.conditions.clicked.connect(lambda _checked=False: self._ask_conditions())
        self.repeats_once.toggled.connect(self._tell)
        self.sheets.changed.connect(self._tell_ready)
        self.template.changed.connect(self._tell_ready)
        self.destination.changed.connect(self.ready_changed)
        self.definitions.chosen.connect(self._take_definition)
        self.definitions.box.currentIndexChanged.connect(lambda _at: self._name_file())

    def _take_period(self) -> None:
        self._name_file()
        self._tell()

    def _tell(self) -> None:
        self.asked.emit()
        self._tell_ready()

    def _tell_ready(self) -> None:
        self.definitions.refresh()
        self.ready_changed.emit()

    def _name_file(self) -> None:
        self.destination.suggest(self.period.period(), self.definitions.name)


def of_a_report(ledger_filter: LedgerFilter) -> LedgerFilter:
    """The ledger's filter without its days, since the report has a period of its own, and without the key of a figure."""
    for name in _OF_THE_PERIOD:
        ledger_filter = ledger_filter.with_range(name)
    key = read_key(ledger_filter.words)
    return dataclasses.replace(ledger_filter, words="") if key else ledger_filter


def _choice(name: str, accessible: str, words: dict[str, str]) -> QComboBox:
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(accessible)
    for code, text in words.items():
        box.addItem(text, code)
    return box


def _named(words: str, buddy: QWidget) -> QLabel:
    made = label(words, role="secondary")
    made.setBuddy(buddy)
    return made


def _basis_words() -> dict[str, str]:
    return {Basis.RECEIVED.value: _("Complaint date"), Basis.CLOSED.value: _("Closing date")}


def _comparison_words() -> dict[str, str]:
    return {
        Compared.NOTHING.value: _("None"),
        Compared.PREVIOUS.value: _("Previous"),
        Compared.LAST_YEAR.value: _("A year before"),
        Compared.BOTH.value: _("Both"),
    }
