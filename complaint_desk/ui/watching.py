"""While the application runs: what goes wrong reaches whoever tells of it, and garbage is collected in its thread alone."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType

from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from complaint_desk.runtime.collecting import collect_due, collections_by_hand
from complaint_desk.ui.shared.bug import BugReporter

_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_COLLECTED_EACH_MS = 200


@contextmanager
def watched(application: QApplication, reporter: BugReporter) -> Iterator[None]:
    """While it lasts, bugs reach the reporter, Qt's messages the log, and Ctrl+C on the terminal closes the window."""

    def on_bug(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            application.closeAllWindows()
        else:
            reporter.report(error)

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        application.closeAllWindows()

    def on_bug_in_a_thread(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            reporter.report(told.exc_value)

    before, before_in_threads = sys.excepthook, threading.excepthook
    sys.excepthook = on_bug
    threading.excepthook = on_bug_in_a_thread
    qInstallMessageHandler(_log_qt)
    # Heard within a moment: `_collected` lets Python look several times a second.
    handler = signal.signal(signal.SIGINT, on_signal)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        qInstallMessageHandler(None)
        sys.excepthook = before
        threading.excepthook = before_in_threads


@contextmanager
def collected(application: QApplication) -> Iterator[None]:
    """While it lasts, Python's garbage is collected in this thread alone: the lanes must destroy no widget."""
    timer = QTimer(application, interval=_COLLECTED_EACH_MS)
    timer.timeout.connect(collect_due)
    timer.start()
    with collections_by_hand():
        yield
    timer.stop()


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    logging.getLogger("complaint_desk.qt").log(_QT_LEVELS.get(kind, logging.INFO), "%s", message)
