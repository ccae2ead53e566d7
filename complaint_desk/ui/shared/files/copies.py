"""Copies of attachments to look at: read-only, in a private folder of this run, gone at its end or at the next start."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QLockFile

from complaint_desk.domain.attachments import copy_name, may_be_run
from complaint_desk.domain.errors import Refusal, Surroundings

_PREFIX = "complaint-desk-"
_LOCK = "in-use"
_A_MOMENT = 60.0
_FROM_ELSEWHERE = "[ZoneTransfer]\r\nZoneId=3\r\n"
"""What Windows writes beside a file from the internet: Office then opens it in its protected view."""


class OpenedCopies:
    """The folder of this run, made when the first copy is wanted. All but `remove` may be called in a lane."""

    def __init__(self, above: Path | None = None) -> None:
        self._above = above or Path(tempfile.gettempdir())
        self._folder: Path | None = None
        self._lock: QLockFile | None = None
        self._count = 0

    def make(self, name: str, content: bytes) -> Path:
        """Write a copy that the system may open; each stands in a folder of its own, so that it keeps its name.

        Raises:
            Refusal: `would_be_run` for a program, a script, a link, or a document that carries macros.
            Surroundings: `cannot_write`.
        """
        if may_be_run(name, content):
            raise Refusal("would_be_run", name=name)
        try:
            self._count += 1
            folder = self._own_folder() / str(self._count)
            folder.mkdir(mode=0o700)
            path = folder / copy_name(name)
            path.write_bytes(content)
            if sys.platform == "win32":
                Path(f"{path}:Zone.Identifier").write_text(_FROM_ELSEWHERE, "ascii")
            path.chmod(stat.S_IRUSR)
        except OSError as error:
            raise Surroundings("cannot_write", path=str(self._above), reason=error.strerror or "") from error
        return path

    def remove(self) -> None:
        """The end of this run: its folder goes; what another program still holds goes at the next start."""
        if self._folder is not None and self._lock is not None:
            self._lock.unlock()
            _remove(self._folder)
            self._folder = self._lock = None

    def remove_left_ones(self) -> None:
        """Remove the folders of runs that ended without doing so themselves."""
        for folder in self._above.glob(f"{_PREFIX}*"):
            if folder == self._folder or folder.is_symlink() or not _is_own(folder) or _is_being_made(folder):
                continue
            lock = QLockFile(str(folder / _LOCK))
            lock.setStaleLockTime(0)
            if lock.tryLock(0):
                lock.unlock()
                _remove(folder)

    def _own_folder(self) -> Path:
        if self._folder is None:
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self._above))
            lock = QLockFile(str(folder / _LOCK))
            lock.setStaleLockTime(0)
            lock.lock()
            self._folder, self._lock = folder, lock
        return self._folder


def _is_own(folder: Path) -> bool:
    try:
        return folder.is_dir() and (os.name == "nt" or folder.stat().st_uid == os.getuid())
    except OSError:
        return False


def _is_being_made(folder: Path) -> bool:
    """True for the folder of another run that has no lock yet, but will have one at once."""
    try:
        return not (folder / _LOCK).exists() and time.time() - folder.stat().st_mtime < _A_MOMENT
    except OSError:
        return True


def _remove(folder: Path) -> None:
    """A read-only file cannot be removed on Windows; what another program holds is left for the next start."""
    for path in (*sorted(folder.rglob("*"), reverse=True), folder):
        with contextlib.suppress(OSError):
            if path.is_dir():
                path.rmdir()
            else:
                path.chmod(stat.S_IRWXU)
                path.unlink()
