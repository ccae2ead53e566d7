"""What measuring tells: each figure beside a baseline of the same run and its target."""

from __future__ import annotations

import dataclasses
import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

STARTED = "COMPLAINT_DESK_STARTED"
"""The variable that tells when the process was started, in seconds of the clock of `time.time`."""


@dataclass(frozen=True)
class Figure:
    """One line of the table. `target` is the most that `value` may be (the least, with `more_is_better`), None: none was set."""

    what: str
    value: float
    unit: str
    baseline: float
    baseline_is: str
    target: float | None = None
    more_is_better: bool = False
    median: float | None = None

    @property
    def met(self) -> bool | None:
        if self.target is None:
            return None
        return self.value >= self.target if self.more_is_better else self.value <= self.target

    def document(self) -> dict[str, object]:
        ratio = round(self.value / self.baseline, 4) if self.baseline else None
        return {**dataclasses.asdict(self), "ratio": ratio, "met": self.met}

    def line(self) -> str:
        target = "" if self.target is None else f"{'≥' if self.more_is_better else '≤'} {self.target:g}"
        said = {True: "met", False: "MISSED", None: ""}[self.met]
        ratio = f"×{self.value / self.baseline:.3g}" if self.baseline else ""
        return (
            f"{self.what:<52} {self.value:>10.1f} {self.unit:<7} {target:>8} {said:<7}"
            f" {self.baseline_is} {self.baseline:.1f} {ratio}"
        )


def p95(taken: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed (nearest rank)."""
    ordered = sorted(taken)
    return ordered[math.ceil(len(ordered) * 0.95) - 1]


def middle(taken: Sequence[float]) -> float:
    return round(statistics.median(taken), 3)


def milliseconds(deed: Callable[[], object], times: int = 1) -> list[float]:
    """How long a deed takes, each time, after one that warms up."""
    deed()
    return [once(deed) for _ in range(times)]


def once(deed: Callable[[], object]) -> float:
    started = time.perf_counter()
    deed()
    return (time.perf_counter() - started) * 1000
