"""Where the workbook goes: a file named after report and period, in the folder used last."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from complaint_desk.domain.analysis import Period
from complaint_desk.i18n import _
from complaint_desk.ui.report.choices import suggested_file
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class Destination(QWidget):
    """`changed` after each other file. A name that the person gave stays; a suggested one follows what is chosen."""

    changed = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._suggested = ""
        self.folder = ""
        """The folder used last; "" if there is none."""
        self.confirmed: Path | None = None
        """The file that the person agreed to replace in the file dialog."""
        self.path = QLineEdit()
        self.path.setObjectName("report.file")
        self.path.setAccessibleName(_("File"))
        browse = button(_("&Browse…"), "report.browse")
        browse.clicked.connect(self._browse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.path, 1)
        row.addWidget(browse)
        self.path.textChanged.connect(lambda _text: self.changed.emit())

    def file(self) -> Path | None:
        """Always `.xlsx`, in the documents where only a name was given; None without a name."""
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

    def suggest(self, period: Period | None, report: str = "") -> None:
        """Suggest a name, unless the person gave one of their own; a folder of their own stays.

        Args:
            period: what is reported of; None while there is none.
            report: what the report is called, "" for any analysis.
        """
        file = self.file()
        if period is None or (file is not None and file.name != self._suggested):
            return
        folder = str(file.parent) if file is not None else self.folder
        suggested = suggested_file(folder, documents_folder(), period, _NOT_IN_NAMES.sub(" ", report).strip())
        self._suggested = suggested.name
        self.path.setText(str(suggested))

    def forget_folder(self) -> None:
        """The folder used last is gone: suggest the documents, unless another was named meanwhile."""
        file = self.file()
        if file is not None and str(file.parent) == self.folder:
            self.path.setText(str(documents_folder() / file.name))
        self.folder = ""

    def _browse(self) -> None:
        suggested = self.file() or documents_folder() / self._suggested
        chosen = self._workplace.questions.save_file(
            _("Write the workbook to"), str(suggested), _("Workbooks (*.xlsx)")
        )
        if chosen is not None:
            self.path.setText(str(chosen))
            self.confirmed = self.file()


def documents_folder() -> Path:
    """Where a person keeps documents, for the first report."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())
