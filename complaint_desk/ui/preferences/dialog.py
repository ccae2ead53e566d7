"""The preferences: one row for each setting, those that the policy locks shown as locked."""

from __future__ import annotations

import dataclasses

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.reminding import DEFAULT_OFFICE_HOURS
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.i18n.settings import lock_sentence, lock_words
from complaint_desk.runtime.settings import SETTING, number_pattern_is_sound
from complaint_desk.runtime.settings_file import save_setting
from complaint_desk.runtime.settings_in_force import read_settings
from complaint_desk.ui.shared.buttons import button, decision_row
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import Card, label, scrolled
from complaint_desk.ui.shared.style import Theme, marked
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_AT_NEXT_START = ("language", "backup_folder", "automatic_backup")
Editor = QComboBox | QLineEdit | QCheckBox


class PreferencesDialog(QDialog):
    """Saves what was changed, setting by setting."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preferences")
        self.setWindowTitle(_("Preferences"))
        self._workplace = workplace
        self._in_force = read_settings(workplace.places)
        self._editors: dict[str, Editor] = {}
        self._message = MessageBar("preferences.message")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self._message)
        column.addWidget(self._as_high_as_there_is_room(self._form()), 1)
        save = button(_("Save"), "preferences.save", "primary")
        column.addLayout(decision_row(self, "preferences", save, self._save))
        self.setMinimumWidth(560)

    def _as_high_as_there_is_room(self, form: Card) -> QScrollArea:
        ground = QWidget()
        around = QVBoxLayout(ground)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(form)
        area = scrolled(ground)
        room = self.screen().availableGeometry().height() - 18 * GRID
        area.setMinimumHeight(min(ground.sizeHint().height(), room))
        return area

    def _form(self) -> Card:
        card = Card()
        form = QFormLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.setVerticalSpacing(GRID + 4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, text, editor in self._rows():
            self._editors[name] = editor
            editor.setObjectName(f"preferences.{name}")
            editor.setAccessibleName(text)
            form.addRow(label(text, "secondary"), self._with_lock(name, editor))
        card.column.addLayout(form)
        self._example = label(role="secondary")
        pattern = self._pattern
        pattern.textChanged.connect(self._show_example)
        form.insertRow(form.rowCount() - 2, label(), self._example)
        self._show_example(pattern.text())
        where = label(str(self._workplace.places.data), "secondary", wraps=True, selectable=True)
        form.addRow(label(_("Data folder"), "secondary"), where)
        return card

    def _rows(self) -> tuple[tuple[str, str, Editor], ...]:
        words = self._workplace.words
        self._pattern = self._line("number_pattern")
        languages = (("", _("As the system")), ("zh_CN", "\u4e2d\u6587"), ("en", "English"))
        appearances = (("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark")))
        rule_sets = tuple((code, words.label("rule_set", code)) for code in SETTING["rule_set"].choices)
        within = tuple(
            (days, _("within {count} days").format(count=days)) for days in SETTING["follow_up_days"].choices
        )
        waiting = tuple((days, _("after {count} days").format(count=days)) for days in SETTING["waiting_days"].choices)
        return (
            ("language", _("Language"), self._choice("language", languages)),
            ("appearance", _("Appearance"), self._choice("appearance", appearances)),
            ("office_name", _("Name of the office"), self._line("office_name")),
            ("office_address", _("Address of the office"), self._line("office_address")),
            ("office_phone", _("Phone of the office"), self._line("office_phone")),
            ("office_review", _("Review inside, on replies"), self._line("office_review")),
            ("rule_set", _("Usual time limits"), self._choice("rule_set", rule_sets)),
            ("letter_pattern", _("Pattern of letter numbers"), self._line("letter_pattern")),
            (
                "letter_folder",
                _("Folder of letter templates"),
                self._line("letter_folder", str(self._workplace.places.data / "letters")),
            ),
            ("follow_up_days", _("Call after closing"), self._choice("follow_up_days", within)),
            ("waiting_days", _("Waiting too long"), self._choice("waiting_days", waiting)),
            ("reminders", _("Reminders"), self._tick("reminders", _("Once a day, and when something falls due"))),
            ("office_hours", _("Office hours"), self._line("office_hours", DEFAULT_OFFICE_HOURS)),
            ("number_pattern", _("Pattern of numbers"), self._pattern),
            (
                "automatic_backup",
                _("Backup"),
                self._tick("automatic_backup", _("Keep a copy each day when the program ends")),
            ),
            (
                "backup_folder",
                _("Folder of the copies"),
                self._line("backup_folder", str(self._workplace.places.backups)),
            ),
        )

    def _with_lock(self, name: str, editor: Editor) -> QWidget:
        if name == "backup_folder":
            return self._with_browse(editor)
        if name in self._in_force.locked:
            editor.setEnabled(False)
            box = QWidget()
            row = QHBoxLayout(box)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(editor, 1)
            note = label(lock_words(self._in_force.locked_by), "secondary")
            note.setToolTip(self._lock_sentence())
            note.setObjectName(f"preferences.{name}.locked")
            row.addWidget(note)
            return box
        return editor

    def _with_browse(self, editor: Editor) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(editor, 1)
        browse = button(_("Choose…"), "preferences.backup_folder.choose")
        browse.clicked.connect(self._choose_folder)
        row.addWidget(browse)
        if "backup_folder" in self._in_force.locked:
            editor.setEnabled(False)
            browse.setEnabled(False)
            browse.setToolTip(self._lock_sentence())
        return box

    def _lock_sentence(self) -> str:
        return lock_sentence(self._in_force.locked_by, str(self._in_force.policy))

    # Editors

    def _choice(self, name: str, choices: tuple[tuple[str, str], ...]) -> QComboBox:
        made = QComboBox()
        for code, text in choices:
            made.addItem(text, code)
        made.setCurrentIndex(max(0, made.findData(getattr(self._in_force.settings, name))))
        return made

    def _line(self, name: str, placeholder: str = "") -> QLineEdit:
        made = QLineEdit(str(getattr(self._in_force.settings, name)))
        made.setPlaceholderText(placeholder)
        return made

    def _tick(self, name: str, text: str) -> QCheckBox:
        made = QCheckBox(text)
        made.setChecked(bool(getattr(self._in_force.settings, name)))
        return made

    def _show_example(self, pattern: str) -> None:
        sound = number_pattern_is_sound(pattern)
        day = self._workplace.desk.clock()
        if sound:
            example = pattern.format(yyyy=f"{day.year:04}", yy=f"{day.year % 100:02}", seq=1)
            self._example.setText(_("The first complaint of this year is {number}").format(number=example))
        else:
            self._example.setText(_("It needs {yyyy} or {yy}, and {seq:06} for six digits."))
        marked(self._example, role="secondary" if sound else "problem")
        marked(self._editors["number_pattern"], problem="" if sound else "hard")

    def _choose_folder(self) -> None:
        editor = self._editors["backup_folder"]
        if (folder := self._workplace.questions.open_folder(_("Folder of the copies"))) and isinstance(
            editor, QLineEdit
        ):
            editor.setText(str(folder))

    # Saving

    def _values(self) -> dict[str, str | bool]:
        values: dict[str, str | bool] = {}
        for name, editor in self._editors.items():
            match editor:
                case QComboBox():
                    values[name] = str(editor.currentData())
                case QCheckBox():
                    values[name] = editor.isChecked()
                case QLineEdit():
                    values[name] = editor.text().strip()
        return values

    def _save(self) -> None:
        changed = {
            name: value
            for name, value in self._values().items()
            if name not in self._in_force.locked and value != getattr(self._in_force.settings, name)
        }
        try:
            for name, value in changed.items():
                save_setting(self._workplace.places, name, value)
        except DeskError as error:
            self._message.tell(error_sentence(error))
            return
        self._apply(changed)
        self.accept()

    def _apply(self, changed: dict[str, str | bool]) -> None:
        settings = dataclasses.replace(self._workplace.settings, **changed)  # type: ignore[arg-type]
        self._workplace.settings = settings
        self._workplace.desk = dataclasses.replace(self._workplace.desk, settings=settings)
        if "appearance" in changed and (theme := Theme.of_application()) is not None:
            theme.choose(str(changed["appearance"]))
        if set(changed) & set(_AT_NEXT_START):
            self._workplace.hub.said.emit(_("Saved. Some changes are seen when the program starts again."))
