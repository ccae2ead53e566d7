"""One process reads the files of several tests, since its start takes longer than their few rows."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from complaint_desk.runtime.stop import StopSignal
from complaint_desk.workbooks.apart.reader import Fall, Reader

_MOST_IMPORTS = 30
"""Then another process follows: made for one import, it never looks for values that hold each other."""

_Call = tuple[list[str], dict[str, str]]


class WaitingReader:
    """The place of the one that waits for an import; empty while it is busy."""

    def __init__(self) -> None:
        self._waiting: list[_Lasting] = []

    def reader(self, call: _Call, memory: int, beginning: float, stop: StopSignal | None) -> Reader:
        """As `Reader`, whether it must be started or not."""
        with suppress(IndexError):
            found = self._waiting.pop()
            if found.serves(call, memory):
                found.take(stop)
                return found
            Reader.end(found)
        return _Lasting(self, call, memory, beginning, stop)

    def keep(self, reader: _Lasting) -> None:
        self.end()
        self._waiting.append(reader)

    def end(self) -> None:
        while self._waiting:
            Reader.end(self._waiting.pop())


class _Lasting(Reader):
    """Waits for the next import when one has done with it. One that fell, was stopped or lacks memory is ended."""

    def __init__(
        self, place: WaitingReader, call: _Call, memory: int, beginning: float, stop: StopSignal | None
    ) -> None:
        super().__init__(call, memory, beginning, stop)
        self._place = place
        self._kind = (call[0], memory, Path.cwd())
        self._imports = 1
        self._lacks_memory = False

    def serves(self, call: _Call, memory: int) -> bool:
        return self._kind == (call[0], memory, Path.cwd()) and self._process.poll() is None

    def take(self, stop: StopSignal | None) -> None:
        self._imports += 1
        self._stop = stop

    def hear(self, patience: float) -> tuple[Any, ...]:
        answer = super().hear(patience)
        self._lacks_memory |= answer[0] == "refused" and answer[2] == "needs_too_much_memory"
        return answer

    def end(self) -> Fall:
        fell = self._process.poll() is not None or self._slow or self._patient_until is not None
        is_stopped = self._stop is not None and self._stop.requested
        if fell or is_stopped or self._lacks_memory or self._imports == _MOST_IMPORTS:
            return super().end()
        self._stop = None
        self._place.keep(self)
        return Fall(slow=False, memory=False, reason="", words="")
