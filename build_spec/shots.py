"""Pictures of the window on a sample ledger, to look at: ledger, intake, case, day, report, preferences, print preview.

`python build_spec/dev.py shots [FOLDER]` calls this once for each size, scale and appearance, in the environment.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from complaint_desk import bootstrap
from complaint_desk.services.program import Options
from complaint_desk.ui import application
from complaint_desk.ui.main_window import MainWindow
from complaint_desk.ui.shared.bug import BugReporter
from complaint_desk.ui.shared.workplace import Workplace

SETTLED_MS = 400
LONGEST_MS = 20_000
TYPED = {
    "phone": "13800001234",
    "name": "张敏",
    "subject_name": "澜图变频空调 KE55",
    "facts": "安装三天后室外机异响，师傅上门两次未修好。",
}


class Photographer:
    """Takes a picture of whatever stands in front once nothing moves any more."""

    def __init__(self, workplace: Workplace, folder: Path, suffix: str) -> None:
        self._workplace = workplace
        self._folder = folder
        self._suffix = suffix

    def take(self, widget: QWidget, name: str, size: tuple[int, int] | None = None) -> None:
        """Save what a widget shows as `name-suffix.png`, in a size of device-independent pixels."""
        if size:
            widget.resize(*size)
        self.settle()
        path = self._folder / f"{name}-{self._suffix}.png"
        widget.grab().save(str(path))
        print(path)

    def settle(self) -> None:
        """Let the lanes answer and the timers run out."""
        for _attempt in range(LONGEST_MS // SETTLED_MS):
            loop = QEventLoop()
            QTimer.singleShot(SETTLED_MS, loop.quit)
            loop.exec()
            if self._workplace.lanes.idle:
                return

    def take_dialog(
        self,
        open_it: Callable[[], object],
        name: str,
        size: tuple[int, int] | None = None,
        prepare: Callable[[QDialog], object] = lambda _dialog: None,
    ) -> None:
        """Open a dialog that may wait for its end, prepare it, take it, and close it."""

        def take_and_close() -> None:
            for window in QApplication.topLevelWidgets():
                if isinstance(window, QDialog) and window.isVisible():
                    self.settle()
                    prepare(window)
                    self.take(window, name, size)
                    window.close()

        QTimer.singleShot(SETTLED_MS, take_and_close)
        open_it()
        self.settle()
        self.settle()


def main() -> int:
    """One round of pictures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("folder", type=Path)
    parser.add_argument("suffix")
    parser.add_argument("size", type=lambda text: tuple(map(int, text.split("x"))))
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    premises = bootstrap.premises(Options(data=chosen.data, language="zh_CN"))
    with bootstrap.opened(premises) as program:
        application.prepared_application(program.settings)
        workplace = application.open_workplace(program, BugReporter())
        window = MainWindow(workplace)
        window.resize(*chosen.size)
        window.show()
        window.start()
        _take_all(window, Photographer(workplace, chosen.folder, chosen.suffix))
        window.hide()
        workplace.lanes.close()
    return 0


def _take_all(window: MainWindow, camera: Photographer) -> None:
    deeds = window.actions_by_name
    camera.settle()
    window.bench.ledger.table.choose_row(0)
    camera.take(window, "ledger")
    take_work(window, camera)
    deeds["ledger"].trigger()
    camera.take_dialog(deeds["report"].trigger, "report")
    camera.take_dialog(deeds["preferences"].trigger, "preferences")
    camera.take_dialog(deeds["rules"].trigger, "rules")
    camera.take_dialog(deeds["calendar"].trigger, "calendar")
    deeds["help"].trigger()
    for manual in window.findChildren(QWidget, "manual"):
        camera.take(manual, "manual")


def take_work(window: MainWindow, camera: Photographer) -> None:
    """The pages on which clerks work: the case of the chosen row, a call that is taken down, the day."""
    deeds = window.actions_by_name
    deeds["open"].trigger()
    camera.take(window, "case")
    deeds["new"].trigger()
    camera.settle()
    for field, text in TYPED.items():
        type_into(window, f"intake.{field}", text)
    camera.take(window, "intake")
    deeds["today"].trigger()
    camera.take(window, "today")


def type_into(window: MainWindow, name: str, text: str) -> None:
    """Write into the field of an object name."""
    field = window.findChild(QWidget, name)
    for setter in ("setText", "setPlainText"):
        if field is not None and hasattr(field, setter):
            getattr(field, setter)(text)
            return


if __name__ == "__main__":
    sys.exit(main())
