"""Texts of an import that are wanted again now and then: in memory as far as they are few, in a file without a name beyond."""

from __future__ import annotations

import errno
import tempfile
from array import array

from complaint_desk.domain.errors import Surroundings

_MOST_IN_MEMORY = 32 * 1024**2


class KeptTexts:
    """Bytes by their place, counted from 0. Raises Surroundings (`disk_full`, `cannot_write`) where the disk has no room."""

    def __init__(self, most_in_memory: int = _MOST_IN_MEMORY) -> None:
        # The system takes the file away with its last user, even one that falls.
        self._file = tempfile.SpooledTemporaryFile(most_in_memory)  # noqa: SIM115 (closed by `close`)
        self._ends = array("q", [0])
        self._is_at_end = True

    def add(self, text: bytes) -> None:
        """Keep a text at the next place."""
        try:
            if not self._is_at_end:
                self._file.seek(self._ends[-1])
                self._is_at_end = True
            self._file.write(text)
        except OSError as error:
            raise _translated(error) from error
        self._ends.append(self._ends[-1] + len(text))

    def read(self, place: int) -> bytes:
        """The text at a place."""
        begin, end = self._ends[place : place + 2]
        try:
            self._is_at_end = False
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
