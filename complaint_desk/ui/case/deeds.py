"""Doing a deed at a case from anywhere: the buttons of the case page, and those of the ledger's detail panel."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from complaint_desk.domain.complaint import Case, Changed, Step
from complaint_desk.i18n import _
from complaint_desk.services import handling
from complaint_desk.ui.case.deed_dialog import DeedDialog
from complaint_desk.ui.case.deed_plans import DEEDS, DeedPlan
from complaint_desk.ui.case.doing import doing
from complaint_desk.ui.case.fitted_plans import fitted
from complaint_desk.ui.shared.permission import why_not
from complaint_desk.ui.shared.workplace import Workplace


def open_deed(workplace: Workplace, complaint_id: int, deed: str, parent: QWidget) -> None:
    """Read the case and do a deed of `DEEDS` at it: at once, or by its dialog over `parent`.

    A deed that its status does not allow any more is said as an error.
    """
    desk = workplace.desk
    workplace.lanes.submit(
        "read",
        lambda: handling.case(desk, complaint_id),
        _doer(workplace, deed, parent),
        failed=workplace.questions.show_error,
        owner=parent,
    )


def _doer(workplace: Workplace, deed: str, parent: QWidget) -> Callable[[Case], None]:
    def do(case: Case) -> None:
        do_deed(workplace, case, deed, parent)

    return do


def do_deed(
    workplace: Workplace, case: Case, deed: str, parent: QWidget, step: Step | None = None
) -> DeedDialog | None:
    """Do a deed at a case as it was read; the dialog is returned where one was opened. Who may not is told so."""
    right = DEEDS[deed].right
    if right not in workplace.desk.rights:
        workplace.hub.said.emit(why_not(right))
        return None
    plan = fitted(DEEDS[deed], case, workplace.words, workplace.desk.clock())
    if not plan.asks:
        _do_at_once(workplace, case, plan, parent)
        return None
    dialog = DeedDialog(workplace, case, plan, parent, step)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def _do_at_once(workplace: Workplace, case: Case, plan: DeedPlan, parent: QWidget) -> None:
    workplace.lanes.submit(
        "write",
        doing(workplace.desk, case, plan, {}, None, step=None, words=workplace.words),
        _teller(workplace, plan),
        failed=workplace.questions.show_error,
        owner=parent,
    )


def _teller(workplace: Workplace, plan: DeedPlan) -> Callable[[Changed], None]:
    def tell(changed: Changed) -> None:
        workplace.hub.tell(changed)
        number = changed.complaint.number
        if plan.to is None:
            workplace.hub.said.emit(_("{number}: no longer held").format(number=number))
        else:
            status = workplace.words.label("status", changed.complaint.status)
            workplace.hub.said.emit(_("{number}: {status}").format(number=number, status=status))

    return tell
