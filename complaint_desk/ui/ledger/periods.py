"""The periods that the filter bar offers."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QDialog, QFormLayout, QVBoxLayout, QWidget

from complaint_desk.domain.analysis import PeriodKind, last_whole, period_around
from complaint_desk.i18n import _
from complaint_desk.ui.shared.buttons import button, decision_row
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID

Days = tuple[dt.date, dt.date]


def offered(today: dt.date) -> tuple[tuple[str, Days], ...]:
    """(label, first and last day) of the usual periods around a day."""
    yesterday = today - dt.timedelta(1)

    def around(kind: PeriodKind) -> Days:
        period = period_around(today, kind)
        return period.first, period.last

    month, year = last_whole(PeriodKind.MONTH, today), last_whole(PeriodKind.YEAR, today)
    return (
        (_("Today"), (today, today)),
        (_("Yesterday"), (yesterday, yesterday)),
        (_("Last 7 days"), (today - dt.timedelta(6), today)),
        (_("Last 30 days"), (today - dt.timedelta(29), today)),
        (_("This week"), around(PeriodKind.WEEK)),
        (_("This month"), around(PeriodKind.MONTH)),
        (_("Last month"), (month.first, month.last)),
        (_("This quarter"), around(PeriodKind.QUARTER)),
        (_("This year"), around(PeriodKind.YEAR)),
        (_("Last year"), (year.first, year.last)),
    )


class PeriodDialog(QDialog):
    """Asks for a first and a last day."""

    def __init__(self, first: dt.date, last: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ledger.period")
        self.setWindowTitle(_("Period"))
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        form = QFormLayout()
        form.setSpacing(GRID)
        self.first = _day_field("ledger.period.first", _("First day"), first)
        self.last = _day_field("ledger.period.last", _("Last day"), last)
        form.addRow(label(_("First day")), self.first)
        form.addRow(label(_("Last day")), self.last)
        column.addLayout(form)
        show = button(_("Show"), "ledger.period.show", "primary")
        column.addLayout(decision_row(self, "ledger.period", show, self.accept))
        self.first.dateChanged.connect(self._keep_in_order)

    def days(self) -> Days:
        """First and last day, in this order whatever was typed."""
        first, last = sorted((self.first.date().toPython(), self.last.date().toPython()))  # type: ignore[type-var]
        return first, last  # type: ignore[return-value]

    def _keep_in_order(self, first: QDate) -> None:
        if self.last.date() < first:
            self.last.setDate(first)


def _day_field(name: str, accessible: str, day: dt.date) -> QDateEdit:
    field = QDateEdit(QDate(day.year, day.month, day.day))
    field.setObjectName(name)
    field.setAccessibleName(accessible)
    field.setDisplayFormat("yyyy-MM-dd")
    field.setCalendarPopup(True)
    field.setMinimumWidth(160)
    return field
