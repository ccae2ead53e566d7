"""Files and folders that are dropped on a widget, wherever no child of it takes them."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

_DRAGGING = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class FileDropping(QObject):
    """`given` carries the paths that were dropped."""

    given = Signal(object)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() not in _DRAGGING:
            return False
        drop = cast("QDropEvent", event)
        paths = tuple(Path(url.toLocalFile()) for url in drop.mimeData().urls() if url.isLocalFile())
        if paths:
            drop.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                self.given.emit(paths)
        return bool(paths)
