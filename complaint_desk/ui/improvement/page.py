"""改进: problems at the left; what is done about one, and what it brought, at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.improvement import Followed, Improvement, StaleImprovement
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import improving
from complaint_desk.services.improving import Improved
from complaint_desk.ui.improvement.detail import ImprovementDetail
from complaint_desk.ui.improvement.halves import Halves
from complaint_desk.ui.improvement.listing import ImprovementList
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.learn_more import learn_more
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import EmptyState
from complaint_desk.ui.shared.pending import PendingChanges
from complaint_desk.ui.shared.permission import reserve
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

_WIDTHS = (560, 664)


class ImprovementPage(QWidget):
    """`view_wanted` carries the `LedgerFilter` whose complaints the person wants to see; `new` stands above the page."""

    view_wanted = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("improve")
        self._workplace = workplace
        self._all: dict[int, Improvement] = {}
        self._effects: dict[int, Followed] = {}
        self._chosen: int | None = None
        self._busy = self._beginning = False
        self._question = 0
        self._stop = StopSignal()
        self.new = button(_("&New improvement"), "improve.new")
        self.message = MessageBar("improve.message")
        self.list = ImprovementList()
        self.list.dress(workplace.words)
        self.detail = ImprovementDetail(workplace)
        self.entry = self.detail.entry
        self._pending = PendingChanges(self)
        self._build()
        self._connect()

    # What the window asks

    def begin(self, wanted: LedgerFilter) -> None:
        """A new improvement about the complaints of a filter."""
        if self._may_leave():
            self._begin(wanted)

    def refresh(self) -> None:
        """Read the list again, then what each measure brought."""
        self.stop()
        self._stop = stop = StopSignal()
        number, desk = self._question, self._workplace.desk
        lanes = self._workplace.lanes
        lanes.submit(
            "read", lambda: improving.listed(desk), lambda found: self._show_all(number, found), self._fail, owner=self
        )
        # Over a great ledger counting takes longer, and the other lane answers the ledger.
        lanes.submit(
            "report",
            lambda: improving.followed(desk, stop),
            lambda found: self._show_effects(number, found),
            self._fail,
            owner=self,
        )

    def save(self) -> None:
        """Keep what is written, or say at the field what is missing."""
        if self._busy or not self._halves.shown or self.entry.locked:
            return
        content = self.entry.content()
        if content is None:
            return
        desk, current = self._workplace.desk, self._current
        if current is None:
            self._do(lambda: improving.add(desk, content))
        else:
            self._do(lambda: improving.change(desk, current.id, current.version, content))

    def show_one(self, number: int) -> None:
        """Go to an improvement."""
        if self._may_leave():
            self._chosen, self._beginning = number, False
            self.refresh()

    @property
    def offers_new(self) -> bool:
        """Whether the button above begins a new one; an empty page has one of its own."""
        return self._halves.shown

    def may_close(self) -> bool:
        """False where something is not kept and the person wants to keep it."""
        return self._may_leave()

    def focus_first(self) -> None:
        """Give the keyboard to the list, or to what there is to do."""
        if not self._halves.shown:
            (self._empty_new if self._empty_new.isEnabled() else self._empty_help).setFocus()
        elif self._beginning:
            self.entry.problem.setFocus()
        else:
            self.list.setFocus()

    def stop(self) -> None:
        """Interrupt what is being counted."""
        self._question += 1
        self._stop.request()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.stop()

    # Building

    def _build(self) -> None:
        self._empty_new = button(_("New improvement"), "improve.empty.new", "primary")
        self._empty_help = learn_more(self._workplace.hub, "improvement#begin", "improve.empty.help")
        told = _(
            "Begin with a problem that complaints show: name it, choose the filter that finds its complaints, and "
            "follow it from cause and measure to the effect. Or filter the ledger and choose Analysis, Improve what "
            "is filtered."
        )
        nothing = EmptyState(
            _("No improvement yet"),
            told,
            (self._empty_new, self._empty_help),
        )
        self._halves = Halves(self.list, self.detail, _WIDTHS, nothing)
        reserve(self._workplace.desk, Right.IMPROVE, self.new, self._empty_new)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(2 * GRID)
        page.addWidget(self.message)
        page.addWidget(self._halves, 1)

    def _connect(self) -> None:
        self.new.clicked.connect(lambda _checked=False: self.begin(LedgerFilter()))
        self._empty_new.clicked.connect(lambda _checked=False: self.begin(LedgerFilter()))
        self.detail.save.clicked.connect(lambda _checked=False: self.save())
        self.list.wanted.connect(self._go_to)
        self.list.entered.connect(self.entry.problem.setFocus)
        self.entry.edited.connect(self._offer)
        self.entry.view_wanted.connect(self.view_wanted)
        self.detail.effect.view_wanted.connect(self.view_wanted)
        self.detail.deeds.chosen.connect(self._do)
        self._pending.due.connect(lambda _changes: self.refresh())
        self._workplace.hub.changed.connect(self._follow)

    # Showing

    @property
    def _current(self) -> Improvement | None:
        return self._all.get(self._chosen) if self._chosen is not None else None

    def _show_all(self, number: int, found: tuple[Improvement, ...]) -> None:
        if number != self._question:
            return
        self._all = {each.id: each for each in found}
        if self._chosen not in self._all and not self._beginning:
            self._chosen = next(iter(self._all), None)
        today = self._workplace.desk.clock().date()
        self.list.show_all(tuple(self._all.values()), today, self._workplace.words, self._chosen)
        self._halves.show_halves(wanted=bool(self._all) or self._beginning)
        self.new.setVisible(self.offers_new)
        if not self.entry.dirty:
            self._show_chosen()
        self.list.show_effects({each: told.effect for each, told in self._effects.items()})

    def _show_effects(self, number: int, found: tuple[Followed, ...]) -> None:
        if number != self._question:
            return
        self._effects = {each.improvement.id: each for each in found}
        self.list.show_effects({each: told.effect for each, told in self._effects.items()})
        self.detail.show_effect(self._current, self._followed)

    @property
    def _followed(self) -> Followed | None:
        return self._effects.get(self._chosen) if self._chosen is not None else None

    def _show_chosen(self) -> None:
        self.detail.show_one(self._current, self._followed)
        self._offer()

    def _offer(self) -> None:
        self.detail.offer(self._current, busy=self._busy)

    # Going elsewhere

    def _go_to(self, wanted: int) -> None:
        if wanted == self._chosen:
            return
        if not self._may_leave():
            self.list.go_to(self._chosen)
            return
        self._chosen, self._beginning = wanted, False
        self.message.hide()
        self._show_chosen()

    def _begin(self, wanted: LedgerFilter) -> None:
        self._chosen, self._beginning = None, True
        self.message.hide()
        self.list.go_to(None)
        self._halves.show_halves(wanted=True)
        self.entry.begin(wanted)
        self._show_chosen()

    def _may_leave(self) -> bool:
        return not self.entry.dirty or self._workplace.questions.confirm(
            _("Leave without saving?"),
            _("What you wrote about this improvement is not saved yet."),
            _("Leave it"),
            _("Go on writing"),
        )

    # Doing

    def _do(self, deed: Callable[[], Improved]) -> None:
        self._busy = True
        self._offer()
        self._workplace.lanes.submit("write", deed, self._done, self._refuse, owner=self, always=self._free)

    def _free(self) -> None:
        self._busy = False
        self._offer()

    def _done(self, improved: Improved) -> None:
        self.message.hide()
        self._chosen, self._beginning = improved.improvement.id, False
        self._all[self._chosen] = improved.improvement
        self._show_chosen()
        self._workplace.hub.changed.emit(improved.changes)
        self.list.setFocus()

    def _refuse(self, error: DeskError) -> None:
        if isinstance(error, StaleImprovement):
            current = error.current
            self._all[current.id] = current
            if not self.entry.dirty:
                self._take(current)
                self.message.tell(error_sentence(error), Tone.AMBER)
                return
            ways = ((_("Save mine"), self.save), (_("Take theirs"), lambda: self._take(current)))
            self.message.tell(error_sentence(error), Tone.AMBER, *ways)
            return
        self.message.tell(error_sentence(error, self._workplace.words), Tone.RED)

    def _take(self, current: Improvement) -> None:
        self.entry.show_content(current.content)
        self.refresh()

    def _fail(self, error: DeskError) -> None:
        self.message.tell(error_sentence(error), Tone.RED, (_("Try again"), self.refresh))

    def _follow(self, changes: Changes) -> None:
        if not self.isVisible():
            return
        if changes.improvements or changes.lists:
            self.refresh()
        else:
            self._pending.take(changes)
