"""Asks the ledger for the page: newest question wins, older ones are interrupted and their answers dropped."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from complaint_desk.domain.complaint import Changes, Complaint
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.ledger import SORTABLE, LedgerFilter, LedgerOrder
from complaint_desk.domain.marking import get_ready
from complaint_desk.domain.periods import as_of
from complaint_desk.domain.searching import search_words
from complaint_desk.i18n import _
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import ledger
from complaint_desk.ui.ledger.narrowing import Narrowed, Narrowing
from complaint_desk.ui.ledger.rows import PAGE, RowsModel
from complaint_desk.ui.shared.workplace import Workplace

_MOST_NAMED = 30_000
"""Complaints that one filter names at most: databases take only so many values at once."""


class LedgerQuery(QObject):
    """One question at a time: first page, then all keys, then how many complaints there are at all.

    `first_shown` comes when the first page is in the model, `settled` when the keys are; `failed` carries a `DeskError`.
    `keys` are all that were found, once they are `answered`; a quick filter shows some of them until it is `complete`.
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
        self.answered = False
        self.keys: array[int] = array("q")
        self.narrowing = Narrowing(workplace, self)
        self.narrowing.grown.connect(self._narrowing_grown)
        self.narrowing.ended.connect(self._narrowing_ended)
        self.narrowing.failed.connect(self.failed)
        self._changes: Changes | None = None
        self._quietly = False
        self._question = 0
        self._stop = StopSignal()
        model.wanted.connect(self._fetch)

    @property
    def sortable(self) -> frozenset[str]:
        """The columns that the rows may be sorted by at this desk."""
        return frozenset(name for name in SORTABLE if not self._workplace.desk.hides(name))

    def without_masked(self, field: str) -> tuple[LedgerFilter, LedgerOrder]:
        """What is asked, but for a field that is masked here."""
        if self.order.field == field:
            return self.filter, LedgerOrder()
        # Where no condition of its own names the field, the key of a figure in the search box does.
        own = field in self.filter.asked()
        return (self.filter.without(field) if own else replace(self.filter, words="")), self.order

    @property
    def filtered(self) -> bool:
        """True if conditions are in force."""
        return self.filter != LedgerFilter()

    @property
    def shown_filter(self) -> LedgerFilter:
        """What brings exactly the shown rows, also those of a quick filter as long as they are few enough to be named."""
        found = self.narrowing.found
        if self.narrowing.active and self.complete and len(found) <= _MOST_NAMED:
            return replace(self.filter, ids=tuple(found))
        return self.filter

    def narrow(self, wanted: Narrowed) -> None:
        """Show of what was found only the rows that hold some words, or all of them again."""
        if wanted == self.narrowing.wanted:
            return
        self.narrowing.want(wanted)
        if self.answered:
            self._show_found(None, quietly=False)

    def ask(self, wanted: LedgerFilter, order: LedgerOrder) -> None:
        """Show another selection or order of the ledger."""
        self.filter, self.order = wanted, order
        self._changes = None
        self._begin(anew=True)

    def refresh(self, changes: Changes | None = None) -> None:
        """Ask the same again after a change of the ledger, of which `changes` tells; None: of anything."""
        self._model.grow_stale(changes)
        self._changes = changes
        self._begin(anew=False)

    def begin_day(self) -> None:
        """Give the usual periods that are asked for the days that they have now; whoever calls it asks again."""
        self.filter = as_of(self.filter, self._workplace.desk.clock().date())

    def stop(self) -> None:
        """Interrupt what is being asked."""
        self._question += 1
        self._stop.request()
        self.narrowing.stop()

    def _begin(self, *, anew: bool) -> None:
        self.stop()
        self._stop = StopSignal()
        self.complete = self.answered = False
        number, stop, desk, wanted, order = self._question, self._stop, self._workplace.desk, self.filter, self.order
        self.asked.emit()

        def look() -> Sequence[Complaint]:
            get_ready(search_words(wanted.words))
            return ledger.first_rows(desk, wanted, order, PAGE, stop)

        self._workplace.lanes.submit(
            "read",
            look,
            lambda rows: self._first(number, rows, anew=anew),
            lambda error: self._failure(number, error),
            owner=self,
        )

    def _first(self, number: int, rows: Sequence[Complaint], *, anew: bool) -> None:
        if number != self._question:
            return
        if not self.narrowing.active:
            if anew or not self._model.rowCount():
                self._model.show_first(rows)
            else:
                self._model.show_rows(rows)
            self.first_shown.emit()
        if len(rows) < PAGE:
            self._all(number, array("q", [row.id for row in rows]), anew=anew)
            return
        stop, desk, wanted, order = self._stop, self._workplace.desk, self.filter, self.order
        self._workplace.lanes.submit(
            "read",
            lambda: ledger.keys(desk, wanted, order, stop),
            lambda keys: self._all(number, keys, anew=anew),
            lambda error: self._failure(number, error),
            owner=self,
        )

    def _all(self, number: int, keys: array[int], *, anew: bool) -> None:
        if number != self._question:
            return
        self.keys, self.answered = keys, True
        self._show_found(None if anew else self._changes, quietly=not anew)
        desk = self._workplace.desk
        self._workplace.lanes.submit("read", lambda: ledger.total(desk), self.total_known.emit, owner=self)

    def _show_found(self, changes: Changes | None, *, quietly: bool) -> None:
        """Show all that was found or what the quick filter leaves of it; `quietly`: nothing moves before that is known."""
        self.complete = not self.narrowing.active
        if self.complete:
            self._model.show_keys(self.keys)
            self.settled.emit()
        else:
            self._quietly = quietly
            self.narrowing.begin(self.keys, changes)

    def _narrowing_grown(self) -> None:
        if not self._quietly:
            self._model.show_keys(self.narrowing.found)
            self.first_shown.emit()

    def _narrowing_ended(self) -> None:
        self._model.show_keys(self.narrowing.found)
        self.complete = True
        self.first_shown.emit()
        self.settled.emit()

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


def way_on(
    error: DeskError,
    query: LedgerQuery,
    show: Callable[[LedgerFilter, LedgerOrder], None],
    again: Callable[[], None],
) -> tuple[str, Callable[[], None]]:
    """The way on from a question that failed: the same once more, or without what is masked."""
    if error.code != "masked_field":
        return _("Try again"), again
    return _("Take it away"), lambda: show(*query.without_masked(str(error.details["field"])))
