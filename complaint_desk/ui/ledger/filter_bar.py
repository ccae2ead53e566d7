"""The bar over the table: search box, the usual filters, the conditions in force, and how many complaints there are."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.i18n import _, ngettext
from complaint_desk.ui.ledger import conditions
from complaint_desk.ui.ledger.filter_menus import USUAL_FIELDS, FilterMenus
from complaint_desk.ui.shared import icons
from complaint_desk.ui.shared.buttons import button, menu_button
from complaint_desk.ui.shared.chips import FilterChip
from complaint_desk.ui.shared.filtering.dialog import ConditionsDialog
from complaint_desk.ui.shared.flow import FlowLayout
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.search_box import SearchBox
from complaint_desk.ui.shared.style import current_tokens, marked
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_YIELDING = ("nature", "category", "department")
_SHORTER = {"due": "due_at"}
"""Fields whose label says the same in less."""

_NARROW = 940
_WITHIN_WIDTH = 208
_LEAST_WIDTH = 700
_LOW = 26
_LONGEST = 28
_ROWS = 3
_ROWS_WHERE_NARROW = 2
"""Rows of chips at most: the table needs the room more."""


class FilterBar(QWidget):
    """`changed` carries the `LedgerFilter` after each change by the person."""

    changed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._filter = LedgerFilter()
        self._buttons: dict[str, QPushButton] = {}
        hint = _("Number, name, phone, product, facts; initials such as zs")
        if not workplace.desk.sees_people:
            hint = _("Number, product, facts; names and phones are masked")
        self.search = SearchBox("ledger.search", _("Search"), hint)
        self.search.settled.connect(lambda words: self._take(dataclasses.replace(self._filter, words=words)))
        self.menus = FilterMenus(workplace, lambda: self._filter, self)
        self.menus.picked.connect(self._take)
        self.menus.more_wanted.connect(self.open_conditions)
        self.count = label(role="secondary")
        self.count.setObjectName("ledger.count")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)
        self._column.addLayout(self._first_row())
        self._column.addWidget(self._conditions_row())
        self._column.addLayout(self._found_row())
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

    def narrow(self, name: str, code: str) -> None:
        """Ask for one choice of a criterion, beside what is asked of the others."""
        self._take(self._filter.with_choices(name, (code,)))

    def show_count(self, text: str) -> None:
        self.count.setText(text)
        self.count.setAccessibleName(text)

    def add_at_right(self, *buttons: QPushButton) -> None:
        """Put buttons at the right end of the first row."""
        for each in buttons:
            self._first.addWidget(each)

    def add_before_count(self, strip: QWidget) -> None:
        """Put what is told of the found rows before their count."""
        self._found.insertWidget(0, strip, 1)

    def clear(self) -> None:
        """Take every condition and the search words away."""
        self.search.show_words("")
        self._take(LedgerFilter())

    def open_conditions(self, start: str = "") -> None:
        """Show the dialog that reaches every criterion, at one of them."""
        dialog = ConditionsDialog(self._workplace, self._filter, start, parent=self)
        dialog.chosen.connect(self._take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # On a narrow screen the lesser buttons yield: the dialog reaches them all.
        for field in _YIELDING:
            self._buttons[field].setVisible(event.size().width() >= _NARROW)

    # Rows

    def _first_row(self) -> QHBoxLayout:
        self._first = row = QHBoxLayout()
        row.setSpacing(GRID)
        self.search.setMinimumWidth(160)
        self.search.setMaximumWidth(520)
        row.addWidget(self.search, 4)
        words = self._workplace.words
        for name in USUAL_FIELDS:
            text = _("Period") if name == "received_at" else words.field_label(_SHORTER.get(name, name))
            made, _menu = menu_button(text, f"ledger.filter.{name}", self)
            made.setMenu(self.menus.menu_of(name, made))
            self._buttons[name] = made
            row.addWidget(made)
        every = button(_("F&ilter…"), "ledger.filter.more", parent=self)
        icons.give_icon(every, "filter", current_tokens())
        every.setToolTip(_("All conditions (Ctrl+Shift+L)"))
        every.clicked.connect(lambda _checked=False: self.open_conditions())
        self._buttons["more"] = every
        row.addWidget(every)
        row.addStretch(1)
        return row

    def _conditions_row(self) -> QWidget:
        self._strip = strip = _Strip()
        strip.widened.connect(self._fit_chips)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        strip.setSizePolicy(policy)
        strip.setMinimumHeight(_LOW)
        self._chips = FlowLayout(strip, gap=GRID)
        self._all = button(_("Clear all"), "ledger.clear", "link")
        self._all.clicked.connect(self.clear)
        marked(self._all, compact=True)
        self._rest = button("", "ledger.conditions.more", "link")
        self._rest.clicked.connect(lambda _checked=False: self.open_conditions())
        marked(self._rest, compact=True)
        for each in (self._rest, self._all):
            self._chips.addWidget(each)
        return strip

    def _found_row(self) -> QHBoxLayout:
        self._found = row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        self.within = SearchBox("ledger.within", _("Within these rows"), _("Within these rows"), "filter")
        self.within.setFixedWidth(_WITHIN_WIDTH)
        marked(self.within, compact=True)
        self.count.setFixedHeight(_LOW)
        # The box stands last: it does not move under the fingers when the count grows.
        row.addWidget(self.count)
        row.addWidget(self.within)
        return row

    def _show_conditions(self) -> None:
        focused = next((at for at in range(self._chips.count()) if self._chip_at(at).hasFocus()), None)
        while self._chips.count():
            item = self._chips.takeAt(0)
            old = item.widget() if item else self._all
            old.hide()
            if old not in (self._rest, self._all):
                old.deleteLater()
        shown = conditions.conditions(self._filter, self._workplace.words)
        for name, text, whole in shown:
            short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
            chip = FilterChip(short, f"ledger.condition.{name}", _("Remove condition: {text}").format(text=whole))
            chip.clicked.connect(lambda _checked=False, name=name: self._drop(name))
            chip.edit_wanted.connect(lambda name=name: self._edit(name))
            self._chips.addWidget(chip)
        for each in (self._rest, self._all):
            self._chips.addWidget(each)
        self._all.setVisible(bool(shown))
        # Without conditions the table has the room of their row.
        self._strip.setVisible(bool(shown))
        self._fit_chips()
        if focused is not None:
            # Whoever took a chip away by a key stands at the next one.
            following = self._chip_at(min(focused, len(shown) - 1)) if shown else self.search
            following.setFocus(Qt.FocusReason.TabFocusReason)
        in_force = {name for name, *_texts in shown}
        for field, made in self._buttons.items():
            active = bool(in_force - set(USUAL_FIELDS)) if field == "more" else field in in_force
            marked(made, active=active)

    def _chip_at(self, at: int) -> QWidget:
        item = self._chips.itemAt(at)
        return (item.widget() if item else None) or self._all

    def _fit_chips(self) -> None:
        """As many chips as a few rows hold; the others are named by their number and reached by the dialog."""
        chips = [self._chip_at(at) for at in range(self._chips.count() - 2)]
        count = len(chips)
        self._rest.setText(ngettext("{count} more…", "{count} more…", count).format(count=count))
        tail = self._rest.sizeHint().width() + self._all.sizeHint().width() + GRID
        rows = _ROWS_WHERE_NARROW if self.width() < _NARROW else _ROWS
        room, x, row, fitting = self._strip.width(), 0, 1, 0
        for chip in chips:
            width = chip.sizeHint().width()
            if x and x + width > room:
                x, row = 0, row + 1
            if row > rows or (row == rows and x + width + GRID + tail > room):
                break
            x, fitting = x + width + GRID, fitting + 1
        for at, chip in enumerate(chips):
            chip.setVisible(at < fitting)
        left = count - fitting
        self._rest.setText(ngettext("{count} more…", "{count} more…", left).format(count=left))
        self._rest.setAccessibleName(self._rest.text())
        self._rest.setVisible(left > 0)

    # Changes

    def _edit(self, condition: str) -> None:
        if condition in self._filter.asked():
            self.open_conditions(condition)

    def _drop(self, condition: str) -> None:
        self._take(conditions.without(self._filter, condition))

    def _take(self, wanted: LedgerFilter) -> None:
        if wanted == self._filter:
            return
        self._filter = wanted
        # Not while a chip handles the very click that takes it away.
        QTimer.singleShot(0, self, self._show_conditions)
        self.changed.emit(wanted)


class _Strip(QWidget):
    """Tells when it has become wider or narrower."""

    widened = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.widened.emit()
