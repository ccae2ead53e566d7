"""Buttons by what they are for: one primary a page, plain ones, links, and buttons that open a menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from complaint_desk.i18n import _
from complaint_desk.ui.shared import icons
from complaint_desk.ui.shared.permission import ReasonTips
from complaint_desk.ui.shared.style import current_tokens, marked
from complaint_desk.ui.shared.tokens import GRID


def button(text: str, name: str = "", kind: str = "", parent: QWidget | None = None) -> QPushButton:
    """A push button; `kind` is "" or `primary`, `link`, `danger`, `quiet`. `name` becomes its objectName."""
    made = QPushButton(text, parent)
    made.setObjectName(name)
    made.setAccessibleName(plain_text(text))
    made.setAutoDefault(False)
    if kind == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    return marked(made, kind=kind) if kind else made


def menu_button(text: str, name: str, parent: QWidget | None = None) -> tuple[QPushButton, QMenu]:
    """A button with a chevron, and the menu that it opens."""
    made = button(text, name, "menu", parent)
    menu = QMenu(made)
    ReasonTips(menu)
    made.setMenu(menu)
    return made, menu


def icon_button(icon: str, name: str, accessible: str, parent: QWidget | None = None) -> QToolButton:
    """A small button that shows only an icon; `accessible` is its name and tool tip."""
    made = QToolButton(parent)
    made.setObjectName(name)
    made.setAccessibleName(accessible)
    made.setToolTip(accessible)
    made.setAutoRaise(True)
    icons.give_icon(made, icon, current_tokens())
    return made


def decision_row(dialog: QDialog, name: str, go_on: QPushButton, deed: Callable[[], None]) -> QHBoxLayout:
    """The foot of a dialog: Cancel, named `name.cancel`, and the button that Enter presses and that does the deed."""
    cancel = button(_("Cancel"), f"{name}.cancel")
    cancel.clicked.connect(dialog.reject)
    go_on.setDefault(True)
    go_on.clicked.connect(deed)
    row = QHBoxLayout()
    row.setSpacing(GRID)
    row.addStretch()
    row.addWidget(cancel)
    row.addWidget(go_on)
    return row


def plain_text(text: str) -> str:
    """A button's text without the mark of its mnemonic."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
