"""Measuring: `python -m tests.benchmarks NAME [--times N]`; N counts rounds, or rows of the ledger.

kill       kill -9 a registering process so many times, then look for anything lost, doubled or left out
register   milliseconds from a complaint's line to its durable number
fuzz-import  so many spoiled files of every format through the import: outcomes, rows lost, seconds, memory of the reader
start      seconds of `find` on an empty ledger, from the start of the process to its end; with `--frozen FOLDER` those until the
           window shows its rows, of the frozen program and of the source in turn
warning    early warning on made-up counts of 500 groups: days until planted spikes are found, false alarms a month
recurrence problems said to have come back: how often falsely in a year, and days until planted ones are found
analysis   figures of a year and of a month, and the workbook, over a great ledger (`--rows`), beside a plain scan of their columns
rows-sheet the sheet of all complaints and the exported ledger of 100,000 (`--rows`), beside XlsxWriter on the same cells
import     an import of so many rows (`--rows`, 100,000) as .xlsx and .csv, beside the bare read of the workbook by calamine
undo-import  an import of so many rows (`--rows`, 100,000), some of them known and filled, taken back: all is as it was
similar    rows nearly the same as complaints there, against a great ledger (`--rows`) and a tenth of it: what each costs
ledger     the table of a great ledger (`--rows`): window, search, filters, sorting, registering, size; beside baselines
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.runtime.settings import Settings
from complaint_desk.services import ledger
from complaint_desk.services.desk import Desk
from complaint_desk.storage.store import Store
from tests.benchmarks.importing import measure_import
from tests.benchmarks.killing import LINE, kill_repeatedly, program
from tests.benchmarks.recurrence import measure_recurrence
from tests.benchmarks.row_sheets import measure_row_sheets
from tests.benchmarks.scale import measure_ledger
from tests.benchmarks.scale_figures import measure_figures
from tests.benchmarks.scale_report import Figure
from tests.benchmarks.similar_rows import measure_similar
from tests.benchmarks.spoiled_files import import_spoiled
from tests.benchmarks.starting import measure_starts
from tests.benchmarks.undoing_import import measure_undoing
from tests.benchmarks.warning import measure_warnings

_AT_SCALE = {
    "ledger": measure_ledger,
    "analysis": measure_figures,
    "rows-sheet": measure_row_sheets,
    "import": measure_import,
    "similar": measure_similar,
    "undo-import": measure_undoing,
}
_USUAL_ROWS = {"rows-sheet": 100_000, "import": 100_000, "undo-import": 100_000}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "name",
        choices=[
            "kill",
            "register",
            "start",
            "import",
            "similar",
            "undo-import",
            "fuzz-import",
            "search",
            "backup",
            "ledger",
            "analysis",
            "rows-sheet",
            "warning",
            "recurrence",
        ],
    )
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--rows", type=int, help="rows of the great ledger")
    parser.add_argument("--folder", type=Path, help="where great ledgers are kept (a folder of temporary files)")
    parser.add_argument("--frozen", type=Path, help="folder of the frozen program")
    parser.add_argument("--json", action="store_true", help="figures of the great ledger as JSON")
    given = parser.parse_args()
    if given.name == "warning":
        return _tell_by_name(measure_warnings(), as_json=given.json)
    if given.name == "recurrence":
        return _tell_by_name(measure_recurrence(given.times), as_json=given.json)
    if given.name == "start" and given.frozen:
        return _tell_by_name(measure_starts(given.frozen, given.times), as_json=given.json)
    if measure := _AT_SCALE.get(given.name):
        rows = given.rows or _USUAL_ROWS.get(given.name, 1_000_000)
        return _tell_measured(rows, measure(rows, given.folder), as_json=given.json)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        match given.name:
            case "kill":
                found = kill_repeatedly(data, given.times)
                _tell(dataclasses.asdict(found) | {"times": given.times, "sound": found.sound})
                return 0 if found.sound else 1
            case "register":
                _tell(_spread(_register(data, given.times)))
            case "start":
                _tell(_spread(_start(data, given.times)))
            case "fuzz-import":
                _tell(import_spoiled(data, given.times))
            case "search":
                _tell(_spread(_search(data, given.times)))
            case _:
                _tell(_backup(data, given.times))
    return 0


def _tell_by_name(figures: dict[str, object], *, as_json: bool) -> int:
    if as_json:
        _tell(figures)
    else:
        sys.stdout.writelines(f"{name}: {value}\n" for name, value in figures.items())
    return 0


def _tell_measured(rows: int, figures: list[Figure], *, as_json: bool) -> int:
    if as_json:
        _tell({"rows": rows, "figures": [figure.document() for figure in figures]})
    else:
        sys.stdout.writelines(figure.line() + "\n" for figure in figures)
    return 0


def _register(data: Path, times: int) -> list[float]:
    process = subprocess.Popen(program(data, "register"), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    taken = []
    for _ in range(times + 1):
        started = time.perf_counter()
        process.stdin.write(LINE)
        process.stdin.flush()
        process.stdout.readline()
        taken.append((time.perf_counter() - started) * 1000)
    process.communicate()
    # The first one waits for the program to start.
    return taken[1:]


def _start(data: Path, times: int) -> list[float]:
    subprocess.run(program(data, "find"), stdout=subprocess.DEVNULL, check=True)
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        subprocess.run(program(data, "find"), stdout=subprocess.DEVNULL, check=True)
        taken.append(time.perf_counter() - started)
    return taken


def _search(data: Path, rows: int) -> list[float]:
    _seconds(program(data, "sample", "--rows", str(rows)))
    taken = []
    store = Store.open(data / "ledger.db")
    desk = Desk(store, Settings(), "-")
    for word in ("退款", "质量", "维修", "客服", "zs", "破损") * 5:
        started = time.perf_counter()
        ledger.find(desk, LedgerFilter(words=word), LedgerOrder(), 100)
        taken.append((time.perf_counter() - started) * 1000)
    store.close()
    return taken


def _backup(data: Path, rows: int) -> dict[str, object]:
    _seconds(program(data, "sample", "--rows", str(rows)))
    copy = str(data / "copy.db")
    copying = _seconds(program(data, "backup", copy))
    restoring = _seconds(program(data, "restore", copy, "--replace"))
    size = (data / "ledger.db").stat().st_size
    return {"rows": rows, "megabytes": round(size / 1e6), "backup": round(copying, 2), "restore": round(restoring, 2)}


def _seconds(call: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(call, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


def _tell(document: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(document) + "\n")


def _spread(taken: list[float]) -> dict[str, object]:
    ordered = sorted(taken)
    return {
        "median": round(statistics.median(ordered), 3),
        "p95": round(ordered[int(len(ordered) * 0.95)], 3),
        "worst": round(ordered[-1], 3),
    }


if __name__ == "__main__":
    sys.exit(main())
