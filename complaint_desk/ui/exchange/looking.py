"""Looks at files beside the window: their first rows at once, all of their rows while the person reads on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.foreign.import_choices import SheetChoices
from complaint_desk.domain.foreign.import_preview import ImportPreview
from complaint_desk.domain.reports import ImportResult
from complaint_desk.runtime.stop import Progress, StopSignal
from complaint_desk.services import exchange
from complaint_desk.ui.shared.workplace import Workplace

_T = TypeVar("_T")


class FileQuestions(QObject):
    """The newest question stops the one before.

    `seen` brings the `SheetChoices` in force and the `ImportPreview`, `counted` the `ImportResult` of an import of all rows
    that writes nothing, `failed` a `DeskError`; `counting` tells the rows read so far and, if known,
    of how many.
    """

    seen = Signal(object, object)
    counted = Signal(object)
    failed = Signal(object)
    counting = Signal(object, object)

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._stop = StopSignal()
        self.waiting = False
        self._read = _Reading(self)
        self._read.progressed.connect(self.counting, Qt.ConnectionType.QueuedConnection)

    def look(self, paths: Sequence[Path], choices: SheetChoices | None) -> None:
        """Preview the files; without `choices` by what the office remembers."""
        desk, words = self._workplace.desk, self._workplace.words

        def deed(stop: StopSignal, _progress: Progress) -> tuple[SheetChoices, ImportPreview]:
            chosen = exchange.choices_of(desk) if choices is None else choices
            return chosen, exchange.preview(desk, paths, words, choices=chosen, stop=stop)

        self._ask(deed, lambda found: self.seen.emit(*found))

    def count(self, paths: Sequence[Path], choices: SheetChoices) -> None:
        """Read every row as the import will."""
        desk, words = self._workplace.desk, self._workplace.words

        def deed(stop: StopSignal, progress: Progress) -> ImportResult:
            return exchange.import_files(
                desk, paths, words, choices=choices, dry_run=True, stop=stop, progress=progress
            )

        self._ask(deed, self.counted.emit)

    def drop(self) -> None:
        """Nobody waits for an answer any more."""
        self._stop.request()
        self.waiting = False

    def _ask(self, deed: Callable[[StopSignal, Progress], _T], tell: Callable[[_T], None]) -> None:
        self.drop()
        self._stop = stop = StopSignal()
        self.waiting = True

        def answer(found: _T) -> None:
            if not stop.requested:
                self.waiting = False
                tell(found)

        def fail(error: DeskError) -> None:
            if not stop.requested:
                self.waiting = False
                self.failed.emit(error)

        self._workplace.lanes.submit("files", lambda: deed(stop, self._read.tell), answer, fail, owner=self)


class _Reading(QObject):
    progressed = Signal(object, object)

    def tell(self, done: int, total: int | None) -> None:
        """Called in the lane's thread, after each thousand rows."""
        self.progressed.emit(done, total)
