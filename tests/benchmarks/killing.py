"""Killing processes that register complaints, and looking for what was lost, doubled or left out."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_COMPLAINT = {
    "received_at": "2026-11-02T09:30:00",
    "channel": "phone",
    "name": "张三",
    "phone": "13800001234",
    "subject_name": "电饭煲",
    "category": "electronics",
    "nature": "quality",
    "price": "1299.00",
    "facts": "开不了机，要求退款。" * 20,
}
LINE = (json.dumps(_COMPLAINT, ensure_ascii=False) + "\n").encode()


@dataclass(frozen=True)
class Survey:
    """What the ledger holds after the last kill, against what was printed."""

    printed: int
    kept: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    missing_sequences: tuple[int, ...]
    verify_ok: bool
    seconds: float

    @property
    def sound(self) -> bool:
        return self.verify_ok and not (self.lost or self.doubled or self.missing_sequences)


def program(data: Path, *arguments: str) -> list[str]:
    """The call of the program at a data folder."""
    return [sys.executable, "-m", "complaint_desk", "--data", str(data), "--json", *arguments]


def kill_repeatedly(data: Path, times: int, seed: int = 1, longest: float = 0.6) -> Survey:
    """Start a registering process, kill -9 it within `longest` seconds of its first number; so many times."""
    chance = random.Random(seed)
    started = time.perf_counter()
    printed: list[str] = []
    for _round in range(times):
        printed += _numbers_until_killed(data, chance.uniform(0, longest))
    return survey(data, printed, time.perf_counter() - started)


def survey(data: Path, printed: list[str], seconds: float) -> Survey:
    """Compare the ledger with the numbers that were printed."""
    found = json.loads(_output(program(data, "find", "--limit", "100000000")))
    kept = [row["number"] for row in found["rows"]]
    sequences = {int(number[-6:]) for number in kept}
    return Survey(
        printed=len(printed),
        kept=len(kept),
        lost=tuple(sorted(set(printed) - set(kept))),
        doubled=tuple(number for number, count in (Counter(kept) | Counter(printed)).items() if count > 1),
        missing_sequences=tuple(sorted(set(range(1, len(kept) + 1)) - sequences)),
        verify_ok=json.loads(_output(program(data, "verify")))["ok"],
        seconds=seconds,
    )


def _numbers_until_killed(data: Path, after: float) -> list[str]:
    process = subprocess.Popen(program(data, "register"), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    stdin = process.stdin

    def feed() -> None:
        with suppress(OSError):
            while True:
                stdin.write(LINE)

    feeder = threading.Thread(target=feed)
    feeder.start()
    first = process.stdout.readline()
    killer = threading.Timer(after, process.kill)
    killer.start()
    rest = process.stdout.read()
    process.wait()
    killer.join()
    feeder.join()
    with suppress(OSError):
        stdin.close()
    process.stdout.close()
    # A line without its end was being written when the process died: nobody was told a number.
    whole = [line for line in (first + rest).splitlines(keepends=True) if line.endswith(b"\n")]
    return [json.loads(line)["number"] for line in whole]


def _output(call: list[str]) -> bytes:
    return subprocess.run(call, stdout=subprocess.PIPE, check=False).stdout
