"""What the person sees of a bug: that it happened, that typed text is kept, and details to copy without personal data."""

from __future__ import annotations

import logging
import platform

from PySide6.QtCore import QObject, Signal, Slot, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from complaint_desk import __version__
from complaint_desk.i18n import _
from complaint_desk.i18n.values import moment_text
from complaint_desk.runtime.crashes import Crash
from complaint_desk.runtime.logs import traceback_without_values
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID, Tone

log = logging.getLogger(__name__)


def bug_report(error: BaseException) -> str:
    """Versions, the kinds of the errors and where they arose; never their messages, which may quote what was typed."""
    return f"{_about()}\n{traceback_without_values(error)}"


def _about() -> str:
    return f"complaint-desk {__version__} · Python {platform.python_version()} · Qt {qVersion()} · {platform.system()}"


class BugDialog(QDialog):
    """The report and a button that copies it. `goes_on` is False where no window could be opened."""

    def __init__(self, report: str, parent: QWidget | None = None, *, goes_on: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("bug")
        self.setWindowTitle(_("Something went wrong in the program"))
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label(_("Something went wrong in the program"), "title"))
        text = (
            _(
                "What you typed is kept as a draft. You can go on; please give the lines below to whoever looks after the "
                "program. They hold no complaint data."
            )
            if goes_on
            else _(
                "The program could not be opened. The ledger was not touched; please give the lines below to whoever looks "
                "after the program. They hold no complaint data."
            )
        )
        column.addWidget(label(text, wraps=True))
        details = QPlainTextEdit(report)
        details.setObjectName("bug.report")
        details.setAccessibleName(_("Details"))
        details.setReadOnly(True)
        details.setMinimumSize(560, 200)
        column.addWidget(details)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        copy = button(_("Copy details"), "bug.copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        close = button(_("Go on") if goes_on else _("Close"), "bug.close", "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row.addWidget(copy)
        row.addStretch()
        row.addWidget(close)
        column.addLayout(row)


class BugReporter(QObject):
    """Shows a bug once at a time and writes it to the log; the program goes on."""

    _arrived = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: BugDialog | None = None
        self._arrived.connect(self._show)

    def report(self, error: BaseException) -> None:
        """May be called in any thread."""
        text = bug_report(error)
        log.error("bug\n%s", text)
        self._arrived.emit(text)

    @Slot(str)
    def _show(self, text: str) -> None:
        if self._shown is None:
            self._shown = BugDialog(text, QApplication.activeWindow())
            self._shown.finished.connect(self._closed)
            self._shown.open()

    def _closed(self) -> None:
        if self._shown is not None:
            self._shown.deleteLater()
        self._shown = None


def tell_fallen(bar: MessageBar, crash: Crash) -> None:
    """Say that the program fell the last time, with its report to be copied."""
    text = _("The program ended unexpectedly at {time}. What was typed is kept as drafts.")
    report = f"{_about()}\n{crash.report}"
    copy = _("Copy the report"), lambda: QGuiApplication.clipboard().setText(report)
    bar.tell(text.format(time=moment_text(crash.at)), Tone.AMBER, copy)
