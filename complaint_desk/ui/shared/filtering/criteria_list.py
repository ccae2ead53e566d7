"""All criteria by group, found by characters or pinyin; those that are asked stand out."""

from __future__ import annotations

from collections.abc import Container, Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from complaint_desk.domain.criteria import Criterion
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.ui.shared import icons
from complaint_desk.ui.shared.filtering.choice_list import FindingLine, means
from complaint_desk.ui.shared.style import current_tokens
from complaint_desk.ui.shared.tokens import GRID

_NAME = Qt.ItemDataRole.UserRole
_ROW = 28


class CriteriaList(QWidget):
    """`chosen` carries the name of the criterion that one looks at; `entered` when Enter goes on to its condition."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, criteria: Iterable[Criterion], words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = FindingLine()
        self.line.setObjectName("conditions.find")
        self.line.setAccessibleName(_("Find a condition"))
        self.line.setPlaceholderText(_("Find a condition"))
        self.line.textChanged.connect(self._narrow)
        self.line.left_downwards.connect(self._into_list)
        self.line.entered.connect(self.entered)
        self.list = QListWidget()
        self.list.setObjectName("conditions.list")
        self.list.setAccessibleName(_("Conditions"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._look)
        self.list.itemActivated.connect(lambda _item: self.entered.emit())
        self._items: dict[str, QListWidgetItem] = {}
        self._headings: list[tuple[QListWidgetItem, list[str]]] = []
        for criterion in criteria:
            self._add(criterion, words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)

    def choose(self, name: str) -> None:
        """Look at one criterion."""
        self.list.setCurrentItem(self._items[name])
        self.list.scrollToItem(self._items[name], QListWidget.ScrollHint.PositionAtCenter)

    def mark(self, asked: Container[str]) -> None:
        """Make those that are asked stand out, by a tick and by weight."""
        tokens = current_tokens()
        for name, item in self._items.items():
            font = QFont(self.list.font())
            font.setBold(name in asked)
            item.setFont(font)
            item.setIcon(icons.icon("check", tokens.accent if name in asked else "none"))

    def _add(self, criterion: Criterion, words: Words) -> None:
        group = words.group_label(criterion.group)
        if not self._headings or self._headings[-1][0].text() != group:
            heading = QListWidgetItem(group, self.list)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            heading.setForeground(QColor(current_tokens().secondary))
            heading.setSizeHint(QSize(0, _ROW))
            self._headings.append((heading, []))
        item = QListWidgetItem(words.field_label(criterion.name), self.list)
        item.setData(_NAME, criterion.name)
        item.setSizeHint(QSize(0, _ROW))
        self._items[criterion.name] = item
        self._headings[-1][1].append(criterion.name)

    def _look(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_NAME):
            self.chosen.emit(item.data(_NAME))

    def _narrow(self, text: str) -> None:
        fits = {name: not text.strip() or means(text, item.text()) for name, item in self._items.items()}
        for name, item in self._items.items():
            item.setHidden(not fits[name])
        for heading, names in self._headings:
            heading.setHidden(not any(fits[name] for name in names))
        first = next((name for name, fit in fits.items() if fit), None)
        if text.strip() and first is not None:
            self.choose(first)

    def _into_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.TabFocusReason)
