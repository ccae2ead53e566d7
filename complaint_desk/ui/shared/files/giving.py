"""How files come to a page: dropped on it, pasted, or chosen in a dialog."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import cast

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from complaint_desk.domain.attachments import NewFile
from complaint_desk.i18n import _

_DRAGGING = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


class FileGiving(QObject):
    """Takes what is dropped or pasted on `page`. `given` carries paths, `picture_given` a `QImage`."""

    given = Signal(object)
    picture_given = Signal(object)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        page.setAcceptDrops(True)
        page.installEventFilter(self)
        # Editors keep the key to themselves; everywhere else in the page it pastes a file.
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), page)
        shortcut.activated.connect(self.paste)

    def paste(self) -> bool:
        """Take the files or the picture on the clipboard; False where there is neither."""
        return self._take(QGuiApplication.clipboard().mimeData())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _DRAGGING or event.type() == QEvent.Type.Drop:
            drop = cast("QDropEvent", event)
            wanted = bool(_paths(drop.mimeData())) or drop.mimeData().hasImage()
            if wanted:
                drop.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self._take(drop.mimeData())
            return wanted
        return False

    def _take(self, data: QMimeData) -> bool:
        if paths := _paths(data):
            self.given.emit(paths)
            return True
        if data.hasImage():
            self.picture_given.emit(QImage(data.imageData()))
            return True
        return False


def _paths(data: QMimeData) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def picture_from(image: QImage, now: dt.datetime) -> NewFile:
    """A pasted picture as a file that is named by its time; to be called in a lane."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    name = _("Picture {time}").format(time=f"{now:%Y-%m-%d %H%M%S}") + ".png"
    return NewFile(name, bytes(buffer.data().data()))
