"""The real window over a ledger, without a screen: `python -m tests.benchmarks.scale_window DATA DEED …`; prints JSON.

start    seconds from the start of the process to the first page painted
today    the page of today, opened time and again from the ledger until it is painted
work     with a word that is searched and a department: jumping, browsing from end to end, searching, filtering, sorting;
         milliseconds, the longest the window stood still, megabytes
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from complaint_desk import bootstrap
from complaint_desk.domain.ledger import Between, LedgerFilter, LedgerOrder
from complaint_desk.services.program import Options
from complaint_desk.ui import application
from complaint_desk.ui.ledger.page import LedgerPage
from complaint_desk.ui.main_window import MainWindow
from complaint_desk.ui.shared.bug import BugReporter
from complaint_desk.ui.shared.search_box import SearchBox
from complaint_desk.ui.shared.tokens import ROW_HEIGHT
from tests.benchmarks.scale_report import STARTED, middle, p95

_BEAT_MS = 2
_LONGEST_WAIT = 120.0
_JUMPS = 60
_STEPS = 400
_TIMES = 10


class Pulse:
    """Beats while the window is free; `longest` is how long it stood still since it was last asked, in milliseconds.

    `busiest` is how long its thread itself reckoned between two beats: what other processes take is not in it.
    """

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self._longest = 0.0
        self._reckoned = time.thread_time()
        self.busiest = 0.0
        self._loop = QEventLoop()
        self._condition: Callable[[], bool] = lambda: False
        self._timer = QTimer(interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self._longest = max(self._longest, (now - self._last) * 1000 - _BEAT_MS)
        self._last = now
        reckoned = time.thread_time()
        self.busiest = max(self.busiest, (reckoned - self._reckoned) * 1000)
        self._reckoned = reckoned
        if self._loop.isRunning() and self._condition():
            self._loop.quit()

    def wait(self, condition: Callable[[], bool]) -> None:
        """Let the window live until the condition holds; at most two minutes."""
        self._condition = condition
        patience = QTimer(singleShot=True, interval=int(_LONGEST_WAIT * 1000))
        patience.timeout.connect(self._loop.quit)
        patience.start()
        self._loop.exec()
        if not patience.isActive():
            raise TimeoutError

    def longest(self) -> float:
        found, self._longest, self._last = self._longest, 0.0, time.perf_counter()
        return round(found, 1)


class Bench:
    """A window at work, with what it took."""

    def __init__(self, window: MainWindow) -> None:
        self.page: LedgerPage = window.bench.ledger
        self.table = self.page.table
        self.pulse = Pulse()
        self.taken: dict[str, list[float]] = {}
        self.stood_still: dict[str, float] = {}
        self.peaks: dict[str, float] = {}

    def here(self) -> bool:
        """True if every row that is seen is there, in its newest state."""
        model = self.table.model()
        first = self.table.rowAt(1)
        last = self.table.rowAt(self.table.viewport().height() - 1)
        rows = range(max(first, 0), (last if last >= 0 else model.rowCount() - 1) + 1)
        return all(model.complaint(row) is not None for row in rows)  # type: ignore[attr-defined]

    def settled(self) -> bool:
        return self.page.settled and self.here()

    def measure(self, name: str, deed: Callable[[], None], done: Callable[[], bool]) -> None:
        """From a deed until it is done and painted."""
        self.pulse.longest()
        started = time.perf_counter()
        deed()
        if not done():
            self.pulse.wait(done)
        self.table.viewport().repaint()
        self.taken.setdefault(name, []).append((time.perf_counter() - started) * 1000)
        self.rest()
        self.stood_still[name] = max(self.stood_still.get(name, 0.0), self.pulse.longest())
        self.peaks[name] = memory("VmHWM")

    def rest(self) -> None:
        """Until nothing is under way any more."""
        lanes = self.page._workplace.lanes
        self.pulse.wait(lambda: lanes.idle)

    def document(self) -> dict[str, object]:
        return {
            name: {"p95": round(p95(taken), 1), "median": middle(taken), "stood_still": self.stood_still[name]}
            for name, taken in self.taken.items()
        }


def memory(which: str) -> float:
    """Megabytes of this process: VmRSS now, VmHWM at most so far."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(rf"{which}:\s+(\d+) kB", status)
    return round(int(found.group(1)) / 1024, 1) if found else 0.0


def main() -> int:
    data, deed, *words = sys.argv[1:]
    with bootstrap.opened(bootstrap.premises(Options(data=data))) as program:
        application.prepared_application(program.settings)
        workplace = application.open_workplace(program, BugReporter())
        window = MainWindow(workplace)
        window.resize(1366, 768)
        window.show()
        bench = Bench(window)
        window.start()
        bench.pulse.wait(lambda: bench.table.model().rowCount() > 0 and bench.here())
        bench.table.viewport().repaint()
        document: dict[str, object] = {"start": time.time() - float(os.environ.get(STARTED, time.time()))}
        if deed == "work":
            bench.pulse.wait(bench.settled)
            bench.rest()
            document["stood_still_at_start"] = bench.pulse.longest()
            bench.pulse.busiest = 0.0
            _look_around(bench, words[0])
            document["browsed"] = memory("VmHWM")
            _choose(bench, words[1])
            document |= {"deeds": bench.document(), "most_memory": memory("VmHWM"), "peaks": bench.peaks}
            document["busiest"] = round(bench.pulse.busiest, 1)
        if deed == "today":
            bench.pulse.wait(bench.settled)
            bench.rest()
            _look_at_today(bench, window)
            document["deeds"] = bench.document()
        window.bench.ledger.stop()
        workplace.lanes.close()
    sys.stdout.write(json.dumps(document) + "\n")
    sys.stdout.flush()
    # Pages and threads are gone; taking the window itself down is not measured.
    os._exit(0)


def _look_at_today(bench: Bench, window: MainWindow) -> None:
    """The page as it is opened time and again; the first time, with its making, counts like the others."""
    shown: list[bool] = []
    for _ in range(_TIMES):
        shown.clear()
        bench.measure("today", lambda: _open_today(window, shown), lambda: bool(shown))
        window.actions_by_name["ledger"].trigger()
        bench.rest()


def _open_today(window: MainWindow, shown: list[bool]) -> None:
    page = window.beside.make_today()
    if page.agenda is None:
        page.shown.connect(page.repaint)
        page.shown.connect(lambda: shown.append(True))
    window.actions_by_name["today"].trigger()


def _type(box: SearchBox, words: str) -> None:
    """Enter asks at once, as the pause after typing would."""
    box.setText(words)
    enter = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(box, enter)


def _look_around(bench: Bench, word: str) -> None:
    """Jumps to places by chance, from end to end, and looks for a word."""
    page, bar = bench.page, bench.table.verticalScrollBar()
    rows = bench.table.model().rowCount()
    chance = random.Random(1)
    for _ in range(_JUMPS):
        bench.measure("jump", lambda: bar.setValue(chance.randrange(max(1, rows)) * ROW_HEIGHT), bench.here)
    for step in range(_STEPS + 1):
        bench.measure("browse", lambda at=step: bar.setValue(bar.maximum() * at // _STEPS), bench.here)  # type: ignore[misc]
    for _ in range(_TIMES):
        bench.measure("search", lambda: _type(page.bar.search, word), bench.settled)
        bench.measure("back to everything", lambda: page.show_view(LedgerFilter()), bench.settled)


def _choose(bench: Bench, department: str) -> None:
    """Filters, narrows, sorts by columns with and without an index."""
    page = bench.page
    one_of = (("status", ("closed",)), ("department", (department,)))
    months = LedgerFilter(one_of=one_of, between=(("received_at", Between(dt.date(2023, 5, 1), dt.date(2023, 7, 31))),))
    everything = LedgerFilter()
    for _ in range(_TIMES):
        bench.measure("filter", lambda: page.show_view(months), bench.settled)
        bench.measure("quick filter", lambda: _type(page.bar.within, "12"), bench.settled)
        bench.measure("quick filter away", page.bar.within.give_up, bench.settled)
    for field in ("brand", "price", "nature", "received_at"):
        order = LedgerOrder(field, descending=field == "received_at")
        bench.measure(f"sort by {field}", lambda o=order: page.show_view(everything, o), bench.settled)  # type: ignore[misc]


if __name__ == "__main__":
    sys.exit(main())
