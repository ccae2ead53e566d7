"""Asks for a new password twice, and of oneself for the old one first."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.passwords import SHORTEST
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.ui.preferences.lists.naming import AskingDialog
from complaint_desk.ui.shared.buttons import button, decision_row
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.password_field import PasswordField
from complaint_desk.ui.shared.tokens import GRID

_WIDTH = 400


class PasswordDialog(AskingDialog):
    """`wanted` carries the old password, "" where none is asked for, and the new one."""

    wanted = Signal(str, str)

    def __init__(self, name: str, parent: QWidget | None = None, *, asks_old: bool) -> None:
        super().__init__(parent)
        self.setObjectName("password")
        self.setWindowTitle(_("Password of \u201c{name}\u201d").format(name=name))
        self.setMinimumWidth(_WIDTH)
        self._old = PasswordField(_("Old password"), "password.old", "O")
        self._old.setVisible(asks_old)
        self._new = PasswordField(_("New password"), "password.new", "N")
        self._again = PasswordField(_("Password again"), "password.again", "A")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        for each in (self._old, self._new, self._again):
            column.addWidget(each)
        text = _("At least {limit} characters.").format(limit=SHORTEST)
        column.addWidget(label(text, "secondary", wraps=True))
        column.addLayout(decision_row(self, "password", button(_("Keep"), "password.keep", "primary"), self._ask))

    def refuse(self, error: DeskError) -> None:
        """Say at the field what is wrong."""
        field = self._new if error.code in ("password_too_short", "password_too_long") else self._first
        field.problem(error_sentence(error))
        field.line.setFocus()
        field.line.selectAll()

    @property
    def _first(self) -> PasswordField:
        return self._old if self._old.isVisible() else self._new

    def _ask(self) -> None:
        for each in (self._old, self._new, self._again):
            each.problem("")
        if self._new.text() != self._again.text():
            self._again.problem(_("The two passwords differ."))
            self._again.line.setFocus()
            return
        self.wanted.emit(self._old.text(), self._new.text())
