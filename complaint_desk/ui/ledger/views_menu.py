"""我的视图: the menu of the saved views."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from complaint_desk.domain.ledger import LedgerFilter, SavedView
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.i18n.values import aligned_counts
from complaint_desk.i18n.words import Words
from complaint_desk.ui.ledger.saved_views import SavedViews
from complaint_desk.ui.ledger.views_dialog import ViewsDialog
from complaint_desk.ui.shared.permission import reserve


class ViewsMenu(QObject):
    """The menu of the saved views, and the dialog that manages them. `opened` carries the view to show."""

    opened = Signal(object)

    def __init__(self, views: SavedViews, words: Words, menu: QMenu, page: QWidget) -> None:
        super().__init__(page)
        self._views = views
        self._words = words
        self._page = page
        self._menu = menu
        self._actions: list[tuple[SavedView, QAction]] = []
        self._counts: dict[LedgerFilter, int] = {}
        views.changed.connect(self._show)
        views.counted.connect(self._show_count)
        menu.aboutToShow.connect(self._count)
        self._show()

    def _show(self) -> None:
        self._menu.clear()
        self._actions = []
        mine = [view for view in self._views.views if view.owner == self._views.person]
        theirs = [view for view in self._views.views if view.owner != self._views.person]
        for view in mine:
            self._add(view, view.name)
        if theirs:
            self._menu.addSeparator()
        for view in theirs:
            self._add(view, _("{name} (shared by {person})").format(name=view.name, person=view.owner))
        if not self._actions:
            self._menu.addAction(_("No view saved yet")).setEnabled(False)
        self._menu.addSeparator()
        reserve(self._views.desk, Right.ARRANGE, self._menu.addAction(_("Save this view…"), self._views.save))
        self._menu.addAction(_("Manage views…"), self.manage).setEnabled(bool(self._actions))

    def manage(self) -> None:
        """Show the dialog in which views are renamed, replaced, shared and deleted."""
        dialog = ViewsDialog(self._views, self._words, self._page)
        dialog.opened.connect(self.opened)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _count(self) -> None:
        self._counts = {}
        self._views.count()

    def _add(self, view: SavedView, text: str) -> None:
        action = self._menu.addAction(text.replace("&", "&&"), lambda: self.opened.emit(view))
        action.setData(text)
        self._actions.append((view, action))

    def _show_count(self, wanted: LedgerFilter, count: int) -> None:
        self._counts[wanted] = count
        known = [(action, self._counts[view.filter]) for view, action in self._actions if view.filter in self._counts]
        texts = aligned_counts(each for _action, each in known)
        for (action, _count), text in zip(known, texts, strict=True):
            action.setText(str(action.data()).replace("&", "&&") + f"\t{text}")
