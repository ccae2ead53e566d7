"""The pages beside the tabs, each made when it is first wanted: the day, and improvements."""

# ruff: noqa: PLC0415 - the first row shall be painted before these pages are imported

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.usual_views import UsualView
from complaint_desk.ui import rail
from complaint_desk.ui.shared.workplace import Workplace

if TYPE_CHECKING:
    from complaint_desk.ui.improvement.parts import ImprovingParts
    from complaint_desk.ui.today.page import TodayPage


class PagesBeside(QObject):
    """`view_wanted` carries the `UsualView` to show in the ledger, `opened` the id of a complaint."""

    view_wanted = Signal(object)
    opened = Signal(int)

    def __init__(self, workplace: Workplace, places: QStackedWidget, shown: rail.Rail) -> None:
        super().__init__(places)
        self._workplace = workplace
        self._places = places
        self._rail = shown
        self.today: TodayPage | None = None
        self.improving: ImprovingParts | None = None

    @property
    def place(self) -> str:
        """The place of the rail that is in front; "" while it is none of these."""
        page = self._places.currentWidget()
        return rail.TODAY if page is self.today else rail.IMPROVE if page is self.improving else ""

    def get_ready(self) -> None:
        """Make the page of the day beforehand, so that its first opening is as quick as the others; load it beside the window."""
        self._workplace.lanes.submit("page", _today_page, self._loaded, owner=self)

    def _loaded(self, _page: type[TodayPage]) -> None:
        self.make_today()

    def make_today(self) -> TodayPage:
        """The page of the day. It asks nothing until shown."""
        if self.today is None:
            self.today = page = _today_page()(self._workplace)
            page.view_wanted.connect(self.view_wanted)
            page.opened.connect(self.opened)
            page.improvements_wanted.connect(self.show_improvements)
            page.feedback_wanted.connect(self.show_feedback)
            self._places.addWidget(page)
        return self.today

    def show_today(self) -> None:
        self._show(self.make_today(), rail.TODAY)

    def show_improvements(self) -> None:
        from complaint_desk.ui.improvement.parts import ImprovingParts

        if self.improving is None:
            self.improving = page = ImprovingParts(self._workplace)
            page.view_wanted.connect(self._show_cases)
            self._places.addWidget(page)
        self._show(self.improving, rail.IMPROVE)

    def show_feedback(self) -> None:
        """The feedback of departments, those that are overdue chosen."""
        self.show_improvements()
        if self.improving is not None:
            self.improving.show_feedback()

    def begin_improvement(self, wanted: LedgerFilter) -> None:
        """A new improvement about the complaints of a filter."""
        self.show_improvements()
        if self.improving is not None:
            self.improving.begin(wanted)

    def focus_first(self) -> None:
        """Give the keyboard to the page in front."""
        page = self._places.currentWidget()
        for each in (self.today, self.improving):
            if each is not None and each is page:
                each.focus_first()

    def may_close(self) -> bool:
        """False where something is not kept that the person wants to keep."""
        return self.improving is None or self.improving.may_close()

    def stop(self) -> None:
        """Interrupt what they ask; the window closes."""
        for each in (self.today, self.improving):
            if each is not None:
                each.stop()

    def _show(self, page: TodayPage | ImprovingParts, place: str) -> None:
        self._places.setCurrentWidget(page)
        self._rail.show_place(place)
        page.focus_first()

    def _show_cases(self, wanted: LedgerFilter) -> None:
        self.view_wanted.emit(UsualView(wanted, LedgerOrder()))


def _today_page() -> type[TodayPage]:
    from complaint_desk.ui.today.page import TodayPage

    return TodayPage
