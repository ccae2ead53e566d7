"""The figures of a report over a great ledger: a year's and a month's, beside one plain scan of the same columns."""

from __future__ import annotations

import datetime as dt
import sqlite3
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from complaint_desk.domain.analysis import AnalysisRequest, Comparison, Period, PeriodKind, compared_period, last_whole
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.moments import in_shanghai
from complaint_desk.runtime.settings import Settings
from complaint_desk.services import analysis, ledger
from complaint_desk.services.desk import Desk
from complaint_desk.storage.store import Store
from complaint_desk.storage.tally import needed_columns
from complaint_desk.workbooks.analysis.book import GROUPINGS_SHOWN
from tests.benchmarks.scale_building import built_ledger
from tests.benchmarks.scale_report import Figure

_TARGETS = {PeriodKind.YEAR: 3_000.0, PeriodKind.MONTH: 300.0}
_TIMES = 3
_MOST_SCANS = 2.0
_PORTION = 5_000
_EPOCH = dt.date(1970, 1, 1)


def measure_figures(rows: int, folder: Path | None) -> list[Figure]:
    """Processor time of a year's and a month's figures with one filter and both comparisons; scans of the same run beside it."""
    path = built_ledger(rows, folder).ledger
    store = Store.open(path)
    desk = Desk(store, Settings(), "-")
    newest = ledger.first_rows(desk, LedgerFilter(), LedgerOrder(), 1)[0].received_at
    assert newest is not None
    after = in_shanghai(newest).date() + dt.timedelta(1)
    asked = LedgerFilter().with_choices("kind", ("complaint",))
    figures = []
    for kind, target in _TARGETS.items():
        request = AnalysisRequest(last_whole(kind, after), filter=asked, comparisons=tuple(Comparison))
        scan = _milliseconds(lambda: _scan(path, request))  # noqa: B023 - called at once
        taken = _milliseconds(lambda: analysis.figures(desk, request, GROUPINGS_SHOWN))  # noqa: B023 - called at once
        what = f"all figures of a {kind}, two comparisons"
        figures += [
            Figure(what, taken, "ms", scan, "plain scan", target),
            Figure(f"{what}: scans", round(taken / scan, 2), "×", 1, "one scan", _MOST_SCANS),
        ]
    store.close()
    return figures


def _milliseconds(deed: Callable[[], object]) -> float:
    """The median of the processor's time, which other work on the machine moves less than the clock's."""
    deed()
    taken = []
    for _ in range(_TIMES):
        started = time.process_time()
        deed()
        taken.append((time.process_time() - started) * 1000)
    return round(statistics.median(taken), 1)


def _scan(path: Path, request: AnalysisRequest) -> None:
    """Read the columns of every complaint of the periods, and do nothing with them."""
    columns = ", ".join(needed_columns(GROUPINGS_SHOWN))
    periods = {request.period, *(compared_period(request.period, each) for each in request.comparisons)}
    connection = sqlite3.connect(path)
    for period in periods:
        query = f"SELECT {columns} FROM complaint WHERE received_at >= ? AND received_at < ? AND kind = 'complaint'"
        cursor = connection.execute(query, _seconds(period))
        while cursor.fetchmany(_PORTION):
            pass
    connection.close()


def _seconds(period: Period) -> tuple[int, int]:
    first, end = (period.first - _EPOCH).days, (period.last - _EPOCH).days + 1
    return first * 86_400, end * 86_400
