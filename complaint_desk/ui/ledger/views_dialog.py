"""Managing the saved views: open, rename, replace, share, delete; those of others can be opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from complaint_desk.domain.ledger import LedgerFilter, SavedView
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.i18n.filters import filter_text
from complaint_desk.i18n.words import Words
from complaint_desk.ui.ledger.saved_views import SavedViews
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.permission import reserve
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID

_SIZE = (720, 400)
_NAME_WIDTH = 160


class ViewsDialog(QDialog):
    """`opened` carries the view to show. Enter opens, F2 renames, Delete deletes."""

    opened = Signal(object)

    def __init__(self, views: SavedViews, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("views")
        self.setWindowTitle(_("My views"))
        self.resize(*_SIZE)
        self._views = views
        self._words = words
        self.list = QTreeWidget()
        self._dress_list()
        self.open_button = self._button(_("&Open"), "open", self._open, "primary")
        self.rename_button = self._button(_("&Rename…"), "rename", self._rename)
        self.replace_button = self._button(_("Re&place with what is shown"), "replace", self._replace)
        self.share_button = self._button(_("&Share"), "share", self._share)
        self.delete_button = self._button(_("&Delete…"), "delete", self._delete, "danger")
        changing = (self.rename_button, self.replace_button, self.share_button, self.delete_button)
        reserve(views.desk, Right.ARRANGE, *changing)
        self.open_button.setDefault(True)
        close = self._button(_("Close"), "close", self.reject)
        own = QHBoxLayout()
        own.setSpacing(GRID)
        for each in changing:
            own.addWidget(each)
        own.addStretch()
        own.addWidget(close)
        own.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self.list, 1)
        column.addLayout(own)
        views.changed.connect(self._show)
        views.counted.connect(self._show_count)
        self._show()

    def current(self) -> SavedView | None:
        """The view that one stands at."""
        at = self.list.currentIndex().row()
        return self._views.views[at] if at >= 0 else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        deeds = {Qt.Key.Key_F2: self.rename_button, Qt.Key.Key_Delete: self.delete_button}
        if (wanted := deeds.get(Qt.Key(event.key()))) is not None:
            wanted.click()
        else:
            super().keyPressEvent(event)

    def _dress_list(self) -> None:
        self.list.setObjectName("views.list")
        self.list.setAccessibleName(_("My views"))
        self.list.setHeaderLabels([_("View"), _("Conditions"), _("Owner"), _("Complaints")])
        marked(self.list, kind="rows")
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        head = self.list.header()
        head.setStretchLastSection(False)
        head.resizeSection(0, _NAME_WIDTH)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for section in (2, 3):
            head.setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)
        self.list.headerItem().setTextAlignment(3, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.list.currentItemChanged.connect(lambda *_items: self._allow())
        self.list.itemDoubleClicked.connect(lambda *_each: self._open())

    def _button(self, text: str, name: str, deed: object, kind: str = "") -> QPushButton:
        made = button(text, f"views.{name}", kind)
        made.clicked.connect(deed)
        return made

    def _show(self) -> None:
        before = self.list.currentIndex().row()
        self.list.clear()
        for view in self._views.views:
            conditions = filter_text(view.filter, self._words) or _("all complaints")
            owner = _("shared by me") if view.shared else _("only me")
            item = QTreeWidgetItem(
                self.list, [view.name, conditions, owner if view.owner == self._views.person else view.owner, "…"]
            )
            item.setToolTip(1, conditions)
            item.setTextAlignment(3, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if (count := self.list.topLevelItemCount()) > 0:
            self.list.setCurrentIndex(self.list.model().index(min(max(before, 0), count - 1), 0))
        self._allow()
        self._views.count()

    def _show_count(self, wanted: LedgerFilter, count: int) -> None:
        for at, view in enumerate(self._views.views):
            item = self.list.topLevelItem(at)
            if view.filter == wanted and item is not None:
                item.setText(3, f"{count:,}")

    def _allow(self) -> None:
        """Those of others can be used, not changed."""
        view = self.current()
        mine = view is not None and view.owner == self._views.person
        self.open_button.setEnabled(view is not None)
        for each in (self.rename_button, self.replace_button, self.share_button, self.delete_button):
            each.setEnabled(mine)
        shared = mine and view is not None and view.shared
        text = _("Un&share") if shared else _("&Share")
        self.share_button.setText(text)

    def _open(self) -> None:
        if (view := self.current()) is not None:
            self.opened.emit(view)
            self.accept()

    def _rename(self) -> None:
        if (view := self.current()) is not None:
            self._views.rename(view)

    def _replace(self) -> None:
        if (view := self.current()) is not None:
            self._views.replace(view)

    def _share(self) -> None:
        if (view := self.current()) is not None:
            self._views.share(view, shared=not view.shared)

    def _delete(self) -> None:
        if (view := self.current()) is not None:
            self._views.drop(view)
