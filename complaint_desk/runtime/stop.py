"""Stopping a long deed, and saying how far it is."""

from __future__ import annotations

import threading
from typing import Protocol

from complaint_desk.domain.errors import Stopped


class StopSignal:
    """Asked from one thread, heeded by another at the next safe place."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def request(self) -> None:
        self._event.set()

    @property
    def requested(self) -> bool:
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """Rest that long, or until stopping is asked for; True if it was."""
        return self._event.wait(seconds)

    def heed(self) -> None:
        """Raise `Stopped` if stopping was asked for."""
        if self._event.is_set():
            raise Stopped


class Progress(Protocol):
    """Told now and then: `done` of `total` units, total None while unknown. Called in the working thread."""

    def __call__(self, done: int, total: int | None) -> None: ...


def part_of(progress: Progress, first: int, last: int) -> Progress:
    """For one part of several: tells hundredths of the whole, from `first` to `last`."""

    def tell(done: int, total: int | None) -> None:
        progress(first + ((last - first) * done // total if total else 0), 100)

    return tell


def no_progress(done: int, total: int | None) -> None:
    """For deeds whose progress nobody watches."""
