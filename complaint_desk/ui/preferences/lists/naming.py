"""Asks for a name, and stays open with what was typed until it can be kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from complaint_desk.domain.errors import DeskError
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.ui.shared.buttons import button, decision_row
from complaint_desk.ui.shared.captioned import Captioned
from complaint_desk.ui.shared.growing_dialog import GrowingDialog
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_WIDTH = 400
_T = TypeVar("_T")


class AskingDialog(GrowingDialog):
    """Asks for something and stays open until it is kept."""

    def refuse(self, error: DeskError) -> None:
        """Say why it is not kept."""
        raise NotImplementedError


class NameDialog(AskingDialog):
    """`wanted` carries the name, and what stands in `beside` where there is such a box.

    Whoever asked answers with `accept` or `refuse`.
    """

    wanted = Signal(str, str)

    def __init__(
        self,
        title: str,
        caption: str,
        go_on: str,
        text: str = "",
        beside: tuple[str, QComboBox] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("naming")
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self._line = QLineEdit(text)
        self._line.selectAll()
        self._name = Captioned(caption, self._line, "naming.name", "N")
        self._beside = beside[1] if beside else None
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self._name)
        if beside is not None:
            column.addWidget(Captioned(beside[0], beside[1], "naming.beside", "B"))
        column.addLayout(decision_row(self, "naming", button(go_on, "naming.keep", "primary"), self._ask))

    def refuse(self, error: DeskError) -> None:
        """Say at the field why it cannot be called so."""
        self._name.problem(error_sentence(error))
        self._line.setFocus()
        self._line.selectAll()

    def _ask(self) -> None:
        self._name.problem("")
        self.wanted.emit(self._line.text(), "" if self._beside is None else self._beside.currentText().strip())


def write_for(
    dialog: AskingDialog | None,
    workplace: Workplace,
    owner: QWidget,
    deed: Callable[[], _T],
    done: Callable[[_T], object],
    failed: Callable[[DeskError], None],
) -> None:
    """Write beside the window for `owner`; a dialog stays open with what was typed until it is kept, and says why it is not."""

    def take(value: _T) -> None:
        if dialog is not None:
            dialog.accept()
        done(value)

    refused = failed if dialog is None else dialog.refuse
    workplace.lanes.submit("write", deed, take, refused, owner=dialog or owner)
