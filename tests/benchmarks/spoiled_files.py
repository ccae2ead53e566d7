"""Thousands of spoiled files through the whole import: what becomes of them, how long they take, how much memory."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

from complaint_desk import i18n
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import resource
from complaint_desk.runtime.settings import Settings
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import import_files
from complaint_desk.storage.store import Store
from tests.exchange.spoiling import spoiled_files

_PORTION = 40


def import_spoiled(data: Path, times: int) -> dict[str, object]:
    """So many files in folders of forty; a file that is not told of, or a row that is not accounted for, is `lost`."""
    # Windows lacks it, where starts are measured, too.
    from resource import RUSAGE_CHILDREN, getrusage

    store = Store.open(data / "ledger.db")
    i18n.install("zh_CN", resource())
    desk, words = Desk(store, Settings(), "-"), Words("zh_CN")
    outcomes: Counter[str] = Counter()
    lost, slowest, rows = 0, 0.0, 0
    for seed in range(-(-times // _PORTION)):
        folder = data / str(seed)
        folder.mkdir()
        files = {str(path) for path in spoiled_files(folder, 1_000 + seed, _PORTION)}
        started = time.monotonic()
        result = import_files(desk, [folder], words, dry_run=True)
        slowest = max(slowest, time.monotonic() - started)
        outcomes.update({sheet.file: sheet.why or "read" for sheet in result.sheets}.values())
        lost += len(files - {sheet.file for sheet in result.sheets})
        lost += result.read - result.registered - result.known - result.refused_rows - result.passed_over
        rows += result.read
    store.close()
    return {
        "files": sum(outcomes.values()),
        "rows": rows,
        "lost": lost,
        "outcomes": dict(outcomes.most_common()),
        "slowest_folder": round(slowest, 2),
        "reader_megabytes": getrusage(RUSAGE_CHILDREN).ru_maxrss // 1024,
    }
