"""The tabs of the window: the ledger, complaints being taken down, cases; at the right the buttons of the page in front."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from complaint_desk.domain.complaint import SavedDraft
from complaint_desk.i18n import _
from complaint_desk.ui.ledger.page import LedgerPage
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

if TYPE_CHECKING:
    from complaint_desk.ui.case.page import CasePage
    from complaint_desk.ui.intake.page import IntakePage

UNSAVED = "●"
_MOST_CHARACTERS = 16


class Workbench(QWidget):
    """`page_changed` tells that another page is in front."""

    page_changed = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("workbench")
        self._workplace = workplace
        self.tabs = QTabBar()
        self.tabs.setObjectName("workbench.tabs")
        self.tabs.setAccessibleName(_("Tabs"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setTabsClosable(True)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setIconSize(QSize(16, 16))
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self._pages = QStackedWidget()
        self._corners = QStackedWidget()
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch()
        row.addWidget(self._corners)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(row)
        column.addWidget(self._pages, 1)
        self.ledger = LedgerPage(workplace)
        self.ledger.opened.connect(self.open_case)
        self.ledger.registering_wanted.connect(self.new_intake)
        self._add(self.ledger, _("Ledger"))
        for side in (QTabBar.ButtonPosition.LeftSide, QTabBar.ButtonPosition.RightSide):
            self.tabs.setTabButton(0, side, None)
        self.tabs.currentChanged.connect(self._show)
        self.tabs.tabCloseRequested.connect(self.close_tab)

    @property
    def page(self) -> QWidget:
        """The page in front."""
        return self._pages.currentWidget()

    def pages(self) -> tuple[QWidget, ...]:
        return tuple(self._pages.widget(at) for at in range(self._pages.count()))

    def draft_ids(self) -> frozenset[UUID]:
        """The drafts that are open in a page."""
        ids = (getattr(page, "draft_id", None) for page in self.pages())
        return frozenset(each for each in ids if each is not None)

    # Opening

    def show_ledger(self) -> None:
        self.tabs.setCurrentIndex(0)
        self.ledger.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def new_intake(self) -> None:
        """An empty form: the one that is open and untouched, else a new one."""
        from complaint_desk.ui.intake.page import IntakePage  # noqa: PLC0415 - not wanted before the first row is painted

        for at, page in enumerate(self.pages()):
            if isinstance(page, IntakePage) and not getattr(page, "dirty", True):
                self.tabs.setCurrentIndex(at)
                page.focus_first()
                return
        self._open(IntakePage(self._workplace))

    def continue_draft(self, draft: SavedDraft) -> None:
        """Go on with what was typed earlier."""
        from complaint_desk.ui.case.page import CasePage  # noqa: PLC0415 - as above
        from complaint_desk.ui.intake.page import IntakePage  # noqa: PLC0415 - as above

        if draft.complaint_id is None:
            self._open(IntakePage(self._workplace, draft))
        elif not self._bring_to_front(draft.complaint_id):
            self._open(CasePage(self._workplace, draft.complaint_id, draft))

    def open_case(self, complaint_id: int) -> None:
        """The case of a complaint, in its own tab."""
        from complaint_desk.ui.case.page import CasePage  # noqa: PLC0415 - as above

        if not self._bring_to_front(complaint_id):
            self._open(CasePage(self._workplace, complaint_id))

    def _bring_to_front(self, complaint_id: int) -> bool:
        for at, page in enumerate(self.pages()):
            if getattr(page, "complaint_id", None) == complaint_id:
                self.tabs.setCurrentIndex(at)
                return True
        return False

    def _open(self, page: IntakePage | CasePage) -> None:
        at = self._add(page, page.title)
        page.opened.connect(self.open_case)
        page.title_changed.connect(lambda title: self._entitle(page, title))
        self._entitle(page, page.title)
        self.tabs.setCurrentIndex(at)
        page.focus_first()

    def _add(self, page: QWidget, title: str) -> int:
        self._corners.addWidget(getattr(page, "corner", None) or QWidget())
        self._pages.addWidget(page)
        return self.tabs.addTab(title)

    def _entitle(self, page: QWidget, title: str) -> None:
        at = self._pages.indexOf(page)
        short = title if len(title) <= _MOST_CHARACTERS + 1 else f"{title[:_MOST_CHARACTERS]}…"
        mark = f"{UNSAVED} " if getattr(page, "dirty", False) else ""
        self.tabs.setTabText(at, f"{mark}{short}".replace("&", "&&"))
        self.tabs.setTabToolTip(at, title if short != title else "")
        self.tabs.setTabData(at, title)

    def focus_page(self) -> None:
        """Give the page in front the keyboard."""
        if self.page is self.ledger:
            self.ledger.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.page.focus_first()  # type: ignore[attr-defined]

    # Closing and changing

    def close_tab(self, at: int) -> bool:
        """Close a tab other than the ledger's; what was typed is kept as a draft."""
        page = self._pages.widget(at)
        if at == 0 or not page.may_close():  # type: ignore[attr-defined]
            return False
        corner = self._corners.widget(at)
        with QSignalBlocker(self.tabs):
            self._pages.removeWidget(page)
            self._corners.removeWidget(corner)
            self.tabs.removeTab(at)
        self._show(self.tabs.currentIndex())
        corner.deleteLater()
        page.deleteLater()
        return True

    def may_close(self) -> bool:
        """True if every page lets the window go."""
        return all(page.may_close() for page in self.pages()[1:])  # type: ignore[attr-defined]

    def step(self, by: int) -> None:
        """Go to the next or the one before."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())

    def _show(self, at: int) -> None:
        self._pages.setCurrentIndex(at)
        self._corners.setCurrentIndex(at)
        self.page_changed.emit()
