"""Asks which roles somebody has, and under which Windows account they come."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.roles import Role
from complaint_desk.domain.staff import LONGEST_ACCOUNT, StaffMember
from complaint_desk.i18n import _
from complaint_desk.i18n.roles import role_name
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.runtime.account import account_at_the_desk
from complaint_desk.ui.preferences.lists.naming import AskingDialog
from complaint_desk.ui.shared.buttons import button, decision_row
from complaint_desk.ui.shared.captioned import Captioned
from complaint_desk.ui.shared.form.cell import with_mnemonic
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID

_WIDTH = 400
_KEYS = {Role.CLERK: "C", Role.HANDLER: "H", Role.SUPERVISOR: "S", Role.ADMINISTRATOR: "D", Role.AUDITOR: "U"}


class RoleDialog(AskingDialog):
    """`wanted` carries the roles in their order, and the account. Whoever asked answers with `accept` or `refuse`."""

    wanted = Signal(object, str)

    def __init__(self, member: StaffMember, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("roles")
        self.setWindowTitle(_("Roles of \u201c{name}\u201d").format(name=member.name))
        self.setMinimumWidth(_WIDTH)
        self._ticks = {role: _tick(role, ticked=role in member.roles) for role in Role}
        self._problem = label(role="problem", wraps=True)
        self._problem.setObjectName("roles.problem")
        self._problem.hide()
        self._account = QLineEdit(member.account)
        self._account.setMaxLength(LONGEST_ACCOUNT)
        self._account.setPlaceholderText(_("At this PC: {account}").format(account=account_at_the_desk()))
        self._named = Captioned(_("Windows account"), self._account, "roles.account", "W")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        ticks = QVBoxLayout()
        ticks.setSpacing(GRID)
        for each in (*self._ticks.values(), self._problem):
            ticks.addWidget(each)
        column.addLayout(ticks)
        column.addWidget(self._named)
        column.addWidget(label(_("Counts from the next start of this person on."), "secondary", wraps=True))
        column.addLayout(decision_row(self, "roles", button(_("Keep"), "roles.keep", "primary"), self._ask))

    def refuse(self, error: DeskError) -> None:
        """Say where it cannot be so."""
        sentence = error_sentence(error)
        if error.code in ("account_taken", "entry_too_long"):
            self._named.problem(sentence)
            self._account.setFocus()
        else:
            self._problem.setText(sentence)
            self._problem.show()

    def _ask(self) -> None:
        self._problem.hide()
        self._named.problem("")
        roles = tuple(role for role, tick in self._ticks.items() if tick.isChecked())
        self.wanted.emit(roles, self._account.text())


def _tick(role: Role, *, ticked: bool) -> QCheckBox:
    tick = QCheckBox(with_mnemonic(role_name(role), _KEYS[role]))
    tick.setObjectName(f"roles.{role}")
    tick.setAccessibleName(role_name(role))
    tick.setChecked(ticked)
    return tick
