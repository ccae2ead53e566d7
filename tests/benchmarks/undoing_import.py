"""An import of many rows, of which the ledger has some, taken back: what it takes, and whether everything is as it was."""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, select

from complaint_desk.domain.fields import FIELDS
from complaint_desk.domain.foreign.import_choices import SheetChoices
from complaint_desk.domain.foreign.known_choices import KnownWay
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.i18n import install
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import resource
from complaint_desk.runtime.settings import Settings
from complaint_desk.services import care
from complaint_desk.services.desk import Desk
from complaint_desk.services.exchange import export_ledger, import_files, undo_import
from complaint_desk.storage.schema import journal
from complaint_desk.storage.store import Store
from tests.benchmarks.scale_building import MAKER
from tests.benchmarks.scale_report import Figure
from tests.benchmarks.scale_window import memory

_LANGUAGE = "zh_CN"
_KNOWN = 20
"""Of so many rows the ledger has one, without its address, which the import fills."""
_ADDRESS = "地址"
_T = TypeVar("_T")


def measure_undoing(rows: int, folder: Path | None) -> list[Figure]:
    """Clock, processor and memory of import and undoing, and of the export by which the ledgers are compared."""
    install(_LANGUAGE, resource())
    with tempfile.TemporaryDirectory(dir=folder) as made:
        table, there = Path(made) / "ledger.csv", Path(made) / "there.csv"
        subprocess.run([sys.executable, str(MAKER), "--rows", str(rows), "--out", str(table)], check=True)
        known = _write_some(table, there)
        store = Store.open(Path(made) / "ledger.db")
        desk, words = Desk(store, Settings(), "-"), Words(_LANGUAGE)
        import_files(desk, [there], words)
        before = _exported(desk, words, Path(made) / "before.csv")
        figures: list[Figure] = []
        choices = SheetChoices(known=KnownWay.FILL)
        result = _measured(figures, "imported", lambda: import_files(desk, [table], words, choices=choices))
        assert (result.registered, result.known, result.changed) == (rows - known, known, known)
        assert result.batch is not None
        batch = result.batch
        removed = _measured(figures, "taken back", lambda: undo_import(desk, batch)).removed
        assert len(removed) == rows - known
        after = _exported(desk, words, Path(made) / "after.csv")
        assert after == before
        _assert_told(desk, rows - known, known)
        assert care.verify(desk).ok
        store.close()
    what = f"{rows:,} rows, {known:,} of them known"
    return [Figure(f"{what}, {each.what}", each.value, each.unit, 0, "") for each in figures]


def _write_some(table: Path, there: Path) -> int:
    with (
        table.open(encoding="utf-8-sig", newline="") as read,
        there.open("w", encoding="utf-8-sig", newline="") as kept,
    ):
        rows = csv.DictReader(read)
        some = csv.DictWriter(kept, rows.fieldnames or ())
        some.writeheader()
        count = 0
        for at, row in enumerate(rows):
            if at % _KNOWN == 0:
                some.writerow(row | {_ADDRESS: ""})
                count += 1
    return count


def _exported(desk: Desk, words: Words, path: Path) -> bytes:
    export_ledger(desk, LedgerFilter(), LedgerOrder(), tuple(field.name for field in FIELDS), path, words)
    return path.read_bytes()


def _assert_told(desk: Desk, registered: int, changed: int) -> None:
    """The journal tells both: each complaint that came and went, and each that was filled and set back."""
    with desk.store.reading() as connection:
        query = select(journal.c.deed, func.count()).group_by(journal.c.deed)
        deeds: Counter[str] = Counter(dict(connection.execute(query).all()))
    told = {name: deeds[name] for name in ("registered", "import", "import_changed", "undone", "undo_import")}
    assert told == {
        "registered": registered + changed,
        "import": 2,
        "import_changed": changed,
        "undone": changed,
        "undo_import": registered + 1,
    }, told


def _measured(figures: list[Figure], what: str, deed: Callable[[], _T]) -> _T:
    # The peak begins anew.
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    clock, own = time.perf_counter(), time.process_time()
    done = deed()
    clock, own = time.perf_counter() - clock, time.process_time() - own
    for name, value, unit in (("clock", clock, "s"), ("processor", own, "s"), ("memory", memory("VmHWM"), "MB")):
        figures.append(Figure(f"{what}: {name}", value, unit, 0, ""))
    return done
