"""部门反馈: the sheets of all departments at the left; what became of one, and what to do next, at the right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.feedback import FedBack, Feedback, FeedbackDeed, FeedbackState, usual_due
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.services import feedback
from complaint_desk.ui.improvement.feedback_detail import FeedbackDetail
from complaint_desk.ui.improvement.feedback_dialog import AnswerDialog, SentDialog
from complaint_desk.ui.improvement.feedback_list import FeedbackList
from complaint_desk.ui.improvement.halves import Halves
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.feedback.making import MakeSheetsDialog
from complaint_desk.ui.shared.learn_more import learn_more
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import EmptyState
from complaint_desk.ui.shared.permission import reserve
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

_WIDTHS = (640, 584)


class FeedbackPage(QWidget):
    """`view_wanted` carries the filter of a sheet's complaints, `improvement_wanted` the number of an improvement."""

    view_wanted = Signal(object)
    improvement_wanted = Signal(int)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("feedback")
        self._workplace = workplace
        self._all: dict[int, Feedback] = {}
        self._chosen: tuple[int, ...] = ()
        self._busy = self._wants_overdue = False
        self._question = 0
        self.new = button(_("Make &feedback sheets…"), "feedback.new")
        self.message = MessageBar("feedback.message")
        self.list = FeedbackList()
        self.list.dress(workplace.words)
        self.detail = FeedbackDetail()
        self._deeds: dict[FeedbackDeed, Callable[[Sequence[Feedback]], None]] = {
            FeedbackDeed.SENT: self._ask_sent,
            FeedbackDeed.ANSWERED: self._ask_answer,
            FeedbackDeed.IMPROVED: self._improve,
            FeedbackDeed.BACK: self._take_back,
            FeedbackDeed.DROPPED: self._ask_dropped,
        }
        self._build()
        self._connect()

    def refresh(self) -> None:
        """Read the sheets again."""
        self._question += 1
        number, desk = self._question, self._workplace.desk
        self._workplace.lanes.submit(
            "read", lambda: feedback.listed(desk), lambda found: self._show_all(number, found), self._fail, owner=self
        )

    def focus_first(self) -> None:
        """Give the keyboard to the list, or to what there is to do."""
        empty = self._empty_new if self._empty_new.isEnabled() else self._empty_help
        (self.list if self._all else empty).setFocus()

    @property
    def offers_new(self) -> bool:
        """Whether the button above makes sheets; an empty page has one of its own."""
        return bool(self._all)

    def show_overdue(self) -> None:
        """Choose the sheets whose answer should have come, once they are read."""
        self._wants_overdue = True
        self.refresh()

    def stop(self) -> None:
        """An answer that is still to come is not shown."""
        self._question += 1

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.stop()

    # Building

    def _build(self) -> None:
        self._empty_new = button(_("Make feedback sheets…"), "feedback.empty.new", "primary")
        self._empty_help = learn_more(self._workplace.hub, "improvement#feedback", "feedback.empty.help")
        told = _(
            "Each department gets a Word file with its figures, what stands out and its cases, and answers what it will do. "
            "Here stands which sheet was sent, until when it is due, and what was answered."
        )
        nothing = EmptyState(
            _("No feedback sheet yet"),
            told,
            (self._empty_new, self._empty_help),
        )
        self._halves = Halves(self.list, self.detail, _WIDTHS, nothing)
        reserve(self._workplace.desk, Right.IMPROVE, self.new, self._empty_new, *self.detail.buttons.values())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(self.message)
        column.addWidget(self._halves, 1)

    def _connect(self) -> None:
        for each in (self.new, self._empty_new):
            each.clicked.connect(lambda _checked=False: self._ask_new())
        self.list.moved.connect(self._take_choice)
        self.detail.deed_wanted.connect(lambda deed: self._deeds[deed](self._sheets))
        self.detail.cases_wanted.connect(self.view_wanted)
        self.detail.improvement_wanted.connect(self.improvement_wanted)
        self._workplace.hub.changed.connect(self._follow)
        self._workplace.hub.day_changed.connect(lambda _day: self.refresh() if self.isVisible() else None)

    # Showing

    @property
    def _sheets(self) -> tuple[Feedback, ...]:
        return tuple(self._all[each] for each in self._chosen if each in self._all)

    def _show_all(self, number: int, found: tuple[Feedback, ...]) -> None:
        if number != self._question:
            return
        self._all = {each.id: each for each in found if each.state is not FeedbackState.DROPPED}
        if self._wants_overdue:
            self._wants_overdue, today = False, self._today()
            self._chosen = tuple(each.id for each in found if each.is_overdue(today)) or self._chosen
        self.list.show_all(tuple(self._all.values()), self._today(), self._workplace.words, self._chosen)
        self._halves.show_halves(wanted=bool(self._all))
        self.new.setVisible(self.offers_new)
        self._take_choice()

    def _take_choice(self) -> None:
        self._chosen = self.list.chosen_ids()
        self.detail.show_chosen(self._sheets, self._today(), self._workplace.words, busy=self._busy)

    def _today(self) -> dt.date:
        return self._workplace.desk.clock().date()

    # Doing

    def _ask_new(self) -> None:
        dialog = MakeSheetsDialog(self._workplace, parent=self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_sent(self, sheets: Sequence[Feedback]) -> None:
        desk, today = self._workplace.desk, self._today()
        due = max((each.due_on for each in sheets if each.due_on), default=usual_due(today))
        told = _(
            "The departments have their sheets. After the second day a missing answer stands on the page of the day."
        )
        dialog = SentDialog(_("Mark sent"), told, self._workplace.words, (today, max(due, today)), self)

        def take(sent_on: dt.date, due_on: dt.date) -> None:
            self._do(lambda: tuple(feedback.mark_sent(desk, each.id, each.version, sent_on, due_on) for each in sheets))

        dialog.chosen.connect(take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_answer(self, sheets: Sequence[Feedback]) -> None:
        of, desk = sheets[0], self._workplace.desk
        told = _("What the department found and will do. It can then be followed as an improvement.")
        days = (of.sent_on, self._today())
        dialog = AnswerDialog(_("Enter the answer"), told, self._workplace.words, days, self)

        def take(day: dt.date, answer: str) -> None:
            self._do(lambda: (feedback.mark_answered(desk, of.id, of.version, day, answer),))

        dialog.chosen.connect(take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _improve(self, sheets: Sequence[Feedback]) -> None:
        of, desk, words = sheets[0], self._workplace.desk, self._workplace.words
        content = feedback.improvement_of(of, words)
        self._do(lambda: (feedback.improve(desk, of.id, of.version, content),))

    def _take_back(self, sheets: Sequence[Feedback]) -> None:
        of, desk = sheets[0], self._workplace.desk
        self._do(lambda: (feedback.step_back(desk, of.id, of.version),))

    def _ask_dropped(self, sheets: Sequence[Feedback]) -> None:
        desk = self._workplace.desk
        if self._workplace.questions.confirm(
            _("Drop the sheets chosen?"),
            _("They leave this list and stay on record; made again for the same period they are here again."),
            _("Drop"),
            _("Keep them"),
        ):
            self._do(lambda: tuple(feedback.drop(desk, each.id, each.version) for each in sheets))

    def _do(self, deed: Callable[[], tuple[FedBack, ...]], *, taken_back: bool = False) -> None:
        self._busy = True
        self._take_choice()

        def tell(done: tuple[FedBack, ...]) -> None:
            self._done(done, taken_back=taken_back)

        self._workplace.lanes.submit("write", deed, tell, self._refuse, owner=self, always=self._free)

    def _done(self, done: tuple[FedBack, ...], *, taken_back: bool) -> None:
        desk = self._workplace.desk
        text = ngettext("{count} sheet: {state}", "{count} sheets: {state}", len(done)).format(
            count=len(done), state=self._workplace.words.label("feedback_state", str(done[0].feedback.state))
        )
        undo = (
            _("Undo"),
            lambda: self._do(lambda: tuple(feedback.undo(desk, each) for each in reversed(done)), taken_back=True),
        )
        self.message.tell(text, Tone.GREEN, *(() if taken_back else (undo,)))
        for each in done:
            self._workplace.hub.changed.emit(each.changes)

    def _free(self) -> None:
        self._busy = False
        self._take_choice()
        self.list.setFocus()

    def _refuse(self, error: DeskError) -> None:
        self.message.tell(error_sentence(error, self._workplace.words), Tone.AMBER)
        self.refresh()

    def _fail(self, error: DeskError) -> None:
        self.message.tell(error_sentence(error), Tone.RED, (_("Try again"), self.refresh))

    def _follow(self, changes: Changes) -> None:
        if self.isVisible() and (changes.feedback or changes.lists or changes.everything):
            self.refresh()
