"""Seconds from the start of the process until the window shows its first rows: frozen and from source, in turn."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from complaint_desk.ui.application import SHOWN

_LONGEST = 60.0
_LOOK = 0.005


def measure_starts(frozen: Path, times: int) -> dict[str, object]:
    """Medians of `times` starts each, one after the other in turn; `ratio` is frozen over source (at most 1.5).

    Args:
        frozen: the folder of the frozen program for this system.
        times: starts of each; one more before them warms the disk's cache.
    """
    ending = ".exe" if sys.platform == "win32" else ""
    programs = {
        "source": [sys.executable, "-m", "complaint_desk"],
        "frozen": [str(frozen / f"ComplaintDesk{ending}")],
    }
    taken: dict[str, list[float]] = {name: [] for name in programs}
    with tempfile.TemporaryDirectory() as folder:
        for _round in range(times + 1):
            for name, command in programs.items():
                taken[name].append(_seconds(command, Path(folder) / name))
    medians = {name: round(statistics.median(each[1:]), 3) for name, each in taken.items()}
    return {**medians, "ratio": round(medians["frozen"] / medians["source"], 2), "times": times}


def _seconds(command: Sequence[str], data: Path) -> float:
    around = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    log = data / "logs" / "complaint-desk.log"
    log.unlink(missing_ok=True)
    started = time.perf_counter()
    process = subprocess.Popen([*command, "--data", str(data)], env=around, stderr=subprocess.DEVNULL)
    try:
        while not (log.exists() and SHOWN in log.read_text("utf-8")):
            if time.perf_counter() - started > _LONGEST or process.poll() is not None:
                raise TimeoutError(f"{command[0]} showed no window")
            time.sleep(_LOOK)
        return time.perf_counter() - started
    finally:
        process.kill()
        process.wait()
