"""Which rule set a complaint gets that names none: by channel, class or region; the first line that fits decides."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.roles import Right
from complaint_desk.domain.rule_sets import CHOOSING_FIELDS, Chooser
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.services import rule_sets
from complaint_desk.ui.preferences.rules.fields import keyed_button, word_box
from complaint_desk.ui.shared.buttons import decision_row, icon_button
from complaint_desk.ui.shared.emptying import empty
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import label, scrolled
from complaint_desk.ui.shared.permission import reason_line, reserve
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

_SIZE = (760, 440)
_NAME = "rules.choosing"


@dataclass(frozen=True, slots=True)
class _Row:
    field: QComboBox
    codes: dict[str, QComboBox]
    region: QLineEdit
    rule_set: QComboBox

    def chooser(self) -> Chooser:
        field = str(self.field.currentData())
        code = self.codes[field].currentData() if field in self.codes else self.region.text().strip()
        return Chooser(field, str(code), str(self.rule_set.currentData()))


class ChoosingDialog(QDialog):
    """After `accepted` the ledger holds `choosers`."""

    def __init__(
        self, workplace: Workplace, choosers: tuple[Chooser, ...], codes: tuple[str, ...], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName(_NAME)
        self.setWindowTitle(_("Which rules a complaint gets"))
        self.resize(*_SIZE)
        self._workplace = workplace
        self._codes = codes
        self.choosers = choosers
        self._rows: list[_Row] = []
        self._message = MessageBar(f"{_NAME}.message")
        self._holder = QVBoxLayout()
        self._holder.setSpacing(GRID)
        self._add = keyed_button(_("Add a line"), "A", f"{_NAME}.add")
        self._keep = keyed_button(_("Keep"), "K", f"{_NAME}.save", "primary")
        self._lay_out()
        self._show(choosers)

    def _lay_out(self) -> None:
        words = self._workplace.words
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._message)
        told = _(
            "A complaint that names no rule set gets that of the first line that fits. Those that run keep theirs."
        )
        column.addWidget(label(told, role="secondary", wraps=True))
        column.addWidget(reason_line(self._workplace.desk, Right.SET_UP))
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, GRID, 0)
        inside.addLayout(self._holder)
        inside.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addStretch()
        reserve(self._workplace.desk, Right.SET_UP, content, self._keep)
        area = scrolled(content)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(area, 1)
        usual = words.label("rule_set", self._workplace.settings.rule_set)
        otherwise = _("Where no line fits: {rule} (“Usual time limits” in the preferences).").format(rule=usual)
        column.addWidget(label(otherwise, role="secondary", wraps=True))
        column.addLayout(decision_row(self, _NAME, self._keep, self._save))
        self._add.clicked.connect(self._add_line)

    def _show(self, choosers: tuple[Chooser, ...]) -> None:
        self._rows.clear()
        empty(self._holder)
        for each in choosers:
            self._append(each)
        (self._rows[0].field if self._rows else self._add).setFocus()

    def _append(self, each: Chooser) -> _Row:
        at, words = len(self._rows) + 1, self._workplace.words
        line, code = QWidget(), QStackedWidget()
        field = word_box((name, words.field_label(name)) for name in CHOOSING_FIELDS)
        codes = {
            name: word_box((entry.code, words.path_label(name, entry.code)) for entry in words.choices(name))
            for name in ("channel", "category")
        }
        region = QLineEdit()
        region.setPlaceholderText(_("Beginning of the region"))
        made = _Row(field, codes, region, word_box((c, words.label("rule_set", c)) for c in self._codes))
        for part in (*codes.values(), region):
            code.addWidget(part)
        code.setFixedHeight(region.sizeHint().height())
        field.currentIndexChanged.connect(code.setCurrentIndex)
        field.setCurrentIndex(field.findData(each.field))
        code.setCurrentIndex(field.currentIndex())
        if each.field in codes:
            codes[each.field].setCurrentIndex(max(0, codes[each.field].findData(each.code)))
        else:
            region.setText(each.code)
        made.rule_set.setCurrentIndex(made.rule_set.findData(each.rule_set))
        line.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for part, name, said in (
            (field, "field", _("Line {number}: by")),
            (codes["channel"], "channel", _("Line {number}: channel")),
            (codes["category"], "category", _("Line {number}: class")),
            (region, "region", _("Line {number}: region")),
            (made.rule_set, "rule_set", _("Line {number}: rule set")),
        ):
            part.setObjectName(f"{_NAME}.{at}.{name}")
            part.setAccessibleName(said.format(number=at))
        up = icon_button("chevron-up", f"{_NAME}.{at}.up", _("Move line {number} up").format(number=at))
        up.setEnabled(at > 1)
        up.clicked.connect(lambda: self._move_up(at - 1))
        gone = icon_button("close", f"{_NAME}.{at}.remove", _("Remove line {number}").format(number=at))
        gone.clicked.connect(lambda: self._remove(at - 1))
        row.addWidget(field, 2)
        row.addWidget(code, 3)
        row.addWidget(label("\u2192", role="secondary"))
        row.addWidget(made.rule_set, 4)
        row.addWidget(up)
        row.addWidget(gone)
        self._holder.addWidget(line)
        self._rows.append(made)
        # A new line is last by Tab: the buttons below it move behind it.
        below = (self._add, *self.findChildren(QPushButton, f"{_NAME}.cancel"), self._keep)
        for before, part in pairwise((field, *codes.values(), region, made.rule_set, up, gone, *below)):
            self.setTabOrder(before, part)
        return made

    def _said(self) -> list[Chooser]:
        return [row.chooser() for row in self._rows]

    def _add_line(self) -> None:
        first = self._workplace.words.choices("channel")[0].code
        self._append(Chooser("channel", first, self._codes[0])).field.setFocus()

    def _move_up(self, at: int) -> None:
        said = self._said()
        said[at - 1], said[at] = said[at], said[at - 1]
        self._show(tuple(said))
        self._rows[at - 1].field.setFocus()

    def _remove(self, at: int) -> None:
        said = self._said()
        del said[at]
        self._show(tuple(said))
        self._add.setFocus()

    def _save(self) -> None:
        said, desk = tuple(self._said()), self._workplace.desk
        if any(not each.code for each in said):
            self._message.tell(_("Say in each line with what the region begins, for example the province."), Tone.RED)
            return
        self.choosers = said
        self._workplace.lanes.submit(
            "write", lambda: rule_sets.save_choosers(desk, said), lambda _done: self.accept(), self._fail, owner=self
        )

    def _fail(self, error: DeskError) -> None:
        self._message.tell(error_sentence(error), Tone.RED)
