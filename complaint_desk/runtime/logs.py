"""The log: what went wrong and where in the program, never what people wrote."""

from __future__ import annotations

import contextlib
import copy
import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from complaint_desk.domain.errors import DeskError

LOG_NAME = "complaint-desk.log"
_LARGEST = 1_000_000
_KEPT = 4


def start_log(folder: Path) -> Path:
    """Send the program's log to a rotating UTF-8 file in `folder`, made at the first line; a full disk silences it."""
    path = folder / LOG_NAME
    stop_log()
    handler = _FileLog(path)
    handler.setFormatter(_WithoutValues("%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"))
    root = logging.getLogger("complaint_desk")
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    return path


def stop_log() -> None:
    """Close the file, so that the folder can be moved or removed."""
    root = logging.getLogger("complaint_desk")
    for handler in [each for each in root.handlers if isinstance(each, _FileLog)]:
        root.removeHandler(handler)
        handler.close()


def traceback_without_values(error: BaseException) -> str:
    """Where an error came from: kinds and places of the whole chain, without messages, since they quote what was typed.

    The system's own errors keep their reason, which quotes nobody.
    """
    lines: list[str] = []
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        frames = traceback.extract_tb(cause.__traceback__)
        kind = f"{type(cause).__module__}.{type(cause).__qualname__}"
        reason = f": [{cause.errno}] {cause.strerror}" if isinstance(cause, OSError) else ""
        # Only our own codes are words of the program; others may hold anything.
        named = f" {cause.code}" if isinstance(cause, DeskError) else ""
        lines.append(f"{kind}{named}{reason}")
        lines.extend(f"  {_file_named(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n".join(lines)


def _file_named(path: str) -> str:
    """The end of a path: where the program is installed often names the person who uses the PC."""
    return "/".join(Path(path).parts[-3:])


class _WithoutValues(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        mine = copy.copy(record)
        # Another handler may have kept its own text of the error there, with what was typed in it.
        mine.exc_text = None
        return super().format(mine)

    def formatException(  # noqa: N802 - logging's own name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        return traceback_without_values(ei[1]) if ei[1] is not None else ""


class _FileLog(RotatingFileHandler):
    """Writes when it can: a log must never be what stops the desk."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", delay=True)

    def emit(self, record: logging.LogRecord) -> None:
        if self.stream is None:
            with contextlib.suppress(OSError):
                Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        try:
            super().emit(record)
        except OSError:
            self.handleError(record)

    def rotate(self, source: str, dest: str) -> None:
        try:
            super().rotate(source, dest)
        except OSError:
            # Another window of the program holds the file on Windows: go on in the same one.
            return

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Nothing: there is nowhere left to say it."""
