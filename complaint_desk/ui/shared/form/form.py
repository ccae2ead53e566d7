"""A form built from its plan: fields in the order of speech, rare ones folded, problems at the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from complaint_desk.domain.complaint import ComplaintContent
from complaint_desk.domain.problems import Problem
from complaint_desk.ui.shared.form.cell import FieldCell
from complaint_desk.ui.shared.form.checks import Manners
from complaint_desk.ui.shared.form.choices import make_editor
from complaint_desk.ui.shared.form.plan import Section, fields_of
from complaint_desk.ui.shared.form.sections import Folds, SectionPanel
from complaint_desk.ui.shared.form.texts import Read, read_texts
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

PAUSE_MS = 700
"""A pause in typing after which a problem of the field in use may be said."""

Judge = Callable[[Read], tuple[Problem, ...]]
"""What is wrong with the values of a form, beyond texts that cannot be read."""


class Form(QWidget):
    """Fields to fill in. `edited` carries the field's name, `finished` tells that Enter left the last field."""

    edited = Signal(str)
    left = Signal(str)
    finished = Signal()

    def __init__(
        self,
        workplace: Workplace,
        sections: tuple[Section, ...],
        prefix: str,
        judge: Judge,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._judge = judge
        self._manners = Manners()
        self.fields = fields_of(sections)
        places = [place for section in sections for place in section.places]
        self._own_codes = {(place.field.word_list, code) for place in places for code, _word in place.choices}
        self._base: ComplaintContent | None = None
        self.cells: dict[str, FieldCell] = {}
        self._panels: list[SectionPanel] = []
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._paused)
        self._build(sections, prefix)
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]

    def _build(self, sections: tuple[Section, ...], prefix: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for section in sections:
            cells = [
                FieldCell(make_editor(place, self._workplace), prefix, self._workplace.words)
                for place in section.places
            ]
            for cell in cells:
                self._listen(cell)
            panel = SectionPanel(section, cells)
            self._panels.append(panel)
        width = max((panel.caption_width() for panel in self._panels), default=0)
        for panel in self._panels:
            panel.set_caption_width(width)
        self._folds = Folds([panel for panel in self._panels if panel.section.folded], prefix)
        for panel in self._panels:
            if not panel.section.folded:
                column.addWidget(panel)
        if self._folds.panels:
            column.addWidget(self._folds)
            for panel in self._folds.panels:
                column.addWidget(panel)
        column.addStretch(1)

    def _listen(self, cell: FieldCell) -> None:
        name = cell.place.name
        self.cells[name] = cell
        cell.editor.edited.connect(lambda: self._edit(name))
        cell.editor.left.connect(lambda: self._leave(name))
        cell.editor.entered.connect(lambda: self._go_on(name))

    # What stands there

    def texts(self) -> dict[str, str]:
        """What the editors hold, by field."""
        return {name: cell.editor.text() for name, cell in self.cells.items()}

    def text(self, name: str) -> str:
        return self.cells[name].editor.text()

    def start(self, texts: Mapping[str, str], base: ComplaintContent | None = None) -> None:
        """Show these texts as a form that nobody has touched yet; `base` keeps the values that they stand for."""
        self._base = base
        for name, cell in self.cells.items():
            with QSignalBlocker(cell.editor):
                cell.editor.show_text(texts.get(name, ""))
        self._manners.forget()
        for panel in self._folds.panels:
            self._folds.open_panel(panel, opened=panel.section.key != "" and _holds(panel, texts))
        self.show_problems()

    def put(self, name: str, text: str) -> None:
        """Write into one field as if the person had."""
        self.put_silently(name, text)
        self._edit(name)

    def put_silently(self, name: str, text: str) -> None:
        self.cells[name].editor.show_text(text)

    def read(self) -> Read:
        """The values that the texts mean now."""
        today = self._workplace.desk.clock().date()
        return read_texts(self.texts(), self.fields, self._code, today, self._base)

    def _code(self, list_name: str, text: str) -> str | None:
        """The code of a word; what chips offer of their own is a code as it stands."""
        return text if (list_name, text) in self._own_codes else self._workplace.words.code(list_name, text)

    def problems(self) -> tuple[Problem, ...]:
        """All problems, whether they are said yet or not. A text that cannot be read is not also missing."""
        read = self.read()
        unreadable = {problem.field for problem in read.problems}
        judged = (problem for problem in self._judge(read) if problem.field in self.cells)
        return (*read.problems, *(problem for problem in judged if problem.field not in unreadable))

    def set_read_only(self, *, read_only: bool) -> None:
        for cell in self.cells.values():
            cell.editor.set_read_only(read_only=read_only)

    # What is wrong

    def show_problems(self, problems: tuple[Problem, ...] | None = None) -> None:
        """Say at the fields what is due to be said."""
        shown = frozenset(name for name, cell in self.cells.items() if cell.shown_problem)
        said = self._manners.said(self.problems() if problems is None else problems, shown)
        for name, cell in self.cells.items():
            cell.show_problem(said.get(name))

    def try_all(self) -> tuple[Problem, ...]:
        """Say everything; the hard problems are returned, and the person stands at the first.

        What an input method still holds is committed before.
        """
        QGuiApplication.inputMethod().commit()
        self._manners.tried()
        problems = self.problems()
        self.show_problems(problems)
        hard = tuple(problem for problem in problems if problem.hard)
        self.go_to_first(hard)
        return hard

    def show_found(self, problems: tuple[Problem, ...]) -> None:
        """Say problems that were found elsewhere, and put the person at the first."""
        self._manners.tried()
        self.show_problems(problems)
        self.go_to_first(problems)

    def go_to_first(self, problems: tuple[Problem, ...]) -> None:
        """Put the person at the first field, in the order of the form, that has one of these problems."""
        wanted = {problem.field for problem in problems}
        name = next((name for name in self.cells if name in wanted), None)
        if name is not None:
            self.go_to(name)

    # Where the person is

    def go_to(self, name: str) -> None:
        """Put the person at a field; its fold opens."""
        cell = self.cells[name]
        for panel in self._folds.panels:
            if cell in panel.cells:
                self._folds.open_panel(panel, opened=True)
        cell.editor.widget.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_first(self) -> None:
        first = next(iter(self.cells), None)
        if first is not None:
            self.go_to(first)

    @property
    def folds(self) -> Folds:
        return self._folds

    def _go_on(self, name: str) -> None:
        names = [each for each, cell in self.cells.items() if cell.isVisibleTo(self)]
        at = names.index(name) + 1
        if at < len(names):
            self.cells[names[at]].editor.widget.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._leave(name)
            self.finished.emit()

    def _edit(self, name: str) -> None:
        self._manners.typed(name)
        self._pause.start()
        self.show_problems()
        self.edited.emit(name)

    def _leave(self, name: str) -> None:
        self._manners.left(name)
        self.show_problems()
        self.left.emit(name)

    def _paused(self) -> None:
        self._manners.paused()
        self.show_problems()

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not self.isAncestorOf(new):
            return
        QTimer.singleShot(0, self, self._bring_into_sight)
        for panel in self._folds.panels:
            if panel.isAncestorOf(new):
                self._folds.give_keys(panel)

    def _bring_into_sight(self) -> None:
        """Scroll to the field in use, its note with it; a fold that has just opened is laid out by now."""
        focused = QApplication.focusWidget()
        cell = next((each for each in self.cells.values() if each.isAncestorOf(focused)), None) if focused else None
        if cell is not None and (area := _scroll_area_of(self)) is not None:
            area.ensureWidgetVisible(cell, 0, 2 * GRID)


def _scroll_area_of(widget: QWidget) -> QScrollArea | None:
    above: QObject | None = widget
    while above is not None:
        if isinstance(above, QScrollArea):
            return above
        above = above.parent()
    return None


def _holds(panel: SectionPanel, texts: Mapping[str, str]) -> bool:
    """True if a folded section holds something that is not said by itself; the amount is the price unless somebody says so."""
    said = {name: text for name, text in texts.items() if text not in ("", *_SAID_BY_ITSELF)}
    if said.get("amount") == said.get("price"):
        said.pop("amount", None)
    return any(cell.place.name in said for cell in panel.cells)


_SAID_BY_ITSELF = ("complaint", "none")
