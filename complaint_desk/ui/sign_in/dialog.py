"""Name and password before the ledger is shown, and the first administrator where nobody has a password yet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from complaint_desk.domain.entrance import Entrance
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.passwords import SHORTEST
from complaint_desk.i18n import _, pgettext
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.services import entering
from complaint_desk.services.entering import Door, Invitation
from complaint_desk.ui.background.lanes import Lanes
from complaint_desk.ui.focus import bring_to_front
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.captioned import Captioned
from complaint_desk.ui.shared.form.cell import with_mnemonic
from complaint_desk.ui.shared.growing_dialog import GrowingDialog
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.password_field import PasswordField
from complaint_desk.ui.shared.tokens import GRID

_WIDTH = 400


class SignInDialog(GrowingDialog):
    """`entrance` is who came in; None as long as nobody did. `heard` may be emitted in any thread: it comes to the front."""

    heard = Signal()

    def __init__(self, door: Door, invitation: Invitation, lanes: Lanes, last: str = "") -> None:
        super().__init__()
        self.setObjectName("sign_in")
        self.setWindowTitle(_("Complaint ledger"))
        self.setFixedWidth(_WIDTH)
        self.entrance: Entrance | None = None
        self._door = door
        self._lanes = lanes
        self._begins = not invitation.names
        self._name = _line(invitation.called) if self._begins else _choice(invitation.names, last)
        self._named = Captioned(pgettext("person", "Name"), self._name, "sign_in.name", "N")
        self._password = PasswordField(_("Password"), "sign_in.password", "P")
        self._again = PasswordField(_("Password again"), "sign_in.again", "A")
        self._again.setVisible(self._begins)
        self._message = label(error_sentence(invitation.why) if invitation.why else "", role="problem", wraps=True)
        self._message.setObjectName("sign_in.message")
        self._go_on = button(_("Begin") if self._begins else _("Sign in"), "sign_in.go_on", "primary")
        self._fields: tuple[QWidget, ...] = (self._named, self._password, self._again, self._go_on)
        self._lay_out()
        self.heard.connect(lambda: bring_to_front(self))
        self._password.line.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(label(_("First administrator") if self._begins else _("Sign in"), "title"))
        if self._begins:
            column.addWidget(label(_begin_text(), "secondary", wraps=True))
        for each in (self._message, self._named, self._password, self._again):
            column.addWidget(each)
        self._message.setVisible(bool(self._message.text()))
        leave = button(with_mnemonic(_("Quit"), "Q"), "sign_in.leave")
        leave.clicked.connect(self.reject)
        self._go_on.setDefault(True)
        self._go_on.clicked.connect(self._ask)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addStretch()
        foot.addWidget(leave)
        foot.addWidget(self._go_on)
        column.addLayout(foot)

    @property
    def name(self) -> str:
        """The name that stands there."""
        return self._name.currentText() if isinstance(self._name, QComboBox) else self._name.text()

    def _ask(self) -> None:
        for each in (self._named, self._password, self._again):
            each.problem("")
        self._tell("")
        if self._begins and self._password.text() != self._again.text():
            self._again.problem(_("The two passwords differ."))
            self._again.line.setFocus()
            return
        door, name, password = self._door, self.name, self._password.text()
        deed = entering.begin if self._begins else entering.by_password
        self._submit(lambda: deed(door, name, password))

    def _submit(self, deed: Callable[[], Entrance]) -> None:
        for each in self._fields:
            each.setEnabled(False)
        self._lanes.submit("write", deed, self._come_in, self._refuse, owner=self, always=self._give_back)

    def _give_back(self) -> None:
        for each in self._fields:
            each.setEnabled(True)
        if self.entrance is None:
            self._password.line.selectAll()
            self._password.line.setFocus()

    def _come_in(self, entrance: Entrance) -> None:
        self.entrance = entrance
        self.accept()

    def _refuse(self, error: DeskError) -> None:
        sentence = error_sentence(error)
        if error.code in ("password_too_short", "password_too_long"):
            self._password.problem(sentence)
        elif error.code in ("member_without_name", "member_exists", "entry_too_long"):
            self._named.problem(sentence)
        else:
            self._tell(sentence)

    def _tell(self, sentence: str) -> None:
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))


def _line(name: str) -> QLineEdit:
    return QLineEdit(name)


def _choice(names: tuple[str, ...], last: str) -> QComboBox:
    """Those who have a password; whoever came in here last stands first."""
    box = QComboBox()
    box.addItems(sorted(names, key=lambda name: name != last))
    return box


def _begin_text() -> str:
    return _(
        "Nobody has a password at this ledger yet. Whoever comes first becomes its administrator, who gives the others their "
        "roles and passwords under Preferences, Departments and staff. A password has at least {limit} characters."
    ).format(limit=SHORTEST)
