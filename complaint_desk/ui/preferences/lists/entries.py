"""The entries of one list as rows: what each is called, how many complaints have it, and what is to be known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from complaint_desk.domain.vocabulary import ASSOCIATION_LISTS, TEXT_LISTS, ListEntry
from complaint_desk.domain.word_lists import siblings
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.ui.shared.style import marked, tokens_in

_NAME, _COUNT, _REMARK = 0, 1, 2
_CODE = Qt.ItemDataRole.UserRole


class EntryTree(QTreeWidget):
    """Branches hold what is below them; the row that was current stays so."""

    def __init__(self, name: str, accessible: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setColumnCount(3)
        self.setHeaderLabels([_("Name"), _("Complaints"), _("Remark")])
        self.setUniformRowHeights(True)
        self.setRootIsDecorated(False)
        marked(self, kind="rows")
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(_COUNT, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(_REMARK, QHeaderView.ResizeMode.ResizeToContents)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.headerItem().setTextAlignment(_COUNT, right)
        self._codes: dict[str, QTreeWidgetItem] = {}

    @property
    def current_code(self) -> str:
        """The code of the current row, "" for none."""
        at = self.currentIndex()
        return str(at.siblingAtColumn(_NAME).data(_CODE) or "") if at.isValid() else ""

    def choose(self, code: str) -> None:
        """Make a row current, if it is there."""
        if code in self._codes:
            self.setCurrentItem(self._codes[code])

    def show_entries(self, list_name: str, entries: Sequence[ListEntry], words: Words, uses: Mapping[str, int]) -> None:
        """Show all entries of a list with the number of their complaints."""
        before, top = self.current_code, self.verticalScrollBar().value()
        self.clear()
        self._codes = {}
        self._add_below(None, list_name, None, entries, words, uses)
        self.setRootIsDecorated(any(item.childCount() for item in self._codes.values()))
        self.expandAll()
        self.verticalScrollBar().setValue(top)
        first = self.topLevelItem(0)
        if before in self._codes:
            self.choose(before)
        elif first is not None:
            self.setCurrentItem(first)

    def _add_below(
        self,
        parent: QTreeWidgetItem | None,
        list_name: str,
        code: str | None,
        entries: Sequence[ListEntry],
        words: Words,
        uses: Mapping[str, int],
    ) -> None:
        for entry in siblings(entries, list_name, code):
            count = uses.get(entry.code, 0)
            texts = [words.label(list_name, entry.code), f"{count:,}" if count else "", _remark(entry, words)]
            item = QTreeWidgetItem(texts)
            item.setData(_NAME, _CODE, entry.code)
            item.setTextAlignment(_COUNT, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            tokens = tokens_in(self)
            for column in (_NAME, _COUNT, _REMARK):
                if entry.hidden or column == _REMARK:
                    item.setForeground(column, QBrush(QColor(tokens.secondary)))
            self._codes[entry.code] = item
            if parent is None:
                self.addTopLevelItem(item)
            else:
                parent.addChild(item)
            self._add_below(item, list_name, entry.code, entries, words, uses)

    def show_fixed(self, list_name: str, words: Words) -> None:
        """Show a list that nobody changes."""
        self.clear()
        self._codes = {}
        for choice in words.choices(list_name):
            self.addTopLevelItem(QTreeWidgetItem([choice.label, "", ""]))


def _remark(entry: ListEntry, words: Words) -> str:
    """What is to be known of an entry: retired, renamed, of the association, or the office's own."""
    if entry.hidden:
        return _("Retired")
    if entry.built_in and entry.label:
        return _("Was: {label}").format(label=Words(words.language).label(entry.list_name, entry.code))
    if entry.built_in and entry.list_name in ASSOCIATION_LISTS:
        return _("China Consumers Association")
    return "" if entry.built_in or entry.list_name in TEXT_LISTS else _("Our own")
