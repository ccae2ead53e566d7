"""Asks into which entry another one shall go, and says how many complaints change with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout, QWidget

from complaint_desk.i18n import _, ngettext
from complaint_desk.services import bulk
from complaint_desk.ui.shared.buttons import button, decision_row
from complaint_desk.ui.shared.captioned import Captioned
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_WIDTH = 440


class MergeDialog(QDialog):
    """`chosen` carries the code of the entry that stays. Nothing can be merged before it is known how much would change."""

    chosen = Signal(str)

    def __init__(
        self,
        workplace: Workplace,
        list_name: str,
        gone: tuple[str, str],
        others: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        """`gone` and `others` are codes with their names."""
        super().__init__(parent)
        self.setObjectName("merging")
        self.setWindowTitle(_("Merge \u201c{label}\u201d").format(label=gone[1]))
        self.setMinimumWidth(_WIDTH)
        self._into = QComboBox()
        for code, name in others:
            self._into.addItem(name, code)
        self._told = label(_("Counting the complaints\u2026"), role="secondary", wraps=True)
        self._told.setObjectName("merging.told")
        self._go = button(_("Merge"), "merging.merge", "primary")
        self._go.setEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(Captioned(_("It goes into"), self._into, "merging.into", "I"))
        column.addWidget(self._told)
        column.addLayout(decision_row(self, "merging", self._go, self._choose))
        desk = workplace.desk
        workplace.lanes.submit(
            "read", lambda: bulk.preview_merge(desk, list_name, gone[0]), self._tell, self._fail, owner=self
        )

    def _tell(self, count: int) -> None:
        changes = ngettext("{count} complaint changes with it.", "{count} complaints change with it.", count)
        kept = _("\u201cUndo\u201d takes all of it back; the retired name stays readable.")
        self._told.setText(f"{changes.format(count=f'{count:,}')} {kept}")
        self._go.setEnabled(self._into.count() > 0)

    def _fail(self, _error: object) -> None:
        self._told.setText(_("The ledger cannot be asked at the moment."))

    def _choose(self) -> None:
        self.chosen.emit(str(self._into.currentData()))
        self.accept()
