"""A field as it stands in the form: its label with mnemonic, its editor, and below it what is wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from complaint_desk.domain.problems import Problem
from complaint_desk.i18n.sentences import problem_sentence
from complaint_desk.i18n.words import Words
from complaint_desk.ui.shared.form.editors import ChipsEditor, FieldEditor
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import FIELD_HEIGHT

CHIP_HEIGHT = 30
_MARKS = {True: "\u25b2", False: "\u25cf"}


class FieldCell(QWidget):
    """Editor and note; `caption` is the label that the form puts left of it."""

    def __init__(self, editor: FieldEditor, prefix: str, words: Words) -> None:
        super().__init__()
        self.editor = editor
        self.place = editor.place
        self._words = words
        name = words.field_label(self.place.name)
        editor.widget.setObjectName(f"{prefix}.{self.place.name}")
        editor.widget.setAccessibleName(name)
        self._name = name
        self.caption = label(role="secondary")
        self.caption.setBuddy(editor.widget)
        self.caption.setWordWrap(True)
        self.caption.setMinimumHeight(CHIP_HEIGHT if self.place.chips else FIELD_HEIGHT)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.note = QLabel()
        self.note.setObjectName(f"{prefix}.{self.place.name}.note")
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(editor.widget)
        column.addWidget(self.note)
        column.addStretch()
        if isinstance(editor, ChipsEditor):
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self._problem: Problem | None = None
        self.carry_mnemonic(carried=True)

    def carry_mnemonic(self, *, carried: bool) -> None:
        """Have the label answer to Alt and its key, or only show the key."""
        self.caption.setText(with_mnemonic(self._name, self.place.key, required=self.place.starred, carried=carried))

    def show_problem(self, problem: Problem | None) -> None:
        """Say what is wrong below the field; None says nothing."""
        if problem == self._problem:
            return
        self._problem = problem
        widget = self.editor.widget
        if problem is None:
            self.note.hide()
            self.note.clear()
            widget.setAccessibleDescription("")
        else:
            sentence = problem_sentence(problem, self._words)
            self.note.setText(f"{_MARKS[problem.hard]} {sentence}")
            self.note.setAccessibleName(sentence)
            marked(self.note, role="problem" if problem.hard else "warning")
            self.note.show()
            widget.setAccessibleDescription(sentence)
        marked(widget, problem="" if problem is None else ("hard" if problem.hard else "soft"))

    @property
    def shown_problem(self) -> Problem | None:
        return self._problem


def with_mnemonic(name: str, key: str, *, required: bool = False, carried: bool = True) -> str:
    """A label with its mnemonic: a letter of an English name is underlined, else the key follows in brackets.

    The dots of a button that asks for more stay last.
    """
    if name.endswith("\u2026"):
        return with_mnemonic(name[:-1], key, required=required, carried=carried) + "\u2026"
    mark = "&" if carried else ""
    star = " *" if required else ""
    plain = name.replace("&", "&&")
    at = plain.lower().find(key.lower()) if plain.isascii() else -1
    if not key:
        return plain + star
    if at >= 0:
        return f"{plain[:at]}{mark}{plain[at:]}{star}"
    return f"{plain}{star}({mark}{key})"
