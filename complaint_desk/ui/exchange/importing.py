"""Import from the window: choose files, watch it run, read what became of every row."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.reports import ImportResult
from complaint_desk.i18n import _
from complaint_desk.services import exchange
from complaint_desk.ui.exchange.summary import ImportSummary
from complaint_desk.ui.shared.task_strip import TaskStrip
from complaint_desk.ui.shared.workplace import Workplace


def import_files(workplace: Workplace, tasks: TaskStrip, window: QWidget) -> None:
    """Ask for files and import them; the summary adds up to the rows read."""
    tables = _("Tables")
    paths = workplace.questions.open_files(_("Import"), f"{tables} (*.xlsx *.xlsm *.xls *.ods *.csv *.tsv *.txt)")
    if not paths:
        return
    desk, words = workplace.desk, workplace.words

    def show(result: ImportResult) -> None:
        if result.registered:
            workplace.hub.changed.emit(Changes(everything=True))
        summary = ImportSummary(workplace, result, window)
        summary.undo_wanted.connect(lambda batch: undo_import(workplace, tasks, batch))
        summary.finished.connect(summary.deleteLater)
        summary.open()

    tasks.run(
        "import",
        _("Importing {file}").format(
            file=paths[0].name if len(paths) == 1 else _("{count} files").format(count=len(paths))
        ),
        "write",
        lambda stop, progress: exchange.import_files(
            desk, paths, words, choices=exchange.choices_of(desk), stop=stop, progress=progress
        ),
        show,
    )


def undo_import(workplace: Workplace, tasks: TaskStrip, batch: int) -> None:
    """Take back a whole import, as long as nothing in it was changed since."""
    desk = workplace.desk

    def tell(changes: Changes) -> None:
        workplace.hub.changed.emit(changes)
        workplace.hub.said.emit(_("The import was taken back."))

    tasks.run(
        "undo", _("Taking the import back"), "write", lambda _stop, _progress: exchange.undo_import(desk, batch), tell
    )
