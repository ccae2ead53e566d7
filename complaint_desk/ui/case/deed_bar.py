"""The buttons of what may be done next at a case: the usual next one first, rare ones in a menu."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from complaint_desk.domain.vocabulary import Status
from complaint_desk.i18n import _
from complaint_desk.services.desk import Desk
from complaint_desk.ui.case.deed_plans import DEEDS, DeedPlan, deeds_of, words_of
from complaint_desk.ui.shared.buttons import button, menu_button, plain_text
from complaint_desk.ui.shared.form.cell import with_mnemonic
from complaint_desk.ui.shared.permission import reserve
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID

_IN_SIGHT = ("accept", "answer", "close", "record_step")
_WHILE_WAITING = ("handle", "answer", "record_step")
_NEXT = {
    Status.REGISTERED: "accept",
    Status.ACCEPTED: "answer",
    Status.HANDLING: "answer",
    Status.WAITING: "answer",
    Status.ANSWERED: "close",
    Status.CLOSED: "follow_up",
}
"""The one primary button of each status."""


class DeedBar(QWidget):
    """`wanted` carries the code of the deed; what the person at `desk` may not do stands there disabled."""

    wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID)
        self._more, self._menu = menu_button(_("More"), "case.more", self)
        self._buttons: dict[str, QPushButton] = {}
        self._actions: dict[str, QAction] = {}
        self._primary = ""
        self._allowed: tuple[str, ...] = ()
        self._quiet = False
        for plan in DEEDS.values():
            if plan.code == "correct_step":
                continue
            made = button(_(plan.words), f"case.{plan.code}")
            made.clicked.connect(lambda _checked=False, code=plan.code: self.wanted.emit(code))
            made.hide()
            self._buttons[plan.code] = made
            action = QAction(_in_menu(plan, _(plan.words)), self)
            action.triggered.connect(lambda _checked=False, code=plan.code: self.wanted.emit(code))
            action.setObjectName(f"case.more.{plan.code}")
            reserve(desk, plan.right, made, action)
            self._actions[plan.code] = action
            self._menu.addAction(action)
        self._row.addWidget(self._more)
        for code in ("record_step", *(code for code in self._buttons if code != "record_step")):
            self._row.addWidget(self._buttons[code])

    def show_status(
        self, status: str, *, could_return: bool = False, watched: bool = False, others: tuple[str, ...] = ()
    ) -> None:
        """Offer what this status allows, and the `others`, at clocks and about the person.

        `could_return` tells that somebody had the complaint before, `watched` that its complainant refuses the decision: then
        the usual next step is to handle it again.
        """
        allowed = self._allowed = (*deeds_of(status, could_return=could_return), *others)
        handling = _(words_of(DEEDS["handle"], status))
        self._buttons["handle"].setText(handling)
        self._actions["handle"].setText(_in_menu(DEEDS["handle"], handling))
        self._primary = "reopen" if watched else _NEXT.get(Status(status), "")
        usual = _WHILE_WAITING if status == Status.WAITING else _IN_SIGHT
        in_sight = {code for code in allowed if code in usual or code == self._primary}
        for code, each in self._buttons.items():
            each.setVisible(code in in_sight)
            self._actions[code].setVisible(code in allowed and code not in in_sight)
        self._more.setVisible(any(action.isVisible() for action in self._actions.values()))
        if primary := self._buttons.get(self._primary):
            self._row.removeWidget(primary)
            self._row.addWidget(primary)
        self._mark()

    def focus_next(self) -> bool:
        """Put the person at the usual next deed; False where there is none for them, or where it is done at once.

        The Enter that opened the case, struck twice, must not do a deed that nobody can take back.
        """
        if not self._primary or not DEEDS[self._primary].asks or not self._buttons[self._primary].isEnabled():
            return False
        self._buttons[self._primary].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def offers(self, deed: str) -> bool:
        """Whether a deed may be done as the complaint stands."""
        return deed in self._allowed

    def show_more(self) -> None:
        """Open the menu of rare deeds, at the first that may be done."""
        if self._more.isVisible():
            offered = (action for action in self._menu.actions() if action.isVisible() and action.isEnabled())
            if (first := next(offered, None)) is not None:
                self._menu.setActiveAction(first)
            self._more.showMenu()

    def be_quiet(self, *, quiet: bool) -> None:
        """Leave the one primary button to somebody else, for as long as there is something to save."""
        self._quiet = quiet
        self._mark()

    def _mark(self) -> None:
        for code, each in self._buttons.items():
            marked(each, kind="primary" if code == self._primary and not self._quiet else "")


def _in_menu(plan: DeedPlan, words: str) -> str:
    """A deed's words with its letter, the dots after it."""
    plain = plain_text(words)
    bare = plain.rstrip("\u2026")
    return with_mnemonic(bare, plan.key, required=False) + plain[len(bare) :]
