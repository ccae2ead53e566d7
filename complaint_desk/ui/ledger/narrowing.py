"""The quick filter: of the rows that were found, those whose shown columns hold some words. The ledger is not asked anew."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from complaint_desk.domain.complaint import Changes, Complaint
from complaint_desk.domain.marking import spans
from complaint_desk.i18n.values import shown_text
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import ledger
from complaint_desk.services.desk import Desk
from complaint_desk.ui.shared.workplace import Workplace

_FIRST_PORTION = 400
_PORTION = 2_000
"""Rows that are looked through before what was found is shown: a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the shown columns must hold: every word in one of the columns."""

    words: tuple[str, ...]
    columns: tuple[str, ...]

    def holds(self, complaint: Complaint, words: Words) -> bool:
        texts = [(name, shown_text(complaint, name, words)) for name in self.columns]
        return all(any(spans(text, (word,), name) for name, text in texts) for word in self.words)


class Narrowing(QObject):
    """Looks through keys in their order, a portion at a time.

    `grown` tells that some were looked through, `ended` that all were, `failed` carries a `DeskError`.
    """

    grown = Signal()
    ended = Signal()
    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._wanted = Narrowed((), ())
        self._round = 0
        self._stop = StopSignal()
        self._keys: array[int] = array("q")
        self.found: array[int] = array("q")
        self.looked_through = 0

    @property
    def wanted(self) -> Narrowed:
        return self._wanted

    @property
    def active(self) -> bool:
        return bool(self._wanted.words)

    def want(self, wanted: Narrowed) -> None:
        """Look for other words or in other columns; nothing is looked through before `begin`."""
        self.stop()
        self._wanted = wanted
        self.looked_through = 0

    def begin(self, keys: array[int], changes: Changes | None = None) -> None:
        """Look through these keys; after a change of the ledger only through those that it names, if all were known."""
        whole = self.looked_through == len(self._keys) and self.looked_through > 0
        before = self.found
        self.stop()
        self._keys, self.found, self.looked_through = keys, array("q"), 0
        if changes is None or changes.everything or not whole:
            self._next()
        else:
            self._again(before, frozenset((*changes.added, *changes.changed)))

    def stop(self) -> None:
        """Drop what is under way."""
        self._round += 1
        self._stop.request()
        self._stop = StopSignal()

    def _next(self) -> None:
        start = self.looked_through
        portion = self._keys[start : start + (_PORTION if start else _FIRST_PORTION)]
        desk, words, wanted, stop, number = self._tools()

        def look() -> array[int]:
            return _holding(ledger.rows(desk, portion, stop), wanted, words)

        def take(found: array[int]) -> None:
            if number != self._round:
                return
            self.looked_through += len(portion)
            self.found = self.found + found
            if self.looked_through < len(self._keys):
                self.grown.emit()
                self._next()
            else:
                self.ended.emit()

        self._workplace.lanes.submit("read", look, take, self.failed.emit, owner=self)

    def _again(self, before: array[int], changed: frozenset[int]) -> None:
        keys = self._keys
        desk, words, wanted, stop, number = self._tools()

        def look() -> array[int]:
            looked_at = array("q", [key for key in keys if key in changed])
            holding = {*before} - changed | {*_holding(ledger.rows(desk, looked_at, stop), wanted, words)}
            return array("q", [key for key in keys if key in holding])

        def take(found: array[int]) -> None:
            if number == self._round:
                self.found, self.looked_through = found, len(keys)
                self.ended.emit()

        self._workplace.lanes.submit("read", look, take, self.failed.emit, owner=self)

    def _tools(self) -> tuple[Desk, Words, Narrowed, StopSignal, int]:
        return self._workplace.desk, self._workplace.words, self._wanted, self._stop, self._round


def _holding(complaints: Iterable[Complaint], wanted: Narrowed, words: Words) -> array[int]:
    return array("q", [each.id for each in complaints if wanted.holds(each, words)])
