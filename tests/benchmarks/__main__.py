"""Measuring: `python -m tests.benchmarks NAME [--times N]`.

kill       kill -9 a registering process so many times, then look for anything lost, doubled or left out
register   milliseconds from a complaint's line to its durable number
start      seconds of `find` on an empty ledger, from the start of the process to its end
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

from tests.benchmarks.killing import LINE, kill_repeatedly, program


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("name", choices=["kill", "register", "start"])
    parser.add_argument("--times", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        match given.name:
            case "kill":
                found = kill_repeatedly(data, given.times)
                _tell(dataclasses.asdict(found) | {"times": given.times, "sound": found.sound})
                return 0 if found.sound else 1
            case "register":
                _tell(_spread(_register(data, given.times)))
            case _:
                _tell(_spread(_start(data, given.times)))
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
