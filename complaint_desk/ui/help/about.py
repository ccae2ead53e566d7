"""What the program is, its version, where its data lies, and whose work it stands on."""

from __future__ import annotations

import platform
from importlib import metadata

from PySide6.QtCore import QSize, qVersion
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from complaint_desk import __version__
from complaint_desk.i18n import _
from complaint_desk.runtime.paths import resource
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_LIBRARIES = (
    ("PySide6-Essentials", "LGPL-3.0"), ("SQLAlchemy", "MIT"), ("alembic", "MIT"), ("openpyxl", "MIT"),
    ("python-calamine", "MIT"), ("cryptography", "Apache-2.0 / BSD"), ("phonenumbers", "Apache-2.0"), ("pypinyin", "MIT"),
    ("platformdirs", "MIT"),
)  # fmt: skip


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
        libraries = QPlainTextEdit(_libraries())
        libraries.setObjectName("about.libraries")
        libraries.setAccessibleName(_("Libraries and licences"))
        libraries.setReadOnly(True)
        libraries.setMinimumSize(420, 170)
        column.addWidget(label(_("Libraries and licences"), "section"))
        column.addWidget(libraries)
        row = QHBoxLayout()
        row.addStretch()
        close = button(_("Close"), "about.close", "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row.addWidget(close)
        column.addLayout(row)


def _libraries() -> str:
    lines = [f"Python {platform.python_version()} · PSF", f"Qt {qVersion()} · LGPL-3.0"]
    for name, licence in _LIBRARIES:
        try:
            lines.append(f"{name} {metadata.version(name)} · {licence}")
        except metadata.PackageNotFoundError:
            lines.append(f"{name} · {licence}")
    return "\n".join(lines)
