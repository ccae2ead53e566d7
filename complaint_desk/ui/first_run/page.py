"""The first page of a new ledger: whose it is, which time limits hold, and what it begins with. Esc goes on without it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from complaint_desk.i18n import _
from complaint_desk.i18n.settings import lock_sentence
from complaint_desk.i18n.trades import trade_sentence
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.settings import SETTING
from complaint_desk.runtime.settings_in_force import SettingsInForce
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.form.cell import with_mnemonic
from complaint_desk.ui.shared.panels import Card, label, scrolled
from complaint_desk.ui.shared.tokens import FIELD_HEIGHT, GRID

_WIDTH = 720
_CAPTION_WIDTH = 17 * GRID
_BETWEEN = re.compile(r"[,;\uff0c\u3001\uff1b]+")


class FirstPage(QWidget):
    """Three steps, one below the other; `started`, `import_wanted` and `skipped` tell how it was left.

    `try_wanted` wants a ledger of samples in another window, and leaves nothing.
    """

    started = Signal()
    try_wanted = Signal()
    import_wanted = Signal()
    skipped = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("first")
        self.setAccessibleName(_("Begin"))
        self.office_name = QLineEdit()
        self.office_name.setObjectName("first.office_name")
        self.departments = QLineEdit()
        self.departments.setObjectName("first.departments")
        self.departments.setPlaceholderText(_("With commas between them: After-sales, Quality, Logistics"))
        self.rule_set = QComboBox()
        self.rule_set.setObjectName("first.rule_set")
        for code in SETTING["rule_set"].choices:
            self.rule_set.addItem(words.label("rule_set", code), code)
        self.rule_set.currentIndexChanged.connect(lambda _at: self._tell_trade())
        self._name_note, self._trade = _note("first.office_name.note"), _note("first.rule_set.note")
        self._rule_note = _note("first.rule_set.locked")
        self._lay_out()
        self._tell_trade()
        QShortcut(QKeySequence("Esc"), self, self.skipped.emit, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(GRID)
        column.addWidget(label(_("Welcome to the complaint ledger"), role="title"))
        column.addWidget(
            label(
                _("Three steps and you can begin. Nothing here is final: all of it stands under Tools, Preferences."),
                role="secondary",
                wraps=True,
            )
        )
        column.addWidget(self._office())
        column.addWidget(self._rules())
        column.addWidget(self._beginning())
        column.addStretch()
        middle = QWidget()
        middle.setLayout(column)
        middle.setMaximumWidth(_WIDTH)
        ground = QWidget()
        row = QHBoxLayout(ground)
        row.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        row.addStretch(1)
        row.addWidget(middle, 1000)
        row.addStretch(1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scrolled(ground))

    def _office(self) -> Card:
        rows = (
            (_("Name of the office"), "N", self.office_name, (self._name_note,)),
            (_("Departments"), "D", self.departments, ()),
        )
        return _filled(_step(1, _("Your office")), rows)

    def _rules(self) -> Card:
        row = (_("Usual time limits"), "T", self.rule_set, (self._trade, self._rule_note))
        return _filled(_step(2, _("Time limits")), (row,))

    def _beginning(self) -> Card:
        card = _step(3, _("What it begins with"))
        start = button(_("&Start with an empty ledger"), "first.start", "primary")
        bring = button(_("&Import the ledger kept so far…"), "first.import")
        look = button(_("&Look at a sample ledger"), "first.try")
        look.setToolTip(_("In a window of its own; it is gone when you close that."))
        look.clicked.connect(self.try_wanted)
        skip = button(_("Decide later") + "  Esc", "first.skip", "link")
        start.clicked.connect(self.started)
        bring.clicked.connect(self.import_wanted)
        skip.clicked.connect(self.skipped)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for each in (start, bring, look):
            row.addWidget(each)
        row.addStretch()
        row.addWidget(skip)
        card.column.addLayout(row)
        return card

    def focus_first(self) -> None:
        """Give the keyboard to the first field that may be filled."""
        for each in (self.office_name, self.departments):
            if each.isEnabled():
                each.setFocus(Qt.FocusReason.TabFocusReason)
                return

    # What stands here

    def show_settings(self, found: SettingsInForce) -> None:
        """Show what is set already; what a policy locks is shown as given, and by whom."""
        lock = lock_sentence(found.locked_by, str(found.policy))
        self.office_name.setText(found.settings.office_name)
        self.rule_set.setCurrentIndex(max(0, self.rule_set.findData(found.settings.rule_set)))
        for name, field, note in (
            ("office_name", self.office_name, self._name_note),
            ("rule_set", self.rule_set, self._rule_note),
        ):
            locked = name in found.locked
            field.setEnabled(not locked)
            note.setText(lock if locked else "")
            note.setVisible(locked)

    def settings(self) -> dict[str, str]:
        """What shall be set, by name; nothing that is locked."""
        said = {"office_name": self.office_name.text().strip(), "rule_set": str(self.rule_set.currentData())}
        fields: dict[str, QWidget] = {"office_name": self.office_name, "rule_set": self.rule_set}
        return {name: value for name, value in said.items() if fields[name].isEnabled()}

    def department_names(self) -> tuple[str, ...]:
        """Each department once, in the order in which they were written."""
        parts = (" ".join(each.split()) for each in _BETWEEN.split(self.departments.text()))
        return tuple(dict.fromkeys(each for each in parts if each))

    def _tell_trade(self) -> None:
        self._trade.setText(trade_sentence(str(self.rule_set.currentData())))
        self._trade.show()


def _step(number: int, title: str) -> Card:
    card = Card()
    card.column.addWidget(label(_("{number}. {title}").format(number=number, title=title), role="section"))
    return card


def _note(name: str) -> QLabel:
    made = label(role="secondary", wraps=True)
    made.setObjectName(name)
    made.hide()
    return made


def _filled(card: Card, rows: Sequence[tuple[str, str, QWidget, tuple[QLabel, ...]]]) -> Card:
    """The card with its fields: caption, key, field, and the notes below it."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID)
    grid.setColumnStretch(1, 1)
    for caption, key, field, notes in rows:
        field.setAccessibleName(caption)
        name = label(with_mnemonic(caption, key), role="secondary", wraps=True)
        name.setBuddy(field)
        name.setFixedWidth(_CAPTION_WIDTH)
        name.setMinimumHeight(FIELD_HEIGHT)
        name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        at = grid.rowCount()
        grid.addWidget(name, at, 0)
        grid.addWidget(field, at, 1)
        for place, each in enumerate(notes, at + 1):
            grid.addWidget(each, place, 1)
    card.column.addLayout(grid)
    return card
