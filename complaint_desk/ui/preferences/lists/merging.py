"""Runs a merge beside the dialog, says what it did, and leads back: here while the dialog stands, in the window after."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from complaint_desk.domain.bulk import BulkUndone
from complaint_desk.domain.errors import DeskError, Stopped
from complaint_desk.domain.word_lists import Merged
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.runtime.stop import Progress, StopSignal
from complaint_desk.services import bulk
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.task_strip import TaskStrip
from complaint_desk.ui.shared.tokens import Tone
from complaint_desk.ui.shared.workplace import Workplace

Deed = Callable[[StopSignal, Progress, Merged | None], Merged]
"""A merge, begun anew or going on with one that ended before its time."""

Follow = Callable[[Callable[[], None] | None], None]
"""Takes the way back from what was done last, None where there is none any more."""


class Merging(QObject):
    """`follow` gets the way back for the window once it is in front again."""

    def __init__(
        self, workplace: Workplace, tasks: TaskStrip, bar: MessageBar, follow: Follow, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._tasks = tasks
        self._bar = bar
        self._follow = follow
        self._last: Merged | None = None

    def run(self, title: str, deed: Deed, begun: Merged | None = None) -> None:
        """Do it in portions, between which others write."""
        self._bar.hide()
        self._tasks.run(
            "merge",
            title,
            "bulk",
            lambda stop, progress: deed(stop, progress, begun),
            lambda merged: self._done(title, deed, merged),
            self._fail,
        )

    def undo(self) -> None:
        """Take the last one back, once."""
        last, self._last = self._last, None
        if last is None:
            return
        self._bar.hide()
        self._follow(None)
        desk = self._workplace.desk
        self._tasks.run(
            "merge_undo",
            _("Undo"),
            "bulk",
            lambda stop, progress: bulk.undo_merge(desk, last, stop, progress),
            self._undone,
            self._fail,
        )

    def _done(self, title: str, deed: Deed, merged: Merged) -> None:
        self._last, workplace = merged, self._workplace
        self._follow(lambda: take_back(workplace, merged))
        workplace.hub.changed.emit(merged.done.changes)
        count = len(merged.done.ids)
        changed = ngettext("{count} complaint changed", "{count} complaints changed", count)
        said = _("{sentence}; {more}").format(sentence=title, more=changed.format(count=f"{count:,}"))
        ways = [(_("Undo") + "  Ctrl+Z", self.undo)]
        halted = merged.done.halted
        if halted is not None:
            ways.append((_("Go on"), lambda: self.run(title, deed, merged)))
        if halted is not None and not isinstance(halted, Stopped):
            said = _("{text}: {reason}").format(text=said, reason=error_sentence(halted))
        self._bar.tell(said, Tone.AMBER if halted else Tone.GREEN, *ways)

    def _undone(self, undone: BulkUndone) -> None:
        self._workplace.hub.changed.emit(undone.changes)
        self._bar.tell(undone_text(undone), Tone.AMBER if undone.kept_count else Tone.GREY)

    def _fail(self, error: DeskError) -> None:
        self._bar.tell(error_sentence(error))


def take_back(workplace: Workplace, merged: Merged) -> None:
    """Take a merge back from the window, and say so in its status line."""
    desk = workplace.desk

    def tell(undone: BulkUndone) -> None:
        workplace.hub.changed.emit(undone.changes)
        workplace.hub.said.emit(undone_text(undone))

    workplace.lanes.submit("bulk", lambda: bulk.undo_merge(desk, merged), tell)


def undone_text(undone: BulkUndone) -> str:
    """How many complaints were set back, and how many stay because somebody worked on them since."""
    count = len(undone.ids)
    text = ngettext("{count} complaint set back", "{count} complaints set back", count).format(count=f"{count:,}")
    if not undone.kept_count:
        return text
    more = ngettext("{count} changed since stays as it is", "{count} changed since stay as they are", undone.kept_count)
    return _("{text}, {more}").format(text=text, more=more.format(count=f"{undone.kept_count:,}"))
