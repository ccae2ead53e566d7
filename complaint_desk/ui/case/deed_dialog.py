"""The dialog of one deed: its fields, what is missing said at the field, and the deed itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.domain.complaint import Case, Changed, Step
from complaint_desk.domain.errors import DeskError, StaleComplaint
from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.problems import Problem, ProblemsFound
from complaint_desk.domain.vocabulary import StepKind
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.i18n.values import moment_text, shown_text
from complaint_desk.services import handling
from complaint_desk.ui.case.deed_plans import DeedPlan
from complaint_desk.ui.case.deed_problems import problems_of_deed
from complaint_desk.ui.case.doing import Doing, doing
from complaint_desk.ui.case.fitted_plans import first_texts, rung_text
from complaint_desk.ui.case.foresight import Foresight
from complaint_desk.ui.shared.buttons import button, plain_text
from complaint_desk.ui.shared.form.form import Form
from complaint_desk.ui.shared.form.texts import Read, texts_of
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

WIDTH = 680
_FIELDS = {"at": "step_at"}
"""What a deed at a clock calls a field of the dialog."""


class DeedDialog(QDialog):
    """Asks what a deed needs, by its fitted plan, and does it. `done_with` carries the `Changed` once it is durable."""

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
        self._foresight = Foresight(workplace, case, plan)
        self._bar = MessageBar(f"{plan.code}.message")
        self._accept_button = button(title, f"{plan.code}.accept", "danger" if plan.asked_again else "primary")
        self._cancel_button = button(_("Cancel"), f"{plan.code}.cancel")
        for each in (self._accept_button, self._cancel_button):
            each.setAutoDefault(True)
        self._accept_button.clicked.connect(self.save)
        self._cancel_button.clicked.connect(self.reject)
        self._form.finished.connect(self._accept_button.setFocus)
        self._lay_out()
        self._began = self._first_texts()
        self._form.start(self._began)
        self._form.edited.connect(self._edit)
        self._foresight.follow(self._form.read().values)
        self._form.go_to(self._first_open_question())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(2 * GRID)
        complaint = self._case.complaint
        name = shown_text(complaint, "name", self._workplace.words)
        about = " \u00b7 ".join(part for part in (name, complaint.subject_name) if part)
        column.addWidget(label(about, role="section", wraps=True))
        if self._plan.says:
            column.addWidget(label(_(self._plan.says), role="secondary", wraps=True))
        column.addWidget(self._bar)
        column.addWidget(self._form, 1)
        column.addWidget(self._foresight)
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

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and (layout := self.layout()) is not None:
            # What is said of a field or of a date may need more room than was there.
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Save):
            self.save()
            event.accept()
        else:
            super().keyPressEvent(event)

    def save(self) -> None:
        """Do the deed, or say at the field what is missing."""
        if not self._accept_button.isEnabled() or self._form.try_all() or not self._is_sure():
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

    def _is_sure(self) -> bool:
        if not self._plan.asked_again:
            return True
        question = _(self._plan.asked_again).format(number=self._case.complaint.number)
        return self._workplace.questions.confirm(self.windowTitle(), question, self._accept_button.text(), _("Cancel"))

    # What the form begins with and what is wrong with it

    def _first_open_question(self) -> str:
        """The first field that is more than one choice, which is taken already."""
        return next(place.name for place in self._plan.places if len(place.choices) != 1)

    def _first_texts(self) -> dict[str, str]:
        known = tuple(place.field for place in self._plan.places if place.name in FIELD)
        texts = texts_of(self._case.complaint, known)
        for name in self._plan.now_in:
            texts[name] = texts.get(name) or moment_text(self._workplace.desk.clock())
        if self._plan.code == "follow_up" and texts.get("follow_up") == "none":
            texts["follow_up"] = "done"
        texts |= first_texts(self._plan, self._case)
        if self._plan.code == "record_step":
            texts["step_kind"] = StepKind.CONTACT
        if self._step is not None:
            texts |= {"step_kind": self._step.kind, "step_text": self._step.text}
        return texts

    def _judge(self, read: Read) -> tuple[Problem, ...]:
        return problems_of_deed(self._plan, self._case, read.values, self._workplace.desk.clock(), self._step)

    def _edit(self, name: str) -> None:
        if name == "clock" and self._plan.code == "extend":
            self._form.put_silently("to", rung_text(self._case, self._form.text("clock")))
            self._form.show_problems()
        self._foresight.follow(self._form.read().values)

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
        if isinstance(error, ProblemsFound):
            found = tuple(replace(each, field=_FIELDS.get(each.field, each.field)) for each in error.problems)
            if any(problem.field in self._form.cells for problem in found):
                self._form.show_found(found)
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
