"""Import from the window: the wizard decides, the strip at the foot shows it run, the summary tells what became of each row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.reports import ImportResult
from complaint_desk.domain.usual_views import UsualView, of_batch
from complaint_desk.i18n import _
from complaint_desk.runtime.stop import Progress, StopSignal
from complaint_desk.services import exchange
from complaint_desk.services.desk import Desk
from complaint_desk.ui.exchange.decisions import Decided
from complaint_desk.ui.exchange.summary import ImportSummary
from complaint_desk.ui.exchange.wizard import ImportWizard
from complaint_desk.ui.shared.task_strip import TaskStrip
from complaint_desk.ui.shared.workplace import Workplace


def import_files(
    workplace: Workplace,
    tasks: TaskStrip,
    window: QWidget,
    show_view: Callable[[UsualView], None],
    paths: Sequence[Path] = (),
) -> None:
    """Open the wizard with these files; `show_view` shows in the ledger what came in."""
    wizard = ImportWizard(workplace, paths, window)
    wizard.import_wanted.connect(lambda decided: _import(workplace, tasks, window, show_view, decided))
    wizard.finished.connect(wizard.deleteLater)
    wizard.open()


def _import(
    workplace: Workplace,
    tasks: TaskStrip,
    window: QWidget,
    show_view: Callable[[UsualView], None],
    decided: Decided,
) -> None:
    desk, words = workplace.desk, workplace.words

    def deed(stop: StopSignal, progress: Progress) -> ImportResult:
        for mapping in decided.mappings:
            exchange.keep_mapping(desk, mapping)
        return exchange.import_files(desk, decided.paths, words, choices=decided.choices, stop=stop, progress=progress)

    def show(result: ImportResult) -> None:
        if result.registered or result.changed:
            workplace.hub.changed.emit(Changes(everything=True))
        summary = ImportSummary(workplace, result, window)
        summary.undo_wanted.connect(lambda batch: undo_import(workplace, tasks, batch))
        summary.batch_wanted.connect(lambda batch: show_view(of_batch(batch)))
        summary.finished.connect(summary.deleteLater)
        summary.open()
        if result.registered >= exchange.GREAT:
            tasks.run(
                "facts", _("Preparing the figures"), "report", partial(_keep_facts, desk, result), lambda _kept: None
            )

    many = len(decided.paths)
    file = decided.paths[0].name if many == 1 else _("{count} files").format(count=many)
    tasks.run("import", _("Importing {file}").format(file=file), "write", deed, show)


def _keep_facts(desk: Desk, result: ImportResult, stop: StopSignal, _progress: Progress) -> None:
    exchange.keep_facts(desk, result, stop)


def undo_import(workplace: Workplace, tasks: TaskStrip, batch: int) -> None:
    """Take back a whole import, as long as nothing in it was changed since."""
    desk = workplace.desk

    def tell(changes: Changes) -> None:
        workplace.hub.changed.emit(changes)
        workplace.hub.said.emit(_("The import was taken back."))

    tasks.run(
        "undo", _("Taking the import back"), "write", lambda _stop, _progress: exchange.undo_import(desk, batch), tell
    )
