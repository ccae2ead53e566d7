"""The list of improvements: problem, owner, day, how far, what it brought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from complaint_desk.domain.improvement import Effect, Improvement
from complaint_desk.i18n import _
from complaint_desk.i18n.improvements import state_text, verdict_text
from complaint_desk.i18n.words import Words
from complaint_desk.ui.improvement.looks import LOOK, PillCells, state_look, verdict_look
from complaint_desk.ui.shared.style import marked

_PROBLEM, _OWNER, _DUE, _STATE, _EFFECT = range(5)
_OWNER_WIDTH = 72
_WIDE = 480
"""Pixels from which owner and day have room beside the problem."""
_WAITING = "\N{HORIZONTAL ELLIPSIS}"


class ImprovementList(QTreeWidget):
    """`wanted` carries the id of the improvement that the person went to; `entered`: Enter leads into its form."""

    wanted = Signal(int)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("improve.list")
        self.setAccessibleName(_("Improvements"))
        marked(self, kind="rows")
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setItemDelegate(PillCells(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._ids: tuple[int, ...] = ()
        self.currentItemChanged.connect(lambda *_items: self._tell())
        self.itemDoubleClicked.connect(lambda *_each: self.entered.emit())

    def dress(self, words: Words) -> None:
        """Heads and widths."""
        labels = [words.field_label(name) for name in ("problem", "owner", "due_on")]
        self.setHeaderLabels([*labels, _("State"), _("Effect")])
        head = self.header()
        head.setSectionsMovable(False)
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(_PROBLEM, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(_OWNER, QHeaderView.ResizeMode.Fixed)
        head.resizeSection(_OWNER, _OWNER_WIDTH)

    def show_all(self, all_of: Sequence[Improvement], today: dt.date, words: Words, chosen: int | None) -> None:
        """Show these, with `chosen` in front where it is among them; tells nothing."""
        self.blockSignals(True)
        self._ids = tuple(each.id for each in all_of)
        self.clear()
        for each in all_of:
            texts = [each.problem, each.owner, str(each.due_on or ""), state_text(each, today, words), _WAITING]
            item = QTreeWidgetItem(self, texts)
            item.setToolTip(_PROBLEM, each.problem)
            item.setData(_STATE, LOOK, state_look(each, today))
        self.go_to(chosen)
        self.blockSignals(False)

    def show_effects(self, effects: Mapping[int, Effect]) -> None:
        for at, each in enumerate(self._ids):
            item = self.topLevelItem(at)
            if each in effects and item is not None:
                item.setText(_EFFECT, verdict_text(effects[each]))
                item.setData(_EFFECT, LOOK, verdict_look(effects[each]))

    def go_to(self, wanted: int | None) -> None:
        """Stand at an improvement; at none where it is not there."""
        row = self._ids.index(wanted) if wanted in self._ids else -1
        # A row of none is an index of none, which stands nowhere.
        self.setCurrentIndex(self.model().index(row, 0))

    def current_id(self) -> int | None:
        row = self.currentIndex().row()
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        for column in (_OWNER, _DUE):
            self.setColumnHidden(column, not wide)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and self.current_id() is not None:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        if (current := self.current_id()) is not None:
            self.wanted.emit(current)
