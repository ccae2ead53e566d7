"""The dialog of one deed: its fields, what is missing said at the field, and the deed itself."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.domain.assigning import problems_of_handing_over
from complaint_desk.domain.clock_deeds import clock_to_date, problems_of_day
from complaint_desk.domain.complaint import Case, Changed, NewStep, Step, is_said
from complaint_desk.domain.errors import DeskError, StaleComplaint
from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.following_up import problems_of_response
from complaint_desk.domain.problems import Problem, ProblemsFound, problems_in
from complaint_desk.domain.steps import problems_of_moment, problems_of_step
from complaint_desk.domain.vocabulary import StepKind
from complaint_desk.domain.workflow import problems_of_closing, problems_of_transition
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.i18n.values import moment_text, shown_text
from complaint_desk.services import handling
from complaint_desk.ui.case.deed_plans import DeedPlan
from complaint_desk.ui.case.doing import Doing, doing
from complaint_desk.ui.shared.buttons import button, plain_text
from complaint_desk.ui.shared.form.form import Form
from complaint_desk.ui.shared.form.texts import Read, texts_of
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

WIDTH = 680


class DeedDialog(QDialog):
    """Asks what a deed needs and does it. `done_with` carries the `Changed` once it is durable."""

    done_with = Signal(object)

    def __init__(
        self, workplace: Workplace, case: Case, plan: DeedPlan, parent: QWidget | None = None, step: Step | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._case = case
        self._plan = plan
        self._step = step
        title = plain_text(_(plan.words)).rstrip("\u2026")
        self.setWindowTitle(f"{title} \u00b7 {case.complaint.number}")
        self.setObjectName(plan.code)
        self.setMinimumWidth(WIDTH)
        self._form = Form(workplace, plan.sections, plan.code, self._judge)
        self._bar = MessageBar(f"{plan.code}.message")
        self._accept_button = button(title, f"{plan.code}.accept", "primary")
        self._cancel_button = button(_("Cancel"), f"{plan.code}.cancel")
        for each in (self._accept_button, self._cancel_button):
            each.setAutoDefault(True)
        self._accept_button.clicked.connect(self.save)
        self._cancel_button.clicked.connect(self.reject)
        self._form.finished.connect(self._accept_button.setFocus)
        self._lay_out()
        self._began = self._first_texts()
        self._form.start(self._began)
        self._form.focus_first()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(2 * GRID)
        complaint = self._case.complaint
        name = shown_text(complaint, "name", self._workplace.words)
        clock = clock_to_date(self._case.clocks) if self._plan.code == "set_date" else ""
        which = self._workplace.words.label("clock", clock)
        about = " \u00b7 ".join(part for part in (name, complaint.subject_name, which) if part)
        column.addWidget(label(about, role="section", wraps=True))
        column.addWidget(self._bar)
        column.addWidget(self._form, 1)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addStretch()
        row.addWidget(self._cancel_button)
        row.addWidget(self._accept_button)
        column.addLayout(row)
        # Tab goes from the last field to the deed first, then to Cancel.
        QWidget.setTabOrder(self._accept_button, self._cancel_button)

    @property
    def form(self) -> Form:
        return self._form

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Save):
            self.save()
            event.accept()
        else:
            super().keyPressEvent(event)

    def save(self) -> None:
        """Do the deed, or say at the field what is missing."""
        if not self._accept_button.isEnabled() or self._form.try_all():
            return
        self._set_busy(busy=True)
        self._workplace.lanes.submit(
            "write",
            self._deed(self._form.read().values),
            self._done,
            self._fail,
            owner=self,
            always=lambda: self._set_busy(busy=False),
        )

    # What the form begins with and what is wrong with it

    def _first_texts(self) -> dict[str, str]:
        known = tuple(place.field for place in self._plan.places if place.name in FIELD)
        texts = texts_of(self._case.complaint, known)
        for name in self._plan.now_in:
            texts[name] = texts.get(name) or moment_text(self._workplace.desk.clock())
        if self._plan.code == "follow_up" and texts.get("follow_up") == "none":
            texts["follow_up"] = "done"
        if self._plan.code == "record_step":
            texts["step_kind"] = StepKind.CONTACT
        if self._step is not None:
            texts |= {"step_kind": self._step.kind, "step_text": self._step.text}
        return texts

    def _judge(self, read: Read) -> tuple[Problem, ...]:
        content = {name: value for name, value in read.values.items() if name in FIELD}
        complaint = dataclasses.replace(self._case.complaint, **content)
        now = self._workplace.desk.clock()
        problems = [problem for problem in problems_in(complaint, now) if problem.field in content]
        if self._plan.to is not None:
            problems += problems_of_transition(complaint, self._plan.to, read.values.get("decline_reason", ""))
            problems += problems_of_closing(complaint, self._plan.to, read.values.get("note", ""))
        return (*problems, *self._problems_of_passing(read.values), *self._problems_of_step(read.values, now))

    def _problems_of_passing(self, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        before = self._case.complaint
        if self._plan.code == "assign":
            found = problems_of_handing_over(before, values["department"], values["handler"], values["transfer_reason"])
            # Nobody did anything wrong by opening the dialog: that nothing is new is said when it is tried.
            return tuple(problem for problem in found if problem.code != "same_as_before")
        if self._plan.code == "respond":
            return problems_of_response(before, values["response"], values["note"])
        if self._plan.code in ("give_back", "escalate") and not is_said(values["transfer_reason"]):
            return (Problem("transfer_reason", "required"),)
        if self._plan.code == "set_date":
            return problems_of_day(values["date"])
        if self._plan.code == "pause" and not is_said(values["reason"]):
            return (Problem("reason", "required"),)
        return ()

    def _problems_of_step(self, values: Mapping[str, Any], now: dt.datetime) -> list[Problem]:
        """What is wrong with the time and with the step itself, told while it is typed."""
        complaint, earlier = self._case.complaint, self._case.steps
        problems: list[Problem] = []
        if self._plan.code == "answer":
            problems += problems_of_moment("replied_at", values["replied_at"], now, complaint, earlier)
        if "step_at" not in values:
            return problems
        if not is_said(values["step_at"]):
            problems.append(Problem("step_at", "required"))
        if "step_kind" not in values:
            return [*problems, *problems_of_moment("step_at", values["step_at"], now, complaint, earlier)]
        if not is_said(values["step_kind"]):
            return [*problems, Problem("step_kind", "required")]
        corrects = self._step.id if self._step else None
        step = NewStep(values["step_kind"], values["step_text"], values["step_at"], corrects)
        return [*problems, *problems_of_step(step, now, complaint, earlier)]

    # The deed

    def _deed(self, values: dict[str, Any]) -> Doing:
        # Who leaves the time alone means now, to the second; a correction is the only step that tells of another time
        # without being asked.
        untouched = self._form.text("step_at") == self._began.get("step_at") if "step_at" in values else True
        at = None if untouched else values["step_at"]
        words = self._workplace.words
        return doing(self._workplace.desk, self._case, self._plan, values, at, step=self._step, words=words)

    def _set_busy(self, *, busy: bool) -> None:
        self._accept_button.setEnabled(not busy)
        self._form.set_read_only(read_only=busy)

    def _done(self, changed: Changed) -> None:
        self._workplace.hub.tell(changed)
        self.done_with.emit(changed)
        self.accept()

    def _fail(self, error: DeskError) -> None:
        if isinstance(error, ProblemsFound) and any(problem.field in self._form.cells for problem in error.problems):
            self._form.show_found(error.problems)
            return
        if isinstance(error, StaleComplaint):
            self._take_current(error.complaint_id)
        self._bar.tell(error_sentence(error), Tone.RED, (_("Try again"), self.save))

    def _take_current(self, complaint_id: int) -> None:
        """Somebody else saved meanwhile: what stands there now is what the next try builds on."""
        desk = self._workplace.desk
        self._workplace.lanes.submit("read", lambda: handling.case(desk, complaint_id), self._renew, owner=self)

    def _renew(self, case: Case) -> None:
        self._case = case
