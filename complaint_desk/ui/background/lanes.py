"""Lanes of worker threads. What a deed answers comes back to the window's thread by one queued signal."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from complaint_desk.domain.errors import DeskError, Stopped

Lane = Literal["write", "bulk", "read", "page", "report", "files", "pictures", "care"]
WORKERS: dict[Lane, int] = {
    "write": 1, "bulk": 1, "read": 2, "page": 1, "report": 1, "files": 1, "pictures": 1, "care": 1,
}  # fmt: skip
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    done: Callable[[Any], None]
    failed: Callable[[DeskError], None] | None
    always: Callable[[], None] | None
    owner: QObject | None
    value: Any = None
    error: BaseException | None = None


class Lanes(QObject):
    """Runs deeds beside the window: `write` one at a time in order, the other lanes beside it; `bulk` writes in portions.

    `refused` brings a `DeskError` whose submitter gave no `failed`; `bug` any other exception. `busy_changed` tells when
    the first deed starts or the last one is answered.
    """

    refused = Signal(object)
    bug = Signal(object)
    busy_changed = Signal(bool)
    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executors = {
            lane: ThreadPoolExecutor(workers, thread_name_prefix=f"lane-{lane}") for lane, workers in WORKERS.items()
        }
        self._open = 0
        self._closing = threading.Event()
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def idle(self) -> bool:
        """True while no deed is under way or unanswered."""
        return self._open == 0

    def submit(
        self,
        lane: Lane,
        deed: Callable[[], _T],
        done: Callable[[_T], None],
        failed: Callable[[DeskError], None] | None = None,
        owner: QObject | None = None,
        always: Callable[[], None] | None = None,
    ) -> None:
        """Run `deed` in a lane, then `done(value)` or `failed(error)` in the window's thread, then `always()`.

        `failed` is asked only for a `DeskError` other than `Stopped`; without it the error goes to `refused`. Nothing is
        called once `owner` is gone; nothing is begun once the lanes are closed.
        """
        if self._closing.is_set():
            return
        self._open += 1
        if self._open == 1:
            self.busy_changed.emit(True)
        self._executors[lane].submit(self._work, deed, _Answer(done, failed, always, owner))

    def close(self) -> None:
        """Let what is being written finish, drop what has not begun. Long readings are stopped by their own signals."""
        self._closing.set()
        for lane, executor in self._executors.items():
            executor.shutdown(wait=True, cancel_futures=lane != "write")

    def _work(self, deed: Callable[[], Any], answer: _Answer) -> None:
        try:
            value, error = deed(), None
        except BaseException as raised:  # noqa: BLE001 - the task runner: whatever a deed raises belongs to its submitter
            value, error = None, raised
        if not self._closing.is_set():
            self._answered.emit(
                _Answer(answer.done, answer.failed, answer.always, answer.owner, value=value, error=error)
            )

    @Slot(object)
    def _deliver(self, answer: _Answer) -> None:
        self._open -= 1
        try:
            if answer.owner is None or isValid(answer.owner):
                self._hand_over(answer)
        finally:
            if self._open == 0:
                self.busy_changed.emit(False)

    def _hand_over(self, answer: _Answer) -> None:
        try:
            match answer.error:
                case None:
                    answer.done(answer.value)
                case Stopped():
                    pass
                case DeskError():
                    (answer.failed or self.refused.emit)(answer.error)
                case _:
                    self.bug.emit(answer.error)
        finally:
            if answer.always is not None:
                answer.always()
