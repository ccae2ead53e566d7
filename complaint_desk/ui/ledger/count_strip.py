"""How many complaints of the current filter there are of each kind: one calm line, to look at and to narrow down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QMenu, QPushButton, QWidget

from complaint_desk.domain.criteria import CRITERIA
from complaint_desk.domain.ledger import GroupCount, LedgerFilter
from complaint_desk.i18n import _
from complaint_desk.i18n.filters import choice_text
from complaint_desk.services import ledger
from complaint_desk.ui.shared.buttons import button, menu_button
from complaint_desk.ui.shared.filtering.counting import CountsInTurn
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

GROUPED = (
    "nature", "status", "category", "channel", "department", "handler", "outlet", "region", "severity", "cause",
    "liability", "outcome", "follow_up", "satisfaction", "brand", "import_batch",
)  # fmt: skip
_KEY = "ledger/grouped"
_HEIGHT = 26
_MOST = 40


class CountStrip(QWidget):
    """`narrowing` carries criterion and code of a group that was clicked, `more_wanted` the criterion of all groups.

    Left and right go along the groups.
    """

    narrowing = Signal(str, str)
    more_wanted = Signal(str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._filter: LedgerFilter | None = None
        self._groups: list[QPushButton] = []
        self._counts = CountsInTurn(workplace, self)
        self._counts.counted.connect(self._take)
        kept = str(workplace.memory.value(_KEY, GROUPED[0]))
        self._name = kept if kept in GROUPED else GROUPED[0]
        self.choice, menu = menu_button("", "ledger.groups", self)
        marked(self.choice, compact=True)
        self.choice.installEventFilter(self)
        self._fill(menu)
        self._waiting = label("…", role="secondary")
        self._rest = button(_("More…"), "ledger.groups.more", "link", self)
        marked(self._rest, compact=True)
        self._rest.clicked.connect(lambda _checked=False: self.more_wanted.emit(self._name))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID)
        self._row.addWidget(self.choice)
        self._row.addWidget(self._waiting)
        self._row.addStretch(1)
        self._row.addWidget(self._rest)
        self._rest.hide()
        # Groups never make the window wider: those without room are hidden.
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setMinimumWidth(0)
        self.setFixedHeight(_HEIGHT)
        self._show_name()

    @property
    def name(self) -> str:
        """The criterion that is grouped by."""
        return self._name

    def shown(self) -> tuple[str, ...]:
        """The texts of the groups that there is room for."""
        return tuple(group.text() for group in self._groups if not group.isHidden())

    def count(self, wanted: LedgerFilter) -> None:
        """Count the groups of a filter, when its rows are shown."""
        self._filter = wanted
        desk, name = self._workplace.desk, self._name
        self._counts.ask([((name, wanted), lambda stop: ledger.group_counts(desk, wanted, name, stop))])

    def stop(self) -> None:
        """Another question goes first: what stood here no longer holds."""
        self._counts.stop()
        self._show((), waiting=True)

    def forget(self) -> None:
        """The ledger has changed."""
        self._counts.forget()

    def group_by(self, name: str) -> None:
        """Count by another criterion from now on."""
        self._name = name
        self._workplace.memory.setValue(_KEY, name)
        self._show_name()
        self.stop()
        if self._filter is not None and self.isVisible():
            self.count(self._filter)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Left and right go along; for Tab the line is one stop."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key())) if _is_key(event) else None
        if step is None:
            return super().eventFilter(watched, event)
        along = [self.choice, *(group for group in self._groups if group.isEnabled() and not group.isHidden())]
        here = next((at for at, each in enumerate(along) if each is watched), 0)
        along[(here + step) % len(along)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _fill(self, menu: QMenu) -> None:
        for name in GROUPED:
            text = self._workplace.words.field_label(name)
            menu.addAction(text.replace("&", "&&"), lambda name=name: self.group_by(name))

    def _show_name(self) -> None:
        said = self._workplace.words.field_label(self._name)
        self.choice.setText(said)
        self.choice.setAccessibleName(_("Counts by {field}").format(field=said))
        self.choice.setToolTip(_("Counts by {field}").format(field=said))

    def _take(self, key: tuple[str, LedgerFilter], counts: Sequence[GroupCount]) -> None:
        if key == (self._name, self._filter):
            self._show(counts, waiting=False)

    def _show(self, counts: Sequence[GroupCount], *, waiting: bool) -> None:
        if any(group.hasFocus() for group in self._groups):
            self.choice.setFocus(Qt.FocusReason.OtherFocusReason)
        for group in self._groups:
            self._row.removeWidget(group)
            group.hide()
            group.deleteLater()
        self._groups = []
        chosen = self._filter.choices(self._name) if self._filter else ()
        # A branch says no more than the leaves below it.
        word_list = CRITERIA[self._name].word_list
        branches = {choice.parent for choice in self._workplace.words.choices(word_list or "") if choice.parent}
        plain = [each for each in counts if each.code not in branches]
        for each in plain[:_MOST]:
            word = choice_text(self._name, each.code, self._workplace.words)
            text = _("{group} {count}").format(group=word, count=f"{each.count:,}")
            group = button(text.replace("&", "&&"), f"ledger.group.{each.code}", "group")
            group.setAccessibleName(text)
            group.setEnabled(chosen != (each.code,))
            group.clicked.connect(lambda _checked=False, code=each.code: self.narrowing.emit(self._name, code))
            group.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            group.installEventFilter(self)
            self._groups.append(group)
            self._row.insertWidget(len(self._groups), group)
        self._waiting.setVisible(waiting)
        self._make_room()

    def _make_room(self) -> None:
        """Show as many groups as there is room for; the rest is behind a link."""
        room = self.width() - self.choice.sizeHint().width() - self._rest.sizeHint().width() - 3 * GRID
        fits = True
        for group in self._groups:
            room -= group.sizeHint().width() + GRID
            fits = fits and room >= 0
            group.setVisible(fits)
        self._rest.setVisible(not fits)


def _is_key(event: QEvent) -> TypeGuard[QKeyEvent]:
    return event.type() == QEvent.Type.KeyPress
