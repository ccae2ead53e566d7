"""The left of the manual: the contents, and in their place what a search found."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QTreeWidget, QTreeWidgetItem, QWidget

from complaint_desk.i18n import _
from complaint_desk.services.manual import INDEX, Hit, Manual
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.tokens import GRID

_PLACE = Qt.ItemDataRole.UserRole


class Contents(QStackedWidget):
    """`wanted` carries page and section of what was chosen."""

    wanted = Signal(str, str)

    def __init__(self, whole: Manual, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manual = whole
        self._pages: dict[str, QTreeWidgetItem] = {}
        self.tree = self._filled_tree()
        self.hits = QListWidget()
        self.hits.setObjectName("manual.hits")
        self.hits.setAccessibleName(_("Found"))
        self.hits.setWordWrap(True)
        self.hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hits.setSpacing(GRID // 4)
        self.nothing = label(_("No page of the manual has all these words."), "secondary", wraps=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.nothing.setContentsMargins(GRID, GRID, GRID, GRID)
        for each in (self.tree, self.hits, self.nothing):
            self.addWidget(each)
        self.tree.currentItemChanged.connect(lambda item, _before: self._choose(item))
        self.hits.currentItemChanged.connect(lambda item, _before: self._choose(item))
        self.hits.itemActivated.connect(self._choose)

    def show_page(self, name: str) -> None:
        """Have the contents stand at a page that was reached otherwise."""
        item = self._pages.get(name)
        if item is not None and item is not self.tree.currentItem():
            self.tree.blockSignals(True)
            self.tree.setCurrentItem(item)
            self.tree.blockSignals(False)

    def show_hits(self, found: tuple[Hit, ...]) -> None:
        """Show what was found in place of the contents."""
        self.hits.blockSignals(True)
        self.hits.clear()
        for hit in found:
            page = self._manual.pages[hit.page].title
            title = hit.section.title if hit.section.level == 1 else f"{page} \u203a {hit.section.title}"
            item = QListWidgetItem(f"{title}\n{hit.line}")
            item.setData(_PLACE, (hit.page, hit.section.name))
            self.hits.addItem(item)
        self.hits.blockSignals(False)
        self.setCurrentWidget(self.hits if found else self.nothing)

    @property
    def searching(self) -> bool:
        """True while hits stand here."""
        return self.currentWidget() is self.hits

    def take_keyboard(self) -> None:
        """Give the keyboard to the list in front; the first hit is chosen where none is."""
        # A list that gets the keyboard without a current row takes the first without choosing it.
        if self.searching and self.hits.currentRow() < 0:
            self.hits.setCurrentRow(0)
        self.currentWidget().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_contents(self) -> None:
        self.setCurrentWidget(self.tree)

    def _choose(self, item: QTreeWidgetItem | QListWidgetItem | None) -> None:
        place = (
            None if item is None else item.data(0, _PLACE) if isinstance(item, QTreeWidgetItem) else item.data(_PLACE)
        )
        if place:
            self.wanted.emit(*place)

    def _filled_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName("manual.contents")
        tree.setAccessibleName(_("Contents"))
        tree.setHeaderHidden(True)
        tree.setRootIsDecorated(False)
        tree.setIndentation(16)
        tree.setExpandsOnDoubleClick(False)
        self._pages[INDEX] = _entry(self._manual.pages[INDEX].title, INDEX)
        tree.addTopLevelItem(self._pages[INDEX])
        for part in self._manual.parts:
            branch = _entry(part.title, "")
            tree.addTopLevelItem(branch)
            for name in part.pages:
                self._pages[name] = entry = _entry(self._manual.pages[name].title, name)
                branch.addChild(entry)
            branch.setExpanded(True)
        return tree


def _entry(title: str, page: str) -> QTreeWidgetItem:
    """A page, or with "" the heading of a part, which cannot be chosen."""
    made = QTreeWidgetItem([title])
    if page:
        made.setData(0, _PLACE, (page, ""))
    else:
        made.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = made.font(0)
        font.setBold(True)
        made.setFont(0, font)
    return made
