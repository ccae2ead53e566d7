"""Counts that come one after the other when there is leisure: a new question goes first, an older answer is dropped."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from PySide6.QtCore import QObject, Signal

from complaint_desk.runtime.stop import StopSignal
from complaint_desk.ui.shared.workplace import Workplace

Counting = Callable[[StopSignal], Any]
_MOST_KEPT = 64


class CountsInTurn(QObject):
    """`counted` carries the key of a counting and its answer. What was counted is known until the ledger changes."""

    counted = Signal(object, object)

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._waiting: list[tuple[Hashable, Counting]] = []
        self._known: dict[Hashable, Any] = {}
        self._stop = StopSignal()
        self._question = 0

    def ask(self, wanted: Iterable[tuple[Hashable, Counting]]) -> None:
        """Count these instead of what is still waited for; what is known is told at once."""
        self.stop()
        self._stop = StopSignal()
        unknown = []
        for key, counting in wanted:
            if key in self._known:
                self.counted.emit(key, self._known[key])
            else:
                unknown.append((key, counting))
        self._waiting = unknown
        self._go_on()

    def stop(self) -> None:
        """Interrupt what is being counted."""
        self._question += 1
        self._waiting = []
        self._stop.request()

    def forget(self) -> None:
        """The ledger has changed."""
        self.stop()
        self._known = {}

    def _go_on(self) -> None:
        if not self._waiting:
            return
        (key, counting), *self._waiting = self._waiting
        question, stop = self._question, self._stop
        self._workplace.lanes.submit(
            "read",
            lambda: counting(stop),
            lambda answer: self._take(question, key, answer),
            # A count is not worth a message: the ledger itself tells what is wrong with it.
            lambda _error: self._pass_over(question),
            owner=self,
        )

    def _pass_over(self, question: int) -> None:
        if question == self._question:
            self._go_on()

    def _take(self, question: int, key: Hashable, answer: Any) -> None:
        if question != self._question:
            return
        if len(self._known) >= _MOST_KEPT:
            del self._known[next(iter(self._known))]
        self._known[key] = answer
        self.counted.emit(key, answer)
        self._go_on()
