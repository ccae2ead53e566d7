"""The left side of the report dialog: period, basis, comparison, filter, sheets and file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from complaint_desk.domain.analysis import AnalysisRequest, Basis
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.repeats import counting_once
from complaint_desk.domain.report_definitions import Preset
from complaint_desk.i18n import _
from complaint_desk.i18n.filters import filter_text
from complaint_desk.services import analysis
from complaint_desk.ui.report.choices import Compared, ReportChoices, request_of, suggested_file, suggested_name
from complaint_desk.ui.report.period_chooser import PeriodChooser
from complaint_desk.ui.report.sheet_list import SheetList
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
        self._filter = without_period(ledger_filter or LedgerFilter())
        self._folder = ""
        self._suggested_name = ""
        self.confirmed_file: Path | None = None
        """The file that the person agreed to replace in the file dialog."""
        self.period = PeriodChooser(workplace.desk.clock().date())
        self.basis = _choice("report.basis", _("Date counted"), _basis_words())
        self.comparison = _choice("report.comparison", _("Comparison"), _comparison_words())
        self.filtered = QCheckBox()
        self.repeats_once = QCheckBox()
        self.sheets = SheetList(tuple((code, workplace.words.label("sheet", code)) for code in analysis.SHEETS))
        self.path = QLineEdit()
        self._set_up()
        self._connect()

    def choose(self, choices: ReportChoices) -> None:
        """Show earlier choices."""
        self._folder = choices.folder
        self.path.clear()
        self.basis.setCurrentIndex(self.basis.findData(choices.basis))
        self.comparison.setCurrentIndex(self.comparison.findData(choices.compared))
        self.sheets.leave_out(choices.left_out)
        self.repeats_once.setChecked(choices.repeats_once)
        self.period.choose(choices)
        if not self.path.text():
            self._name_file()

    def choices(self) -> ReportChoices:
        """What is chosen now, to be remembered."""
        custom = self.period.chosen_preset() == Preset.CUSTOM
        period = self.period.period() if custom else None
        file = self.file()
        return ReportChoices(
            preset=self.period.chosen_preset(),
            first=period.first.isoformat() if period else "",
            last=period.last.isoformat() if period else "",
            basis=str(self.basis.currentData()),
            compared=str(self.comparison.currentData()),
            left_out=self.sheets.left_out(),
            folder=str(file.parent) if file else self._folder,
            repeats_once=self.repeats_once.isChecked(),
        )

    @property
    def folder(self) -> str:
        """The folder used last; "" if there is none."""
        return self._folder

    def forget_folder(self) -> None:
        """The folder used last is gone: suggest the documents, unless another was named meanwhile."""
        file = self.file()
        if file is not None and str(file.parent) == self._folder:
            self.path.setText(str(documents_folder() / file.name))
        self._folder = ""

    def request(self) -> AnalysisRequest | None:
        period = self.period.period()
        if period is None:
            return None
        wanted = self._wanted()
        return request_of(period, str(self.basis.currentData()), str(self.comparison.currentData()), wanted)

    def filter_words(self) -> str:
        """The filter in force as people say it; "" for all complaints."""
        return filter_text(self._wanted(), self._workplace.words)

    def _wanted(self) -> LedgerFilter:
        wanted = self._filter if self.filtered.isChecked() else LedgerFilter()
        return counting_once(wanted) if self.repeats_once.isChecked() else wanted

    def drop_filter(self) -> None:
        self.filtered.setChecked(False)
        self.repeats_once.setChecked(False)

    def file(self) -> Path | None:
        """Where the workbook goes: always `.xlsx`, in the documents where only a name was given; None without a name."""
        text = self.path.text().strip()
        try:
            path = Path(text).expanduser()
        except RuntimeError:
            # `~name` of somebody whom this PC does not know.
            return None
        if not path.name:
            return None
        if path.suffix.lower() != ".xlsx":
            path = path.with_name(f"{path.name}.xlsx")
        return path if path.is_absolute() else documents_folder() / path

    def is_ready(self) -> bool:
        return self.request() is not None and self.file() is not None and bool(self.sheets.chosen())

    def _set_up(self) -> None:
        self.setFixedWidth(_WIDTH)
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
        self._add_file()
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

    def _add_file(self) -> None:
        self.path.setObjectName("report.file")
        self.path.setAccessibleName(_("File"))
        browse = button(_("&Browse…"), "report.browse")
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.path, 1)
        row.addWidget(browse)
        self.column.addWidget(_named(_("&File"), self.path))
        self.column.addLayout(row)

    def _connect(self) -> None:
        self.period.changed.connect(self._take_period)
        self.basis.currentIndexChanged.connect(self._tell)
        self.comparison.currentIndexChanged.connect(self._tell)
        self.filtered.toggled.connect(self._tell)
        self.conditions.clicked.connect(lambda _checked=False: self._ask_conditions())
        self.repeats_once.toggled.connect(self._tell)
        self.sheets.changed.connect(self.ready_changed)
        self.path.textChanged.connect(lambda _text: self.ready_changed.emit())

    def _take_period(self) -> None:
        self._name_file()
        self._tell()

    def _tell(self) -> None:
        self.asked.emit()
        self.ready_changed.emit()

    def _name_file(self) -> None:
        """Suggest a name for the period, unless the person gave one of their own; a folder of their own stays."""
        period, file = self.period.period(), self.file()
        if period is None or (file is not None and file.name != self._suggested_name):
            return
        folder = str(file.parent) if file is not None else self._folder
        self.path.setText(str(suggested_file(folder, documents_folder(), period)))
        self._suggested_name = suggested_name(period)

    def _browse(self) -> None:
        period = self.period.period()
        suggested = self.file() or documents_folder() / (suggested_name(period) if period else "")
        chosen = self._workplace.questions.save_file(
            _("Write the workbook to"), str(suggested), _("Workbooks (*.xlsx)")
        )
        if chosen is not None:
            self.path.setText(str(chosen))
            self.confirmed_file = self.file()


def without_period(ledger_filter: LedgerFilter) -> LedgerFilter:
    """The ledger's filter without its days: the report has a period of its own."""
    for name in _OF_THE_PERIOD:
        ledger_filter = ledger_filter.with_range(name)
    return ledger_filter


def documents_folder() -> Path:
    """Where a person keeps documents, for the first report."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())


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
