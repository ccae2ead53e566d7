"""The sheet of all complaints and the exported ledger, beside XlsxWriter (constant memory) writing the cells of the former."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from complaint_desk.domain.analysis import AnalysisRequest, Comparison, Period
from complaint_desk.domain.errors import Stopped
from complaint_desk.domain.fields import FIELDS
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.i18n import install
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import resource as resource_folder
from complaint_desk.runtime.settings import Settings
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import analysis
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import export_ledger
from complaint_desk.storage.store import Store
from complaint_desk.workbooks.analysis.page import HEADER_ROW
from complaint_desk.workbooks.analysis.rows_sheet import ROW_FIELDS
from tests.benchmarks.scale_building import built_ledger
from tests.benchmarks.scale_report import Figure

_EVER = Period(dt.date(1990, 1, 1), dt.date(2090, 12, 31))
_ALL_FIELDS = tuple(field.name for field in FIELDS)
_MOST_OF_BASELINE = 0.5
_MOST_MEGABYTES = 300.0
_STOPS = 40
_LONGEST_STOP = 300.0
_LANGUAGE = "zh_CN"


@dataclass(frozen=True)
class _Taken:
    """Processor's seconds, the clock's, and the most memory in MB, of one deed in a process of its own."""

    processor: float
    clock: float
    megabytes: float


def measure_row_sheets(rows: int, folder: Path | None) -> list[Figure]:
    """Report and export read the ledger and count; the baseline is given the cells and timed while it writes them."""
    ledger = built_ledger(rows, folder).ledger
    # An older one is brought up to date first, which takes time and memory of its own.
    Store.open(ledger).close()
    with tempfile.TemporaryDirectory() as made:
        report, export, other = (Path(made) / name for name in ("report.xlsx", "export.xlsx", "other.xlsx"))
        ours = _apart(_write_report, ledger, report)
        exported = _apart(_write_export, ledger, export)
        baseline = _apart(_write_with_xlsxwriter, report, other)
        stops = _apart(_stop_reports, ledger, Path(made) / "stopped.xlsx")
        sizes = [path.stat().st_size / 1e6 for path in (report, export, other)]
    figures = []
    for name, columns, taken, size in (
        ("sheet of complaints", len(ROW_FIELDS), ours, sizes[0]),
        ("exported ledger", len(_ALL_FIELDS), exported, sizes[1]),
    ):
        what = f"{name}, {rows:,} × {columns}"
        figures += [
            Figure(f"{what}: processor", taken.processor, "s", baseline.processor, "XlsxWriter"),
            Figure(f"{what}: clock", taken.clock, "s", baseline.clock, "XlsxWriter"),
            Figure(
                f"{what}: share of it", round(taken.processor / baseline.processor, 3), "×", 1, "1", _MOST_OF_BASELINE
            ),
            Figure(f"{what}: memory", taken.megabytes, "MB", 0, "", _MOST_MEGABYTES),
            Figure(f"{what}: file", size, "MB", sizes[2], "XlsxWriter"),
        ]
    median, worst = stops.processor * 1000, stops.clock * 1000
    figures.append(
        Figure(
            f"stop pressed, nothing left: worst of {_STOPS}",
            worst,
            "ms",
            median,
            "median",
            _LONGEST_STOP,
            median=median,
        )
    )
    return figures


def _apart(deed: Callable[[Path, Path], tuple[float, float]], source: Path, target: Path) -> _Taken:
    """A deed in a new process, whose memory is its own; it gives the seconds of processor and clock that count."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(_measured, deed, source, target).result()


def _measured(deed: Callable[[Path, Path], tuple[float, float]], source: Path, target: Path) -> _Taken:
    # Windows lacks it, where starts are measured, too.
    import resource

    install(_LANGUAGE, resource_folder())
    processor, clock = deed(source, target)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return _Taken(round(processor, 2), round(clock, 2), round(most, 1))


def _write_report(ledger: Path, target: Path) -> tuple[float, float]:
    return _on_ledger(
        ledger, lambda desk, words: analysis.report(desk, AnalysisRequest(_EVER), ("rows",), target, words)
    )


def _write_export(ledger: Path, target: Path) -> tuple[float, float]:
    return _on_ledger(
        ledger, lambda desk, words: export_ledger(desk, LedgerFilter(), LedgerOrder(), _ALL_FIELDS, target, words)
    )


def _stop_reports(ledger: Path, target: Path) -> tuple[float, float]:
    """Seconds from the wish to stop a whole report until nothing is left of it, wished at moments all over its making.

    Gives the median and the worst.
    """
    store = Store.open(ledger)
    desk, words = Desk(store, Settings(), "-"), Words(_LANGUAGE)
    request = AnalysisRequest(_EVER, comparisons=tuple(Comparison))
    started = time.perf_counter()
    analysis.report(desk, request, analysis.SHEETS, target, words)
    whole = time.perf_counter() - started
    target.unlink()
    taken = []
    for at in range(_STOPS):
        stop = StopSignal()
        with ThreadPoolExecutor(1) as worker:
            running = worker.submit(analysis.report, desk, request, analysis.SHEETS, target, words, stop)
            wait([running], timeout=whole * at / _STOPS)
            if running.done():
                break
            stop.request()
            wished = time.perf_counter()
            wait([running])
        if isinstance(running.exception(), Stopped):
            assert not [*target.parent.glob(f"*{target.name}*")]
            taken.append(time.perf_counter() - wished)
        else:
            target.unlink()
    store.close()
    return statistics.median(taken), max(taken)


def _on_ledger(ledger: Path, deed: Callable[[Desk, Words], object]) -> tuple[float, float]:
    store = Store.open(ledger)
    words = Words(_LANGUAGE)
    processor, clock = time.process_time(), time.perf_counter()
    deed(Desk(store, Settings(), "-"), words)
    taken = time.process_time() - processor, time.perf_counter() - clock
    store.close()
    return taken


def _write_with_xlsxwriter(report: Path, target: Path) -> tuple[float, float]:
    cells = CalamineWorkbook.from_path(report).get_sheet_by_index(0).iter_rows()
    for _ in range(HEADER_ROW):
        next(cells)
    book = xlsxwriter.Workbook(str(target), {"constant_memory": True})
    sheet = book.add_worksheet()
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    plain = book.add_format({"num_format": "@"})
    processor = clock = 0.0
    for row, values in enumerate(cells):
        started, begun = time.process_time(), time.perf_counter()
        _write_row(sheet, row, values, plain, moment)
        processor += time.process_time() - started
        clock += time.perf_counter() - begun
    started, begun = time.process_time(), time.perf_counter()
    book.close()
    return processor + time.process_time() - started, clock + time.perf_counter() - begun


def _write_row(sheet, row: int, values: Iterable[object], plain: object, moment: object) -> None:
    for column, value in enumerate(values):
        if value == "":
            sheet.write_blank(row, column, None, plain)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, plain)
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, column, value, moment)
        else:
            sheet.write_number(row, column, value)
