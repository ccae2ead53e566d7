"""The tree of rule sets with their versions: from when to when each holds, whose it is, which is in force."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from complaint_desk.domain.rule_sets import ProvinceLayer, RuleBook, RuleVersion
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.ui.preferences.rules.editing import LAYER

_KEY = Qt.ItemDataRole.UserRole


class VersionTree(QTreeWidget):
    """`chosen` carries the code of a rule set and the name of a version."""

    chosen = Signal(str, str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("rules.versions")
        self.setAccessibleName(_("Rule sets and their versions"))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self._words = words
        self.items: dict[tuple[str, str], QTreeWidgetItem] = {}
        self.currentItemChanged.connect(self._tell)

    def show_book(self, book: RuleBook, today: dt.date, wanted: tuple[str, str] | None) -> None:
        """Show every version, and choose the wanted one, else that of the first rule set that is in force."""
        self.blockSignals(True)
        self.clear()
        self.items.clear()
        chosen: QTreeWidgetItem | None = None
        for code in book.codes:
            top = QTreeWidgetItem([self._words.label("rule_set", code)])
            top.setFlags(Qt.ItemFlag.ItemIsEnabled)
            heading = self.font()
            heading.setBold(True)
            top.setFont(0, heading)
            self.addTopLevelItem(top)
            in_force = book.in_force(code, today)
            for version in reversed(book.of(code)):
                below = QTreeWidgetItem(top, [version_words(version, in_force=version == in_force)])
                key = version.code, version.version
                self.items[key] = below
                below.setData(0, _KEY, key)
                below.setToolTip(0, below.text(0))
                if key == wanted or (chosen is None and version == in_force):
                    chosen = below
            for layer in reversed(book.layers_of(code)):
                below = QTreeWidgetItem(top, [self._layer_words(book, layer, code, today)])
                key = code, LAYER + layer.key
                self.items[key] = below
                below.setData(0, _KEY, key)
                below.setToolTip(0, below.text(0))
                chosen = below if key == wanted else chosen
        self.expandAll()
        self.blockSignals(False)
        if chosen is not None:
            self.setCurrentItem(chosen)

    def _layer_words(self, book: RuleBook, layer: ProvinceLayer, code: str, today: dt.date) -> str:
        """Whose layer it is, and from when to when it holds: `Zhejiang · from 2017-05-01 · in force`."""
        in_force = book.layer_in_force(code, today, layer.names[0]) == layer
        said = [self._words.label("province", layer.code), version_words(layer, in_force=in_force)]
        return " \u00b7 ".join([*said, *([] if layer.obligations[code] else [_("nothing differs any more")])])

    def choose(self, code: str, version: str) -> None:
        """Put the mark at a version, without telling; at none where it is not here yet."""
        self.blockSignals(True)
        found = self.items.get((code, version))
        self.setCurrentIndex(QModelIndex() if found is None else self.indexFromItem(found))
        self.blockSignals(False)

    def _tell(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and (key := item.data(0, _KEY)):
            self.chosen.emit(*key)


def version_words(version: RuleVersion | ProvinceLayer, *, in_force: bool) -> str:
    """From when to when a version holds, and whose it is: `from 2026-04-15 · own version · in force`."""
    span = (
        _("{first} to {last}").format(first=version.valid_from, last=version.valid_to)
        if version.valid_to
        else _("from {first}").format(first=version.valid_from)
    )
    parts = [span, _("own version") if version.own else "", _("in force") if in_force else ""]
    return " \u00b7 ".join(part for part in parts if part)
