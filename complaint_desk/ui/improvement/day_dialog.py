"""Asks on which day a measure was done, or verified and what was found."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QDialog, QVBoxLayout, QWidget

from complaint_desk.i18n.words import Words
from complaint_desk.ui.shared.buttons import button, decision_row
from complaint_desk.ui.shared.form.lines import EntryText
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID

_WIDTH = 420
_TEXT_HEIGHT = 96


class DayDialog(QDialog):
    """`chosen` carries the day and what was found ("" unless it is asked for)."""

    chosen = Signal(object, str)

    def __init__(
        self,
        title: str,
        told: str,
        field: str,
        words: Words,
        days: tuple[dt.date | None, dt.date],
        *,
        asks_finding: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("improve.day")
        self.setWindowTitle(title)
        self.setFixedWidth(_WIDTH)
        earliest, today = days
        self.day = QDateEdit(QDate(today.year, today.month, today.day))
        self.day.setObjectName(f"improve.{field}")
        self.day.setAccessibleName(words.field_label(field))
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setCalendarPopup(True)
        self.day.setMaximumDate(self.day.date())
        if earliest is not None:
            self.day.setMinimumDate(QDate(earliest.year, earliest.month, earliest.day))
        self.finding = EntryText()
        self.finding.setObjectName("improve.finding")
        self.finding.setAccessibleName(words.field_label("finding"))
        self.finding.setFixedHeight(_TEXT_HEIGHT)
        self._asks = asks_finding
        self._accept = button(title, "improve.day.accept", "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label(told, "secondary", wraps=True))
        column.addWidget(label(words.field_label(field)))
        column.addWidget(self.day)
        self._named = label(words.field_label("finding") + " *")
        for each in (self._named, self.finding):
            column.addWidget(each)
            each.setVisible(asks_finding)
        column.addSpacing(GRID)
        column.addLayout(decision_row(self, "improve.day", self._accept, self._choose))
        self.finding.textChanged.connect(self._allow)
        self.finding.entered.connect(self._choose)
        self._allow()
        (self.finding if asks_finding else self.day).setFocus()

    def _allow(self) -> None:
        self._accept.setEnabled(not self._asks or bool(self.finding.toPlainText().strip()))

    def _choose(self) -> None:
        if self._accept.isEnabled():
            day = self.day.date()
            self.chosen.emit(dt.date(day.year(), day.month(), day.day()), self.finding.toPlainText())
            self.accept()
