"""One process reads the files of several tests, since its start takes longer than their few rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from complaint_desk.runtime.stop import StopSignal
from complaint_desk.workbooks.apart import opening
from complaint_desk.workbooks.apart.reader import Fall, Reader

_MOST_IMPORTS = 30
"""Then another process follows: made for one import, it never looks for values that hold each other."""

_Call = tuple[list[str], dict[str, str]]


class _Lasting(Reader):
    """Waits in its place for the next import when one has done with it. One that fell, was stopped or lacks memory is ended."""

    def __init__(
        self, place: list[_Lasting], call: _Call, memory: int, beginning: float, stop: StopSignal | None
    ) -> None:
        super().__init__(call, memory, beginning, stop)
        self._place = place
        self._kind = (call[0], memory)
        self._imports = 1
        self._lacks_memory = False

    def serves(self, call: _Call, memory: int) -> bool:
        return self._kind == (call[0], memory) and self._process.poll() is None

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
        if self._place or fell or is_stopped or self._lacks_memory or self._imports == _MOST_IMPORTS:
            return super().end()
        self._stop = None
        self._place.append(self)
        return Fall(slow=False, memory=False, reason="", words="")


@pytest.fixture(scope="session")
def _waiting_reader() -> Iterator[list[_Lasting]]:
    """The place of the one that waits; empty while it is busy."""
    place: list[_Lasting] = []
    yield place
    for each in place:
        Reader.end(each)


@pytest.fixture(autouse=True)
def _lasting_reader(_waiting_reader: list[_Lasting], monkeypatch: pytest.MonkeyPatch) -> None:
    """Imports that follow each other have one reader. A module about its beginning and end has its own fixture of this name."""

    def reader(call: _Call, memory: int, beginning: float, stop: StopSignal | None) -> Reader:
        if _waiting_reader and _waiting_reader[0].serves(call, memory):
            found = _waiting_reader.pop()
            found.take(stop)
            return found
        return _Lasting(_waiting_reader, call, memory, beginning, stop)

    monkeypatch.setattr(opening, "Reader", reader)
