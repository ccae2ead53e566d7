"""One field of a bulk change: which, whether it is set or emptied, and its new value."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from complaint_desk.domain.bulk import CHANGEABLE, CLEAR, Clear
from complaint_desk.domain.complaint import is_said
from complaint_desk.domain.fields import FIELD, FieldType
from complaint_desk.domain.problems import Problem
from complaint_desk.domain.reading import Value, read_field
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import problem_sentence
from complaint_desk.ui.shared.buttons import icon_button
from complaint_desk.ui.shared.form.choices import make_editor
from complaint_desk.ui.shared.form.editors import FieldEditor
from complaint_desk.ui.shared.form.plan import place
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_COMPLETED = frozenset({"department", "handler", "outlet", "region", "brand", "subject_name"})
_SET, _EMPTY = "set", "clear"
_FIELD_WIDTH = 168
_WAY_WIDTH = 96
_BUTTON_WIDTH = 32


class BulkRow(QWidget):
    """`edited`: something else is wanted here; `entered`: Enter in the value; `remove_wanted`: the row shall go."""

    edited = Signal()
    entered = Signal()
    remove_wanted = Signal()

    def __init__(self, workplace: Workplace, at: int, field: str) -> None:
        super().__init__()
        self._workplace = workplace
        self._at = at
        self.field = _chooser(f"bulk.field{at}", _("Field"), _FIELD_WIDTH)
        for name in CHANGEABLE:
            self.field.addItem(workplace.words.field_label(name), name)
        self.field.setCurrentIndex(CHANGEABLE.index(field))
        self.way = _chooser(f"bulk.way{at}", _("What to do"), _WAY_WIDTH)
        self.way.addItem(_("Set to"), _SET)
        self.way.addItem(_("Clear"), _EMPTY)
        self.remove = icon_button("close", f"bulk.remove{at}", _("Leave this field alone"))
        self.remove.setFixedSize(_BUTTON_WIDTH, self.field.sizeHint().height())
        self.note = label(wraps=True)
        self.note.setObjectName(f"bulk.note{at}")
        self.note.hide()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(2, 1)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self.field, 0, 0, top)
        self._grid.addWidget(self.way, 0, 1, top)
        self._grid.addWidget(self.remove, 0, 3, top)
        self._grid.addWidget(self.note, 1, 2)
        self.editor = self._put_editor()
        self.field.currentIndexChanged.connect(self._change_field)
        self.way.currentIndexChanged.connect(self._change_way)
        self.remove.clicked.connect(self.remove_wanted)

    @property
    def name(self) -> str:
        return str(self.field.currentData())

    def value(self) -> Value | Clear | Problem:
        """The new value, `CLEAR`, the problem of a text that means none, or None as long as nothing is said."""
        if self.way.currentData() == _EMPTY:
            return CLEAR
        read = read_field(FIELD[self.name], self.editor.text(), self._workplace.words.code, self._today())
        return read if is_said(read) else None

    def _today(self) -> dt.date:
        return self._workplace.desk.clock().date()

    def offer_fields(self, taken: Iterable[str]) -> None:
        """Let no field be chosen that another row changes."""
        others = set(taken) - {self.name}
        model = self.field.model()
        if isinstance(model, QStandardItemModel):
            for at, name in enumerate(CHANGEABLE):
                model.item(at).setEnabled(name not in others)

    def show_problem(self, problem: Problem | None) -> None:
        """Say below the value what is wrong with it."""
        sentence = "" if problem is None else problem_sentence(problem, self._workplace.words)
        self.note.setText(sentence)
        self.note.setVisible(problem is not None)
        marked(self.note, role="problem")
        widget = self.editor.widget
        widget.setAccessibleDescription(sentence)
        marked(widget, problem="" if problem is None else "hard")

    def _put_editor(self) -> FieldEditor:
        name = self.name
        several = FIELD[name].type is FieldType.WORDS
        editor = make_editor(place(name, "", chips=several, completed=name in _COMPLETED), self._workplace)
        editor.widget.setObjectName(f"bulk.value{self._at}")
        editor.widget.setAccessibleName(_("New value of {field}").format(field=self._workplace.words.field_label(name)))
        editor.edited.connect(self.edited)
        editor.left.connect(self.edited)
        editor.entered.connect(self.entered)
        self._grid.addWidget(editor.widget, 0, 2)
        # Tab goes along the row, whenever its editor was made.
        chain = (self.field, self.way, editor.widget, self.remove)
        for before, after in itertools.pairwise(chain):
            QWidget.setTabOrder(before, after)
        return editor

    def _change_field(self) -> None:
        old = self.editor.widget
        self._grid.removeWidget(old)
        old.hide()
        old.deleteLater()
        self.editor = self._put_editor()
        self._change_way()

    def _change_way(self) -> None:
        self.editor.widget.setEnabled(self.way.currentData() == _SET)
        self.show_problem(None)
        self.edited.emit()


def _chooser(name: str, accessible: str, width: int) -> QComboBox:
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(accessible)
    box.setFixedWidth(width)
    return box
