"""The keys of the window by menu: searched by deed or key, and printed to lie beside the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from complaint_desk.domain.papers import Listing, ListingColumn
from complaint_desk.domain.searching import normalise, sounds_of
from complaint_desk.i18n import _
from complaint_desk.ui.preferences.rules.fields import keyed_button
from complaint_desk.ui.shared.print_preview import PrintPreview
from complaint_desk.ui.shared.shortcuts import Shortcut
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_BETWEEN_KEYS = " \u00b7 "


class ShortcutList(QWidget):
    """What has keys stands under its menu; what is typed above it is looked for in both columns."""

    def __init__(self, workplace: Workplace, shortcuts: Sequence[Shortcut]) -> None:
        super().__init__()
        self._workplace = workplace
        self._shortcuts = tuple(shortcuts)
        self.search = QLineEdit()
        self.search.setObjectName("preferences.shortcuts.search")
        self.search.setAccessibleName(_("Search the shortcuts"))
        self.search.setPlaceholderText(_("Deed or key, like Ctrl+N"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.tree = QTreeWidget()
        self.tree.setObjectName("preferences.shortcuts")
        self.tree.setAccessibleName(_("Shortcuts"))
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels([_("Deed"), _("Keys")])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        marked(self.tree, kind="rows")
        head = self.tree.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        paper = keyed_button(_("Print\u2026"), "P", "preferences.shortcuts.print")
        paper.clicked.connect(self._print)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self.search, 1)
        top.addWidget(paper)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(top)
        column.addWidget(self.tree, 1)
        self._fill()

    def _fill(self) -> None:
        for menu in dict.fromkeys(each.menu for each in self._shortcuts):
            branch = QTreeWidgetItem(self.tree, [menu, ""])
            branch.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = branch.font(0)
            font.setBold(True)
            branch.setFont(0, font)
            for each in self._shortcuts:
                if each.menu == menu:
                    QTreeWidgetItem(branch, [each.deed, _BETWEEN_KEYS.join(each.keys)])
        self.tree.expandAll()
        if (first := self.tree.topLevelItem(0)) is not None:
            self.tree.setCurrentItem(first.child(0))

    def _narrow(self, text: str) -> None:
        wanted = normalise(text.strip())
        for at in range(self.tree.topLevelItemCount()):
            if (branch := self.tree.topLevelItem(at)) is None:
                continue
            items = [branch.child(place) for place in range(branch.childCount())]
            for item in items:
                item.setHidden(not _is_meant(item, wanted))
            branch.setHidden(all(item.isHidden() for item in items))

    def _print(self) -> None:
        columns = (
            ListingColumn(_("Menu"), 0.2, right=False),
            ListingColumn(_("Deed"), 0.45, right=False),
            ListingColumn(_("Keys"), 0.35, right=False),
        )
        rows = tuple((each.menu, each.deed, _BETWEEN_KEYS.join(each.keys)) for each in self._shortcuts)
        paper = Listing(_("Shortcuts"), _("Complaint ledger"), "", columns, rows, landscape=False)
        preview = PrintPreview(self._workplace, paper, self.window())
        preview.finished.connect(preview.deleteLater)
        preview.open()


def _is_meant(item: QTreeWidgetItem, wanted: str) -> bool:
    deed, keys = item.text(0), item.text(1)
    spoken = any(sound.startswith(wanted) for sound in sounds_of(deed))
    return wanted in normalise(deed) or wanted in normalise(keys) or spoken
