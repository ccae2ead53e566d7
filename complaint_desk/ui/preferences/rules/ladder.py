"""The ladder of extensions of one obligation: to how much, by whose word, and whether the complainant must be told."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from complaint_desk.domain.rule_sets import ExtensionRung
from complaint_desk.i18n import _
from complaint_desk.ui.preferences.rules.fields import keyed_button
from complaint_desk.ui.shared.buttons import icon_button
from complaint_desk.ui.shared.emptying import empty
from complaint_desk.ui.shared.tokens import GRID

_STEP = 15


@dataclass(frozen=True, slots=True)
class _Row:
    to: QSpinBox
    approver: QLineEdit
    tell: QCheckBox

    def rung(self) -> ExtensionRung:
        return ExtensionRung(self.to.value(), self.approver.text().strip(), self.tell.isChecked())


class Ladder(QWidget):
    """One row for each extension, in their order."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._most = 1
        self._unit = ""
        self._rows: list[_Row] = []
        self.start = 0
        """The length before any extension."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)
        self._holder = QVBoxLayout()
        self._holder.setSpacing(GRID)
        self._column.addLayout(self._holder)
        self.add = keyed_button(_("Add an extension"), "Y", f"{name}.add", "link")
        self.add.clicked.connect(self._add)
        self._column.addWidget(self.add)

    def rungs(self) -> tuple[ExtensionRung, ...]:
        return tuple(row.rung() for row in self._rows)

    def show_rungs(self, rungs: tuple[ExtensionRung, ...], *, unit: str, start: int, most: int) -> None:
        """Show a ladder; `unit` in words, `start` the length before any extension, `most` the longest that may be."""
        self._unit, self.start, self._most = unit, start, most
        self._rows.clear()
        empty(self._holder)
        for rung in rungs:
            self._append(rung)

    def _append(self, rung: ExtensionRung) -> _Row:
        at = len(self._rows) + 1
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        to, approver, tell = QSpinBox(), QLineEdit(rung.approver), QCheckBox(_("must be told"))
        for each, part, said in (
            (to, "to", _("Length from the start, extension {number}").format(number=at)),
            (approver, "approver", _("Approved by, extension {number}").format(number=at)),
            (tell, "tell", _("The complainant must be told before the old date ends")),
        ):
            each.setObjectName(f"{self._name}.{at}.{part}")
            each.setAccessibleName(said)
            each.setToolTip(said)
        to.setRange(1, self._most)
        to.setValue(rung.to)
        to.setPrefix(_("to "))
        to.setSuffix(f" {self._unit}")
        approver.setPlaceholderText(_("Approved by"))
        tell.setChecked(rung.tell)
        to.valueChanged.connect(self.changed)
        approver.textEdited.connect(self.changed)
        tell.toggled.connect(self.changed)
        gone = icon_button("close", f"{self._name}.{at}.remove", _("Remove extension {number}").format(number=at))
        gone.clicked.connect(lambda: self._remove(at - 1))
        row.addWidget(to)
        row.addWidget(approver, 1)
        row.addWidget(tell)
        row.addWidget(gone)
        self._holder.addWidget(line)
        made = _Row(to, approver, tell)
        self._rows.append(made)
        return made

    def _add(self) -> None:
        last = self._rows[-1].to.value() if self._rows else self.start
        self._append(ExtensionRung(min(last + _STEP, self._most))).to.setFocus()
        self.changed.emit()

    def _remove(self, at: int) -> None:
        kept = [rung for number, rung in enumerate(self.rungs()) if number != at]
        self.show_rungs(tuple(kept), unit=self._unit, start=self.start, most=self._most)
        self.add.setFocus()
        self.changed.emit()
