"""A stale edit, field by field: what stood there, what somebody else wrote, what this person wrote; each is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from complaint_desk.domain.complaint import Complaint, ComplaintContent, content_of
from complaint_desk.domain.errors import FieldConflict
from complaint_desk.i18n import _
from complaint_desk.i18n.values import value_text
from complaint_desk.i18n.words import Words
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.panels import Card, label, scrolled
from complaint_desk.ui.shared.tokens import GRID

WIDTH = 760
_LONGEST = 400


class ConflictDialog(QDialog):
    """Shows each field that two people wrote; what the other one wrote is chosen until this person says otherwise."""

    def __init__(
        self, conflicts: tuple[FieldConflict, ...], number: str, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("conflicts")
        self.setWindowTitle(_("Changed by somebody else \u00b7 {number}").format(number=number))
        self.setMinimumWidth(WIDTH)
        self._conflicts = conflicts
        self._words = words
        self._mine: dict[str, QRadioButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(2 * GRID)
        column.addWidget(
            label(
                _(
                    "Somebody else saved this complaint while you were editing it. Choose for each field what shall stand."
                ),
                wraps=True,
            )
        )
        column.addWidget(scrolled(self._table()), 1)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        cancel = button(_("Back to the form"), "conflicts.cancel")
        save = button(_("Save"), "conflicts.save", "primary")
        cancel.clicked.connect(self.reject)
        save.clicked.connect(self.accept)
        save.setAutoDefault(True)
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(save)
        column.addLayout(row)

    def chosen(self) -> dict[str, Any]:
        """The value of each field that is to stand."""
        return {
            each.field: each.wanted if self._mine[each.field].isChecked() else each.current for each in self._conflicts
        }

    def _table(self) -> QWidget:
        table = QWidget()
        column = QVBoxLayout(table)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for conflict in self._conflicts:
            column.addWidget(self._card(conflict))
        column.addStretch()
        return table

    def _card(self, conflict: FieldConflict) -> QWidget:
        name = self._words.field_label(conflict.field)
        card = Card(gap=4)
        card.column.addWidget(label(name, role="section"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        group = QButtonGroup(card)
        theirs = QRadioButton(_("Theirs"))
        mine = QRadioButton(_("Mine"))
        before = label(_("Before"), role="secondary")
        grid.addWidget(before, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._value(conflict.field, conflict.base, role="secondary"), 0, 1)
        for row, (choice, part, value) in enumerate(
            ((theirs, "theirs", conflict.current), (mine, "mine", conflict.wanted)), start=1
        ):
            choice.setObjectName(f"conflicts.{conflict.field}.{part}")
            choice.setAccessibleName(f"{name}: {choice.text()}")
            group.addButton(choice)
            grid.addWidget(choice, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._value(conflict.field, value), row, 1)
        theirs.setChecked(True)
        self._mine[conflict.field] = mine
        card.column.addLayout(grid)
        return card

    def _value(self, field: str, value: Any, role: str = "") -> QWidget:
        text = value_text(field, value, self._words) or _("(empty)")
        return label(text if len(text) <= _LONGEST else text[:_LONGEST] + "\u2026", role, wraps=True, selectable=True)


def settled_content(
    base: Complaint, mine: ComplaintContent, current: Complaint, chosen: Mapping[str, Any]
) -> ComplaintContent:
    """What shall be saved over `current`: the chosen values, else this person's where they changed it, else what stands."""
    now, before, wanted = content_of(current), content_of(base), content_of(mine)
    own = {name: value for name, value in wanted.items() if value != before[name]}
    return ComplaintContent(**(now | own | dict(chosen)))
