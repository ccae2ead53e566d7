"""The menus of the usual filters: choices to tick, with how many each would leave, and the usual periods."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from complaint_desk.domain.criteria import CRITERIA, Way
from complaint_desk.domain.ledger import GroupCount, LedgerFilter
from complaint_desk.domain.periods import USUAL, within
from complaint_desk.domain.vocabulary import Status
from complaint_desk.domain.workflow import OPEN
from complaint_desk.i18n import _
from complaint_desk.i18n.filters import choice_text, period_text
from complaint_desk.services import ledger
from complaint_desk.ui.ledger.choice_menu import ChoiceMenu, Choices
from complaint_desk.ui.shared.filtering.counting import CountsInTurn
from complaint_desk.ui.shared.workplace import Workplace

USUAL_FIELDS = ("status", "received_at", "due", "nature", "category", "department")
"""The criteria that have a menu of their own in the bar."""

_MOST_OFFERED = 30


class FilterMenus(QObject):
    """`picked` carries the filter after a choice, `more_wanted` the criterion whose dialog is wanted."""

    picked = Signal(object)
    more_wanted = Signal(str)

    def __init__(self, workplace: Workplace, current: Callable[[], LedgerFilter], parent: QWidget) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._current = current
        self._used: Mapping[str, tuple[str, ...]] = {}
        self._menus: dict[str, ChoiceMenu] = {}
        self._counts = CountsInTurn(workplace, self)
        self._counts.counted.connect(self._take_counts)

    def menu_of(self, name: str, parent: QWidget) -> QMenu:
        """The menu of one of the usual criteria."""
        if CRITERIA[name].way is Way.DAYS:
            menu = QMenu(parent)
            menu.aboutToShow.connect(lambda: self._fill_periods(menu, name))
            return menu
        made = ChoiceMenu(
            self._workplace.words.field_label(name), self._offer(name), lambda: self._current().choices(name), parent
        )
        made.aboutToShow.connect(lambda: self._complete(name))
        made.picked.connect(lambda codes: self.picked.emit(self._current().with_choices(name, codes)))
        self._menus[name] = made
        return made

    def offer_used(self, used: Mapping[str, tuple[str, ...]]) -> None:
        """Texts used before, by criterion, for those without a word list."""
        self._used = used

    def stop(self) -> None:
        """Interrupt what is being counted: a question goes first."""
        self._counts.stop()

    def forget(self) -> None:
        """The ledger has changed."""
        self._counts.forget()

    def _offer(self, name: str) -> Callable[[], Choices]:
        def choices() -> Choices:
            words, criterion = self._workplace.words, CRITERIA[name]
            offered: list[tuple[str, str] | None] = [
                (choice.code, f"    {choice.label}" if choice.parent else choice.label)
                for choice in words.choices(criterion.word_list or "")
            ]
            offered += [(text, text) for text in self._used.get(name, ())[:_MOST_OFFERED]]
            if not criterion.always_said:
                offered += [None, ("", choice_text(name, "", words))]
            return offered

        return choices

    def _complete(self, name: str) -> None:
        """What stands over and below the choices; and the counts, asked for now."""
        menu = self._menus[name]
        if name == "status":
            self._add_open(menu)
        menu.addSeparator()
        menu.addAction(_("More choices…"), lambda: self.more_wanted.emit(name))
        self._count(name)

    def resume(self) -> None:
        """Count for the menu that stands open, if any."""
        for name, menu in self._menus.items():
            if menu.isVisible():
                self._count(name)

    def _count(self, name: str) -> None:
        desk, others = self._workplace.desk, self._current().without(name)
        self._counts.ask([((name, others), lambda stop: ledger.group_counts(desk, others, name, stop))])

    def _take_counts(self, key: tuple[str, LedgerFilter], counts: Sequence[GroupCount]) -> None:
        self._menus[key[0]].show_counts({each.code: each.count for each in counts})

    def _add_open(self, menu: QMenu) -> None:
        """All unfinished statuses at one click, over the single ones."""
        still_open = tuple(status for status in Status if status in OPEN)
        together = QAction(_("Not finished"), menu)
        together.triggered.connect(lambda: self.picked.emit(self._current().with_choices("status", still_open)))
        first = menu.actions()[0]
        menu.insertAction(first, together)
        menu.insertSeparator(first)

    def _fill_periods(self, menu: QMenu, name: str) -> None:
        menu.clear()
        today, current = self._workplace.desk.clock().date(), self._current()
        for period in USUAL:
            wanted = within(current, name, period, today)
            action = menu.addAction(period_text(period), lambda wanted=wanted: self.picked.emit(wanted))
            action.setCheckable(True)
            action.setChecked(current.range_of(name).period == period)
        menu.addSeparator()
        menu.addAction(_("Other days…"), lambda: self.more_wanted.emit(name))
        menu.addAction(_("Any time"), lambda: self.picked.emit(current.with_range(name)))
