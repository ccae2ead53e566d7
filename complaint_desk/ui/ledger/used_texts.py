"""What the menus of the filter bar offer for fields without a word list: texts used before, counted when there is leisure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject

from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import ledger
from complaint_desk.ui.shared.workplace import Workplace


class UsedTexts(QObject):
    """Counts once and after changes only; a new question to the ledger goes first."""

    def __init__(
        self,
        workplace: Workplace,
        fields: Sequence[str],
        take: Callable[[Mapping[str, tuple[str, ...]]], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._fields = tuple(fields)
        self._take = take
        self._known = False
        self._stop = StopSignal()

    def forget(self) -> None:
        """The ledger has changed."""
        self._known = False

    def stop(self) -> None:
        """Interrupt the counting; it is begun again with the next `load`."""
        self._stop.request()

    def load(self) -> None:
        """Count, unless it is known."""
        if self._known:
            return
        self._stop.request()
        stop = self._stop = StopSignal()
        desk = self._workplace.desk
        self._workplace.lanes.submit(
            "read",
            lambda: {field: ledger.values_used(desk, field, stop) for field in self._fields},
            self._counted,
            lambda _error: None,
            owner=self,
        )

    def _counted(self, used: Mapping[str, tuple[str, ...]]) -> None:
        self._known = not self._stop.requested
        self._take(used)
