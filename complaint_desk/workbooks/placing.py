"""A file that appears only when it is whole: written beside its place, then put there in one step."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from openpyxl import Workbook

from complaint_desk.domain.errors import Surroundings


@contextmanager
def placed(path: Path, *, make_folder: bool = False) -> Iterator[IO[bytes]]:
    """A file to write to; it takes the place of `path` when the block ends, nothing of it stays after an error.

    `make_folder`: its folder is made where it is not there.

    Raises:
        Surroundings: `cannot_write` (folder missing, no right, open in Excel), `disk_full`; details hold `path`.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if make_folder:
            path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            yield file
        os.replace(beside, path)
    except OSError as error:
        code = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "cannot_write"
        raise Surroundings(code, path=str(path), reason=error.strerror or str(error)) from error
    finally:
        _remove(beside)


def save_aside(book: Workbook, file: IO[bytes]) -> None:
    """Write a workbook to a file that may run full.

    openpyxl cannot break off its archive without complaints on stderr long after, so the archive is made aside.
    """
    with tempfile.TemporaryFile() as whole:
        book.save(whole)
        whole.seek(0)
        shutil.copyfileobj(whole, file)


def _remove(beside: Path) -> None:
    try:
        beside.unlink(missing_ok=True)
    except OSError:
        # The folder that could not be written, or is gone: what went wrong there is already being said.
        return
