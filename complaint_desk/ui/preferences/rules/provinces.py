"""What a province says over a rule set: choosing the province, and which time limit it sets otherwise."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QComboBox, QDialog, QMenu, QPushButton, QVBoxLayout, QWidget

from complaint_desk.domain.rule_sets import Obligation, ProvinceLayer, RuleBook, RuleVersion
from complaint_desk.i18n import _
from complaint_desk.i18n.clocks import clock_name
from complaint_desk.i18n.words import Words
from complaint_desk.ui.preferences.rules.editing import VersionInWork
from complaint_desk.ui.preferences.rules.fields import keyed_button
from complaint_desk.ui.shared.buttons import decision_row
from complaint_desk.ui.shared.captioned import Captioned
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID

_NAME = "rules.province"
_WIDTH = 400


class ProvinceDialog(QDialog):
    """After `accepted`, `place` is the code of a province, or what was typed instead: the beginning of a region."""

    def __init__(self, words: Words, rule_set: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(_NAME)
        self.setWindowTitle(_("What a province sets otherwise"))
        self.setMinimumWidth(_WIDTH)
        self._words = words
        self._box = QComboBox()
        self._box.setEditable(True)
        for each in words.choices("province"):
            self._box.addItem(each.label, each.code)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(Captioned(_("Province, or the beginning of a region"), self._box, f"{_NAME}.place", "P"))
        told = _("Over {rule}: it holds for complaints whose region begins so.").format(
            rule=words.label("rule_set", rule_set)
        )
        column.addWidget(label(told, role="secondary", wraps=True))
        keep = keyed_button(_("Go on"), "G", f"{_NAME}.go_on", "primary")
        column.addLayout(decision_row(self, _NAME, keep, self.accept))
        self._box.editTextChanged.connect(lambda text: keep.setEnabled(bool(text.strip())))
        self._box.setFocus()

    @property
    def place(self) -> str:
        typed = self._box.currentText().strip()
        return self._words.code("province", typed) or typed


def ask_place(words: Words, rule_set: str, parent: QWidget, take: Callable[[str], None]) -> None:
    """Ask for a province; `take` gets its place."""
    dialog = ProvinceDialog(words, rule_set, parent)
    dialog.accepted.connect(lambda: take(dialog.place))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def title_of(work: VersionInWork, words: Words) -> str:
    """Whose time limits are shown over which rules; "" for those of the rules themselves."""
    if work.layer is None:
        return ""
    rule, province = words.label("rule_set", work.base.code), words.label("province", work.layer.code)
    return _("{rule} ({province})").format(rule=rule, province=province)


def layer_to_edit(book: RuleBook, place: str, beneath: RuleVersion, words: Words) -> VersionInWork:
    """The newest layer of a place over a rule set, or an empty one."""
    found = [each for each in book.layers_of(beneath.code) if each.code == place]
    if found:
        return VersionInWork.of_layer(found[-1], beneath.code, beneath)
    names = words.spellings("province", place)
    empty = ProvinceLayer(place, names, beneath.valid_from, None, MappingProxyType({beneath.code: ()}), own=True)
    return VersionInWork.of_layer(empty, beneath.code, beneath)


def ask_what_differs(
    beside: QPushButton, choices: tuple[Obligation, ...], words: Words, take: Callable[[Obligation | None], None]
) -> None:
    """Open a menu of the time limits of which the province may say something else; its last entry is a new one."""
    menu = QMenu(beside)
    menu.setObjectName(f"{_NAME}.differs")
    for each in choices:
        menu.addAction(clock_name(each.code, each.name, words), lambda each=each: take(each))
    menu.addSeparator()
    menu.addAction(_("Another time limit"), lambda: take(None))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(beside.mapToGlobal(QPoint(0, beside.height())))
