"""The table of issue 6: figures, preview and workbook of a great ledger, beside one plain scan of the same columns."""

from __future__ import annotations

import datetime as dt
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from complaint_desk import i18n
from complaint_desk.domain.analysis import (
    AnalysisRequest,
    Comparison,
    Period,
    PeriodKind,
    compared_period,
    period_around,
)
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import resource
from complaint_desk.runtime.settings import Settings
from complaint_desk.services import analysis
from complaint_desk.services.desk import Desk
from complaint_desk.storage import fact_blocks
from complaint_desk.storage.store import Store
from complaint_desk.storage.tally import columns_of
from complaint_desk.workbooks.analysis.book import GROUPINGS_SHOWN, ROWS, SHEETS
from tests.benchmarks.scale_building import built_ledger
from tests.benchmarks.scale_report import Figure

_TARGETS = {PeriodKind.YEAR: 3_000.0, PeriodKind.MONTH: 300.0}
_WORKBOOK_TARGET = 1_500.0
_TIMES = 5
_MOST_SCANS = 2.0
_PORTION = 5_000
_COUNTED = (
    "id", "received_at", "closed_at", "status", "liability", "follow_up", "satisfaction", "satisfaction_handling",
    "reopened", "department", "outcome", "compensation", "price",
)  # fmt: skip
"""The columns that every report needs, besides those it is grouped by."""
_EPOCH = dt.date(1970, 1, 1)


def measure_figures(rows: int, folder: Path | None) -> list[Figure]:
    """Processor time of a year's and a month's figures with one filter and both comparisons; scans of the same run beside it."""
    path = built_ledger(rows, folder).ledger
    store = Store.open(path)
    desk = Desk(store, Settings(), "-")
    analysis.keep_facts(desk)
    figures = [_making(store)]
    day = dt.date(_fullest_year(path), 12, 1)
    asked = LedgerFilter().with_choices("kind", ("complaint",))
    for kind, target in _TARGETS.items():
        request = AnalysisRequest(period_around(day, kind), filter=asked, comparisons=tuple(Comparison))
        scan, scan_inside = (_milliseconds(lambda: _scan(path, request, inside=each)) for each in (False, True))  # noqa: B023 - called at once
        taken = _milliseconds(lambda: analysis.figures(desk, request, GROUPINGS_SHOWN))  # noqa: B023 - called at once
        what = f"all figures of a {kind}, two comparisons"
        figures += [
            Figure(what, taken, "ms", scan, "plain scan", target),
            Figure(f"{what}: scans", round(taken / scan, 2), "×", 1, "one scan", _MOST_SCANS),
            Figure(f"{what}: scans in C", round(taken / scan_inside, 2), "×", scan_inside, "ms of one within SQLite"),
        ]
        if kind is PeriodKind.YEAR:
            figures.append(_workbook(desk, request, taken))
    store.close()
    return figures


def _making(store: Store) -> Figure:
    """What a block costs when it is made anew."""
    with store.reading() as connection:
        blocks = len(fact_blocks.standing(connection).blocks)
        taken = _milliseconds(lambda: fact_blocks.made(connection, 1, fact_blocks.BLOCK_SIZE))
    return Figure("one block of facts made anew", taken, "ms", blocks, "blocks in all")


def _workbook(desk: Desk, request: AnalysisRequest, figures: float) -> Figure:
    """All sheets but that of the complaints themselves, without the time of the figures."""
    i18n.install("zh_CN", resource())
    sheets = tuple(each for each in SHEETS if each != ROWS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        taken = _milliseconds(lambda: analysis.report(desk, request, sheets, path, Words("zh_CN")))
    what = f"workbook of {len(sheets)} sheets after the figures"
    return Figure(what, round(taken - figures, 1), "ms", figures, "the figures", _WORKBOOK_TARGET)


def _fullest_year(path: Path) -> int:
    """The year with the most complaints: the newest may have just begun."""
    connection = sqlite3.connect(path)
    year = "strftime('%Y', received_at, 'unixepoch')"
    (found,) = connection.execute(f"SELECT {year} FROM complaint GROUP BY 1 ORDER BY count(*) DESC").fetchone()
    connection.close()
    return int(found)


def _milliseconds(deed: Callable[[], object]) -> float:
    """The median of the processor's time, which other work on the machine moves less than the clock's."""
    deed()
    return round(statistics.median(_once(deed) for _ in range(_TIMES)), 1)


def _once(deed: Callable[[], object]) -> float:
    started = time.process_time()
    deed()
    return (time.process_time() - started) * 1000


def _scan(path: Path, request: AnalysisRequest, *, inside: bool) -> None:
    """Read the columns of every complaint of the periods, and do nothing with them; `inside`: SQLite itself alone reads them."""
    columns = dict.fromkeys((*_COUNTED, *columns_of(GROUPINGS_SHOWN)))
    read = ", ".join(f"max({each})" if inside else each for each in columns)
    periods = {request.period, *(compared_period(request.period, each) for each in request.comparisons)}
    connection = sqlite3.connect(path)
    for period in periods:
        query = f"SELECT {read} FROM complaint WHERE received_at >= ? AND received_at < ? AND kind = 'complaint'"
        cursor = connection.execute(query, _seconds(period))
        while cursor.fetchmany(_PORTION):
            pass
    connection.close()


def _seconds(period: Period) -> tuple[int, int]:
    first, end = (period.first - _EPOCH).days, (period.last - _EPOCH).days + 1
    return first * 86_400, end * 86_400
