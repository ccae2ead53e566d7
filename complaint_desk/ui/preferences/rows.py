"""One setting on a page: its caption, its editor, who locked it, and below it what is to be said of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from complaint_desk.i18n import _
from complaint_desk.ui.preferences.plan import Kind, Remark, RowPlan
from complaint_desk.ui.shared import icons
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.form.cell import with_mnemonic
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.style import marked, tokens_in
from complaint_desk.ui.shared.tokens import FIELD_HEIGHT, GRID, Tone

Editor = QComboBox | QLineEdit | QCheckBox
_LOCK_SIZE = QSize(16, 16)


class SettingRow(QWidget):
    """`edited` carries the name of the setting and what shall stand there: a text, or True or False for a tick.

    `folder_wanted` carries the row that wants a folder chosen.
    """

    edited = Signal(str, object)
    folder_wanted = Signal(object)

    def __init__(self, plan: RowPlan) -> None:
        super().__init__()
        self.plan = plan
        self._kept: str | bool = ""
        self._fixed = ""
        name = f"preferences.{plan.name}"
        self.editor = self._made_editor()
        self.editor.setObjectName(name)
        self.editor.setAccessibleName(plan.caption)
        self.editor.setEnabled(False)
        self.caption = label(with_mnemonic(plan.caption, plan.key), role="secondary", wraps=True)
        self.caption.setBuddy(self.editor)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.caption.setMinimumHeight(FIELD_HEIGHT)
        self._browse = button(_("Choose\u2026"), f"{name}.choose")
        self._browse.setVisible(plan.kind is Kind.FOLDER)
        self._browse.setEnabled(False)
        self._browse.clicked.connect(lambda: self.folder_wanted.emit(self))
        self._lock = QLabel()
        self._lock.hide()
        self.note = label(role="secondary", wraps=True)
        self.note.setObjectName(f"{name}.note")
        self._lay_out()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        for each, stretch in ((self._lock, 0), (self.editor, 1), (self._browse, 0)):
            line.addWidget(each, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(line)
        column.addWidget(self.note)
        self.note.hide()

    def _made_editor(self) -> Editor:
        if self.plan.kind is Kind.TICK:
            tick = QCheckBox(self.plan.tick)
            tick.setMinimumHeight(FIELD_HEIGHT)
            tick.toggled.connect(self._tell)
            return tick
        if self.plan.kind is Kind.CHOICE:
            box = QComboBox()
            for code, text in self.plan.choices:
                box.addItem(text, code)
            box.currentIndexChanged.connect(self._tell)
            box.installEventFilter(self)
            return box
        line = QLineEdit()
        line.setPlaceholderText(self.plan.empty)
        line.textChanged.connect(self._look)
        line.editingFinished.connect(self.settle)
        line.installEventFilter(self)
        return line

    # What stands here

    def show_value(self, value: str | bool, *, locked: str = "", overruled: str = "") -> None:
        """Show what is in force. `locked` says who fixed it, `overruled` what counts before anything that is saved here."""
        self._kept = value
        self._put(value)
        self.editor.setEnabled(not locked)
        self._browse.setEnabled(not locked)
        self._lock.setVisible(bool(locked))
        if locked:
            ink = tokens_in(self).ink(Tone.GREY)
            self._lock.setPixmap(icons.icon("lock", ink).pixmap(_LOCK_SIZE, self.devicePixelRatioF()))
        self._fixed = locked or overruled
        self._look(self._text())

    def _put(self, value: str | bool) -> None:
        self.editor.blockSignals(True)
        match self.editor:
            case QComboBox():
                self.editor.setCurrentIndex(max(0, self.editor.findData(value)))
            case QCheckBox():
                self.editor.setChecked(bool(value))
            case QLineEdit():
                self.editor.setText(self.plan.shown(str(value)))
                self.editor.setCursorPosition(0)
        self.editor.blockSignals(False)

    def put_text(self, text: str) -> None:
        """Write a text as a person would, and have it saved."""
        if isinstance(self.editor, QLineEdit):
            self.editor.setText(text)
            self.settle()

    def _text(self) -> str:
        match self.editor:
            case QComboBox():
                return str(self.editor.currentData() or "")
            case QLineEdit():
                return self.editor.text().strip()
        return ""

    # What becomes of it

    @property
    def at_fault(self) -> bool:
        """True while a text stands here that cannot be saved."""
        return self.editor.isEnabled() and self._is_changed() and self.plan.remark(self._text()).problem

    def settle(self) -> None:
        """Have a text saved that was typed, if it may stand here."""
        if self.editor.isEnabled() and self._is_changed() and not self.plan.remark(self._text()).problem:
            self.edited.emit(self.plan.name, self._text())

    def _is_changed(self) -> bool:
        return isinstance(self.editor, QLineEdit) and self._text() != self.plan.shown(str(self._kept))

    def _tell(self) -> None:
        match self.editor:
            case QComboBox():
                self.edited.emit(self.plan.name, self.editor.currentData())
            case QCheckBox():
                self.edited.emit(self.plan.name, self.editor.isChecked())

    def take(self, value: str | bool) -> None:
        """What is saved now."""
        self._kept = value
        if self.plan.at_next_start:
            self._say(Remark(_("Saved; seen when the program starts again.")))
        else:
            self._look(self._text())

    def give_back(self, sentence: str) -> None:
        """It was not saved, and why: a text stays to be mended, a choice goes back."""
        if not isinstance(self.editor, QLineEdit):
            self._put(self._kept)
        self._say(Remark(sentence, problem=True))

    # What is said

    def _look(self, text: str) -> None:
        said = self.plan.remark(text.strip())
        if self._fixed and not said.problem:
            said = Remark(self._fixed)
        self._say(said)

    def _say(self, remark: Remark) -> None:
        self.note.setText(remark.text)
        self.note.setVisible(bool(remark.text))
        self.editor.setAccessibleDescription(remark.text)
        marked(self.note, role="problem" if remark.problem else "secondary")
        marked(self.editor, problem="hard" if remark.problem else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel turns the page and never a choice; Esc takes back what was typed before it leaves the dialog."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox) and not watched.hasFocus():
            event.ignore()
            return True
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self._is_changed():
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._put(self._kept)
                self._look(self._text())
                return True
        return super().eventFilter(watched, event)
