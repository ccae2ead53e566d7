"""The form of one obligation: by whose word, from what event, how long, to what end, and what moves it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from complaint_desk.domain.problems import Problem
from complaint_desk.domain.rule_form import LONGEST
from complaint_desk.domain.rule_sets import EndEvent, Obligation, PauseReason, SourceType, StartEvent, Unit
from complaint_desk.domain.vocabulary import StepKind
from complaint_desk.i18n import _
from complaint_desk.i18n.clocks import clock_name
from complaint_desk.i18n.sentences import problem_sentence
from complaint_desk.i18n.words import Words
from complaint_desk.ui.preferences.rules.fields import WordsMenu, word_box
from complaint_desk.ui.preferences.rules.ladder import Ladder
from complaint_desk.ui.shared.captioned import Captioned
from complaint_desk.ui.shared.form.cell import with_mnemonic
from complaint_desk.ui.shared.panels import label, scrolled
from complaint_desk.ui.shared.tokens import GRID

_NAME = "rules.clock"


class ObligationForm(QWidget):
    """`changed` is emitted at each keystroke."""

    changed = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._shown: Obligation | None = None
        self._busy = False
        self._name, self._source, self._article = QLineEdit(), QLineEdit(), QLineEdit()
        self._type = word_box((each, words.label("source_type", each)) for each in SourceType)
        self._starts = word_box((each, words.label("start_event", each)) for each in StartEvent)
        self._length = QSpinBox()
        self._unit = word_box((each, words.label("length_unit", each)) for each in Unit)
        self._named = _tick(_("A notice of an authority names the date"), "H")
        self._rolls = _tick(_("An end on a rest day moves to the next working day"), "O")
        self._ends = WordsMenu(_endings(words))
        self._pauses = WordsMenu([(each, words.label("pause_reason", each)) for each in PauseReason])
        self._ladder = Ladder(f"{_NAME}.extensions")
        self._promise = label(role="warning", wraps=True)
        self._promise.setObjectName(f"{_NAME}.promise")
        self._fields = self._captioned()
        self._lay_out()
        self._listen()
        self.area = scrolled(self)
        """What it stands in; it scrolls to whatever a key leads to."""
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]

    def _captioned(self) -> dict[str, Captioned]:
        length = QWidget()
        row = QHBoxLayout(length)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._length, 1)
        row.addWidget(self._unit, 1)
        self._unit.setObjectName(f"{_NAME}.unit")
        self._unit.setAccessibleName(_("Unit"))
        for each, name in ((self._named, "named"), (self._rolls, "rolls")):
            each.setObjectName(f"{_NAME}.{name}")
        return {
            "name": Captioned(_("Name"), self._name, f"{_NAME}.name", "N"),
            "source_type": Captioned(_("By whose word"), self._type, f"{_NAME}.source_type", "W"),
            "source": Captioned(_("Law or rule"), self._source, f"{_NAME}.source", "S"),
            "article": Captioned(_("Article"), self._article, f"{_NAME}.article", "I"),
            "starts": Captioned(_("Counts from"), self._starts, f"{_NAME}.starts", "C"),
            "length": Captioned(_("Length"), length, f"{_NAME}.length", "L", buddy=self._length),
            "ends": Captioned(_("Ends with"), self._ends, f"{_NAME}.ends", "D", buddy=self._ends.button),
            "pauses": Captioned(
                _("May be paused for"), self._pauses, f"{_NAME}.pauses", "B", buddy=self._pauses.button
            ),
            "extensions": Captioned(_("Extensions"), self._ladder, f"{_NAME}.extensions", ""),
        }

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        pairs = (("name", "source_type"), ("source", "article"), ("starts", "length"), ("ends", "pauses"))
        for row, pair in enumerate(pairs):
            for at, name in enumerate(pair):
                grid.addWidget(self._fields[name], row, at)
        column.addLayout(grid)
        column.addWidget(self._promise)
        column.addWidget(self._rolls)
        column.addWidget(self._named)
        column.addWidget(self._fields["extensions"])
        column.addStretch()

    def _listen(self) -> None:
        for line in (self._name, self._source, self._article):
            line.textEdited.connect(self._tell)
        for box in (self._type, self._starts):
            box.currentIndexChanged.connect(self._tell)
        self._unit.currentIndexChanged.connect(self._take_unit)
        self._length.valueChanged.connect(self._take_length)
        for tick in (self._named, self._rolls):
            tick.toggled.connect(self._tell)
        for part in (self._ends, self._pauses, self._ladder):
            part.changed.connect(self._tell)

    def show_obligation(self, each: Obligation) -> None:
        """Show one to be edited."""
        self._busy = True
        self._shown = each
        self._name.setText(each.name)
        self._name.setPlaceholderText(clock_name(each.code, "", self._words))
        self._source.setText(each.source)
        self._article.setText(each.article)
        for line in (self._name, self._source, self._article):
            line.setCursorPosition(0)
        for box, value in ((self._type, each.source_type), (self._starts, each.starts), (self._unit, each.unit)):
            box.setCurrentIndex(box.findData(value))
        self._bound_length(each.unit)
        self._length.setValue(each.length or 0)
        self._named.setChecked(each.named)
        self._rolls.setChecked(each.rolls)
        self._ends.choose(each.ends)
        self._pauses.choose(each.pauses)
        self._show_ladder(each)
        self._busy = False

    def _bound_length(self, unit: Unit) -> None:
        # Nothing stands for a length that a notice gives.
        self._length.setRange(0, LONGEST[unit])
        self._length.setSpecialValueText(_("–"))

    def _show_ladder(self, each: Obligation) -> None:
        unit = self._words.label("length_unit", each.unit)
        self._ladder.show_rungs(each.extensions, unit=unit, start=each.length or 0, most=LONGEST[each.unit])

    def _take_unit(self) -> None:
        if self._busy or self._shown is None:
            return
        self._busy = True
        self._bound_length(Unit(self._unit.currentData()))
        self._show_ladder(self.obligation(self._shown))
        self._busy = False
        self._tell()

    def _take_length(self, length: int) -> None:
        self._ladder.start = length
        self._tell()

    def obligation(self, base: Obligation) -> Obligation:
        """What the form says, over the code of `base`."""
        return dataclasses.replace(
            base,
            name=self._name.text().strip(),
            source_type=SourceType(self._type.currentData()),
            source=self._source.text().strip(),
            article=self._article.text().strip(),
            starts=StartEvent(self._starts.currentData()),
            length=self._length.value() or None,
            unit=Unit(self._unit.currentData()),
            ends=self._ends.codes(),
            rolls=self._rolls.isChecked(),
            named=self._named.isChecked(),
            extensions=self._ladder.rungs(),
            pauses=tuple(PauseReason(code) for code in self._pauses.codes()),
        )

    def focus_name(self) -> None:
        """Put the person at the name."""
        self._name.setFocus()

    def show_problems(self, problems: Iterable[Problem], *, becomes_promise: bool) -> None:
        """Say at each field what is wrong with it, and that a change makes law into a promise."""
        sentences = {each.field: problem_sentence(each, self._words) for each in problems}
        for name, field in self._fields.items():
            field.problem(sentences.get(name, ""))
        self._promise.setText(
            _("The law named here says otherwise: this is kept as your own promise, unless you name what says so.")
            if becomes_promise
            else ""
        )
        self._promise.setVisible(becomes_promise)

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isAncestorOf(now):
            self.area.ensureWidgetVisible(now, 0, 4 * GRID)

    def _tell(self) -> None:
        if not self._busy:
            self.changed.emit()


def _tick(words: str, key: str) -> QCheckBox:
    made = QCheckBox(with_mnemonic(words, key))
    made.setAccessibleName(words)
    return made


def _endings(words: Words) -> list[tuple[str, str]]:
    ends = {
        EndEvent.ACCEPTED: words.label("status", "accepted"),
        EndEvent.ANSWERED: words.label("status", "answered"),
        EndEvent.CLOSED: words.label("status", "closed"),
        EndEvent.RECEIVED: _("Complaint came in (kept by the consumer)"),
    }
    step = _("Step: {kind}")
    return [
        *((str(code), said) for code, said in ends.items()),
        *((str(kind), step.format(kind=words.label("step_kind", kind))) for kind in StepKind),
    ]
