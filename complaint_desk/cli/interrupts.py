"""Ctrl+C: asks a deed to stop at the next safe place, and breaks off at once while we only wait for input."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from complaint_desk.runtime.stop import StopSignal


class Interrupts:
    """Belongs to one call. A second Ctrl+C breaks off in any case: the open transaction rolls back."""

    def __init__(self) -> None:
        self.stop = StopSignal()
        self._waiting = False

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Within this scope Ctrl+C comes to us."""
        try:
            before = signal.signal(signal.SIGINT, self._asked)
        except ValueError:
            # Not in the main thread: nobody can press Ctrl+C at us.
            yield
            return
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Within this scope nothing is under way that could be left half-done."""
        self.stop.heed()
        self._waiting = True
        try:
            yield
        finally:
            self._waiting = False

    def _asked(self, _number: int, _frame: object) -> None:
        if self._waiting or self.stop.requested:
            raise KeyboardInterrupt
        self.stop.request()
