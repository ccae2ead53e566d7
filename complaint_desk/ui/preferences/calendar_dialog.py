"""The calendar of working days: a notice or the office's own days as a small table, and what it moves before it moves."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.notices import CalendarChange, CalendarChanged, MovedClock, read_notice
from complaint_desk.domain.roles import Right
from complaint_desk.domain.working_days import Layer
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.services import calendars
from complaint_desk.ui.preferences.rules.fields import keyed_button
from complaint_desk.ui.shared.buttons import decision_row
from complaint_desk.ui.shared.form.cell import with_mnemonic
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.permission import reason_line, reserve
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

_WIDTH = 640
_MOST_SHOWN = 200


class CalendarDialog(QDialog):
    """Nothing is changed before it was looked at: Apply waits for the preview of what stands in the table."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("calendar")
        self.setWindowTitle(_("Working days"))
        self.setMinimumWidth(_WIDTH)
        self._workplace = workplace
        self._looked_at: CalendarChange | None = None
        self._message = MessageBar("calendar.message")
        self._known = label(role="secondary", wraps=True)
        self._known.setObjectName("calendar.known")
        self._layer = QComboBox()
        self._layer.setObjectName("calendar.layer")
        self._layer.setAccessibleName(_("Kind of days"))
        self._layer.addItem(_("Holidays of a yearly notice"), Layer.NOTICE)
        self._layer.addItem(_("Days of our own"), Layer.OFFICE)
        self._table = QPlainTextEdit()
        self._table.setObjectName("calendar.table")
        self._table.setAccessibleName(_("Table of days"))
        self._table.setPlaceholderText(_("2027-01-01~2027-01-03,rest,New Year\n2027-01-09,work,New Year"))
        self._table.setTabChangesFocus(True)
        self._moves = QPlainTextEdit()
        self._moves.setObjectName("calendar.moves")
        self._moves.setAccessibleName(_("Due dates that move"))
        self._moves.setReadOnly(True)
        self._moves.setTabChangesFocus(True)
        self._apply = keyed_button(_("Apply"), "A", "calendar.apply", "primary")
        self._lay_out()
        self._table.textChanged.connect(self._forget)
        self._layer.currentIndexChanged.connect(self._forget)
        self._forget()
        self._tell_state()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._message)
        column.addWidget(self._known)
        column.addWidget(reason_line(self._workplace.desk, Right.SET_UP))
        reserve(self._workplace.desk, Right.SET_UP, self._apply)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        opening = keyed_button(_("Read a file…"), "R", "calendar.read")
        opening.clicked.connect(self._choose_file)
        looking = keyed_button(_("Show what moves"), "S", "calendar.preview")
        looking.clicked.connect(self.look)
        for each in (_caption(self._layer, "D"), self._layer, opening):
            row.addWidget(each)
        row.addStretch()
        row.addWidget(looking)
        column.addLayout(row)
        column.addWidget(_caption(self._table, "T"))
        column.addWidget(self._table, 1)
        column.addWidget(_caption(self._moves, "M"))
        column.addWidget(self._moves, 1)
        column.addLayout(decision_row(self, "calendar", self._apply, self._do))

    def look(self) -> None:
        """Read the table and show which due dates it would move."""
        try:
            change = read_notice(self._table.toPlainText().splitlines(), self._layer.currentData(), "")
        except DeskError as error:
            self._fail(error)
            return
        self._message.hide()
        desk = self._workplace.desk

        def show(moved: tuple[MovedClock, ...]) -> None:
            self._looked_at = change
            self._apply.setEnabled(True)
            self._moves.setPlainText("\n".join(self._lines(moved)))

        self._workplace.lanes.submit("read", lambda: calendars.preview(desk, change), show, self._fail, owner=self)

    def _lines(self, moved: tuple[MovedClock, ...]) -> list[str]:
        words, count = self._workplace.words, len(moved)
        lines = [ngettext("{count} due date moves", "{count} due dates move", count).format(count=f"{count:,}")]
        lines += [
            _("{number}  {clock}: {before} becomes {after}").format(
                number=each.number,
                clock=words.label("clock", each.clock),
                before=each.before.date(),
                after=each.after.date(),
            )
            for each in moved[:_MOST_SHOWN]
        ]
        return [*lines, "…"] if count > _MOST_SHOWN else lines

    def _do(self) -> None:
        change, desk = self._looked_at, self._workplace.desk
        if change is None:
            return
        self._apply.setEnabled(False)
        self._workplace.lanes.submit("write", lambda: calendars.apply(desk, change), self._done, self._fail, owner=self)

    def _done(self, changed: CalendarChanged) -> None:
        self._workplace.hub.changed.emit(changed.changes)
        self.accept()

    def _fail(self, error: DeskError) -> None:
        self._message.tell(error_sentence(error), Tone.RED)

    def _forget(self) -> None:
        self._looked_at = None
        self._apply.setEnabled(False)
        self._moves.setPlainText("")

    def _tell_state(self) -> None:
        desk = self._workplace.desk
        self._workplace.lanes.submit("read", lambda: calendars.state(desk), self._show_state, self._fail, owner=self)

    def _show_state(self, found: calendars.CalendarState) -> None:
        self._known.setText(years_text(found))

    def _choose_file(self) -> None:
        path = self._workplace.questions.open_file(_("Read a table of days"), _("Tables (*.csv *.txt)"))
        if path is not None:
            self._workplace.lanes.submit(
                "page", lambda: calendars.table_of(path), self._table.setPlainText, self._fail, owner=self
            )


def years_text(found: calendars.CalendarState) -> str:
    """For which years the holidays are known, and which should be known by now."""
    said = _("Holidays known for {first} to {last}.").format(first=found.years[0], last=found.years[-1])
    if found.missing:
        said += " " + _("Those of {year} are missing; due dates in it are provisional.").format(year=found.missing)
    return said


def _caption(field: QWidget, key: str) -> QLabel:
    """The name of a field, with the key that leads there."""
    made = label(with_mnemonic(field.accessibleName(), key), role="secondary")
    made.setBuddy(field)
    return made
