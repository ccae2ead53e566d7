"""The import's wizard in the real window, without a screen: `python -m tests.benchmarks.import_window FILE [ROUNDS]`; prints JSON.

Milliseconds until each page is painted, from the moment at which the file was chosen or “next” was pressed; the first round
finds nothing loaded. `stood_still`: the longest that the window did while the pages were shown and all rows were counted.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QPushButton

from complaint_desk import bootstrap
from complaint_desk.services.program import Options
from complaint_desk.ui import application
from complaint_desk.ui.exchange.wizard import ImportWizard
from complaint_desk.ui.main_window import MainWindow
from complaint_desk.ui.shared.bug import BugReporter
from complaint_desk.ui.shared.workplace import Workplace
from tests.benchmarks.scale_window import Pulse

_ROUNDS = 5


def main() -> int:
    file, rounds = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else _ROUNDS
    with tempfile.TemporaryDirectory() as data:
        premises = bootstrap.premises(Options(data=data, language="zh_CN"))
        with bootstrap.opened(premises) as program:
            application.prepared_application(program.settings)
            workplace = application.open_workplace(program, BugReporter())
            window = MainWindow(workplace)
            window.show()
            window.start()
            pulse = Pulse()
            pulse.wait(lambda: workplace.lanes.idle)
            told = [_round(window, workplace, pulse, file) for _ in range(rounds)]
            window.hide()
            workplace.lanes.close()
    json.dump(told, sys.stdout)
    return 0


def _round(window: MainWindow, workplace: Workplace, pulse: Pulse, file: Path) -> dict[str, float]:
    window.deeds.import_files([])
    wizard = next(each for each in window.findChildren(ImportWizard) if each.isVisible())
    pulse.wait(lambda: workplace.lanes.idle)
    pulse.longest()
    taken = {
        "sheets": _painted(pulse, lambda: wizard.add([file]), lambda: bool(wizard.sheets.table.rowCount()), wizard)
    }
    for page, shown in (("columns", wizard.columns), ("words", wizard.words), ("preview", wizard.rows)):
        taken[page] = _painted(pulse, _next(wizard).click, shown.isVisible, wizard)
    started = time.perf_counter()
    pulse.wait(lambda: wizard.rows.is_counted)
    taken["counted"] = (time.perf_counter() - started) * 1000
    taken["stood_still"] = pulse.longest()
    wizard.reject()
    pulse.wait(lambda: workplace.lanes.idle)
    return taken


def _next(wizard: ImportWizard) -> QPushButton:
    found = wizard.findChild(QPushButton, "import.next")
    assert found is not None
    return found


def _painted(pulse: Pulse, deed: Callable[[], object], done: Callable[[], bool], wizard: ImportWizard) -> float:
    started = time.perf_counter()
    deed()
    if not done():
        pulse.wait(done)
    QApplication.processEvents()
    wizard.repaint()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    sys.exit(main())
