"""Bulk change in the ledger: the chosen complaints, the dialog, the deed in the task strip, and one way back."""

from __future__ import annotations

from array import array

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from complaint_desk.domain.bulk import MOST_AT_ONCE, BulkChange, BulkDone, BulkUndone
from complaint_desk.domain.errors import Refusal
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
        self._undoing = False
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
        found = array("q")
        for span in sorted(self._page.table.selectionModel().selection().toList(), key=lambda each: each.top()):
            found.extend(model.keys[span.top() : span.bottom() + 1])
        return array("q", dict.fromkeys(found))

    def open(self) -> None:
        """Ask what shall change in the chosen complaints."""
        from complaint_desk.ui.ledger.bulk_dialog import BulkDialog  # noqa: PLC0415 - after the first row is painted

        ids = self.chosen_ids()
        if not ids:
            self._workplace.hub.said.emit(_("Choose complaints first; Ctrl+A chooses all."))
        elif len(ids) > MOST_AT_ONCE:
            refusal = Refusal("too_many_for_bulk", count=f"{len(ids):,}", limit=f"{MOST_AT_ONCE:,}")
            self.bar.tell(error_sentence(refusal), Tone.AMBER)
        else:
            dialog = BulkDialog(self._workplace, ids, self._window)
            dialog.chosen.connect(lambda change: self._change(ids, change))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def undo(self) -> None:
        """Take the last change of this window back. One that is stopped or fails can be wished for again."""
        desk, last = self._workplace.desk, self._last
        if last is None or self._undoing:
            return

        def deed(stop: StopSignal, progress: Progress) -> BulkUndone:
            try:
                return bulk.undo_bulk(desk, last, stop, progress)
            finally:
                self._undoing = False

        self._undoing = True
        self.bar.hide()
        self._tasks.run("bulk_undo", _("Undo bulk change"), "write", deed, self._undone)

    def _change(self, ids: array[int], change: BulkChange) -> None:
        desk = self._workplace.desk
        self.bar.hide()
        self._tasks.run(
            "bulk",
            _("Bulk change"),
            "write",
            lambda stop, progress: bulk.change_many(desk, ids, change, stop, progress),
            self._changed,
        )

    def _changed(self, done: BulkDone) -> None:
        self._last = done if done.ids else None
        self.done.emit(self.undo if done.ids else None)
        self._workplace.hub.changed.emit(done.changes)
        count = len(done.ids)
        text = ngettext("{count} complaint changed", "{count} complaints changed", count).format(count=f"{count:,}")
        ways = ((_("Undo"), self.undo),) if done.ids else ()
        self.bar.tell(text, Tone.GREEN, *ways)

    def _undone(self, undone: BulkUndone) -> None:
        self._last = None
        self.done.emit(None)
        self._workplace.hub.changed.emit(undone.changes)
        count, kept = len(undone.ids), len(undone.kept)
        text = ngettext("{count} complaint set back", "{count} complaints set back", count).format(count=f"{count:,}")
        if not kept:
            self.bar.tell(text, Tone.GREEN)
            return
        more = ngettext(
            "{count} changed since stays as it is: {numbers}", "{count} changed since stay as they are: {numbers}", kept
        )
        numbers = _(", ").join(undone.kept[:_NUMBERS_NAMED]) + ("\u2026" if kept > _NUMBERS_NAMED else "")
        more = more.format(count=f"{kept:,}", numbers=numbers)
        self.bar.tell(_("{text}, {more}").format(text=text, more=more), Tone.AMBER)

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
