"""A thread that waits all day for what the ledger tells, and hands it to the window's thread by a queued signal."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Signal

from complaint_desk.runtime.stop import StopSignal

_SECONDS_TO_END = 3.0


class Listener(QObject):
    """`heard` carries each thing that `listen` gives, `failed` the exception that ended it before its time."""

    heard = Signal(object)
    failed = Signal(object)

    def __init__(self, listen: Callable[[StopSignal], Iterator[object]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listen = listen
        self._stop = StopSignal()
        # A server that does not answer must not keep the program from ending.
        self._thread = threading.Thread(target=self._work, name="listener", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Hear nothing more; waits for the thread, though not for a network that is away."""
        self._stop.request()
        if self._thread.is_alive():
            self._thread.join(_SECONDS_TO_END)

    def _work(self) -> None:
        try:
            for each in self._listen(self._stop):
                if self._stop.requested:
                    return
                self.heard.emit(each)
        except BaseException as error:  # noqa: BLE001 - a runner of tasks, too: what ends it is a bug to be reported
            if not self._stop.requested:
                self.failed.emit(error)
