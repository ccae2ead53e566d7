"""Chooses the look of the workbook: the built-in one, or an office workbook that is filled."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from complaint_desk.i18n import _
from complaint_desk.services import analysis
from complaint_desk.ui.shared.buttons import menu_button
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_OTHERS_KEPT = 4


class TemplateBox(QWidget):
    """`changed` after each other choice, `failed` brings the error of a deed; templates once chosen are offered again."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self.box = QComboBox()
        self.box.setObjectName("report.template")
        self.box.setAccessibleName(_("Template"))
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.addItem(_("Built-in look"), "")
        more, menu = menu_button(_("C&hoose"), "report.template.choose")
        self.browse = menu.addAction(_("&Choose a template…"), self._browse)
        self.example = menu.addAction(_("&Begin with the example…"), self._write_example)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.box, 1)
        row.addWidget(more)
        self.box.currentIndexChanged.connect(lambda _at: self.changed.emit())

    def template(self) -> str:
        """The path of the template, "" for the built-in look."""
        return str(self.box.currentData())

    def choose(self, path: str) -> None:
        """Take a template, "" for the built-in look."""
        with QSignalBlocker(self.box):
            at = self.box.findData(path)
            if at < 0:
                at = 1
                self.box.insertItem(at, Path(path).name, path)
                self.box.setItemData(at, path, Qt.ItemDataRole.ToolTipRole)
                while self.box.count() > 1 + _OTHERS_KEPT:
                    self.box.removeItem(self.box.count() - 1)
            self.box.setCurrentIndex(at)
        self.box.setToolTip(path)
        self.changed.emit()

    def _browse(self) -> None:
        chosen = self._workplace.questions.open_file(_("Template of the workbook"), _("Workbooks (*.xlsx)"))
        if chosen is not None:
            self.choose(str(chosen))

    def _write_example(self) -> None:
        """Give the office a workbook to make its own, and open it."""
        suggested = _("Report template") + ".xlsx"
        path = self._workplace.questions.save_file(_("Write the example to"), suggested, _("Workbooks (*.xlsx)"))
        if path is None:
            return
        words = self._workplace.words

        def tell(_written: None) -> None:
            self.choose(str(path))
            self._workplace.questions.open_outside(path)

        self._workplace.lanes.submit(
            "page", lambda: analysis.write_example_template(path, words), tell, self.failed.emit, owner=self
        )
