"""The wait for a long deed at the ledger while no window stands: how far it is, and a way to stop it."""

from __future__ import annotations

import queue
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout

from complaint_desk.i18n import _
from complaint_desk.runtime.stop import Progress, StopSignal
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class BoxWords:
    """What the box says: of the deed, of its bar, of its stop button, once stopping was asked for, and after the last stop."""

    text: str
    bar: str
    stop: str
    stopping: str
    last: str


def updating_words() -> BoxWords:
    """For a ledger that is brought up to date."""
    return BoxWords(
        text=_(
            "The ledger was made by an earlier version and is being brought up to date; a copy of it is kept. "
            "A large ledger takes some minutes. Please do not switch off the PC."
        ),
        bar=_("Bringing the ledger up to date"),
        stop=_("Stop"),
        stopping=_("Stopping\u2026 The ledger stays as it was."),
        last=_("Brought up to date; the file is being made smaller\u2026"),
    )


def copying_words() -> BoxWords:
    """For the copy of the day, when the window is closed already."""
    return BoxWords(
        text=_("The backup of the day is being made. Please do not switch off the PC."),
        bar=_("Copying the ledger"),
        stop=_("Go without it"),
        stopping=_("Stopping\u2026"),
        last=_("The copy is being checked\u2026"),
    )


_Told = queue.SimpleQueue[tuple[int, int | None] | None]
_SHORTEST_SECONDS = 0.3
"""A wait that is over sooner is not shown."""
_LOOK_MS = 50
_WIDTH = 480


def opened_beside(
    deed: Callable[[Progress], _T], prepare: Callable[[], object], words: Callable[[], BoxWords] = updating_words
) -> _T:
    """What `deed` gives, done in a thread of its own. Once it tells of progress and takes a while, a box shows how far it is.

    Args:
        deed: may be stopped by the person wherever it tells of progress, until it first tells of an unknown total.
        prepare: makes the application that the box needs.
        words: what the box says.

    Raises:
        Stopped: the person stopped it; and whatever `deed` raises.
    """
    stop, told = StopSignal(), _Told()
    final = False

    def tell(done: int, total: int | None) -> None:
        nonlocal final
        final = final or total is None
        if not final:
            stop.heed()
        told.put((done, total))

    with ThreadPoolExecutor(1, thread_name_prefix="opening") as executor:
        future = executor.submit(deed, tell)
        future.add_done_callback(lambda _future: told.put(None))
        first = told.get()
        if first is not None and not wait((future,), _SHORTEST_SECONDS).done:
            prepare()
            _show_until_done(first, told, stop, words())
        return future.result()


def _show_until_done(first: tuple[int, int | None], told: _Told, stop: StopSignal, words: BoxWords) -> None:
    box, loop, timer = UpdatingBox(stop, words), QEventLoop(), QTimer(interval=_LOOK_MS)
    box.show_progress(*first)

    def look() -> None:
        while not told.empty():
            if (news := told.get()) is None:
                loop.quit()
            else:
                box.show_progress(*news)

    timer.timeout.connect(look)
    timer.start()
    box.show()
    loop.exec()
    timer.stop()
    box.done(0)
    box.deleteLater()


class UpdatingBox(QDialog):
    """Closing it stops the deed, like its button; both only as long as that leaves the older ledger as it was."""

    def __init__(self, stop: StopSignal, words: BoxWords) -> None:
        super().__init__()
        self.setObjectName("updating")
        self.setWindowTitle(_("Complaint ledger"))
        self.setFixedWidth(_WIDTH)
        self._stop = stop
        self._words = words
        self._text = label(words.text, wraps=True)
        self._bar = QProgressBar()
        self._bar.setObjectName("updating.bar")
        self._bar.setAccessibleName(words.bar)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._figure = label(role="secondary")
        self._figure.setObjectName("updating.figure")
        self.stop_button = button(words.stop, "updating.stop")
        self.stop_button.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self._text)
        column.addWidget(self._bar)
        foot = QHBoxLayout()
        foot.addWidget(self._figure, 1)
        foot.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(foot)
        self.ensurePolished()
        # A wrapped text says its height only at its width.
        self.setMinimumHeight(column.totalHeightForWidth(_WIDTH))

    def show_progress(self, done: int, total: int | None) -> None:
        self._bar.setRange(0, total or 0)
        self._bar.setValue(done)
        if total is None:
            self.stop_button.setEnabled(False)
            self._figure.setText(self._words.last)
        elif not self._stop.requested:
            self._figure.setText(_("{percent} %").format(percent=100 * done // max(total, 1)))

    def reject(self) -> None:
        if self.stop_button.isEnabled():
            self._stop.request()
            self.stop_button.setEnabled(False)
            self._figure.setText(self._words.stopping)
