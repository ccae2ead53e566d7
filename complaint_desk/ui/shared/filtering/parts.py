"""The parts of a condition: choices, a range, a piece of text, said or not.

Each shows what a filter asks, tells `changed`, and `put`s what stands in it into a filter; None while it cannot be read.
`fields` are what Tab goes along.
"""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from complaint_desk.domain.amounts import read_money
from complaint_desk.domain.criteria import Criterion, Way
from complaint_desk.domain.ledger import Bound, GroupCount, LedgerFilter
from complaint_desk.domain.periods import USUAL, usual_days, within
from complaint_desk.domain.plain_text import Unreadable
from complaint_desk.domain.problems import Problem
from complaint_desk.domain.reading import read_partial_date
from complaint_desk.i18n import _
from complaint_desk.i18n.filters import choice_text, period_text, said_text
from complaint_desk.i18n.sentences import problem_sentence
from complaint_desk.i18n.words import Choice, Words
from complaint_desk.ui.shared.chips import ChoiceChips
from complaint_desk.ui.shared.filtering.choice_list import ChoiceList
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID


class ChoicesPart(ChoiceList):
    """One of several codes, or of the texts that were found in the ledger."""

    def __init__(self, criterion: Criterion, words: Words, wanted: LedgerFilter) -> None:
        super().__init__(f"condition.{criterion.name}", words.field_label(criterion.name))
        self._criterion = criterion
        self._words = words
        not_said = ("",) if wanted.is_said(criterion.name) is False else ()
        self.offer(self._listed(), (*wanted.choices(criterion.name), *not_said))

    def fields(self) -> tuple[QWidget, ...]:
        return self.line, self.list

    def take_counts(self, counts: tuple[GroupCount, ...]) -> None:
        """Offer what was found, if no list says it, and tell how many each choice would leave."""
        if self._criterion.word_list is None:
            found = [Choice(each.code, each.code) for each in counts if each.code]
            self.offer([*found, *self._not_said()], self.chosen())
        self.show_counts(counts)

    def put(self, wanted: LedgerFilter) -> LedgerFilter:
        return wanted.with_choices(self._criterion.name, self.chosen())

    def _listed(self) -> list[Choice]:
        word_list = self._criterion.word_list
        return [*(self._words.choices(word_list) if word_list else ()), *self._not_said()]

    def _not_said(self) -> list[Choice]:
        if self._criterion.always_said:
            return []
        return [Choice("", choice_text(self._criterion.name, "", self._words))]


class PiecePart(QWidget):
    """A piece of the text."""

    changed = Signal()

    def __init__(self, criterion: Criterion, words: Words, wanted: LedgerFilter) -> None:
        super().__init__()
        self._name = criterion.name
        self.line = QLineEdit(wanted.piece(criterion.name))
        self.line.setObjectName(f"condition.{criterion.name}.holds")
        self.line.setAccessibleName(_("Holds the text"))
        self.line.setMaxLength(200)
        self.line.textChanged.connect(self.changed)
        _stack(self, label(_("Holds the text"), "secondary"), self.line)

    def fields(self) -> tuple[QWidget, ...]:
        return (self.line,)

    def put(self, wanted: LedgerFilter) -> LedgerFilter:
        return wanted.with_piece(self._name, self.line.text().strip())

    def focus_first(self) -> None:
        self.line.setFocus()


class SaidPart(QWidget):
    """Whether anything is said, or a fact is true; neither until one is chosen."""

    changed = Signal()

    def __init__(self, criterion: Criterion, words: Words, wanted: LedgerFilter) -> None:
        super().__init__()
        self._name = criterion.name
        # What is not said stands among the choices already.
        offered = {"yes": True} if criterion.way is Way.CHOICES else {"yes": True, "no": False}
        words_said = [(code, _said(criterion, said=said)) for code, said in offered.items()]
        accessible = words.field_label(criterion.name)
        self.chips = ChoiceChips(words_said, f"condition.{criterion.name}.said", accessible)
        self.chips.choose({True: ("yes",), False: ("no",), None: ()}[wanted.is_said(criterion.name)])
        self.chips.chosen_changed.connect(self.changed)
        _stack(self, self.chips)

    def fields(self) -> tuple[QWidget, ...]:
        return (self.chips,)

    def put(self, wanted: LedgerFilter) -> LedgerFilter:
        chosen = self.chips.chosen()
        return wanted.with_said(self._name, chosen[0] == "yes" if chosen else None)

    def focus_first(self) -> None:
        self.chips.setFocus()


class RangePart(QWidget):
    """From and to, days or amounts; one of them may stay empty. Months and years are read as their days."""

    changed = Signal()

    def __init__(self, criterion: Criterion, words: Words, wanted: LedgerFilter, today: dt.date) -> None:
        super().__init__()
        self._criterion = criterion
        self._words = words
        self._today = today
        self._days = criterion.way is Way.DAYS
        asked = wanted.range_of(criterion.name)
        self.low = self._line("from", _("From"), asked.low)
        self.high = self._line("to", _("To"), asked.high)
        self.problem = label(role="problem", wraps=True)
        self.usual = ChoiceChips(
            [(name, period_text(name)) for name in USUAL], f"condition.{criterion.name}.period", _("Usual periods")
        )
        self.usual.choose((asked.period,))
        self.usual.setVisible(self._days)
        self.usual.chosen_changed.connect(self._take_usual)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for words_of, line in ((_("From"), self.low), (_("To"), self.high)):
            named = label(words_of, "secondary")
            named.setBuddy(line)
            row.addWidget(named)
            row.addWidget(line, 1)
        between = QWidget()
        between.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        _stack(self, between, self.problem, self.usual)
        self.problem.hide()

    def fields(self) -> tuple[QWidget, ...]:
        return self.low, self.high, self.usual

    def put(self, wanted: LedgerFilter) -> LedgerFilter | None:
        name = self._criterion.name
        if chosen := self.usual.chosen():
            return within(wanted, name, chosen[0], self._today)
        problem = ""
        bounds: list[Bound | None] = []
        for line, last in ((self.low, False), (self.high, True)):
            try:
                bounds.append(self._read(line.text().strip(), last=last))
                marked(line, problem="")
            except Unreadable as unreadable:
                marked(line, problem="hard")
                said = Problem(name, unreadable.code, details=(("value", line.text().strip()),))
                problem = problem_sentence(said, self._words)
        low, high = bounds if len(bounds) == 2 else (None, None)
        if low is not None and high is not None and high < low:  # type: ignore[operator] # both of one kind
            problem = _("The range ends before it begins.")
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        return None if problem else wanted.with_range(name, low, high)

    def focus_first(self) -> None:
        self.low.setFocus()
        self.low.selectAll()

    def _line(self, end: str, accessible: str, bound: Bound | None) -> QLineEdit:
        line = QLineEdit("" if bound is None else str(bound))
        line.setObjectName(f"condition.{self._criterion.name}.{end}")
        line.setAccessibleName(accessible)
        line.setPlaceholderText("2026-11-24" if self._days else "100.00")
        line.textEdited.connect(self._typed)
        return line

    def _read(self, text: str, *, last: bool) -> Bound | None:
        if not text:
            return None
        if not self._days:
            return read_money(text)
        day = read_partial_date(text, today=self._today)
        return day.last_day if last else day.first_day

    def _typed(self) -> None:
        self.usual.choose(())
        self.changed.emit()

    def _take_usual(self, chosen: tuple[str, ...]) -> None:
        days = usual_days(chosen[0], self._today) if chosen else ("", "")
        for line, day in zip((self.low, self.high), days, strict=True):
            line.setText(str(day))
        self.changed.emit()


def _said(criterion: Criterion, *, said: bool) -> str:
    if criterion.way is Way.FACT:
        return said_text(criterion.name, said=said)
    return _("Stated") if said else _("Not stated")


def _stack(widget: QWidget, *parts: QWidget) -> None:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID)
    for part in parts:
        column.addWidget(part)
