"""The table of issue 4: a great ledger measured with its window and without, each figure beside its baseline and target."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from complaint_desk.runtime.settings import Settings
from complaint_desk.services import ledger
from complaint_desk.services.desk import Desk
from complaint_desk.storage.store import Store
from tests.benchmarks.scale_building import Built, built_ledger
from tests.benchmarks.scale_report import STARTED, Figure, once, p95
from tests.benchmarks.scale_storage import LIKE_SCAN, measure_storage, word_with_hits
from tests.benchmarks.scale_today import FEW, let_clocks_run, measure_today, today_of_few

_STARTS = 5
_FEW = 1_000
_TARGETS = {"search": 150.0, "jump": 33.0, "filter": 150.0, "sort by brand": 2500.0}
_STILL = 50.0


def measure_ledger(rows: int, folder: Path | None) -> list[Figure]:
    """Every figure of a ledger of so many rows; it is made and kept in `folder` if it is not there."""
    built, few = built_ledger(rows, folder), built_ledger(_FEW, folder)
    words = _words(built)
    work, work_of_few = (_window(each, "work", *words) for each in (built, few))
    figures = [*_start(built, few), *_of_window(work, work_of_few, built.ledger), *measure_storage(built)]
    figures += _of_today(built, today_of_few(built.data.parent))
    if built.rows_a_second:
        figures.append(
            Figure("import of a table of text", built.rows_a_second, "rows/s", 5_000, "wanted of a bulk path")
        )
    return figures


def _words(built: Built) -> tuple[str, str]:
    """A word that is found in one of fifty complaints, and the department most used."""
    store = Store.open(built.ledger)
    desk = Desk(store, Settings(), "-")
    word, _hits = word_with_hits(desk, ledger.total(desk) // 50)
    department = ledger.values_used(desk, "department")[0]
    store.close()
    return word, department


def _window(built: Built, deed: str, *words: str) -> Mapping[str, Any]:
    call = [sys.executable, "-m", "tests.benchmarks.scale_window", str(built.data), deed, *words]
    environ = os.environ | {"QT_QPA_PLATFORM": "offscreen", STARTED: str(time.time())}
    found = subprocess.run(call, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    document: Mapping[str, Any] = json.loads(found.stdout)
    return document


def _start(built: Built, few: Built) -> list[Figure]:
    many = [_window(built, "start")["start"] for _ in range(_STARTS)]
    little = p95([_window(few, "start")["start"] for _ in range(_STARTS)])
    of = f"on {_FEW:,} rows"
    return [
        Figure("start of the process to first page painted", round(p95(many), 2), "s", little, of, 1.5),
        Figure("the same, against 1,000 rows", round(p95(many) / little, 2), "×", 1, of, 1.2),
    ]


def _of_window(work: Mapping[str, Any], of_few: Mapping[str, Any], path: Path) -> list[Figure]:
    baselines = _baselines(path)
    figures = []
    for name, taken in work["deeds"].items():
        baseline, of = baselines.get(name, (of_few["deeds"][name]["p95"], f"on {_FEW:,} rows"))
        target = _TARGETS.get(name)
        figures.append(Figure(f"window: {name}", taken["p95"], "ms", baseline, of, target, median=taken["median"]))
    still = {name: taken["stood_still"] for name, taken in work["deeds"].items()}
    still["start"] = work["stood_still_at_start"]
    worst = max(still, key=still.__getitem__)
    few_still = max(taken["stood_still"] for taken in of_few["deeds"].values())
    few = f"on {_FEW:,} rows"
    return [
        *figures,
        Figure(f"longest standstill of the window ({worst})", still[worst], "ms", few_still, few, _STILL),
        Figure(
            "longest work of the window's thread at a stretch", work["busiest"], "ms", of_few["busiest"], few, _STILL
        ),
        Figure("most memory, browsed end to end", work["browsed"], "MB", of_few["browsed"], few, 250),
        Figure("most memory, sorted without an index too", work["most_memory"], "MB", of_few["most_memory"], few),
    ]


def _of_today(built: Built, of_few: Built) -> list[Figure]:
    """The page of today, last of all: it adds complaints by whose clocks it has anything to show."""
    let_clocks_run(built.ledger)
    pages = [_window(each, "today")["deeds"]["today"] for each in (of_few, built)]
    figures = [
        Figure(f"window: today, {name}", page["p95"], "ms", pages[0]["p95"], of, target, median=page["median"])
        for page, name, of, target in (
            (pages[0], f"{FEW:,} complaints", "itself", 100.0),
            (pages[1], "the great ledger", f"on {FEW:,} rows", 300.0),
        )
    ]
    return [*figures, *measure_today(built, of_few)]


def _baselines(path: Path) -> dict[str, tuple[float, str]]:
    """What a plain program would do: skip rows to jump, look at every text to search, at every row to filter and sort."""
    plain = sqlite3.connect(path)
    middle = plain.execute("SELECT max(id) / 2 FROM complaint").fetchone()[0]
    asked = {
        "jump": ("SELECT * FROM complaint ORDER BY received_at DESC, id DESC LIMIT 30 OFFSET ?", (middle,), "OFFSET"),
        "search": (LIKE_SCAN, ("%\u6f0f\u6c34%",), "LIKE scan"),
        "filter": ("SELECT count(*) FROM complaint NOT INDEXED WHERE status = ?", ("closed",), "full scan"),
        "sort by brand": (
            "SELECT id FROM complaint NOT INDEXED ORDER BY brand, id LIMIT ?",
            (100,),
            "sort without index",
        ),
    }
    found = {
        name: (round(once(lambda s=statement, v=values: plain.execute(s, v).fetchall()), 1), of)  # type: ignore[misc]
        for name, (statement, values, of) in asked.items()
    }
    plain.close()
    return found
