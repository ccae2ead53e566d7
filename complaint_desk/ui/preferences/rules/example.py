"""How the version that is edited counts from a day: follows each keystroke; an answer to an older question is dropped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QPlainTextEdit

from complaint_desk.domain.clocks import DueReasons
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.moments import start_of
from complaint_desk.domain.rule_sets import RuleVersion
from complaint_desk.i18n import _
from complaint_desk.i18n.clocks import named_example_text
from complaint_desk.services import rule_sets
from complaint_desk.ui.shared.workplace import Workplace

_HEIGHT, _LOW = 112, 72
_LITTLE_ROOM = 640
"""Below so many pixels of screen the form has more need of them."""


class Example(QPlainTextEdit):
    """Text to read, one line for each clock."""

    def __init__(self, workplace: Workplace, fail: Callable[[DeskError], None]) -> None:
        super().__init__()
        self.setObjectName("rules.example")
        self.setAccessibleName(_("Example"))
        self.setReadOnly(True)
        self.setFixedHeight(_LOW if self.screen().availableSize().height() < _LITTLE_ROOM else _HEIGHT)
        self.setTabChangesFocus(True)
        self._workplace, self._fail = workplace, fail
        self._question = 0

    def count(self, version: RuleVersion, day: dt.date) -> None:
        """Show how each clock of a version would run from a day."""
        desk, words = self._workplace.desk, self._workplace.words
        self._question += 1
        asked = self._question

        def show(example: tuple[DueReasons, ...]) -> None:
            if asked == self._question:
                self.setPlainText("\n".join(named_example_text(each, words) for each in example))

        self._workplace.lanes.submit(
            "read", lambda: rule_sets.example(desk, version, start_of(day)), show, self._fail, owner=self
        )
