"""Care of the ledger from the window: checking it, its copies, putting one back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.reports import Verification
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import fault_sentence
from complaint_desk.services import care
from complaint_desk.ui.care.copies_dialog import CopiesDialog
from complaint_desk.ui.care.restore_dialog import RestoreDialog
from complaint_desk.ui.shared.task_strip import TaskStrip
from complaint_desk.ui.shared.wishes import Wish
from complaint_desk.ui.shared.workplace import Workplace

_MOST_SHOWN = 200


def verify(workplace: Workplace, tasks: TaskStrip) -> None:
    """Check the journal chain and everything that must agree with it, and say what was found."""
    desk, title = workplace.desk, _("Check ledger")

    def tell(found: Verification) -> None:
        checked = dict(found.checked).get("complaints", 0)
        if found.ok:
            text = _("The ledger is sound: {count} complaints and their journal agree.").format(count=f"{checked:,}")
            workplace.questions.show_message(title, text)
        else:
            details = "\n".join(fault_sentence(fault) for fault in found.faults[:_MOST_SHOWN])
            text = _("{count} faults were found. Keep a copy of the ledger and tell whoever looks after it.")
            workplace.questions.show_message(title, text.format(count=len(found.faults)), details)

    tasks.run(
        "verify",
        _("Checking the ledger"),
        "report",
        lambda stop, progress: care.verify(desk, None, stop, progress),
        tell,
    )


def show_copies(workplace: Workplace, window: QWidget, wish: Callable[[Wish], None]) -> None:
    """The list of copies, from which one can be put back."""
    dialog = CopiesDialog(workplace, workplace.copy_folders, window)
    dialog.restore_wanted.connect(lambda file: restore(workplace, window, wish, file))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def restore(workplace: Workplace, window: QWidget, wish: Callable[[Wish], None], wanted: Path | None = None) -> None:
    """Choose a copy to put back; what is wished then is done once the window has closed the ledger."""
    if workplace.desk.store.on_server:
        workplace.questions.show_error(Refusal("server_backup", path=workplace.desk.store.name))
        return
    dialog = RestoreDialog(workplace, workplace.copy_folders, wanted, window)
    dialog.wished.connect(wish)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
