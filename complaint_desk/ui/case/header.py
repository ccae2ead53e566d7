"""The head of a case: number, status, who and what."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.domain.complaint import Case, Complaint
from complaint_desk.domain.workflow import is_watched
from complaint_desk.i18n import _
from complaint_desk.i18n.clocks import clock_name, due_words
from complaint_desk.i18n.values import moment_text, money_text, shown_text
from complaint_desk.i18n.words import Words
from complaint_desk.ui.case.time_bar import TimeBar, part_gone
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.pill import DUE_LOOKS, STATUS_LOOKS, Pill, Shape
from complaint_desk.ui.shared.tokens import GRID, Tone

_BAR_WIDTH = 12 * GRID


class CaseHeader(QWidget):
    """Says which complaint this is."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        top = QHBoxLayout()
        top.setSpacing(GRID + 4)
        self._number = label(role="title", selectable=True)
        self._number.setObjectName("case.number")
        self._status = Pill()
        self._status.setObjectName("case.status")
        self._about = label(role="section", wraps=True)
        self._about.setObjectName("case.about")
        self._registered = label(role="secondary", wraps=True)
        top.addWidget(self._number)
        top.addWidget(self._status)
        self._watched = Pill()
        self._watched.setObjectName("case.watched")
        top.addWidget(self._watched)
        self._held = Pill()
        self._held.setObjectName("case.held")
        top.addWidget(self._held)
        self._due = Pill()
        self._due.setObjectName("case.due")
        self._bar = TimeBar()
        self._bar.setFixedWidth(_BAR_WIDTH)
        top.addWidget(self._due)
        top.addWidget(self._bar)
        top.addStretch()
        column.addLayout(top)
        column.addWidget(self._about)
        column.addWidget(self._registered)

    def show_case(self, case: Case, now: dt.datetime) -> None:
        """Show the complaint, and what is left until its next time limit."""
        words, complaint = self._words, case.complaint
        self._show_due(case, now)
        self._number.setText(complaint.number)
        self._status.show_state(words.label("status", complaint.status), STATUS_LOOKS[complaint.status])
        self._watched.show_state(_("Decision refused, watched"), (Tone.AMBER, Shape.TRIANGLE))
        self._watched.setVisible(is_watched(complaint))
        self._held.show_state(_("Held"), (Tone.AMBER, Shape.PAUSE))
        self._held.setVisible(bool(complaint.hold))
        parts = [shown_text(complaint, "name", words), complaint.subject_name, words.label("nature", complaint.nature)]
        if complaint.price is not None:
            parts.append(_("{amount} yuan").format(amount=money_text(complaint.price)))
        self._about.setText(" \u00b7 ".join(part for part in parts if part))
        self._registered.setText(self._dates(complaint))

    def _show_due(self, case: Case, now: dt.datetime) -> None:
        left, state = due_words(case.complaint, now)
        code = case.complaint.due_clock
        next_due = next((each for each in case.clocks if each.clock.code == code and each.clock.is_open), None)
        self._due.setVisible(state is not None)
        self._bar.setVisible(next_due is not None and next_due.due is not None)
        if state is None:
            return
        name = clock_name(code, next_due.obligation.name if next_due else "", self._words)
        shown = _("{clock}: {left}").format(clock=name, left=left) if next_due else left
        self._due.show_state(shown, DUE_LOOKS[state])
        if next_due is not None:
            self._bar.show_part(part_gone(next_due, now), DUE_LOOKS[state][0])

    def _dates(self, complaint: Complaint) -> str:
        parts = [
            _("Registered {time} by {person}").format(
                time=moment_text(complaint.registered_at), person=complaint.registered_by
            )
        ]
        if complaint.closed_at is not None:
            parts.append(_("closed {time}").format(time=moment_text(complaint.closed_at)))
        if complaint.source_number:
            parts.append(_("source number {number}").format(number=complaint.source_number))
        if complaint.hold:
            parts.append(_("held because of: {reason}").format(reason=complaint.hold))
        return " \u00b7 ".join(parts)
