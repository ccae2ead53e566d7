"""The bar over the table: search box, filter menus, the conditions in force, and how many complaints there are."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from complaint_desk.domain.fields import FIELD
from complaint_desk.domain.ledger import Between, LedgerFilter
from complaint_desk.domain.vocabulary import Status
from complaint_desk.domain.workflow import OPEN
from complaint_desk.i18n import _
from complaint_desk.ui.ledger import conditions, periods
from complaint_desk.ui.ledger.choice_menu import ChoiceMenu, Choices
from complaint_desk.ui.ledger.search_box import SearchBox
from complaint_desk.ui.shared.buttons import button, menu_button
from complaint_desk.ui.shared.chips import FilterChip
from complaint_desk.ui.shared.flow import FlowLayout
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_MORE = (
    "channel", "handler", "outlet", "region", "kind", "severity", "cause", "liability", "outcome", "demands", "follow_up",
    "satisfaction",
)  # fmt: skip
_YIELDING = ("category", "department")
_NARROW = 940
_WITHIN_WIDTH = 208
_LEAST_WIDTH = 700
FREE_TEXT = ("department", "handler", "outlet", "region")
"""Fields without a word list: what was used before is offered."""

_NOT_SAID = ("department", "handler", "channel", "cause", "liability", "outcome", "satisfaction")
_MOST_OFFERED = 60


class FilterBar(QWidget):
    """`changed` carries the `LedgerFilter` after each change by the person."""

    changed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._filter = LedgerFilter()
        self._used: Mapping[str, tuple[str, ...]] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._yielded: list[QAction] = []
        self.search = SearchBox(
            "ledger.search", _("Search"), _("Number, name, phone, product, facts; initials such as zs")
        )
        self.search.settled.connect(lambda words: self._take(dataclasses.replace(self._filter, words=words)))
        self.count = label(role="secondary")
        self.count.setObjectName("ledger.count")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)
        self._column.addLayout(self._first_row())
        self._column.addLayout(self._second_row())
        self._show_conditions()
        self.setMinimumWidth(_LEAST_WIDTH)

    @property
    def filter(self) -> LedgerFilter:
        return self._filter

    def show_filter(self, wanted: LedgerFilter) -> None:
        """Show a filter without telling anybody."""
        self._filter = wanted
        self.search.show_words(wanted.words)
        self._show_conditions()

    def offer_used(self, used: Mapping[str, tuple[str, ...]]) -> None:
        """Texts used before, by field of `FREE_TEXT`."""
        self._used = used

    def show_count(self, text: str) -> None:
        self.count.setText(text)
        self.count.setAccessibleName(text)

    def add_at_right(self, *buttons: QPushButton) -> None:
        """Put buttons at the right end of the first row."""
        for each in buttons:
            self._first.addWidget(each)

    def clear(self) -> None:
        """Take every condition and the search words away."""
        self.search.show_words("")
        self._take(LedgerFilter())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._yield_room(narrow=event.size().width() < _NARROW)

    def _yield_room(self, *, narrow: bool) -> None:
        """On a narrow screen the lesser buttons go into the menu of further conditions."""
        for field, action in zip(_YIELDING, self._yielded, strict=True):
            self._buttons[field].setVisible(not narrow)
            action.setVisible(narrow)

    # Rows

    def _first_row(self) -> QHBoxLayout:
        self._first = row = QHBoxLayout()
        row.setSpacing(GRID)
        self.search.setMinimumWidth(160)
        self.search.setMaximumWidth(520)
        row.addWidget(self.search, 4)
        words = self._workplace.words
        for field in ("status", "period", "nature", "category", "department"):
            text = _("Period") if field == "period" else words.field_label(field)
            made, menu = menu_button(text, f"ledger.filter.{field}", self)
            if field == "period":
                menu.aboutToShow.connect(lambda menu=menu: self._fill_periods(menu))
            else:
                made.setMenu(self._choice_menu(field, made))
            self._buttons[field] = made
            row.addWidget(made)
        more, more_menu = menu_button(_("More"), "ledger.filter.more", self)
        for field in _YIELDING:
            self._yielded.append(more_menu.addMenu(self._choice_menu(field, more)))
        for field in _MORE:
            more_menu.addMenu(self._choice_menu(field, more))
        self._buttons["more"] = more
        row.addWidget(more)
        row.addStretch(1)
        return row

    def _second_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        self.within = SearchBox("ledger.within", _("Within these rows"), _("Within these rows"), "filter")
        self.within.setFixedWidth(_WITHIN_WIDTH)
        marked(self.within, compact=True)
        strip = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        strip.setSizePolicy(policy)
        strip.setMinimumHeight(26)
        self._chips = FlowLayout(strip, gap=GRID)
        self._all = button(_("Clear all"), "ledger.clear", "link")
        self._all.clicked.connect(self.clear)
        marked(self._all, compact=True)
        self._chips.addWidget(self._all)
        row.addWidget(strip, 1)
        row.addWidget(self.within, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        self.count.setFixedHeight(26)
        return row

    def _show_conditions(self) -> None:
        while self._chips.count():
            item = self._chips.takeAt(0)
            old = item.widget() if item else self._all
            old.hide()
            if old is not self._all:
                old.deleteLater()
        shown = conditions.conditions(self._filter, self._workplace.words)
        for name, text in shown:
            short = text if len(text) <= 28 else f"{text[:27]}…"
            chip = FilterChip(short, f"ledger.condition.{name}", _("Remove condition: {text}").format(text=text))
            chip.clicked.connect(lambda _checked=False, name=name: self._drop(name))
            self._chips.addWidget(chip)
        self._chips.addWidget(self._all)
        self._all.setVisible(bool(shown))
        in_force = {name for name, _text in shown}
        for field, made in self._buttons.items():
            names = {"period": {conditions.RECEIVED}, "more": {*_MORE, "closed_at"}}.get(field, {field})
            marked(made, active=bool(names & in_force))

    # Menus

    def _choice_menu(self, field: str, parent: QWidget) -> ChoiceMenu:
        title = self._workplace.words.field_label(field)
        menu = ChoiceMenu(title, self._offer(field), lambda: self._filter.choices(field), parent)
        if field == "status":
            menu.aboutToShow.connect(lambda: self._add_open(menu))
        menu.picked.connect(lambda codes: self._pick(field, codes))
        return menu

    def _offer(self, field: str) -> Callable[[], Choices]:
        def choices() -> Choices:
            words = self._workplace.words
            not_said = [None, ("", words.figure_label(field, ""))] if field in _NOT_SAID else []
            if field in FREE_TEXT:
                return [*((text, text) for text in self._used.get(field, ())[:_MOST_OFFERED]), *not_said]
            word_list = FIELD[field].word_list or field
            offered = [
                (choice.code, f"    {choice.label}" if choice.parent else choice.label)
                for choice in words.choices(word_list)
            ]
            return [*offered, *not_said]

        return choices

    def _pick(self, field: str, codes: tuple[str, ...]) -> None:
        self._take(self._filter.with_choices(field, codes))

    def _add_open(self, menu: QMenu) -> None:
        """All unfinished statuses at one click, over the single ones."""
        together = QAction(_("Not finished"), menu)
        together.triggered.connect(lambda: self._pick("status", tuple(status for status in Status if status in OPEN)))
        first = menu.actions()[0]
        menu.insertAction(first, together)
        menu.insertSeparator(first)

    def _fill_periods(self, menu: QMenu) -> None:
        menu.clear()
        today = self._workplace.desk.clock().date()
        for text, (first, last) in periods.offered(today):
            action = menu.addAction(text, lambda first=first, last=last: self._take_days(first, last))
            action.setCheckable(True)
            action.setChecked(self._filter.range_of(conditions.RECEIVED) == Between(first, last))
        menu.addSeparator()
        menu.addAction(_("Other days…"), self._ask_days)
        menu.addAction(_("Any time"), lambda: self._drop(conditions.RECEIVED))

    def _take_days(self, first: dt.date, last: dt.date) -> None:
        self._take(self._filter.with_range(conditions.RECEIVED, first, last))

    def _ask_days(self) -> None:
        today = self._workplace.desk.clock().date()
        asked = self._filter.range_of(conditions.RECEIVED)
        first = asked.low if isinstance(asked.low, dt.date) else today.replace(day=1)
        last = asked.high if isinstance(asked.high, dt.date) else today
        dialog = periods.PeriodDialog(first, last, self)
        dialog.accepted.connect(lambda: self._take_days(*dialog.days()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # Changes

    def _drop(self, condition: str) -> None:
        self._take(conditions.without(self._filter, condition))

    def _take(self, wanted: LedgerFilter) -> None:
        if wanted == self._filter:
            return
        self._filter = wanted
        # Not while a chip handles the very click that takes it away.
        QTimer.singleShot(0, self, self._show_conditions)
        self.changed.emit(wanted)
