"""Export from the window: what the ledger shows, as a workbook or as CSV."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QDialog, QRadioButton, QVBoxLayout, QWidget

from complaint_desk.domain.fields import FIELDS
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.reports import Written
from complaint_desk.domain.sharing import PersonalData
from complaint_desk.i18n import N_, _, ngettext
from complaint_desk.i18n.sharing import personal_data_text
from complaint_desk.runtime.stop import Progress, StopSignal
from complaint_desk.services import exchange
from complaint_desk.ui.shared.buttons import button, decision_row
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.task_strip import TaskStrip
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace


class ExportDialog(QDialog):
    """Asks which columns, and what becomes of personal data; where it is not seen it is masked at least."""

    def __init__(self, described: str, *, sees_people: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export")
        self.setWindowTitle(_("Export ledger"))
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label(described, "strong", wraps=True))
        column.addSpacing(GRID)
        column.addWidget(label(_("Columns"), "section"))
        columns, ways = QButtonGroup(self), QButtonGroup(self)
        self.shown = _choice(column, columns, "export.shown", _("As shown in the table"), checked=True)
        self.every = _choice(column, columns, "export.every", _("All fields"))
        column.addSpacing(GRID)
        column.addWidget(label(_("Personal data"), "section"))
        offered = [way for way in PersonalData if sees_people or way is not PersonalData.SHOWN]
        self._personal = {
            way: _choice(column, ways, f"export.personal.{way}", personal_data_text(way), checked=way is offered[0])
            for way in offered
        }
        self._told = label("", "secondary", wraps=True)
        ways.buttonToggled.connect(lambda *_each: self._tell())
        self._tell()
        column.addWidget(self._told)
        column.addSpacing(GRID)
        choose = button(_("Choose file…"), "export.choose", "primary")
        column.addLayout(decision_row(self, "export", choose, self.accept))
        self.setMinimumWidth(420)

    @property
    def personal(self) -> PersonalData:
        """What becomes of personal data in the file."""
        return next(way for way, each in self._personal.items() if each.isChecked())

    def _tell(self) -> None:
        self._told.setText(_(_TOLD[self.personal]))


_TOLD = {
    PersonalData.SHOWN: N_("Personal data leaves the ledger with this file. The export is journalled."),
    PersonalData.MASKED: N_("Names, numbers and addresses are shortened, in all texts too. The export is journalled."),
    PersonalData.REMOVED: N_(
        "The file has no columns about persons, no further columns of imports and no names of files; texts are masked. "
        "The export is journalled."
    ),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What is exported: filter, order, columns, the count line that tells how much it is, and what becomes of personal data."""

    filter: LedgerFilter
    order: LedgerOrder
    columns: tuple[str, ...]
    described: str
    personal: PersonalData = PersonalData.SHOWN


def export_ledger(workplace: Workplace, tasks: TaskStrip, window: QWidget, selection: Selection) -> None:
    """Ask what and where, then write it."""
    dialog = ExportDialog(selection.described, sees_people=workplace.desk.sees_people, parent=window)

    def go() -> None:
        names = selection.columns if dialog.shown.isChecked() else tuple(field.name for field in FIELDS)
        day = f"{workplace.desk.clock():%Y%m%d}"
        suggested = _("Complaint ledger {day}").format(day=day) + ".xlsx"
        kinds = ";;".join((_("Excel workbook") + " (*.xlsx)", _("CSV text") + " (*.csv)"))
        if path := workplace.questions.save_file(_("Export ledger"), suggested, kinds):
            _write(workplace, tasks, dataclasses.replace(selection, columns=names, personal=dialog.personal), path)

    dialog.accepted.connect(go)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _write(workplace: Workplace, tasks: TaskStrip, wanted: Selection, path: Path) -> None:
    desk, words = workplace.desk, workplace.words

    def deed(stop: StopSignal, progress: Progress) -> Written:
        return exchange.export_ledger(
            desk, wanted.filter, wanted.order, wanted.columns, path, words,
            personal=wanted.personal, stop=stop, progress=progress,
        )  # fmt: skip

    def tell(written: Written) -> None:
        rows = sum(count for _sheet, count in written.sheets)
        said = ngettext("{count} row exported to {file}", "{count} rows exported to {file}", rows)
        workplace.hub.said.emit(said.format(count=f"{rows:,}", file=Path(written.file).name))
        text = said.format(count=f"{rows:,}", file=written.file)
        if workplace.questions.confirm(_("Export ledger"), text, _("Open folder"), _("Close")):
            workplace.questions.open_outside(Path(written.file).parent)

    tasks.run("export", _("Exporting {file}").format(file=path.name), "report", deed, tell)


def _choice(
    column: QVBoxLayout, together: QButtonGroup, name: str, text: str, *, checked: bool = False
) -> QRadioButton:
    made = QRadioButton(text)
    made.setObjectName(name)
    made.setAccessibleName(text)
    made.setChecked(checked)
    together.addButton(made)
    column.addWidget(made)
    return made
