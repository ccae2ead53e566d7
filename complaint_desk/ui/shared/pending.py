"""Gathers changes of the ledger that come close together, so that the table asks once."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from complaint_desk.domain.complaint import Changes

REST_MS = 120
OTHERS_REST_MS = 500
"""What other desks change is wanted soon, not at once: on a busy day it comes without end."""


class PendingChanges(QObject):
    """`due` carries the `Changes` of the last moments together; those that touch no complaint are passed over."""

    due = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gathered = Changes()
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._tell)

    def take(self, changes: Changes) -> None:
        if not (changes.added or changes.changed or changes.removed or changes.everything):
            return
        before = self._gathered
        self._gathered = Changes(
            added=before.added + changes.added,
            changed=before.changed + changes.changed,
            removed=before.removed + changes.removed,
            everything=before.everything or changes.everything,
        )
        if changes.everything or not changes.elsewhere:
            self._rest.start(REST_MS)
        elif not self._rest.isActive():
            self._rest.start(OTHERS_REST_MS)

    def _tell(self) -> None:
        gathered, self._gathered = self._gathered, Changes()
        self.due.emit(gathered)
