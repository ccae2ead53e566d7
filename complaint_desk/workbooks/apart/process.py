"""The process that reads foreign files: it answers the program's questions in turn, and ends when the program does.

A row goes over as its cells, or as what they mean, once the program has said by what that is to be understood.

It knows no ledger. It is the program itself, called with `READ_APART`, since a frozen program has no other way.
"""

from __future__ import annotations

import dataclasses
import gc
import os
import pickle
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

from complaint_desk.domain.errors import DeskError, Refusal
from complaint_desk.domain.foreign.text_forms import TextForm
from complaint_desk.workbooks.apart.confinement import confine_this, give_back
from complaint_desk.workbooks.apart.frames import read_trusted_frame, write_frame
from complaint_desk.workbooks.foreign_files import open_file
from complaint_desk.workbooks.foreign_sheets import ForeignSheet, NumberedRow

if TYPE_CHECKING:
    from complaint_desk.workbooks.understanding import Basis, Understanding

LONGEST_TEXT = 131_072
"""Characters of a cell. Spreadsheets stop at 32,767; a text file may be more patient, a reader of columns not much."""

_TURN = 0.0005
"""Seconds for which one thread may keep another waiting."""

_LARGEST_FRAME = 4 * 1024**2
"""Characters after which a portion is given though it could hold more rows."""


def serve(memory: int) -> NoReturn:
    """Answer on standard output what is asked on standard input, until that ends; within `memory` bytes."""
    confine_this(memory)
    # The person's Ctrl-C is meant for the program, which ends this process where it has to.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    sys.setswitchinterval(_TURN)
    questions, answers = _own_streams()
    asked: queue.SimpleQueue[tuple[Any, ...]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(questions, asked), daemon=True).start()
    reader = _Reader()
    write_frame(answers, ("ready",))
    while True:
        write_frame(answers, reader.answer(asked.get()))


def _own_streams() -> tuple[IO[bytes], IO[bytes]]:
    """The two pipes; whatever else is printed goes where errors go."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return questions, answers


def _listen(questions: IO[bytes], asked: queue.SimpleQueue[tuple[Any, ...]]) -> None:
    """Hear questions while others are answered: when the program is gone, so is this process, whatever it is busy with."""
    try:
        while True:
            asked.put(read_trusted_frame(questions))
    except (EOFError, OSError):
        os._exit(0)


class _Reader:
    """The file, the sheet and the row at which reading stands."""

    def __init__(self) -> None:
        self._path = Path()
        self._understanding: Future[Understanding] | None = None
        self._beside = ThreadPoolExecutor(1, "understanding")
        self._sheets: Iterator[ForeignSheet] = iter(())
        self._sheet: ForeignSheet | None = None
        self._rows: Iterator[NumberedRow] = iter(())
        self._given: Callable[[list[NumberedRow]], Sequence[Any]] = list

    def answer(self, question: tuple[Any, ...]) -> tuple[Any, ...]:
        """An answer, or what kept it from being given: `refused`, the kind of error, its code and details."""
        try:
            match question:
                case ("file", path, sheet, head, (encoding, delimiter), ahead):
                    return self._file(Path(path), sheet, head, (encoding, delimiter), ahead=ahead)
                case ("sheet",):
                    return self._next_sheet()
                case ("basis", basis):
                    return self._begin_to_understand(basis)
                case ("meaning",):
                    return self._meaning()
                case _:
                    _rows, most = question
                    return self._next_rows(most)
        except DeskError as error:
            return "refused", type(error).__name__, error.code, error.details
        except MemoryError:
            return "refused", "Refusal", "needs_too_much_memory", {"file": str(self._path)}

    def _file(self, path: Path, sheet: str | None, head: int | None, text: TextForm, *, ahead: bool) -> tuple[Any, ...]:
        self._path = path
        self._sheet, self._rows = None, iter(())
        file = open_file(path, sheet, head, text, ahead=ahead)
        self._sheets = file.sheets
        return "file", file.kind, file.encoding, file.delimiter

    def _next_sheet(self) -> tuple[Any, ...]:
        self._rows = iter(())
        self._sheet = sheet = next(self._sheets, None)
        give_back()
        if sheet is None:
            return ("end",)
        self._rows, self._given = self._readable(sheet.rows), list
        told = {
            "name": sheet.name,
            "count": sheet.count,
            "visible": sheet.visible,
            "merges": sheet.merges,
            "hidden_rows": sheet.hidden_rows,
            "uncomputed": sheet.uncomputed,
            "from_1904": sheet.from_1904,
        }
        return "sheet", told

    def _begin_to_understand(self, basis: bytes) -> tuple[Any, ...]:
        """Load what understanding takes while the file is opened, for the most part without Python."""
        self._understanding = self._beside.submit(_understanding, basis)
        return ("ready",)

    def _meaning(self) -> tuple[Any, ...]:
        """What the sheet is; its rows go over as `CarriedRows` from now on."""
        if self._sheet is None or self._understanding is None:
            raise RuntimeError("there is no sheet, or nothing to understand it by")
        understood = self._understanding.result().of(dataclasses.replace(self._sheet, rows=self._rows))
        if understood is None:
            return "meaning", None
        self._rows = understood.rows
        self._given = understood.carrier().carry
        return "meaning", (understood.header.texts, understood.mapping.values, understood.missing)

    def _next_rows(self, most: int) -> tuple[Any, ...]:
        rows: list[NumberedRow] = []
        texts = 0
        try:
            for number, cells in self._rows:
                texts += sum([len(cell) for cell in cells if type(cell) is str])
                rows.append((number, cells))
                if len(rows) >= most or texts > _LARGEST_FRAME:
                    return "rows", self._given(rows), False
        except DeskError as error:
            if not rows:
                raise
            # What stands before the place where the file breaks is given first.
            self._rows = _raising(error)
            return "rows", self._given(rows), False
        return "rows", self._given(rows), True

    def _readable(self, rows: Iterator[NumberedRow]) -> Iterator[NumberedRow]:
        for number, cells in rows:
            lengths = [len(cell) for cell in cells if type(cell) is str]
            if sum(lengths) > LONGEST_TEXT and max(lengths) > LONGEST_TEXT:
                raise Refusal("cell_too_large", file=str(self._path), line=number, limit=LONGEST_TEXT)
            yield number, cells


def _understanding(basis: bytes) -> Understanding:
    # Looking at a file goes without it.
    from complaint_desk.domain.searching import load_readings  # noqa: PLC0415
    from complaint_desk.i18n import install  # noqa: PLC0415
    from complaint_desk.runtime.paths import resource  # noqa: PLC0415
    from complaint_desk.workbooks.understanding import Understanding  # noqa: PLC0415

    given: Basis = pickle.loads(basis)  # noqa: S301 (the program's own)
    install(given.language, resource())
    if not given.counts_only:
        load_readings()
    return Understanding(given)


def _raising(error: DeskError) -> Iterator[NumberedRow]:
    yield from ()
    raise error
