"""The files of a complaint as a list with small pictures; everything that can be done with them from the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QColor, QIcon, QImage, QKeySequence, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from complaint_desk.i18n import _
from complaint_desk.ui.shared import icons
from complaint_desk.ui.shared.buttons import button, plain_text
from complaint_desk.ui.shared.context_menu import offer_actions
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.style import current_tokens, marked
from complaint_desk.ui.shared.tokens import GRID

PICTURE_SIDE = 48
"""Side of a small picture, in device-independent pixels."""

_ROW = 60
_MOST_ROWS = 4


@dataclass(frozen=True, slots=True)
class ShelvedFile:
    """A file as it is shown: what it is called, a second line about it, and by what its picture is known."""

    name: str
    about: str
    key: str


class FileShelf(QWidget):
    """`add_wanted` and `paste_wanted` by their buttons; `open_wanted`, `save_wanted` and `remove_wanted` carry the row."""

    add_wanted = Signal()
    paste_wanted = Signal()
    open_wanted = Signal(int)
    save_wanted = Signal(int)
    remove_wanted = Signal(int)

    def __init__(self, prefix: str, *, opens: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: dict[str, QIcon] = {}
        scale = self.devicePixelRatioF()
        plain = icons.icon("file", current_tokens().secondary).pixmap(QSize(24, 24), scale).toImage()
        plain.setDevicePixelRatio(1.0)
        self._nothing_to_see = QIcon(_squared(plain, scale, framed=False))
        self._shown: tuple[ShelvedFile, ...] = ()
        self._heading = label(role="section")
        self._hint = label(_("Drop files here, or paste a picture."), role="secondary", wraps=True)
        self.list = QListWidget()
        self.list.setObjectName(f"{prefix}.files")
        self.list.setAccessibleName(_("Attachments"))
        self.list.setIconSize(QSize(PICTURE_SIDE, PICTURE_SIDE))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # As narrow as the panel is: names are shortened, never cut off.
        self.list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        offer_actions(self.list)
        marked(self.list, kind="shelf")
        self._add = button(_("Add files\u2026"), f"{prefix}.add_file")
        self._paste = button(_("Paste"), f"{prefix}.paste_file", "link")
        self._paste.setToolTip(_("A picture or files on the clipboard (Ctrl+V)"))
        self._add.clicked.connect(self.add_wanted)
        self._paste.clicked.connect(self.paste_wanted)
        if opens:
            self._act(_("&Open"), f"{prefix}.open_file", (), self.open_wanted)
            self._act(_("&Save as\u2026"), f"{prefix}.save_file", (), self.save_wanted)
            self.list.itemActivated.connect(lambda item: self.open_wanted.emit(self.list.row(item)))
        remove = self._act(_("&Remove"), f"{prefix}.remove_file", ("Del",), self.remove_wanted)
        self.changing = (self._add, self._paste, remove)
        """The controls that change which files there are."""
        self._lay_out()
        self.show_files(())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._add)
        row.addWidget(self._paste)
        row.addStretch()
        for each in (self._heading, self.list, self._hint):
            column.addWidget(each)
        column.addLayout(row)

    def _act(self, text: str, name: str, keys: Sequence[str], wanted: SignalInstance) -> QAction:
        action = QAction(text, self.list)
        action.setObjectName(name)
        action.setToolTip(plain_text(text))
        action.setShortcuts([QKeySequence(each) for each in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: self._wish(wanted))
        self.list.addAction(action)
        return action

    def _wish(self, wanted: SignalInstance) -> None:
        if (row := self.list.currentRow()) >= 0:
            wanted.emit(row)

    # Showing

    def show_files(self, files: Sequence[ShelvedFile]) -> None:
        """Show these files; the one that was current stays so."""
        current = self.list.currentRow()
        self._shown = tuple(files)
        self.list.clear()
        for each in files:
            item = QListWidgetItem(self._icon(each.key), f"{each.name}\n{each.about}")
            item.setToolTip(each.name)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{each.name}, {each.about}")
            item.setSizeHint(QSize(0, _ROW))
            self.list.addItem(item)
        self.list.setCurrentRow(min(current, len(files) - 1) if current >= 0 else -1)
        self.list.setVisible(bool(files))
        self.list.setFixedHeight(_ROW * min(len(files), _MOST_ROWS) + 2)
        self._hint.setVisible(not files)
        self._entitle("")

    def show_busy(self, text: str) -> None:
        """Say beside the heading what is under way; "" for nothing any more."""
        self._entitle(text)

    def show_picture(self, key: str, image: QImage | None) -> None:
        """The small picture of a file, None where it has none."""
        if image is None:
            return
        self._pictures[key] = QIcon(_squared(image, max(image.width(), image.height()) / PICTURE_SIDE))
        for row, each in enumerate(self._shown):
            if each.key == key:
                self.list.item(row).setIcon(self._pictures[key])

    def forget_pictures(self) -> None:
        """Show no small picture any more: whoever looks may not see the files now."""
        self._pictures.clear()

    def has_picture(self, key: str) -> bool:
        return key in self._pictures

    def set_read_only(self, *, read_only: bool) -> None:
        for each in (self._add, self._paste):
            each.setDisabled(read_only)
        self._hint.setText(_("No files.") if read_only else _("Drop files here, or paste a picture."))

    def _icon(self, key: str) -> QIcon:
        return self._pictures.get(key) or self._nothing_to_see

    def _entitle(self, busy: str) -> None:
        title = _("Attachments")
        parts = [title, str(len(self._shown)) if self._shown else "", busy]
        self._heading.setText("  ".join(part for part in parts if part))


def _squared(image: QImage, scale: float, *, framed: bool = True) -> QPixmap:
    """A picture in the middle of its square, so that all names begin at one line; framed, since paper is white."""
    scale = max(scale, 1.0)
    side = round(PICTURE_SIDE * scale)
    square = QPixmap(side, side)
    square.fill(Qt.GlobalColor.transparent)
    where = QRect((side - image.width()) // 2, (side - image.height()) // 2, image.width(), image.height())
    painter = QPainter(square)
    painter.drawImage(where, image)
    if framed:
        painter.setPen(QPen(QColor(current_tokens().line), scale))
        painter.drawRect(where.adjusted(0, 0, -1, -1))
    painter.end()
    square.setDevicePixelRatio(scale)
    return square
