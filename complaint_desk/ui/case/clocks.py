"""The time limits of a case: what is left of each as words and bar, and why it ends when it ends."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QVBoxLayout, QWidget

from complaint_desk.domain.clocks import DueReasons
from complaint_desk.domain.complaint import Case
from complaint_desk.i18n import _
from complaint_desk.i18n.clocks import clock_name, due_text, historic_text, state_words, why
from complaint_desk.i18n.words import Words
from complaint_desk.ui.case.time_bar import TimeBar, part_gone
from complaint_desk.ui.shared.emptying import empty
from complaint_desk.ui.shared.flow import FlowLayout
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.pill import DUE_LOOKS, Pill
from complaint_desk.ui.shared.tokens import GRID


class CaseClocks(QWidget):
    """Hidden where a complaint has no time limits, unless it is older than they are."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("case.clocks")
        self._words = words
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)

    def show_case(self, case: Case, now: dt.datetime) -> None:
        """Show the clocks as they stand at a moment."""
        empty(self._column)
        historic = historic_text(case.complaint)
        self.setVisible(bool(case.clocks or historic))
        self._column.addWidget(label(_("Time limits"), role="section"))
        if historic:
            told = label(historic, role="secondary", wraps=True)
            told.setObjectName("case.clocks.historic")
            self._column.addWidget(told)
        for each in case.clocks:
            self._column.addWidget(self._row(each, now))

    def _row(self, reasons: DueReasons, now: dt.datetime) -> QWidget:
        clock, state = reasons.clock, reasons.clock.state(now)
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        # Narrow panels have no room for words and pill in one line.
        head = QWidget()
        line = FlowLayout(head, GRID, spread=True)
        name = clock_name(clock.code, reasons.obligation.name, self._words)
        line.addWidget(label(name, role="strong"))
        if reasons.due is not None:
            line.addWidget(label(due_text(reasons.due, clock.unit)))
        pill = Pill(state_words(state, reasons.due, now), DUE_LOOKS[state])
        pill.setObjectName(f"case.clocks.{clock.code}")
        line.addWidget(pill)
        column.addWidget(head)
        if clock.is_open and reasons.due is not None:
            bar = TimeBar()
            bar.show_part(part_gone(reasons, now), DUE_LOOKS[state][0])
            column.addWidget(bar)
        column.addWidget(label(why(reasons, self._words), role="secondary", wraps=True))
        return row
