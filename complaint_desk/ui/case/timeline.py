"""What was done: the handling record, newest first, and the journal of who wrote what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QToolButton, QVBoxLayout, QWidget

from complaint_desk.domain.complaint import Case, JournalEntry, Step
from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.moments import in_shanghai
from complaint_desk.domain.roles import Right
from complaint_desk.domain.standing import standing_entries
from complaint_desk.domain.vocabulary import Status
from complaint_desk.i18n import _
from complaint_desk.i18n.values import list_text, moment_text
from complaint_desk.i18n.words import Words
from complaint_desk.services.desk import Desk
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.emptying import empty
from complaint_desk.ui.shared.flow import FlowLayout
from complaint_desk.ui.shared.icons import give_icon
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.permission import reserve
from complaint_desk.ui.shared.pill import STATUS_LOOKS, Pill
from complaint_desk.ui.shared.style import current_tokens, marked
from complaint_desk.ui.shared.tokens import GRID

_LONGEST_BEFORE = 60


_SPOKEN_BY_A_STEP = frozenset({Status.ACCEPTED, Status.ANSWERED})


class Timeline(QWidget):
    """The handling record with the changes of status. `correcting` carries a `Step` that the person wants to correct."""

    correcting = Signal(object)

    def __init__(self, words: Words, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._desk = desk
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)

    def show_case(self, case: Case) -> None:
        """What was done, newest first."""
        empty(self._column)
        self._column.addWidget(label(_("Handling record"), role="section"))
        by_id = {step.id: step for step in case.steps}
        told = _entry_of_step(case.journal)
        lines = [
            (step.at, told.get(step.id, 0), 0, step.id, self._row(step, by_id.get(step.corrects or 0)))
            for step in case.steps
        ]
        lines += [
            (at, entry.sequence, 1, 0, self._change(entry, at))
            for entry in standing_entries(case.journal)
            if (at := _moment_of_change(entry)) is not None
        ]
        if not lines:
            self._column.addWidget(label(_("Nothing recorded yet."), role="secondary"))
        for *_order, row in sorted(lines, key=lambda each: each[:4], reverse=True):
            self._column.addWidget(row)

    def _change(self, entry: JournalEntry, at: dt.datetime) -> QWidget:
        """One change of status: which, when, by whom, and the reason where the list holds one."""
        details = dict(entry.details)
        row = QWidget()
        line = FlowLayout(row, gap=GRID)
        status = details["to"]
        pill = Pill(self._words.label("status", status), STATUS_LOOKS[status], yields=True)
        line.addWidget(pill)
        parts = [moment_text(at), entry.person, self._words.label("decline_reason", details.get("reason", ""))]
        line.addWidget(label("  ".join(part for part in parts if part), role="secondary"))
        return row

    def _row(self, step: Step, corrected: Step | None) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        head = FlowLayout(gap=GRID)
        kind = self._words.label("step_kind", step.kind)
        head.addWidget(label(kind, role="section"))
        head.addWidget(label(f"{moment_text(step.at)}  {step.person}", role="secondary"))
        correct = button(_("Correct"), f"case.correct.{step.id}", "link")
        marked(correct, flush=True)
        correct.setAccessibleDescription(f"{kind} {moment_text(step.at)}")
        correct.clicked.connect(lambda _checked=False: self.correcting.emit(step))
        reserve(self._desk, Right.HANDLE, correct)
        head.addWidget(correct)
        column.addLayout(head)
        if corrected is not None:
            column.addWidget(
                label(
                    _("Corrects the record of {time}").format(time=moment_text(corrected.at)),
                    role="warning",
                    wraps=True,
                )
            )
        if step.text:
            column.addWidget(label(step.text, wraps=True, selectable=True))
        return row


def _entry_of_step(journal: Sequence[JournalEntry]) -> dict[int, int]:
    """The journal entry that each step came with, by sequence: what was done in one deed stands together."""
    return {
        int(step): entry.sequence
        for entry in journal
        for step in dict(entry.details).get("steps", "").split(",")
        if step
    }


def _moment_of_change(entry: JournalEntry) -> dt.datetime | None:
    """When a deed changed the status; None where it did not, or where a step of its own says so."""
    details = dict(entry.details)
    if entry.deed not in ("moved", "followed_up", "bulk_edited") or details.get("to") in (None, *_SPOKEN_BY_A_STEP):
        return None
    return dt.datetime.fromisoformat(details["at"]) if "at" in details else in_shanghai(entry.at)


class JournalView(QWidget):
    """The journal, folded away until wanted."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._opener = QToolButton()
        self._opener.setObjectName("case.journal")
        self._opener.setCheckable(True)
        self._opener.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        give_icon(self._opener, "chevron-right", current_tokens(), "accent")
        self._opener.toggled.connect(self._open)
        marked(self._opener, kind="fold")
        self._lines = QWidget()
        self._grid = QGridLayout(self._lines)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._lines.hide()
        column.addWidget(self._opener)
        column.addWidget(self._lines)

    def show_entries(self, entries: Sequence[JournalEntry]) -> None:
        empty(self._grid)
        title = _("Journal")
        self._opener.setText(f"{title}  {len(entries)}")
        self._opener.setAccessibleName(title)
        for row, entry in enumerate(sorted(entries, key=lambda each: each.sequence, reverse=True)):
            at = label(f"{in_shanghai(entry.at):%m-%d %H:%M}", role="secondary")
            at.setToolTip(moment_text(in_shanghai(entry.at)))
            self._grid.addWidget(at, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(label(self._sentence(entry), wraps=True, selectable=True), row, 1)

    def _sentence(self, entry: JournalEntry) -> str:
        details = dict(entry.details)
        parts = [entry.person, self._words.deed_label(entry.deed)]
        if status := details.get("to"):
            parts.append(f"\u2192 {self._words.label('status', status)}")
        if entry.deed == "undone":
            parts.append(self._words.deed_label(details["deed"]))
        if code := details.get("event"):
            parts.append(self._words.label("start_event", code))
        parts.append(self._dates(details))
        parts.append(dict(entry.before or ()).get("reason", ""))
        if names := [self._words.field_label(name) for name in entry.fields]:
            parts.append(list_text(names))
        text = " \u00b7 ".join(part for part in parts if part)
        before = [
            f"{self._words.field_label(name)} {self._words.label(FIELD[name].word_list or name, value)[:_LONGEST_BEFORE]}"
            for name, value in entry.before or ()
            if value and name in FIELD
        ]
        return text + ("\n" + _("Before: {values}").format(values=list_text(before)) if before else "")

    def _dates(self, details: Mapping[str, str]) -> str:
        """The clocks that a deed was done to, each with the day before and after."""
        told = (details.get(name, "").split(",") for name in ("clock", "due_before", "due"))
        clocks = []
        for code, before, due in zip_longest(*told, fillvalue=""):
            days = before if before == due else f"{before} \u2192 {due}"
            clocks.append(f"{self._words.label('clock', code)} {days}".strip())
        return list_text([each for each in clocks if each])

    def _open(self, opened: bool) -> None:
        give_icon(self._opener, "chevron-down" if opened else "chevron-right", current_tokens(), "accent")
        self._lines.setVisible(opened)
