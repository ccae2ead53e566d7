"""The list of feedback sheets: department, period, how many complaints, until when, how far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from complaint_desk.domain.feedback import Feedback, FeedbackState
from complaint_desk.i18n import _
from complaint_desk.i18n.feedback import state_text
from complaint_desk.i18n.figure_texts import count_text, period_name
from complaint_desk.i18n.words import Words
from complaint_desk.ui.improvement.looks import LOOK, Look, PillCells
from complaint_desk.ui.shared.pill import Shape
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import Tone

_DEPARTMENT, _PERIOD, _COUNT, _DUE, _STATE = range(5)
_OVERDUE: Look = (Tone.RED, Shape.TRIANGLE)
_STATES: dict[FeedbackState, Look] = {
    FeedbackState.MADE: (Tone.GREY, Shape.RING),
    FeedbackState.SENT: (Tone.ACCENT, Shape.HALF),
    FeedbackState.ANSWERED: (Tone.GREEN, Shape.CHECK),
    FeedbackState.DROPPED: (Tone.GREY, Shape.DASH),
}


class FeedbackList(QTreeWidget):
    """Several sheets may be chosen, to be sent together; `moved` tells that others are."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("feedback.list")
        self.setAccessibleName(_("Feedback sheets"))
        marked(self, kind="rows")
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setItemDelegate(PillCells(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._ids: tuple[int, ...] = ()
        self.itemSelectionChanged.connect(self.moved)

    def dress(self, words: Words) -> None:
        """Heads and widths."""
        self.setHeaderLabels(
            [
                words.field_label("department"),
                _("Period"),
                _("Complaints"),
                words.field_label("answer_due_on"),
                _("State"),
            ]
        )
        head = self.header()
        head.setSectionsMovable(False)
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(_DEPARTMENT, QHeaderView.ResizeMode.Stretch)

    def show_all(self, sheets: Sequence[Feedback], today: dt.date, words: Words, chosen: Sequence[int]) -> None:
        """Show these with those of them chosen that were; tells nothing."""
        self.blockSignals(True)
        self._ids = tuple(each.id for each in sheets)
        self.clear()
        for each in sheets:
            texts = [
                words.figure_label("department", each.department),
                period_name(each.period),
                count_text(each.count),
                str(each.due_on or ""),
                state_text(each, today, words),
            ]
            item = QTreeWidgetItem(self, texts)
            item.setTextAlignment(_COUNT, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setData(_STATE, LOOK, _OVERDUE if each.is_overdue(today) else _STATES[each.state])
        self.choose(chosen)
        self.blockSignals(False)

    def choose(self, wanted: Sequence[int]) -> None:
        """Choose these; the first of the list where none of them is there."""
        rows = [at for at, each in enumerate(self._ids) if each in wanted] or list(range(min(1, len(self._ids))))
        self.clearSelection()
        for row in rows:
            if (item := self.topLevelItem(row)) is not None:
                item.setSelected(True)
        if rows:
            index = self.model().index(rows[0], 0)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def chosen_ids(self) -> tuple[int, ...]:
        """Those that are chosen, in the order of the list."""
        items = [(at, self.topLevelItem(at)) for at in range(self.topLevelItemCount())]
        return tuple(self._ids[at] for at, item in items if item is not None and item.isSelected())
