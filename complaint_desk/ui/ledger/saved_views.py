"""Saved views: filters with their order and columns, kept by name; each with how many complaints it finds now."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.ledger import LedgerFilter, SavedView
from complaint_desk.i18n import _
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import ledger
from complaint_desk.services.desk import Desk
from complaint_desk.ui.ledger import layout
from complaint_desk.ui.ledger.layout import ColumnLayout
from complaint_desk.ui.ledger.query import LedgerQuery
from complaint_desk.ui.ledger.table import LedgerTable
from complaint_desk.ui.shared.filtering.counting import Counting, CountsInTurn
from complaint_desk.ui.shared.workplace import Workplace


class SavedViews(QObject):
    """The saved views of the person and those that others share; what is done to them.

    `changed` after they were read anew, `counted` carries a filter and how many complaints it finds.
    """

    changed = Signal()
    counted = Signal(object, object)

    def __init__(self, workplace: Workplace, current: Callable[[str], SavedView], parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._current = current
        self.views: tuple[SavedView, ...] = ()
        self._counts = CountsInTurn(workplace, self)
        self._counts.counted.connect(self.counted)
        workplace.hub.changed.connect(self._take_changes)

    @property
    def person(self) -> str:
        return self.desk.person

    @property
    def desk(self) -> Desk:
        return self._workplace.desk

    def load(self) -> None:
        desk = self._workplace.desk
        self._workplace.lanes.submit("read", lambda: ledger.views(desk), self._arrived, owner=self)

    def count(self) -> None:
        """Count what each view finds, one after the other."""
        self._counts.ask([(view.filter, self._counting(view.filter)) for view in self.views])

    def stop(self) -> None:
        """Interrupt the counting: a question goes first."""
        self._counts.stop()

    def forget(self) -> None:
        """The ledger has changed."""
        self._counts.forget()

    def save(self) -> None:
        """Keep what stands now under a name; the person's view of the same name is replaced, if they say so."""
        name = self._workplace.questions.ask_text(_("Save this view"), _("Name of the view"))
        if name is None:
            return
        same = self._own(name)
        if same is None:
            self._keep(self._current(name))
        elif self._may_replace(name):
            self._put(same)

    def replace(self, view: SavedView) -> None:
        """Put what stands now in the place of a view, under its name."""
        if self._may_replace(view.name):
            self._put(view)

    def rename(self, view: SavedView) -> None:
        name = self._workplace.questions.ask_text(_("Rename view"), _("Name of the view"), view.name)
        if name is None or name == view.name or (self._own(name) is not None and not self._may_replace(name)):
            return
        self._keep(dataclasses.replace(view, name=name))

    def share(self, view: SavedView, *, shared: bool) -> None:
        self._keep(dataclasses.replace(view, shared=shared))

    def drop(self, view: SavedView) -> None:
        if self._workplace.questions.confirm(
            _("Delete view"), _("Delete the view “{name}”?").format(name=view.name), _("Delete"), _("Cancel")
        ):
            desk = self._workplace.desk
            self._write(lambda: ledger.drop_view(desk, view.id))

    def _own(self, name: str) -> SavedView | None:
        return next((view for view in self.views if view.name == name and view.owner == self.person), None)

    def _may_replace(self, name: str) -> bool:
        return self._workplace.questions.confirm(
            _("Save this view"), _("There is a view “{name}” already.").format(name=name), _("Replace"), _("Cancel")
        )

    def _put(self, before: SavedView) -> None:
        """What stands now, in the place of a view of the person."""
        now = self._current(before.name)
        self._keep(dataclasses.replace(now, id=before.id, owner=before.owner, shared=before.shared))

    def _keep(self, view: SavedView) -> None:
        desk = self._workplace.desk
        self._write(lambda: ledger.save_view(desk, view))

    def _write(self, deed: Callable[[], Changes]) -> None:
        self._workplace.lanes.submit("write", deed, self._workplace.hub.changed.emit, owner=self)

    def _counting(self, wanted: LedgerFilter) -> Counting:
        desk = self._workplace.desk

        def counted(stop: StopSignal) -> int:
            return ledger.count(desk, wanted, stop)

        return counted

    def _take_changes(self, changes: Changes) -> None:
        if changes.views or changes.everything:
            self.load()

    def _arrived(self, views: tuple[SavedView, ...]) -> None:
        self.views = views
        self.changed.emit()


def view_of(name: str, query: LedgerQuery, table: LedgerTable) -> SavedView:
    """What stands now, as a new view of that name."""
    columns = table.column_layout
    return SavedView(
        0,
        name,
        query.filter,
        query.order,
        table.shown(),
        "",
        widths=tuple(columns.widths.items()),
        pinned=columns.pinned,
    )


def columns_of(view: SavedView) -> ColumnLayout | None:
    """How a view arranges the columns; None if it names none that there is."""
    if not (shown := layout.known(view.columns)):
        return None
    widths = {name: width for name, width in view.widths if name in layout.ALL_COLUMNS}
    pinned = layout.DEFAULT_PINNED if view.pinned is None else layout.known(view.pinned)
    return ColumnLayout(widths=widths, pinned=pinned).with_shown(shown)
