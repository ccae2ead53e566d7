"""The bundle for IT: everything in it can be read before it is saved."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QPlainTextEdit, QVBoxLayout, QWidget

from complaint_desk.domain.errors import DeskError
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.runtime.settings_in_force import read_settings
from complaint_desk.services import diagnostics, doctor
from complaint_desk.services.diagnostics import DiagnosticFile
from complaint_desk.services.program import Premises
from complaint_desk.services.whereabouts import whereabouts
from complaint_desk.ui.shared.buttons import button, decision_row
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_WIDTH, _HEIGHT, _NAMES = 880, 560, 200


class DiagnosticsDialog(QDialog):
    """Lists what would be sent, shows each file, and saves them as one .zip."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("diagnostics")
        self.setWindowTitle(_("Diagnostics"))
        self.resize(_WIDTH, _HEIGHT)
        self._workplace = workplace
        self._files: tuple[DiagnosticFile, ...] = ()
        self._message = MessageBar("diagnostics.message")
        self._names = QListWidget()
        self._names.setObjectName("diagnostics.files")
        self._names.setAccessibleName(_("Files of the bundle"))
        self._names.setFixedWidth(_NAMES)
        self._text = QPlainTextEdit()
        self._text.setObjectName("diagnostics.text")
        self._text.setAccessibleName(_("Content of the file"))
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setPlaceholderText(_("Looking\u2026"))
        self._save = button(_("Save\u2026"), "diagnostics.save", "primary")
        self._save.setEnabled(False)
        self._lay_out()
        self._names.currentRowChanged.connect(self._show)
        self._names.setFocus(Qt.FocusReason.OtherFocusReason)
        desk, places, language = workplace.desk, workplace.places, workplace.words.language
        # What the start was told beyond the files, such as the address of a server, is in the settings of the desk.
        told = {"database": workplace.settings.database}
        workplace.lanes.submit(
            "files",
            lambda: _collected(Premises(places, read_settings(places, told), desk.person, language)),
            self._take,
            owner=self,
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self._message)
        text = _(
            "What IT needs to find a fault: the examination, settings, versions and the log. No complaint and no person is "
            "named in it; you can read all of it here before you save it. Nothing is sent."
        )
        column.addWidget(label(text, wraps=True))
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self._names)
        row.addWidget(self._text, 1)
        column.addLayout(row, 1)
        column.addLayout(decision_row(self, "diagnostics", self._save, self._ask_where))

    def _take(self, files: tuple[DiagnosticFile, ...]) -> None:
        self._files = files
        self._names.addItems([each.name for each in files])
        self._names.setCurrentRow(0)
        self._save.setEnabled(True)

    def _show(self, row: int) -> None:
        self._text.setPlainText(self._files[row].text if row >= 0 else "")

    def _ask_where(self) -> None:
        workplace, files = self._workplace, self._files
        day = f"{workplace.desk.clock():%Y%m%d}"
        suggested = _("Diagnostics {day}").format(day=day) + ".zip"
        path = workplace.questions.save_file(self.windowTitle(), suggested, _("Archive") + " (*.zip)")
        if path is None:
            return

        def tell(_nothing: None) -> None:
            workplace.hub.said.emit(_("{file} was written.").format(file=path))
            self.accept()

        workplace.lanes.submit("files", lambda: diagnostics.save(files, path), tell, self._complain, self)

    def _complain(self, error: DeskError) -> None:
        self._message.tell(error_sentence(error))


def _collected(premises: Premises) -> tuple[DiagnosticFile, ...]:
    findings = doctor.examine(premises)
    return diagnostics.collect(premises, whereabouts(premises), findings)
