"""我的视图: filters with their order and columns, kept by name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.ledger import SavedView
from complaint_desk.i18n import _
from complaint_desk.services import ledger
from complaint_desk.ui.shared.workplace import Workplace


class ViewsMenu(QObject):
    """Fills a menu with the saved views. `opened` carries the view to show; `current` gives what stands now."""

    opened = Signal(object)

    def __init__(self, workplace: Workplace, menu: QMenu, current: Callable[[str], SavedView], parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._menu = menu
        self._current = current
        self._views: tuple[SavedView, ...] = ()
        workplace.hub.changed.connect(self._changed)
        self._show()

    def load(self) -> None:
        desk = self._workplace.desk
        self._workplace.lanes.submit("read", lambda: ledger.views(desk), self._arrived, owner=self)

    @property
    def views(self) -> tuple[SavedView, ...]:
        return self._views

    def _changed(self, changes: Changes) -> None:
        if changes.views or changes.everything:
            self.load()

    def _arrived(self, views: tuple[SavedView, ...]) -> None:
        self._views = views
        self._show()

    def _show(self) -> None:
        self._menu.clear()
        for view in self._views:
            self._menu.addAction(view.name.replace("&", "&&"), lambda view=view: self.opened.emit(view))
        if not self._views:
            self._menu.addAction(_("No view saved yet")).setEnabled(False)
        self._menu.addSeparator()
        self._menu.addAction(_("Save this view…"), self.save)
        if self._views:
            away = self._menu.addMenu(_("Delete view"))
            for view in self._views:
                away.addAction(view.name.replace("&", "&&"), lambda view=view: self._drop(view))

    def save(self) -> None:
        """Keep what stands now under a name; the same name replaces the earlier view."""
        questions = self._workplace.questions
        name = questions.ask_text(_("Save this view"), _("Name of the view"))
        if name is None:
            return
        same = next((view for view in self._views if view.name == name), None)
        if same and not questions.confirm(
            _("Save this view"), _("There is a view “{name}” already.").format(name=name), _("Replace"), _("Cancel")
        ):
            return
        desk, view, old = self._workplace.desk, self._current(name), same.id if same else None

        def deed() -> Changes:
            if old is not None:
                ledger.drop_view(desk, old)
            ledger.save_view(desk, view)
            return Changes(views=True)

        self._workplace.lanes.submit("write", deed, self._workplace.hub.changed.emit, owner=self)

    def _drop(self, view: SavedView) -> None:
        if not self._workplace.questions.confirm(
            _("Delete view"), _("Delete the view “{name}”?").format(name=view.name), _("Delete"), _("Cancel")
        ):
            return
        desk = self._workplace.desk
        self._workplace.lanes.submit(
            "write",
            lambda: (ledger.drop_view(desk, view.id), Changes(views=True))[1],
            self._workplace.hub.changed.emit,
            owner=self,
        )
