"""What the program is, its version, where its data lies, and whose work it stands on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from complaint_desk import __version__
from complaint_desk.i18n import _
from complaint_desk.runtime import parts
from complaint_desk.runtime.parts import Part
from complaint_desk.runtime.paths import resource
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_NAMES_WIDTH, _TEXT_WIDTH, _HEIGHT = 36 * GRID, 64 * GRID, 32 * GRID


class AboutDialog(QDialog):
    """Name, version, data folder, libraries with their licences."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setWindowTitle(_("About"))
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        picture = QLabel()
        picture.setPixmap(QIcon(str(resource("icons", "program.svg"))).pixmap(QSize(56, 56), self.devicePixelRatioF()))
        head.addWidget(picture)
        names = QVBoxLayout()
        names.setSpacing(GRID // 2)
        names.addWidget(label(_("Complaint ledger"), "title"))
        names.addWidget(label(f"Complaint Desk {__version__} · MIT", "secondary"))
        head.addLayout(names)
        head.addStretch()
        column.addLayout(head)
        column.addWidget(label(_("Everything stays on this PC; the program never calls the network."), wraps=True))
        where = _("Data folder: {folder}").format(folder=workplace.places.data)
        column.addWidget(label(where, "secondary", wraps=True, selectable=True))
        column.addWidget(label(_("Libraries and licences"), "section"))
        column.addWidget(_Licences(workplace))
        row = QHBoxLayout()
        row.addStretch()
        close = button(_("Close"), "about.close", "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row.addWidget(close)
        column.addLayout(row)


class _Licences(QWidget):
    """Every part of others' work with version and licence; beside it the text of the one that is chosen."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._parts = QListWidget()
        self._parts.setObjectName("about.parts")
        self._parts.setAccessibleName(_("Libraries and licences"))
        self._text = QPlainTextEdit()
        self._text.setObjectName("about.licence")
        self._text.setAccessibleName(_("Licence"))
        self._text.setReadOnly(True)
        self._parts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._parts.setMinimumSize(_NAMES_WIDTH, _HEIGHT)
        self._text.setMinimumSize(_TEXT_WIDTH, _HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._parts)
        row.addWidget(self._text, 1)
        self._parts.currentItemChanged.connect(self._show)
        workplace.lanes.submit("files", parts.parts, self._fill, owner=self)

    def _fill(self, found: tuple[Part, ...]) -> None:
        for part in found:
            item = QListWidgetItem(f"{part.name} {part.version}".rstrip() + f" · {part.licence}")
            item.setData(Qt.ItemDataRole.UserRole, part)
            item.setToolTip(part.licence)
            self._parts.addItem(item)
        self._parts.setCurrentRow(0)

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            part: Part = item.data(Qt.ItemDataRole.UserRole)
            self._workplace.lanes.submit("files", part.wording, self._text.setPlainText, owner=self)
