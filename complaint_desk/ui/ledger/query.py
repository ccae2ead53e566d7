"""Asks the ledger for the page: newest question wins, older ones are interrupted and their answers dropped."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from complaint_desk.domain.complaint import Changes, Complaint
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import ledger
from complaint_desk.ui.ledger.rows import PAGE, RowsModel
from complaint_desk.ui.shared.workplace import Workplace


class LedgerQuery(QObject):
    """One question at a time: first page, then all keys, then how many complaints there are at all.

    `first_shown` comes when the first page is in the model, `settled` when the keys are; `failed` carries a `DeskError`.
    """

    asked = Signal()
    first_shown = Signal()
    settled = Signal()
    total_known = Signal(int)
    failed = Signal(object)

    def __init__(self, workplace: Workplace, model: RowsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._model = model
        self.filter = LedgerFilter()
        self.order = LedgerOrder()
        self.complete = False
        self._question = 0
        self._stop = StopSignal()
        model.wanted.connect(self._fetch)

    def ask(self, wanted: LedgerFilter, order: LedgerOrder) -> None:
        """Show another selection or order of the ledger."""
        self.filter, self.order = wanted, order
        self._begin(anew=True)

    def refresh(self, changes: Changes | None = None) -> None:
        """Ask the same again after a change of the ledger, of which `changes` tells; None: of anything."""
        self._model.grow_stale(changes)
        self._begin(anew=False)

    def stop(self) -> None:
        """Interrupt what is being asked."""
        self._question += 1
        self._stop.request()

    def _begin(self, *, anew: bool) -> None:
        self.stop()
        self._stop = StopSignal()
        self.complete = False
        number, stop, desk, wanted, order = self._question, self._stop, self._workplace.desk, self.filter, self.order
        self.asked.emit()
        self._workplace.lanes.submit(
            "read",
            lambda: ledger.first_rows(desk, wanted, order, PAGE, stop),
            lambda rows: self._first(number, rows, anew=anew),
            lambda error: self._failure(number, error),
            owner=self,
        )

    def _first(self, number: int, rows: Sequence[Complaint], *, anew: bool) -> None:
        if number != self._question:
            return
        if anew or not self._model.rowCount():
            self._model.show_first(rows)
        else:
            self._model.show_rows(rows)
        self.first_shown.emit()
        if len(rows) < PAGE:
            self._all(number, array("q", [row.id for row in rows]))
            return
        stop, desk, wanted, order = self._stop, self._workplace.desk, self.filter, self.order
        self._workplace.lanes.submit(
            "read",
            lambda: ledger.keys(desk, wanted, order, stop),
            lambda keys: self._all(number, keys),
            lambda error: self._failure(number, error),
            owner=self,
        )

    def _all(self, number: int, keys: array[int]) -> None:
        if number != self._question:
            return
        self._model.show_keys(keys)
        self.complete = True
        self.settled.emit()
        desk = self._workplace.desk
        self._workplace.lanes.submit("read", lambda: ledger.total(desk), self.total_known.emit, owner=self)

    def _failure(self, number: int, error: DeskError) -> None:
        if number == self._question:
            self.failed.emit(error)

    def _fetch(self, keys: Sequence[int]) -> None:
        desk = self._workplace.desk
        self._workplace.lanes.submit(
            "page", lambda: ledger.rows(desk, keys), self._model.take_page, self._page_failed, owner=self
        )

    def _page_failed(self, error: DeskError) -> None:
        self._model.page_failed()
        self.failed.emit(error)
