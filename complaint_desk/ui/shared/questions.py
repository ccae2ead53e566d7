"""The one place that asks the person: files, confirmations, names, and errors that need a dialog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QMessageBox, QWidget

from complaint_desk.domain.errors import DeskError
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.ui.shared.explained import place_of_error

_LAST_FOLDER = "questions/folder"


class Questions:
    """Dialogs over `window`; `explain` opens a place of the manual.

    Tests hand the pages an object of the same shape with ready answers.
    """

    def __init__(
        self,
        memory: QSettings,
        window: Callable[[], QWidget | None] = lambda: None,
        explain: Callable[[str], object] | None = None,
    ) -> None:
        self._memory = memory
        self._window = window
        self._explain = explain

    def open_files(self, title: str, name_filter: str) -> tuple[Path, ...]:
        """Files to read, none if the person changed their mind. `name_filter` as `Tables (*.xlsx *.csv)`."""
        names, _filter = QFileDialog.getOpenFileNames(self._window(), title, self._folder(), name_filter)
        return self._remember(tuple(Path(name) for name in names))

    def open_file(self, title: str, name_filter: str) -> Path | None:
        name, _filter = QFileDialog.getOpenFileName(self._window(), title, self._folder(), name_filter)
        return next(iter(self._remember((Path(name),))), None) if name else None

    def save_file(self, title: str, suggested: str, name_filter: str) -> Path | None:
        """Where to write; an existing file was confirmed by the dialog."""
        start = str(Path(self._folder()) / suggested)
        name, _filter = QFileDialog.getSaveFileName(self._window(), title, start, name_filter)
        return next(iter(self._remember((Path(name),))), None) if name else None

    def open_folder(self, title: str) -> Path | None:
        name = QFileDialog.getExistingDirectory(self._window(), title, self._folder())
        return Path(name) if name else None

    def confirm(self, title: str, text: str, yes: str, no: str) -> bool:
        """A question whose buttons say what they do; Esc means no."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, parent=self._window())
        wanted = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(no, QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(wanted)
        box.exec()
        return box.clickedButton() is wanted

    def ask_text(self, title: str, label: str, text: str = "") -> str | None:
        """One line of text, None if the person changed their mind."""
        answer, accepted = QInputDialog.getText(self._window(), title, label, QLineEdit.EchoMode.Normal, text)
        return answer.strip() if accepted and answer.strip() else None

    def show_message(self, title: str, text: str, details: str = "") -> None:
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, parent=self._window())
        if details:
            box.setDetailedText(details)
        box.addButton(_("Close"), QMessageBox.ButtonRole.AcceptRole)
        box.exec()

    def show_error(self, error: DeskError) -> None:
        """What went wrong and what to do, as a sentence; where the manual tells more, a way to it."""
        box = QMessageBox(
            QMessageBox.Icon.NoIcon, _("This could not be done"), error_sentence(error), parent=self._window()
        )
        place = place_of_error(error.code)
        more = box.addButton(_("Learn more"), QMessageBox.ButtonRole.ActionRole) if place and self._explain else None
        box.setDefaultButton(box.addButton(_("Close"), QMessageBox.ButtonRole.AcceptRole))
        box.exec()
        if more is not None and self._explain and box.clickedButton() is more:
            self._explain(place)

    def open_outside(self, path: Path) -> None:
        """Have the system open a file or folder."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _folder(self) -> str:
        return str(self._memory.value(_LAST_FOLDER, str(Path.home())))

    def _remember(self, paths: tuple[Path, ...]) -> tuple[Path, ...]:
        if paths:
            self._memory.setValue(_LAST_FOLDER, str(paths[0].parent))
        return paths
