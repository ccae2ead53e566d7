"""Texts of an import that are wanted again now and then: in memory as far as they are few, in a file without a name beyond."""

from __future__ import annotations

import errno
import tempfile
from array import array
from itertools import accumulate

from complaint_desk.domain.errors import Surroundings

_MOST_IN_MEMORY = 16 * 1024**2


class KeptTexts:
    """Bytes by their place, counted from 0. Raises Surroundings (`disk_full`, `cannot_write`) where the disk has no room."""

    def __init__(self, most_in_memory: int = _MOST_IN_MEMORY) -> None:
        # The system takes the file away with its last user, even one that falls.
        self._file = tempfile.SpooledTemporaryFile(most_in_memory)  # noqa: SIM115 (closed by `close`)
        self._ends = array("q", [0])
        self._newest: list[bytes] = []

    def add(self, text: bytes) -> None:
        """Keep a text at the next place."""
        self._newest.append(text)

    def settle(self) -> None:
        """Write down what was added since; to be called after each portion."""
        try:
            self._file.seek(self._ends[-1])
            self._file.write(b"".join(self._newest))
        except OSError as error:
            raise _translated(error) from error
        self._ends.extend(accumulate(map(len, self._newest), initial=self._ends.pop()))
        self._newest.clear()

    def read(self, place: int) -> bytes:
        """The text at a place."""
        settled = len(self._ends) - 1
        if place >= settled:
            return self._newest[place - settled]
        begin, end = self._ends[place : place + 2]
        try:
            self._file.seek(begin)
            return self._file.read(end - begin)
        except OSError as error:
            raise _translated(error) from error

    def close(self) -> None:
        """Forget all."""
        self._file.close()


def _translated(error: OSError) -> Surroundings:
    code = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "cannot_write"
    return Surroundings(code, path=tempfile.gettempdir(), reason=error.strerror or str(error))
