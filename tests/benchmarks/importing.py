"""An import of foreign files beside the bare read of the same workbook by calamine: rows a second, processor, memory, window."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import json
import multiprocessing
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from complaint_desk.i18n import install
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import resource as resource_folder
from complaint_desk.runtime.settings import Settings
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import import_files, preview
from complaint_desk.storage.store import Store
from tests.benchmarks.scale_building import MAKER
from tests.benchmarks.scale_report import Figure, middle

_LANGUAGE = "zh_CN"
_LEFT_OUT = frozenset({"序号", "处理时间", "赔付金额", "反馈时间", "满意度"})
"""Of the 23 columns of the maker, so that 18 are left."""
_MOMENTS = frozenset({"投诉时间", "受理时间"})
_TICK = 0.005

_PAGES = {
    "sheets": "file chosen to first page",
    "columns": "next to columns",
    "words": "next to words",
    "preview": "next to first rows",
}
_MOST_TIMES_BARE = 8.0
_MOST_MEGABYTES = 500.0
_LONGEST_PREVIEW = 1_500.0
_LEAST_ROWS_A_SECOND = 5_000.0


@dataclass(frozen=True)
class _Deed:
    """Rows; seconds of the clock and of this processor time of the deed itself, without the making of a ledger for it.

    `pause`: the longest that another thread, as that of the window, had to wait, in ms. `closing`: how long it took then to
    close the ledger, in ms, which brings the write-ahead log into the file if no commit has done it before.
    """

    rows: int
    clock: float
    own: float
    pause: float = 0.0
    closing: float = 0.0


@dataclass(frozen=True)
class _Taken:
    """A deed in a process of its own; processor time of the reader apart in s; most memory in MB of both."""

    deed: _Deed
    apart: float
    own_megabytes: float
    apart_megabytes: float

    @property
    def clock(self) -> float:
        return self.deed.clock


def measure_import(rows: int, folder: Path | None) -> list[Figure]:
    """Each deed in a process of its own; the bare read makes the rows as lists one by one and drops them."""
    with tempfile.TemporaryDirectory(dir=folder) as made:
        table, book = Path(made) / "ledger.csv", Path(made) / "ledger.xlsx"
        subprocess.run([sys.executable, str(MAKER), "--rows", str(rows), "--out", str(table)], check=True)
        figures: list[Figure] = []
        if rows < 1_000_000:
            _write_book(table, book)
            figures += _of_book(rows, _apart(_read_bare, book), _apart(_preview, book), _apart(_import, book))
            figures += _of_window(rows, book)
        taken = _apart(_import, table)
    assert taken.deed.rows == rows
    what = f"{rows:,} × 23 .csv imported"
    figures += [
        Figure(what, rows / taken.clock, "rows/s", 0, "", _LEAST_ROWS_A_SECOND, more_is_better=True),
        *_of_processor(what, taken),
    ]
    return figures


def _of_book(rows: int, bare: _Taken, seen: _Taken, taken: _Taken) -> list[Figure]:
    assert bare.deed.rows - 1 == taken.deed.rows == rows
    what = f"{rows:,} × 18 .xlsx"
    imported = f"{what} imported"
    together = taken.own_megabytes + taken.apart_megabytes
    return [
        Figure(f"{what} previewed", seen.clock * 1000, "ms", 0, "", _LONGEST_PREVIEW),
        *_of_processor(f"{what} previewed", seen),
        Figure(f"{imported}: clock", taken.clock, "s", bare.clock, "calamine"),
        Figure(f"{imported}: times the bare read", taken.clock / bare.clock, "×", 1, "1", _MOST_TIMES_BARE),
        Figure(imported, rows / taken.clock, "rows/s", 0, ""),
        *_of_processor(imported, taken),
        Figure(f"{imported}: memory of the program", taken.own_megabytes, "MB", 0, ""),
        Figure(f"{imported}: memory of the reader", taken.apart_megabytes, "MB", bare.own_megabytes, "calamine"),
        Figure(f"{imported}: both peaks together", together, "MB", 0, "", _MOST_MEGABYTES),
        Figure(f"{imported}: longest pause of the window", taken.deed.pause, "ms", 0, ""),
        Figure(f"{imported}: closing the ledger after it", taken.deed.closing, "ms", 0, ""),
    ]


def _of_window(rows: int, book: Path) -> list[Figure]:
    """The wizard's pages, the first time and, as the median of the others, again."""
    measured = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.import_window", str(book)], check=True, capture_output=True
    )
    first, *others = json.loads(measured.stdout)
    what = f"{rows:,} × 18 .xlsx in the wizard"
    again = {page: middle([each[page] for each in others]) for page in first}
    return [
        Figure(f"{what}: {said}", value, "ms", median, "again", _LONGEST_PREVIEW if page in _PAGES else None)
        for page, said in (
            *_PAGES.items(),
            ("stood_still", "longest pause of the window"),
            ("counted", "all rows counted"),
        )
        for value, median in ((first[page], again[page]),)
    ]


def _of_processor(what: str, taken: _Taken) -> list[Figure]:
    return [
        Figure(f"{what}: processor, program", taken.deed.own, "s", 0, ""),
        Figure(f"{what}: processor, reader", taken.apart, "s", 0, ""),
    ]


def _write_book(table: Path, book: Path) -> None:
    workbook = xlsxwriter.Workbook(str(book), {"constant_memory": False})
    sheet = workbook.add_worksheet()
    moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for row, cells in enumerate(_rows(table)):
        for column, (header, text) in enumerate(cells):
            if row and text and header in _MOMENTS:
                sheet.write_datetime(row, column, dt.datetime.fromisoformat(text), moment)
            else:
                sheet.write_string(row, column, text)
    workbook.close()


def _rows(table: Path) -> Iterator[list[tuple[str, str]]]:
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        headers = next(rows)
        for row in itertools.chain([headers], rows):
            yield [each for each in zip(headers, row, strict=True) if each[0] not in _LEFT_OUT]


def _apart(deed: Callable[[Path], _Deed], file: Path) -> _Taken:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(_measured, deed, file).result()


def _measured(deed: Callable[[Path], _Deed], file: Path) -> _Taken:
    # Windows lacks it, where starts are measured, too.
    import resource

    install(_LANGUAGE, resource_folder())
    done = deed(file)
    there = resource.getrusage(resource.RUSAGE_CHILDREN)
    return _Taken(done, there.ru_utime + there.ru_stime, _own_peak(), there.ru_maxrss / 1024)


def _own_peak() -> float:
    """MB. What `getrusage` tells of a process includes what the one had that started it."""
    told = Path("/proc/self/status").read_text("ascii")
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


def _read_bare(file: Path) -> _Deed:
    def read() -> int:
        with CalamineWorkbook.from_path(str(file)) as book:
            return sum(1 for _row in book.get_sheet_by_index(0).iter_rows())

    return _Deed(*_timed(read))


def _preview(file: Path) -> _Deed:
    return _beside_a_window(lambda desk, words: len(preview(desk, [file], words).files[0].sheets[0].rows))


def _import(file: Path) -> _Deed:
    return _beside_a_window(lambda desk, words: import_files(desk, [file], words).registered)


def _beside_a_window(deed: Callable[[Desk, Words], int]) -> _Deed:
    """The deed in a lane on a new ledger, beside a thread that wakes all the time."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as lane:
        store = Store.open(Path(folder) / "ledger.db")
        desk, words = Desk(store, Settings(), "-"), Words(_LANGUAGE)
        running = lane.submit(_timed, lambda: deed(desk, words))
        pause = _longest_pause(running)
        closing = time.perf_counter()
        store.close()
        return _Deed(*running.result(), pause, (time.perf_counter() - closing) * 1000)


def _timed(deed: Callable[[], int]) -> tuple[int, float, float]:
    """What it gives, and the seconds that it took of the clock and of the processor."""
    clock, own = time.perf_counter(), time.process_time()
    given = deed()
    return given, time.perf_counter() - clock, time.process_time() - own


def _longest_pause(running: Future[Any]) -> float:
    over = threading.Event()
    running.add_done_callback(lambda _: over.set())
    longest, last = 0.0, time.perf_counter()
    while not over.wait(_TICK):
        now = time.perf_counter()
        longest, last = max(longest, now - last - _TICK), now
    return longest * 1000
