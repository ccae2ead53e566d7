"""What a person writes of an improvement, in a form that says what is missing at the field."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from complaint_desk.domain.improvement import DAY_OF_COUNT, ImprovementContent, counted_filter, problems_of
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.problems import Problem
from complaint_desk.domain.reading import read_partial_date
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.i18n.filters import filter_text
from complaint_desk.i18n.sentences import problem_sentence
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.filtering.dialog import ConditionsDialog
from complaint_desk.ui.shared.form.lines import EntryLine, EntryText
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.permission import reserve
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_LABELS = 96
_TEXT_HEIGHT = 48
_FIELDS = ("problem", "filter", "cause", "measure", "owner", "due_on")
_REQUIRED = ("problem", "filter")


class ImprovementEntry(QWidget):
    """`edited`: the person changed something; `view_wanted` carries the filter whose complaints are asked for."""

    edited = Signal()
    view_wanted = Signal(object)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._filter = LedgerFilter()
        self._shown = ImprovementContent()
        self._tried = self.locked = False
        self.problem, self.owner, self.due_on = EntryLine(), EntryLine(), EntryLine()
        self.cause, self.measure = EntryText(), EntryText()
        self.due_on.setPlaceholderText("2026-05-06")
        self.conditions = button(_("Fi&lter…"), "improve.conditions")
        self.cases = button(_("Sho&w its complaints"), "improve.cases", "link")
        self.said = label(wraps=True)
        self.said.setObjectName("improve.filter")
        self._faults = {name: label(role="problem", wraps=True) for name in _FIELDS}
        self._build()
        self._connect()
        reserve(workplace.desk, Right.IMPROVE, self.conditions)
        self.show_content(ImprovementContent())

    @property
    def dirty(self) -> bool:
        """True while something is written that is not kept."""
        return self._texts() != _texts_of(self._shown) or self._filter != self._shown.filter

    def show_content(self, content: ImprovementContent) -> None:
        """Show what is kept."""
        self._shown, self._tried = content, False
        texts = _texts_of(content)
        for name in ("problem", "owner", "due_on"):
            getattr(self, name).setText(texts[name])
        for name in ("cause", "measure"):
            getattr(self, name).show_text(texts[name])
        self._take_filter(content.filter)

    def begin(self, wanted: LedgerFilter) -> None:
        """An empty form with a filter to begin with."""
        self.show_content(ImprovementContent())
        self._take_filter(counted_filter(wanted))
        self.problem.setFocus()

    def content(self) -> ImprovementContent | None:
        """What stands there; None, said at the fields, while something is missing or cannot be read."""
        self._tried = True
        found = self._problems()
        self._show(found)
        if found:
            field = self.conditions if found[0].field == "filter" else getattr(self, found[0].field)
            field.setFocus()
            return None
        return self._read(self.due_on.text())

    def lock(self, *, locked: bool) -> None:
        """Nothing can be written while it is being kept, or of what was given up, nor by whoever only reads."""
        locked = self.locked = locked or Right.IMPROVE not in self._workplace.desk.rights
        for name in ("problem", "cause", "measure", "owner", "due_on"):
            getattr(self, name).setReadOnly(locked)
        self.conditions.setEnabled(not locked)

    # Building

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnMinimumWidth(0, _LABELS)
        grid.setColumnStretch(1, 1)
        filtering = QHBoxLayout()
        filtering.setSpacing(GRID)
        filtering.addWidget(self.said, 1)
        filtering.addWidget(self.cases)
        filtering.addWidget(self.conditions)
        for at, name in enumerate(_FIELDS):
            words = self._workplace.words.field_label(name)
            head = label(f"{words} *" if name in _REQUIRED else words, "secondary")
            head.setMinimumHeight(4 * GRID)
            grid.addWidget(head, 2 * at, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
            self._faults[name].setObjectName(f"improve.{name}.problem")
            grid.addWidget(self._faults[name], 2 * at + 1, 1)
            if name == "filter":
                self.said.setAccessibleName(words)
                grid.addLayout(filtering, 2 * at, 1)
                continue
            field: QWidget = getattr(self, name)
            field.setObjectName(f"improve.{name}")
            field.setAccessibleName(words)
            grid.addWidget(field, 2 * at, 1)
        for each in (self.cause, self.measure):
            each.setFixedHeight(_TEXT_HEIGHT)

    def _connect(self) -> None:
        for line in (self.problem, self.owner, self.due_on):
            line.textEdited.connect(lambda _text: self._tell())
            line.entered.connect(self.focusNextChild)
        for text in (self.cause, self.measure):
            text.typed.connect(self._tell)
            text.entered.connect(self.focusNextChild)
        self.due_on.left.connect(self._tidy_day)
        self.conditions.clicked.connect(lambda _checked=False: self._ask_conditions())
        self.cases.clicked.connect(lambda _checked=False: self.view_wanted.emit(self._filter))

    def _ask_conditions(self) -> None:
        dialog = ConditionsDialog(self._workplace, self._filter, left_out=(DAY_OF_COUNT,), parent=self)
        dialog.chosen.connect(self._choose_filter)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choose_filter(self, wanted: LedgerFilter) -> None:
        self._take_filter(counted_filter(wanted))
        self._tell()

    def _take_filter(self, wanted: LedgerFilter) -> None:
        self._filter = wanted
        text = filter_text(wanted, self._workplace.words)
        self.said.setText(text or _("Not chosen yet"))
        marked(self.said, role="" if text else "secondary")
        self.cases.setVisible(bool(text))
        self._show(self._problems() if self._tried else ())

    def _tell(self) -> None:
        self._show(self._problems() if self._tried else ())
        self.edited.emit()

    # What stands there

    def _texts(self) -> dict[str, str]:
        lines = {name: getattr(self, name).text() for name in ("problem", "owner", "due_on")}
        return lines | {name: getattr(self, name).toPlainText() for name in ("cause", "measure")}

    def _read(self, day: str) -> ImprovementContent:
        texts = self._texts()
        due = read_partial_date(day, today=self._workplace.desk.clock().date()).last_day if day.strip() else None
        return ImprovementContent(texts["problem"], self._filter, texts["cause"], texts["measure"], texts["owner"], due)

    def _problems(self) -> tuple[Problem, ...]:
        try:
            return problems_of(self._read(self.due_on.text()))
        except ValueError:
            wrong = Problem("due_on", "whole_day", details=(("value", self.due_on.text()),))
            return (*problems_of(self._read("")), wrong)

    def _show(self, problems: Iterable[Problem]) -> None:
        found = {each.field: each for each in problems}
        for name, fault in self._faults.items():
            fault.setText(problem_sentence(found[name], self._workplace.words) if name in found else "")
            fault.setVisible(name in found)
            if name != "filter":
                marked(getattr(self, name), problem="hard" if name in found else "")

    def _tidy_day(self) -> None:
        if self.due_on.text().strip() and not any(each.field == "due_on" for each in self._problems()):
            self.due_on.setText(str(self._read(self.due_on.text()).due_on))


def _texts_of(content: ImprovementContent) -> dict[str, str]:
    return {
        "problem": content.problem,
        "owner": content.owner,
        "due_on": str(content.due_on or ""),
        "cause": content.cause,
        "measure": content.measure,
    }
