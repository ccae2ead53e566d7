"""Bulk change in the ledger: the chosen complaints, the dialog, the deed in the task strip, and one way back."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from complaint_desk.domain.bulk import BulkChange, BulkDone, BulkUndone
from complaint_desk.domain.errors import DeskError, Stopped
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.runtime.stop import Progress, StopSignal
from complaint_desk.services import bulk
from complaint_desk.ui.ledger.page import LedgerPage
from complaint_desk.ui.ledger.rows import RowsModel
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.task_strip import TaskStrip
from complaint_desk.ui.shared.tokens import Tone
from complaint_desk.ui.shared.workplace import Workplace

_T = TypeVar("_T")
_NUMBERS_NAMED = 5


class BulkEditing(QObject):
    """Stands beside the ledger page; its bar lies on top of the page and offers to take the last change back.

    `done` carries the way back from what was done, None once there is none.
    """

    done = Signal(object)

    def __init__(self, workplace: Workplace, page: LedgerPage, tasks: TaskStrip, window: QWidget) -> None:
        super().__init__(page)
        self._workplace = workplace
        self._page = page
        self._tasks = tasks
        self._window = window
        self._last: BulkDone | None = None
        self._running = False
        self._all_chosen = False
        self.bar = MessageBar("bulk.message")
        column = page.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(0, self.bar)
        model = page.table.model()
        model.rowsAboutToBeInserted.connect(self._note_whether_all)
        model.rowsInserted.connect(self._choose_all_again)

    def chosen_ids(self) -> array[int]:
        """Ids of the chosen complaints from top to bottom, whether their rows are here or not."""
        model = self._page.table.model()
        if not isinstance(model, RowsModel):
            return array("q")
        found, below = array("q"), 0
        # By ranges: a million rows chosen at once are one of them.
        for span in sorted(self._page.table.selectionModel().selection().toList(), key=lambda each: each.top()):
            found.extend(model.keys[max(below, span.top()) : span.bottom() + 1])
            below = max(below, span.bottom() + 1)
        return found

    def open(self) -> None:
        """Ask what shall change in the chosen complaints."""
        from complaint_desk.ui.ledger.bulk_dialog import BulkDialog  # noqa: PLC0415 - after the first row is painted

        ids = self.chosen_ids()
        if not ids:
            self._workplace.hub.said.emit(_("Choose complaints first; Ctrl+A chooses all."))
        else:
            dialog = BulkDialog(self._workplace, ids, self._window)
            dialog.chosen.connect(lambda change: self._change(ids, change))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def undo(self) -> None:
        """Take the last change of this window back. One that is stopped or fails goes on where it ended, once wished again."""
        desk, last = self._workplace.desk, self._last
        if last is None or self._running:
            return
        self.bar.hide()
        self._run(
            "bulk_undo",
            _("Undo bulk change"),
            lambda stop, progress: bulk.undo_bulk(desk, last, stop, progress),
            self._undone,
        )

    def _change(self, ids: array[int], change: BulkChange, begun: BulkDone | None = None) -> None:
        desk = self._workplace.desk
        self.bar.hide()
        self._run(
            "bulk",
            _("Bulk change"),
            lambda stop, progress: bulk.change_many(desk, ids, change, stop, progress, begun),
            lambda done: self._changed(done, change),
        )

    def _run(
        self, name: str, title: str, deed: Callable[[StopSignal, Progress], _T], done: Callable[[_T], None]
    ) -> None:
        def run(stop: StopSignal, progress: Progress) -> _T:
            try:
                return deed(stop, progress)
            finally:
                self._running = False

        self._running = True
        self._tasks.run(name, title, "bulk", run, done)

    def _changed(self, done: BulkDone, change: BulkChange) -> None:
        self._last = done if done.ids else None
        self.done.emit(self.undo if done.ids else None)
        self._workplace.hub.changed.emit(done.changes)
        count = len(done.ids)
        text = ngettext("{count} complaint changed", "{count} complaints changed", count).format(count=f"{count:,}")
        ways = [(_("Undo") + "  Ctrl+Z", self.undo)] if done.ids else []
        if done.halted:
            ways.append((_("Go on"), lambda: self._change(done.rest, change, done)))
        self._tell(text, done.halted, len(done.rest), *ways)

    def _undone(self, undone: BulkUndone) -> None:
        self._last = undone.rest
        self.done.emit(self.undo if undone.rest else None)
        self._workplace.hub.changed.emit(undone.changes)
        count = len(undone.ids)
        text = ngettext("{count} complaint set back", "{count} complaints set back", count).format(count=f"{count:,}")
        if undone.kept_count:
            text = _("{text}, {more}").format(text=text, more=_kept_text(undone))
        ways = [(_("Go on"), self.undo)] if undone.rest else []
        tone = Tone.AMBER if undone.kept_count else Tone.GREEN
        self._tell(text, undone.halted, len(undone.rest.ids) if undone.rest else 0, *ways, tone=tone)

    def _tell(
        self,
        text: str,
        halted: DeskError | None,
        rest: int,
        *ways: tuple[str, Callable[[], None]],
        tone: Tone = Tone.GREEN,
    ) -> None:
        """What was done; of a deed that ended before its time also why, and how much is left as it was."""
        if halted is None:
            self.bar.tell(text, tone, *ways)
            return
        more = ngettext("stopped before the last one", "stopped before the last {count}", rest).format(
            count=f"{rest:,}"
        )
        text = _("{text}, {more}").format(text=text, more=more)
        if not isinstance(halted, Stopped):
            text = _("{text}: {reason}").format(text=text, reason=error_sentence(halted))
        self.bar.tell(text, Tone.AMBER, *ways)

    # All rows stay chosen when those beyond the first page come

    def _note_whether_all(self, _parent: QModelIndex, _first: int, _last: int) -> None:
        count = self._page.table.model().rowCount()
        spans = self._page.table.selectionModel().selection().toList()
        self._all_chosen = count > 1 and sum(each.height() for each in spans) == count

    def _choose_all_again(self, _parent: QModelIndex, _first: int, _last: int) -> None:
        if self._all_chosen:
            self._all_chosen = False
            table = self._page.table
            current = table.currentIndex()
            table.selectAll()
            table.selectionModel().setCurrentIndex(current, QItemSelectionModel.SelectionFlag.NoUpdate)


def _kept_text(undone: BulkUndone) -> str:
    """Which complaints somebody has worked on since, the first of them by number."""
    count = undone.kept_count
    more = ngettext(
        "{count} changed since stays as it is: {numbers}", "{count} changed since stay as they are: {numbers}", count
    )
    numbers = _(", ").join(undone.kept[:_NUMBERS_NAMED]) + ("\u2026" if count > _NUMBERS_NAMED else "")
    return more.format(count=f"{count:,}", numbers=numbers)
