"""Asks on which day sheets were sent and until when they are due, or on which day a department answered, and what."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QDialog, QVBoxLayout, QWidget

from complaint_desk.domain.feedback import LONGEST_ANSWER
from complaint_desk.i18n.words import Words
from complaint_desk.ui.shared.buttons import button, decision_row
from complaint_desk.ui.shared.form.lines import EntryText
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID

_WIDTH = 420
_TEXT_HEIGHT = 128


class SentDialog(QDialog):
    """`chosen` carries the day of sending and the day of the answer."""

    chosen = Signal(object, object)

    def __init__(self, title: str, told: str, words: Words, days: tuple[dt.date, dt.date], parent: QWidget) -> None:
        super().__init__(parent)
        today, due = days
        column = _begun(self, title, told)
        self.sent = _day_field("sent_on", words, today)
        self.sent.setMaximumDate(self.sent.date())
        self.due = _day_field("answer_due_on", words, due)
        for name, field in (("sent_on", self.sent), ("answer_due_on", self.due)):
            column.addWidget(label(words.field_label(name)))
            column.addWidget(field)
        self.sent.dateChanged.connect(self.due.setMinimumDate)
        column.addSpacing(GRID)
        self._accept = button(title, "feedback.dialog.accept", "primary")
        column.addLayout(decision_row(self, "feedback.dialog", self._accept, self._choose))
        self.sent.setFocus()

    def _choose(self) -> None:
        self.chosen.emit(_day_of(self.sent), _day_of(self.due))
        self.accept()


class AnswerDialog(QDialog):
    """`chosen` carries the day of the answer and its text."""

    chosen = Signal(object, str)

    def __init__(
        self, title: str, told: str, words: Words, days: tuple[dt.date | None, dt.date], parent: QWidget
    ) -> None:
        super().__init__(parent)
        earliest, today = days
        column = _begun(self, title, told)
        self.day = _day_field("answered_on", words, today)
        self.day.setMaximumDate(self.day.date())
        if earliest is not None:
            self.day.setMinimumDate(QDate(earliest.year, earliest.month, earliest.day))
        self.answer = EntryText()
        self.answer.setObjectName("feedback.answer")
        self.answer.setAccessibleName(words.field_label("answer"))
        self.answer.setFixedHeight(_TEXT_HEIGHT)
        column.addWidget(label(words.field_label("answered_on")))
        column.addWidget(self.day)
        column.addWidget(label(words.field_label("answer") + " *"))
        column.addWidget(self.answer)
        column.addSpacing(GRID)
        self._accept = button(title, "feedback.dialog.accept", "primary")
        column.addLayout(decision_row(self, "feedback.dialog", self._accept, self._choose))
        self.answer.textChanged.connect(self._allow)
        self._allow()
        self.answer.setFocus()

    def _allow(self) -> None:
        said = self.answer.toPlainText().strip()
        self._accept.setEnabled(bool(said) and len(said) <= LONGEST_ANSWER)

    def _choose(self) -> None:
        if self._accept.isEnabled():
            self.chosen.emit(_day_of(self.day), self.answer.toPlainText())
            self.accept()


def _begun(dialog: QDialog, title: str, told: str) -> QVBoxLayout:
    dialog.setObjectName("feedback.dialog")
    dialog.setWindowTitle(title)
    dialog.setFixedWidth(_WIDTH)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
    column.setSpacing(GRID)
    column.addWidget(label(told, "secondary", wraps=True))
    return column


def _day_field(name: str, words: Words, day: dt.date) -> QDateEdit:
    field = QDateEdit(QDate(day.year, day.month, day.day))
    field.setObjectName(f"feedback.{name}")
    field.setAccessibleName(words.field_label(name))
    field.setDisplayFormat("yyyy-MM-dd")
    field.setCalendarPopup(True)
    return field


def _day_of(field: QDateEdit) -> dt.date:
    day = field.date()
    return dt.date(day.year(), day.month(), day.day())
