"""Opens the letters of a complaint from anywhere: the case page, the ledger, the menu."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from complaint_desk.domain.complaint import Case
from complaint_desk.services import handling
from complaint_desk.ui.shared.letters.dialog import LettersDialog
from complaint_desk.ui.shared.workplace import Workplace


def open_letters(workplace: Workplace, complaint_id: int, parent: QWidget) -> None:
    """Read the case and open its letters over `parent`."""
    desk = workplace.desk

    def show(case: Case) -> None:
        dialog = LettersDialog(workplace, case, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    workplace.lanes.submit(
        "read",
        lambda: handling.case(desk, complaint_id),
        show,
        failed=workplace.questions.show_error,
        owner=parent,
    )
