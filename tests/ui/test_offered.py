"""What the case page offers in each status is what the command line allows, and nothing else."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtWidgets import QPushButton

from complaint_desk.services import intake
from complaint_desk.ui.case.deed_plans import DEEDS
from complaint_desk.ui.case.page import CasePage
from tests.cli.test_what_is_allowed import ALLOWED
from tests.conftest import NOW
from tests.storage.drafts import sound_draft

_COMMANDS = {
    "accept_late": "accept",
    "record_step": "step",
    "give_back": "return",
    "follow_up": "follow-up",
    "set_date": "clock-date",
    "tell_date": "clock-date",
    "start_event": "clock-date",
}
"""Deeds of the window that are called otherwise on the command line."""

ABOUT_THE_PERSON = {"hold", "release", "erase"}
"""Possible in every status."""


def offered(page: CasePage) -> set[str]:
    buttons = {
        code for code in DEEDS if (found := page.findChild(QPushButton, f"case.{code}")) and not found.isHidden()
    }
    menu = page.findChild(QPushButton, "case.more").menu()
    names = {each.objectName().removeprefix("case.more.") for each in menu.actions() if each.isVisible()}
    return {_COMMANDS.get(code, code) for code in buttons | names} - ABOUT_THE_PERSON


@pytest.mark.parametrize("status", ALLOWED)
def test_the_page_offers_what_the_status_allows(status, workplace, settle):
    known = intake.register(workplace.desk, sound_draft(status=status, received_at=NOW)).id
    page = CasePage(workplace, known)
    settle()
    # Nobody had it before; what was decided is taken up again by its own name.
    allowed = ALLOWED[status] - {"return"} - ({"handle"} if "reopen" in ALLOWED[status] else set())
    assert offered(page) == allowed
    settle()
    shiboken6.delete(page)
