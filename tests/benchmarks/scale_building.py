"""A ledger of many fictitious complaints for measuring, made once by the program's own import and kept for the next time."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.killing import program

MAKER = Path(__file__).resolve().parents[3] / "shared" / "data" / "make_ledger.py"
"""The script that invents the rows; it lies beside the repository."""


@dataclass(frozen=True)
class Built:
    """A data folder with its ledger; `rows_a_second` of the import, None where the ledger was there already."""

    data: Path
    rows_a_second: int | None

    @property
    def ledger(self) -> Path:
        return self.data / "ledger.db"


def built_ledger(rows: int, folder: Path | None, maker: Path = MAKER) -> Built:
    """The ledger of so many rows in `folder` (the system's folder of temporary files), imported if it is not there."""
    data = (folder or Path(tempfile.gettempdir()) / "complaint-desk-benchmarks") / f"ledger-{rows}"
    if (data / "ledger.db").exists():
        return Built(data, None)
    data.mkdir(parents=True, exist_ok=True)
    table = data / "ledger.csv"
    subprocess.run([sys.executable, str(maker), "--rows", str(rows), "--out", str(table)], check=True)
    # Made under another name, so that an import that was broken off is not taken for a ledger.
    unfinished = data / "unfinished"
    started = time.perf_counter()
    subprocess.run(program(unfinished, "import", str(table)), stdout=subprocess.DEVNULL, check=True)
    taken = time.perf_counter() - started
    (unfinished / "ledger.db").rename(data / "ledger.db")
    table.unlink()
    return Built(data, round(rows / taken))
