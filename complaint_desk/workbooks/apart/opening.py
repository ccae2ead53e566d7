"""The program's side of reading apart: it asks for files, sheets and rows, and outlives whatever becomes of the reader."""

from __future__ import annotations

import itertools
import logging
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from complaint_desk.domain.errors import DeskError, Refusal, Surroundings
from complaint_desk.domain.file_kinds import WORKBOOK
from complaint_desk.domain.foreign.carried_rows import CarriedRows
from complaint_desk.domain.foreign.text_forms import AS_GUESSED, TextForm
from complaint_desk.runtime.itself import READ_APART, call_of_itself
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.workbooks.apart.reader import Fall, Reader, ReaderFellError
from complaint_desk.workbooks.foreign_files import ForeignFile
from complaint_desk.workbooks.foreign_sheets import ForeignSheet, NumberedRow

if TYPE_CHECKING:
    from complaint_desk.workbooks.understanding import Basis

Call = Callable[..., tuple[list[str], dict[str, str]]]
"""As `runtime.itself.call_of_itself`."""

log = logging.getLogger(__name__)

_FIRST_PORTION, _PORTION = 100, 1_000
"""Rows that are asked for at once: of the first ones few, so that somebody who looks does not wait."""

_MEGABYTE = 1024**2
_MEMORY = "needs_too_much_memory"
_ERRORS: dict[str, type[DeskError]] = {"Refusal": Refusal, "Surroundings": Surroundings}


class OpenFile(Protocol):
    """As `foreign_files.open_file`. It raises, also while sheets and rows are read.

    Refusal: as that one; `needs_too_much_memory`, `reading_too_slow` with `seconds`, `reader_fell` with `reason`.
    Surroundings: as that one; `cannot_start` with `path`.
    Stopped: within a tenth of a second, whatever the reader is busy with.
    """

    def __call__(
        self, path: Path, sheet: str | None = None, head: int | None = None, text: TextForm = AS_GUESSED
    ) -> ForeignFile: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of `memory`; `seconds` without an answer, to which each megabyte of the file gives `seconds_per_megabyte`.

    It may take `seconds_to_start` until the process runs, since a virus scanner may look at it before.
    A sheet of a million rows takes 1.3 GB, and a busy old PC a second or two for each megabyte of an `.xlsx`.
    """

    memory: int = 2 * 1024**3
    seconds: float = 10.0
    seconds_per_megabyte: float = 4.0
    seconds_to_start: float = 60.0


USUAL_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class CarriedSheet:
    """A sheet that was understood apart: the texts of its header, what fields without a column hold, what it lacks, its rows.

    These come in portions, each as it is wanted, once.
    """

    sheet: ForeignSheet
    header: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    portions: Iterator[CarriedRows]


@contextmanager
def reading_apart(
    stop: StopSignal | None = None, limits: Limits = USUAL_LIMITS, call: Call | None = None
) -> Iterator[OpenFile]:
    """A process that reads one file after another and is gone at the end; one that falls is followed by another.

    One file, one sheet and its rows are open at a time: who asks for the next one has done with the one before.
    """
    with understanding_apart(None, stop, limits, call) as apart:
        yield apart.open_file


@contextmanager
def understanding_apart(
    basis: Basis | None, stop: StopSignal | None = None, limits: Limits = USUAL_LIMITS, call: Call | None = None
) -> Iterator[Apart]:
    """The same, and the process also understands the sheets it is asked about, while the program does something else."""
    apart = Apart(basis, stop, limits, call or call_of_itself)
    try:
        yield apart
    finally:
        apart.end()


class Apart:
    """The reading process as long as one is wanted, whichever it is."""

    def __init__(self, basis: Basis | None, stop: StopSignal | None, limits: Limits, call: Call) -> None:
        self._basis = basis
        self._stop = stop
        self._limits = limits
        self._call = call
        # It gets ready while the program does.
        self._reader: Reader | None = self._started()
        self._sheet = 0
        self._path = Path()
        self._patience = limits.seconds

    def open_file(
        self, path: Path, sheet: str | None = None, head: int | None = None, text: TextForm = AS_GUESSED
    ) -> ForeignFile:
        self._path = path
        self._sheet += 1
        self._patience = self._limits.seconds + self._limits.seconds_per_megabyte * _size(path) / _MEGABYTE
        question = ("file", str(path), sheet, head, text)
        _, kind, encoding, delimiter = self._ask(*question, True)
        careful = (*question, False) if kind == WORKBOOK and head is None else None
        return ForeignFile(path, kind, self._sheets(careful), encoding, delimiter)

    def of(self, sheet: ForeignSheet) -> CarriedSheet | None:
        """What the sheet that was opened last is, in place of its cells; None for one that says nothing."""
        _, meaning = self._ask("meaning")
        if meaning is None:
            return None
        header, values, missing = meaning
        return CarriedSheet(sheet, header, values, missing, itertools.starmap(CarriedRows, self._portions(self._sheet)))

    def end(self) -> None:
        if self._reader:
            self._reader.end()
        self._reader = None

    def _started(self) -> Reader:
        limits = self._limits
        reader = Reader(self._call(READ_APART, str(limits.memory)), limits.memory, limits.seconds_to_start, self._stop)
        if self._basis:
            # The process loads what it is made of while it does something else.
            reader.say("basis", pickle.dumps(self._basis))
        return reader

    def _sheets(self, careful: tuple[Any, ...] | None) -> Iterator[ForeignSheet]:
        answer = self._first_sheet(careful)
        while answer[0] == "sheet":
            self._sheet += 1
            rows: Iterator[NumberedRow] = itertools.chain.from_iterable(self._portions(self._sheet))
            yield ForeignSheet(file=str(self._path), rows=rows, **answer[1])
            answer = self._ask("sheet")
        self._sheet += 1

    def _first_sheet(self, careful: tuple[Any, ...] | None) -> tuple[Any, ...]:
        """`careful`: the question for a file whose first sheet is read ahead, asked anew without that; else None."""
        try:
            return self._ask("sheet")
        except Refusal as refusal:
            if refusal.code != _MEMORY or careful is None:
                raise
        # A sheet that was read before all of it was looked through may have lied of its size.
        self._ask(*careful)
        return self._ask("sheet")

    def _portions(self, sheet: int) -> Iterator[Any]:
        """What the reader gives for the rows of the sheet, one portion after the other."""
        if sheet != self._sheet:
            raise RuntimeError("another sheet was opened meanwhile")
        _, portion, is_last = self._ask("rows", _FIRST_PORTION)
        while not is_last:
            # The reader makes the next rows while these are used.
            self._ready().say("rows", _PORTION)
            yield portion
            _, portion, is_last = self._understood(lambda reader: reader.hear(self._patience))
        yield portion

    def _ask(self, *question: Any) -> tuple[Any, ...]:
        return self._understood(lambda reader: reader.ask(self._patience, *question))

    def _ready(self) -> Reader:
        self._reader = self._reader or self._started()
        return self._reader

    def _understood(self, asked: Callable[[Reader], tuple[Any, ...]]) -> tuple[Any, ...]:
        try:
            answer = asked(self._ready())
        except ReaderFellError as fell:
            self._reader = None
            if self._stop:
                self._stop.heed()
            raise self._refusal(fell.args[0]) from fell
        if answer[0] != "refused":
            return answer
        _, kind, code, details = answer
        if code == _MEMORY:
            # What is left of its memory would not do for the next file.
            self.end()
        raise _ERRORS[kind](code, **details)

    def _refusal(self, fall: Fall) -> Refusal:
        file = str(self._path)
        if fall.slow:
            return Refusal("reading_too_slow", file=file, seconds=round(self._patience))
        if fall.memory:
            return Refusal("needs_too_much_memory", file=file)
        log.warning("the reader of files fell (%s) %s", fall.reason, fall.words)
        return Refusal("reader_fell", file=file, reason=fall.reason)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
