"""Long deeds at the foot of the window: what runs, how far it is, a button to stop it; typing goes on meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from complaint_desk.domain.errors import DeskError
from complaint_desk.i18n import _
from complaint_desk.runtime.stop import Progress, StopSignal
from complaint_desk.ui.background.lanes import Lane
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_T = TypeVar("_T")
_TOLD_EVERY = 0.05
"""Seconds between two words of progress."""


class TaskStrip(QFrame):
    """One row for each deed that runs; hidden while none does."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tasks")
        marked(self, kind="tasks")
        self._workplace = workplace
        self._rows: list[_TaskRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        self._column.setSpacing(GRID // 2)
        self.hide()

    @property
    def running(self) -> bool:
        return bool(self._rows)

    def run(
        self,
        name: str,
        title: str,
        lane: Lane,
        deed: Callable[[StopSignal, Progress], _T],
        done: Callable[[_T], None],
        failed: Callable[[DeskError], None] | None = None,
    ) -> None:
        """Run a deed in a lane with a row here. `failed` is by default the error's dialog; a stop is said in the row's place."""
        row = _TaskRow(name, title)
        self._rows.append(row)
        self._column.addWidget(row)
        self.show()
        self._workplace.lanes.submit(
            lane,
            lambda: deed(row.stop_signal, row.tell),
            done,
            failed or self._workplace.questions.show_error,
            owner=self,
            always=lambda: self._end(row),
        )

    def may_stop(self, title: str) -> bool:
        """True if nothing runs, or the person lets it be stopped."""
        return not self.running or self._workplace.questions.confirm(
            title,
            _("Something is still running. If you close the program now, it is stopped and leaves nothing half-done."),
            _("Stop and close"),
            _("Go on"),
        )

    def stop(self) -> None:
        """Ask every deed to stop; the window closes."""
        for row in self._rows:
            row.stop_signal.request()

    def _end(self, row: _TaskRow) -> None:
        if row.stop_signal.requested:
            self._workplace.hub.said.emit(_("{task}: stopped").format(task=row.title))
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.deleteLater()
        self.setVisible(bool(self._rows))


class _TaskRow(QWidget):
    progressed = Signal(object, object)

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(f"tasks.{name}")
        self.title = title
        self.stop_signal = StopSignal()
        self._told_at = 0.0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        self._text = label(title)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(title)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._figure = label(role="secondary")
        self._stop = button(_("Stop"), f"tasks.{name}.stop")
        self._stop.clicked.connect(self._ask_to_stop)
        row.addWidget(self._text)
        row.addWidget(self._bar, 1)
        row.addWidget(self._figure)
        row.addWidget(self._stop)
        self.progressed.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def tell(self, done: int, total: int | None) -> None:
        """Called in the lane's thread."""
        now = time.monotonic()
        if now - self._told_at >= _TOLD_EVERY or done == total:
            self._told_at = now
            self.progressed.emit(done, total)

    def _show(self, done: int, total: Any) -> None:
        self._bar.setRange(0, total or 0)
        self._bar.setValue(done)
        self._figure.setText(f"{done:,} / {total:,}" if total else f"{done:,}")

    def _ask_to_stop(self) -> None:
        self.stop_signal.request()
        self._stop.setEnabled(False)
        self._stop.setText(_("Stopping…"))
