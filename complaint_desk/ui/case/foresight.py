"""What a deed will do to due dates, said in its dialog before it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import MappingProxyType

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from complaint_desk.domain.complaint import Case
from complaint_desk.domain.rule_sets import PauseReason
from complaint_desk.i18n.clock_deeds import foreseen_text, rung_sentences
from complaint_desk.i18n.sentences import joined
from complaint_desk.services import foreseeing
from complaint_desk.services.desk import Desk
from complaint_desk.services.foreseeing import Foreseen
from complaint_desk.ui.case.deed_plans import DeedPlan
from complaint_desk.ui.case.deed_problems import Values, extension_wish
from complaint_desk.ui.case.fitted_plans import chosen
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_LINES = MappingProxyType({"extend": 5, "start_event": 3})
_FEW_LINES = 2
"""What comes of a deed takes so many lines at most, one for each clock of answer and closing."""


class Foresight(QWidget):
    """Two texts: what the rule asks for, and what comes of it. Hidden for a deed that has nothing to do with clocks."""

    def __init__(self, workplace: Workplace, case: Case, plan: DeedPlan) -> None:
        super().__init__()
        self._workplace, self._case, self._plan = workplace, case, plan
        self._question = 0
        self._asks = label(role="secondary", wraps=True)
        self._asks.setObjectName(f"{plan.code}.asks")
        self._comes = label(wraps=True)
        self._comes.setObjectName(f"{plan.code}.foresight")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self._asks)
        column.addWidget(self._comes)
        column.addStretch()
        # The room is there from the beginning, so that nothing jumps while somebody types.
        self._comes.ensurePolished()
        lines = _LINES.get(plan.code, _FEW_LINES)
        self.setMinimumHeight(lines * self._comes.fontMetrics().lineSpacing() + GRID)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        names = {"", *(place.name for place in plan.places)}
        self._wanted = plan.code in _ASKING and _NEEDED.get(plan.code, "") in names
        if not self._wanted:
            self.hide()

    def follow(self, values: Values) -> None:
        """Say what would come of these values."""
        if not self._wanted:
            return
        self._show_rung(values)
        self._question += 1
        question = self._question
        wanted = _ASKING[self._plan.code](self._workplace.desk, self._case.complaint.id, values)
        if wanted is None:
            self._comes.clear()
            return
        self._workplace.lanes.submit(
            "read",
            wanted,
            lambda found: self._show(question, found),
            failed=lambda _error: self._show(question, None),
            owner=self,
        )

    def _show_rung(self, values: Values) -> None:
        found = chosen(self._case, "extend", values["clock"]) if self._plan.code == "extend" else None
        self._asks.setText(joined(*rung_sentences(found)) if found else "")
        self._asks.setVisible(found is not None)

    def _show(self, question: int, found: Foreseen | None) -> None:
        if question == self._question:
            now = self._workplace.desk.clock()
            words = self._workplace.words
            explained = self._plan.code in _LINES
            self._comes.setText(
                foreseen_text(found.before, found.after, words, now, explained=explained) if found else ""
            )


_Question = Callable[[], Foreseen]


def _extension(desk: Desk, complaint_id: int, values: Values) -> _Question | None:
    wish, clock = extension_wish(values, desk.clock()), values["clock"]
    return (lambda: foreseeing.of_extension(desk, complaint_id, wish, clock)) if wish and clock else None


def _event(desk: Desk, complaint_id: int, values: Values) -> _Question | None:
    event, at = values["event"], _moment(desk, values)
    return (lambda: foreseeing.of_event(desk, complaint_id, event, at)) if event else None


def _pause(desk: Desk, complaint_id: int, values: Values) -> _Question | None:
    reason, at = values["reason"], _moment(desk, values)
    return (lambda: foreseeing.of_pause(desk, complaint_id, reason, at)) if reason else None


def _waiting(desk: Desk, complaint_id: int, values: Values) -> _Question | None:
    codes, at = values["paused_clocks"], _moment(desk, values)
    return (lambda: foreseeing.of_pause(desk, complaint_id, PauseReason.COMPLAINANT, at, codes)) if codes else None


def _resuming(desk: Desk, complaint_id: int, values: Values) -> _Question | None:
    at = _moment(desk, values)
    return lambda: foreseeing.of_resuming(desk, complaint_id, at)


def _going_on(desk: Desk, complaint_id: int, values: Values) -> _Question | None:
    codes, at = values["resumed_clocks"], _moment(desk, values)
    return (lambda: foreseeing.of_resuming(desk, complaint_id, at, codes)) if codes else None


def _moment(desk: Desk, values: Values) -> dt.datetime:
    said: dt.datetime | None = values.get("step_at") or values.get("replied_at")
    return said or desk.clock()


_ASKING: MappingProxyType[str, Callable[[Desk, int, Values], _Question | None]] = MappingProxyType(
    {
        "extend": _extension,
        "start_event": _event,
        "pause": _pause,
        "wait": _waiting,
        "resume": _resuming,
        "handle": _going_on,
        "answer": _going_on,
    }
)
"""Deeds that move due dates, and how what comes of them is asked for."""

_NEEDED = MappingProxyType({"wait": "paused_clocks", "handle": "resumed_clocks", "answer": "resumed_clocks"})
"""Without this field a deed leaves the clocks alone."""
