"""The days of a new version, from when to when it holds, and the day of the example; what is no day is said below it."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from complaint_desk.i18n import _
from complaint_desk.ui.shared.captioned import Captioned
from complaint_desk.ui.shared.tokens import GRID

Held = tuple[dt.date, dt.date | None]
"""From when to when a version holds; None: for good."""


class VersionDays(QWidget):
    """`changed` is emitted at each keystroke."""

    changed = Signal()

    def __init__(self, today: dt.date) -> None:
        super().__init__()
        self._today = today
        self._first, self._last, self._day = QLineEdit(), QLineEdit(), QLineEdit()
        self._fields = {
            self._first: Captioned(_("New version holds from"), self._first, "rules.valid_from", "F"),
            self._last: Captioned(_("until (empty: open)"), self._last, "rules.valid_to", "U"),
            self._day: Captioned(_("Example: it happened on"), self._day, "rules.day", "E"),
        }
        self.of_version = (self._first, self._last)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        for line, field in self._fields.items():
            row.addWidget(field, 1)
            line.textEdited.connect(self.changed)
        self.show_days(today, None)
        self._day.setText(today.isoformat())

    def show_days(self, first: dt.date, last: dt.date | None) -> None:
        """Show from when to when a version holds."""
        self._first.setText(first.isoformat())
        self._last.setText(last.isoformat() if last else "")
        self.held()

    def held(self) -> Held | None:
        """From when to when the new version holds; None where that cannot be, which is said."""
        first = self._read(self._first)
        is_open = not self._last.text().strip()
        last = None if is_open else self._read(self._last)
        problem = ""
        if first and last and last < first:
            problem = _("The last day must not lie before the first.")
        if is_open or problem:
            self._fields[self._last].problem(problem)
        return None if first is None or problem or (last is None and not is_open) else (first, last)

    def example_day(self) -> dt.date | None:
        """The day from which the example counts."""
        return self._read(self._day)

    def _read(self, line: QLineEdit) -> dt.date | None:
        try:
            found = dt.date.fromisoformat(line.text().strip())
        except ValueError:
            self._fields[line].problem(_("Write the day like {day}.").format(day=self._today))
            return None
        self._fields[line].problem("")
        return found
