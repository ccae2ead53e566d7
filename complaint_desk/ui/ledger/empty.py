"""What stands in the table's place while there is no row: why, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.learn_more import learn_more
from complaint_desk.ui.shared.panels import Card, EmptyState
from complaint_desk.ui.shared.permission import reserve
from complaint_desk.ui.shared.workplace import Workplace


class EmptyLedger(QWidget):
    """Nothing matches, or nothing was ever registered."""

    clear_wanted = Signal()
    registering_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clear = button(_("Clear all"), "ledger.empty.clear")
        self._new = button(_("New complaint"), "ledger.empty.new")
        self._import = button(_("Import…"), "ledger.empty.import")
        reserve(workplace.desk, Right.REGISTER, self._new)
        reserve(workplace.desk, Right.IMPORT, self._import)
        self._clear.clicked.connect(self.clear_wanted)
        self._new.clicked.connect(self.registering_wanted)
        self._import.clicked.connect(self.import_wanted)
        self._more = learn_more(workplace.hub, "first-steps", "ledger.empty.help")
        self._state = EmptyState("", "", (self._clear, self._new, self._import, self._more))
        card = Card()
        card.column.addWidget(self._state)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def explain(self, *, filtered: bool) -> None:
        """Say what to do; `filtered` tells that conditions are in force."""
        self._state.title.setText(_("No complaint matches") if filtered else _("No complaint yet"))
        self._state.text.setText(
            _("Take a condition away, or search for fewer words.")
            if filtered
            else _("Register the first complaint, or import the ledger you have kept so far.")
        )
        self._clear.setVisible(filtered)
        self._new.setVisible(not filtered)
        self._import.setVisible(not filtered)
        self._more.setVisible(not filtered)
