"""Care of the ledger from the window: checking it, keeping a copy."""

from __future__ import annotations

from pathlib import Path

from complaint_desk.domain.reports import Verification
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import fault_sentence
from complaint_desk.services import care
from complaint_desk.ui.shared.task_strip import TaskStrip
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


def back_up(workplace: Workplace, tasks: TaskStrip) -> None:
    """Keep a checked copy in a file that the person names."""
    desk, title = workplace.desk, _("Back up")
    suggested = _("Complaint ledger copy {day}").format(day=f"{desk.clock():%Y%m%d}") + ".db"
    path = workplace.questions.save_file(title, suggested, _("Ledger copy") + " (*.db)")
    if path is None:
        return

    def tell(copied: care.Copied) -> None:
        text = _("{count} complaints copied to {file}").format(count=f"{copied.complaints:,}", file=copied.file)
        if workplace.questions.confirm(title, text, _("Open folder"), _("Close")):
            workplace.questions.open_outside(Path(copied.file).parent)

    tasks.run("back_up", _("Copying the ledger"), "report", lambda _stop, _progress: care.back_up(desk, path), tell)
