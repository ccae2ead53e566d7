"""What is left of a program that was torn down: where each of its threads was, written by Python as it fell.

Such a file holds kinds of errors, files and lines of the program, never a value. It stays on this PC until somebody copies it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import faulthandler
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

_RUNNING, _FALLEN = "running-{pid}.crash", "crash-{at:%Y%m%d-%H%M%S}-{pid}.txt"
_KEPT = 5
_FILE = re.compile(r'File "([^"]+)"')


@dataclass(frozen=True, slots=True)
class Crash:
    """One end of the program that it did not see coming: when, and what can be told of it."""

    at: dt.datetime
    report: str


@contextlib.contextmanager
def watched(folder: Path) -> Iterator[None]:
    """Have Python write into `folder` where it was if the process is torn down; an end as usual leaves nothing there.

    Where the folder cannot be written, the program goes without.
    """
    file = folder / _RUNNING.format(pid=os.getpid())
    stream: TextIO | None = None
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        stream = file.open("w", encoding="utf-8")
    before = faulthandler.is_enabled()
    if stream is not None:
        faulthandler.enable(stream)
    try:
        yield
    finally:
        if stream is not None:
            faulthandler.disable()
            if before:
                faulthandler.enable()
            stream.close()
            with contextlib.suppress(OSError):
                file.unlink()


def fallen(folder: Path) -> Crash | None:
    """The last crash that nobody was told of; it counts as told from now on. Its file stays beside the log, as four before it."""
    found: Crash | None = None
    for file in sorted(folder.glob(_RUNNING.format(pid="*")), key=_changed):
        pid = file.stem.rpartition("-")[2]
        if pid == str(os.getpid()) or not pid.isdecimal():
            continue
        with contextlib.suppress(OSError):
            text = file.read_text("utf-8", "replace")
            if not text.strip():
                # Killed or switched off, or another window that stands open: there is nothing to tell.
                continue
            at = dt.datetime.fromtimestamp(_changed(file)).astimezone()
            found = Crash(at, _without_folders(text))
            kept = folder / _FALLEN.format(at=at, pid=pid)
            kept.write_text(found.report, "utf-8")
            file.unlink()
    for old in sorted(folder.glob("crash-*.txt"))[:-_KEPT]:
        with contextlib.suppress(OSError):
            old.unlink()
    return found


def _without_folders(text: str) -> str:
    """Files by the ends of their paths: where the program is installed often names the person who uses the PC."""
    return _FILE.sub(lambda found: 'File "' + "/".join(re.split(r"[\\/]", found[1])[-3:]) + '"', text)


def _changed(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
