"""A page of the preferences: its title, what it is about, its settings in a card, and whatever else belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from complaint_desk.services.desk import Desk
from complaint_desk.ui.preferences.plan import PagePlan
from complaint_desk.ui.preferences.rows import SettingRow
from complaint_desk.ui.shared.panels import Card, label, scrolled
from complaint_desk.ui.shared.permission import reason_line, reserve
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID

_CAPTION_WIDTH = 18 * GRID


class PreferencePage(QWidget):
    """`more` stands below the settings; a page whose `more` fills it does not scroll as a whole."""

    def __init__(self, plan: PagePlan, more: Sequence[QWidget] = (), *, filled: bool = False) -> None:
        super().__init__()
        self.setObjectName(f"preferences.page.{plan.name}")
        self.plan = plan
        self.rows = tuple(SettingRow(each) for each in plan.rows)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(label(plan.title, role="title"))
        column.addWidget(label(plan.intro, role="secondary", wraps=True, selectable=plan.name == "data"))
        if filled:
            for each in more:
                column.addWidget(each, 1)
        else:
            column.addWidget(self._scrolled(more), 1)

    def keep_to(self, desk: Desk) -> None:
        """Let only those change the settings who may; a line tells the others whose they are."""
        if not reserve(desk, self.plan.right, *self.rows):
            self._column.insertWidget(2, reason_line(desk, self.plan.right))

    def _scrolled(self, more: Sequence[QWidget]) -> QScrollArea:
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        if self.rows:
            column.addWidget(self._card())
        for each in more:
            column.addWidget(each)
        column.addStretch()
        return scrolled(ground)

    def _card(self) -> Card:
        card = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID + 4)
        grid.setColumnMinimumWidth(0, _CAPTION_WIDTH)
        grid.setColumnStretch(1, 1)
        for at, row in enumerate(self.rows):
            row.caption.setFixedWidth(_CAPTION_WIDTH)
            grid.addWidget(row.caption, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(row, at, 1)
        card.column.addLayout(grid)
        return card

    def focus_first(self) -> None:
        """Give the keyboard to the first thing that takes it."""
        for each in self._takers():
            each.setFocus(Qt.FocusReason.TabFocusReason)
            return

    def _takers(self) -> Iterator[QWidget]:
        for each in self.findChildren(QWidget):
            takes = each.focusPolicy() & Qt.FocusPolicy.TabFocus
            if takes and each.isEnabled() and not each.isHidden() and not isinstance(each, QScrollArea):
                yield each


def ways_on(*ways: tuple[QPushButton, Callable[[], object]]) -> QWidget:
    """Buttons that lead to what is not on the page itself."""
    box = QWidget()
    marked(box, kind="clear")
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID)
    for each, deed in ways:
        each.clicked.connect(lambda _checked=False, deed=deed: deed())
        row.addWidget(each)
    row.addStretch()
    return box
