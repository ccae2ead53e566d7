"""Choices to tick, with a line that finds them by characters or pinyin, and how many complaints each would leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from complaint_desk.domain.ledger import GroupCount
from complaint_desk.domain.searching import normalise, sounds_of
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Choice
from complaint_desk.ui.shared.style import current_tokens, marked
from complaint_desk.ui.shared.tokens import GRID

_CODE = Qt.ItemDataRole.UserRole
_FEW = 9


def means(text: str, label: str) -> bool:
    """True if a typed text may mean a label: its characters, or the beginning of its pinyin or initials."""
    wanted = normalise(text)
    return wanted in normalise(label) or any(sound.startswith(wanted) for sound in sounds_of(label))


class FindingLine(QLineEdit):
    """A line over a list: Down goes into the list, Enter is `entered` while something is typed."""

    entered = Signal()
    left_downwards = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text():
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class ChoiceList(QWidget):
    """`changed` after each tick. Space ticks, letters in the line narrow the list, Enter there ticks the first that fits."""

    changed = Signal()

    def __init__(self, name: str, accessible: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = FindingLine()
        self.line.setObjectName(f"{name}.find")
        self.line.setAccessibleName(_("Find a choice"))
        self.line.setPlaceholderText(_("Find a choice, by pinyin initials too"))
        self.line.textChanged.connect(self._narrow)
        self.line.left_downwards.connect(self._into_list)
        self.line.entered.connect(self._tick_first)
        self.list = QTreeWidget()
        self.list.setObjectName(name)
        self.list.setAccessibleName(accessible)
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setItemsExpandable(False)
        self.list.setUniformRowHeights(True)
        self.list.setIndentation(2 * GRID)
        self.list.setTabKeyNavigation(False)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        marked(self.list, kind="choices")
        self.list.itemChanged.connect(lambda _item, column: self.changed.emit() if column == 0 else None)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        self._items: dict[str, QTreeWidgetItem] = {}

    def offer(self, choices: Sequence[Choice], ticked: Iterable[str]) -> None:
        """Show these choices; ticked ones that are not among them stand at the end, so that they can be unticked."""
        chosen = dict.fromkeys(ticked)
        known = {choice.code for choice in choices}
        self.list.blockSignals(True)
        self.list.clear()
        self._items = {}
        for choice in (*choices, *(Choice(code, code) for code in chosen if code not in known)):
            item = QTreeWidgetItem(
                self._items.get(choice.parent or "", self.list.invisibleRootItem()), [choice.label, ""]
            )
            item.setData(0, _CODE, choice.code)
            item.setCheckState(0, Qt.CheckState.Checked if choice.code in chosen else Qt.CheckState.Unchecked)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._items[choice.code] = item
        self.list.expandAll()
        self.list.blockSignals(False)
        self.line.setVisible(len(self._items) > _FEW)
        self._narrow(self.line.text())

    def show_counts(self, counts: Iterable[GroupCount]) -> None:
        """Say beside each choice how many it would leave."""
        found = {each.code: each.count for each in counts}
        self.list.blockSignals(True)
        for code, item in self._items.items():
            item.setText(1, f"{found.get(code, 0):,}")
            item.setForeground(1, QColor(current_tokens().secondary))
        self.list.blockSignals(False)

    def chosen(self) -> tuple[str, ...]:
        return tuple(code for code, item in self._items.items() if item.checkState(0) == Qt.CheckState.Checked)

    def focus_first(self) -> None:
        """Where a person begins: the line, or a short list itself."""
        if self.line.isVisibleTo(self):
            self.line.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._into_list()

    def _into_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.TabFocusReason)
        if self.list.currentItem() is None or self.list.currentItem().isHidden():
            first = next((item for item in self._items.values() if not item.isHidden()), None)
            if first is not None:
                self.list.setCurrentItem(first)

    def _narrow(self, text: str) -> None:
        fits = {code: not text.strip() or means(text, item.text(0)) for code, item in self._items.items()}
        for code, item in self._items.items():
            below = (item.child(at).data(0, _CODE) for at in range(item.childCount()))
            item.setHidden(not fits[code] and not any(fits[each] for each in below))

    def _tick_first(self) -> None:
        fitting = [item for item in self._items.values() if means(self.line.text(), item.text(0))]
        if fitting:
            ticked = fitting[0].checkState(0) == Qt.CheckState.Checked
            fitting[0].setCheckState(0, Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)
            self.list.scrollToItem(fitting[0])
        self.line.selectAll()
