"""Two widgets beside each other, whose widths are remembered."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from complaint_desk.ui.shared.tokens import GRID

_KEY = "ledger/split"
_USUAL = [900, 340]


def remembered_split(memory: QSettings, left: QWidget, right: QWidget) -> QSplitter:
    """The left one takes what room there is; both stay."""
    split = QSplitter(Qt.Orientation.Horizontal)
    split.setChildrenCollapsible(False)
    split.setHandleWidth(GRID)
    split.addWidget(left)
    split.addWidget(right)
    split.setStretchFactor(0, 1)
    split.setStretchFactor(1, 0)
    state = memory.value(_KEY)
    if state is None or not split.restoreState(state):
        split.setSizes(_USUAL)
    split.splitterMoved.connect(lambda *_each: memory.setValue(_KEY, split.saveState()))
    return split
