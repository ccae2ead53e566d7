"""Rule sets: the clocks of one, how they would count from a day, and a version of the office's own with other lengths."""

from __future__ import annotations

import dataclasses
import datetime as dt

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from complaint_desk.domain.clocks import DueReasons
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.moments import start_of
from complaint_desk.domain.rule_form import LONGEST, version_table
from complaint_desk.domain.rule_sets import Obligation, RuleBook, RuleVersion, with_own_length
from complaint_desk.i18n import _
from complaint_desk.i18n.clocks import clock_name, due_text, source_text, why
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.services import rule_sets
from complaint_desk.ui.shared.buttons import button, decision_row
from complaint_desk.ui.shared.emptying import empty
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

_WIDTH = 680
_EXAMPLE_HEIGHT = 200


class RulesDialog(QDialog):
    """What is edited becomes a new version that holds from the day on; complaints that run keep theirs."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rules")
        self.setWindowTitle(_("Time limit rules"))
        self.setMinimumWidth(_WIDTH)
        self._workplace = workplace
        self._book: RuleBook | None = None
        self._version: RuleVersion | None = None
        self._lengths: dict[str, tuple[QSpinBox, QCheckBox]] = {}
        self._message = MessageBar("rules.message")
        self._chosen = QComboBox()
        self._chosen.setObjectName("rules.rule_set")
        self._chosen.setAccessibleName(_("Rule set"))
        self._day = QLineEdit(workplace.desk.clock().date().isoformat())
        self._day.setObjectName("rules.day")
        self._day.setAccessibleName(_("Received on"))
        self._grid_holder = QVBoxLayout()
        self._example = QPlainTextEdit()
        self._example.setObjectName("rules.example")
        self._example.setAccessibleName(_("Example"))
        self._example.setReadOnly(True)
        self._example.setMinimumHeight(_EXAMPLE_HEIGHT)
        self._example.setTabChangesFocus(True)
        self._keep = button(_("Keep from this day on"), "rules.save", "primary")
        self._lay_out()
        self._chosen.currentIndexChanged.connect(self._show_rules)
        self._day.editingFinished.connect(self._show_rules)
        self._read()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._message)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._chosen, 1)
        row.addWidget(label(_("Received on"), role="secondary"))
        row.addWidget(self._day)
        column.addLayout(row)
        column.addLayout(self._grid_holder)
        column.addWidget(label(_("Example"), role="section"))
        column.addWidget(self._example, 1)
        column.addLayout(decision_row(self, "rules", self._keep, self._save))

    def _read(self) -> None:
        desk = self._workplace.desk
        self._workplace.lanes.submit("read", lambda: rule_sets.book(desk), self._take_book, self._fail, owner=self)

    def _take_book(self, book: RuleBook) -> None:
        self._book = book
        self._chosen.blockSignals(True)
        for code in book.codes:
            self._chosen.addItem(self._workplace.words.label("rule_set", code), code)
        self._chosen.blockSignals(False)
        self._show_rules()

    def _received(self) -> dt.date | None:
        try:
            return dt.date.fromisoformat(self._day.text().strip())
        except ValueError:
            self._message.tell(_("Write the day like 2026-11-24."), Tone.RED)
            return None

    def _show_rules(self) -> None:
        day = self._received()
        if self._book is None or day is None:
            return
        self._message.hide()
        self._version = self._book.in_force(self._chosen.currentData(), day)
        self._lengths.clear()
        empty(self._grid_holder)
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(4, 1)
        for at, each in enumerate(self._version.obligations if self._version else ()):
            self._add_row(grid, at, each)
        self._grid_holder.addWidget(holder)
        self._keep.setEnabled(bool(self._lengths))
        self._count()

    def _add_row(self, grid: QGridLayout, at: int, each: Obligation) -> None:
        words = self._workplace.words
        name = clock_name(each.code, each.name, words)
        grid.addWidget(label(name, role="strong"), at, 0)
        grid.addWidget(label(source_text(each, words), role="secondary", wraps=True), at, 4)
        if each.length is None:
            grid.addWidget(label(_("date of the notice"), role="secondary"), at, 1, 1, 3)
            return
        length, rolls = QSpinBox(), QCheckBox(_("Rest days move the end"))
        length.setObjectName(f"rules.{each.code}.length")
        length.setAccessibleName(name)
        length.setRange(1, LONGEST[each.unit])
        length.setValue(each.length)
        rolls.setObjectName(f"rules.{each.code}.rolls")
        rolls.setChecked(each.rolls)
        length.valueChanged.connect(self._count)
        rolls.toggled.connect(self._count)
        grid.addWidget(length, at, 1)
        grid.addWidget(label(words.label("length_unit", each.unit)), at, 2)
        grid.addWidget(rolls, at, 3)
        self._lengths[each.code] = (length, rolls)

    def _edited(self) -> RuleVersion | None:
        version, day = self._version, self._received()
        if version is None or day is None:
            return None
        obligations = tuple(
            with_own_length(each, editors[0].value(), rolls=editors[1].isChecked())
            if (editors := self._lengths.get(each.code))
            else each
            for each in version.obligations
        )
        return dataclasses.replace(version, obligations=obligations, valid_from=day, valid_to=None)

    def _count(self) -> None:
        edited, desk = self._edited(), self._workplace.desk
        if edited is not None:
            received = start_of(edited.valid_from)
            self._workplace.lanes.submit(
                "read", lambda: rule_sets.example(desk, edited, received), self._show_example, self._fail, owner=self
            )

    def _show_example(self, example: tuple[DueReasons, ...]) -> None:
        words = self._workplace.words
        lines = [
            _("{clock}: received on {day}, due on {due}. {why}").format(
                clock=clock_name(each.clock.code, each.obligation.name, words),
                day=each.clock.start.date(),
                due=due_text(each.due, each.clock.unit) or "–",
                why=why(each, words),
            )
            for each in example
        ]
        self._example.setPlainText("\n".join(lines))

    def _save(self) -> None:
        edited, desk = self._edited(), self._workplace.desk
        if edited is None:
            return
        table = version_table(edited)
        place = self._chosen.currentText()

        def keep() -> None:
            rule_sets.save_version(desk, rule_sets.read_version(desk, table, place))

        self._workplace.lanes.submit("write", keep, lambda _kept: self.accept(), self._fail, owner=self)

    def _fail(self, error: DeskError) -> None:
        self._message.tell(error_sentence(error), Tone.RED)
