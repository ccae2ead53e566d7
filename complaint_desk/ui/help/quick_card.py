"""The quick card of a clerk, to be printed or kept as PDF."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from complaint_desk.domain.papers import CardKey, Paper
from complaint_desk.services import papers
from complaint_desk.ui.shared.form.plan import SPOKEN
from complaint_desk.ui.shared.print_preview import PrintPreview
from complaint_desk.ui.shared.shortcuts import Shortcut
from complaint_desk.ui.shared.workplace import Workplace

_WORTH_KNOWING = (
    "new", "save", "search", "filter", "open", "more", "letters", "follow_up", "undo", "today", "ledger", "my_cases", "call_list",
    "next_tab", "print", "help",
)  # fmt: skip
_LEFT_OUT = ("department", "handler", "received_at")
"""Fields of the form that nobody is asked for."""


def card_fields() -> tuple[str, ...]:
    """The fields of the form that a call fills, in their order."""
    return tuple(place.name for section in SPOKEN for place in section.places if place.name not in _LEFT_OUT)


def card_keys(shortcuts: Sequence[Shortcut]) -> tuple[CardKey, ...]:
    """The keys that a clerk uses every day."""
    known = {each.name: each for each in shortcuts}
    return tuple(CardKey(known[name].keys[0], known[name].deed) for name in _WORTH_KNOWING if name in known)


def open_card(workplace: Workplace, shortcuts: Sequence[Shortcut], parent: QWidget) -> None:
    """Make the card and open its preview."""
    desk, words, keys = workplace.desk, workplace.words, card_keys(shortcuts)

    def show(paper: Paper) -> None:
        PrintPreview(workplace, paper, parent).open()

    workplace.lanes.submit("read", lambda: papers.quick_card(desk, card_fields(), keys, words), show, owner=parent)
