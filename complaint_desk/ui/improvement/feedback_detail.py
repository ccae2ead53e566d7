"""One feedback sheet: for whom and of what, what became of it, what was answered, and what can be done next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.domain.feedback import Feedback, FeedbackDeed, may
from complaint_desk.domain.figure_keys import FigureKey
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.feedback import history_sentences, state_text
from complaint_desk.i18n.figure_texts import count_text, period_name
from complaint_desk.i18n.filters import filter_text
from complaint_desk.i18n.sentences import joined
from complaint_desk.i18n.words import Words
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.flow import FlowLayout
from complaint_desk.ui.shared.panels import Card, label
from complaint_desk.ui.shared.tokens import GRID


class FeedbackDetail(QWidget):
    """`deed_wanted` carries a `FeedbackDeed`; `cases_wanted` the filter of the sheet's complaints."""

    deed_wanted = Signal(object)
    cases_wanted = Signal(object)
    improvement_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Feedback, ...] = ()
        self._title = label(role="strong", wraps=True)
        self._said = label(role="secondary", wraps=True)
        self._history = label(role="secondary", wraps=True)
        self._history.setObjectName("feedback.history")
        self.cases = button(_("Sho&w its complaints"), "feedback.cases", "link")
        self.improvement = button(_("Show the &improvement"), "feedback.improvement", "link")
        self._answer_head = label(_("Answer"), "secondary")
        self.answer = label(wraps=True, selectable=True)
        self.answer.setObjectName("feedback.answer.shown")
        texts = {
            FeedbackDeed.SENT: _("Mark &sent…"),
            FeedbackDeed.ANSWERED: _("Enter the &answer…"),
            FeedbackDeed.IMPROVED: _("Make it an i&mprovement"),
            FeedbackDeed.BACK: _("Take &back"),
            FeedbackDeed.DROPPED: _("&Drop…"),
        }
        kinds = {FeedbackDeed.DROPPED: "danger"}
        self.buttons = {deed: button(text, f"feedback.{deed}", kinds.get(deed, "")) for deed, text in texts.items()}
        self._build()
        for deed, made in self.buttons.items():
            made.clicked.connect(lambda _checked=False, deed=deed: self.deed_wanted.emit(deed))
        self.cases.clicked.connect(lambda _checked=False: self._ask_cases())
        self.improvement.clicked.connect(lambda _checked=False: self._ask_improvement())

    def _build(self) -> None:
        links = QHBoxLayout()
        links.setSpacing(GRID)
        links.addWidget(self.cases)
        links.addWidget(self.improvement)
        links.addStretch()
        card = Card()
        for each in (self._title, self._said, self._history):
            card.column.addWidget(each)
        card.column.addLayout(links)
        for each in (self._answer_head, self.answer):
            card.column.addWidget(each)
        foot = QWidget()
        deeds = FlowLayout(foot, GRID)
        for made in self.buttons.values():
            deeds.addWidget(made)
        card.column.addSpacing(GRID)
        card.column.addWidget(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch()

    def show_chosen(self, chosen: Sequence[Feedback], today: dt.date, words: Words, *, busy: bool) -> None:
        """Show one sheet whole, of several how many they are; offer what can be done with all of them."""
        self._shown = tuple(chosen)
        self.setVisible(bool(chosen))
        one = chosen[0] if len(chosen) == 1 else None
        for each in (self._history, self.cases):
            each.setVisible(one is not None)
        self.improvement.setVisible(one is not None and one.improvement_id is not None)
        for each in (self._answer_head, self.answer):
            each.setVisible(one is not None and bool(one.answer))
        if one is not None:
            self._show_one(one, today, words)
        else:
            text = ngettext("{count} sheet is chosen", "{count} sheets are chosen", len(chosen))
            self._title.setText(text.format(count=len(chosen)))
            self._said.setText(_("What is offered is done with all of them."))
        together = {FeedbackDeed.SENT, FeedbackDeed.DROPPED}
        for deed, each in self.buttons.items():
            possible = all(may(deed, sheet) for sheet in chosen) and (one is not None or deed in together)
            each.setVisible(bool(chosen) and possible)
            each.setEnabled(not busy)

    def _show_one(self, one: Feedback, today: dt.date, words: Words) -> None:
        self._title.setText(
            _("{department}, {period}").format(
                department=words.figure_label("department", one.department), period=period_name(one.period)
            )
        )
        counted = ngettext("{count} complaint", "{count} complaints", one.count).format(count=count_text(one.count))
        parts = [counted, filter_text(one.filter, words), state_text(one, today, words)]
        self._said.setText(_("; ").join(part for part in parts if part))
        self._history.setText(joined(*history_sentences(one)))
        self.answer.setText(one.answer)

    def _ask_cases(self) -> None:
        asked = self._shown[0].request()
        self.cases_wanted.emit(FigureKey(asked.period, asked.basis, asked.filter).counted)

    def _ask_improvement(self) -> None:
        if (number := self._shown[0].improvement_id) is not None:
            self.improvement_wanted.emit(number)
