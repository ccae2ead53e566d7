"""Keeps the keyboard in the page: a button that goes away with its deed must not take the focus with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget


def bring_to_front(window: QWidget) -> None:
    """Show a window over all others, also one that was made small."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


class FocusKeeper(QObject):
    """Calls `give` whenever `window` is active and nothing in it has the focus."""

    def __init__(self, window: QWidget, give: Callable[[], None]) -> None:
        super().__init__(window)
        self._window = window
        self._give = give
        window.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._note)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            QTimer.singleShot(0, self, self._look)
        return False

    def _note(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None:
            QTimer.singleShot(0, self, self._look)

    def _look(self) -> None:
        taken = QApplication.activeModalWidget() or QApplication.activePopupWidget() or QApplication.focusWidget()
        if self._window.isActiveWindow() and not taken:
            self._give()
