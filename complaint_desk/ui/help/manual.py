"""The manual in its own window, to be read beside the work: contents and search at the left, the page at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from complaint_desk.domain.searching import search_words
from complaint_desk.i18n import _, current_language
from complaint_desk.services import manual
from complaint_desk.ui.help.contents import Contents
from complaint_desk.ui.help.paper import page_paper
from complaint_desk.ui.help.reader import Reader
from complaint_desk.ui.shared.buttons import icon_button
from complaint_desk.ui.shared.panels import Card
from complaint_desk.ui.shared.print_preview import PrintPreview
from complaint_desk.ui.shared.search_box import SearchBox
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_GEOMETRY_KEY = "manual/geometry"
_CONTENTS_WIDTH = 264


class ManualWindow(QWidget):
    """The pages of `resources/help/LANGUAGE`. F1 comes back to it; Esc clears the search, then closes."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("manual")
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self._workplace = workplace
        self._manual = manual.manual(current_language())
        self.setWindowTitle(self._manual.pages[manual.INDEX].title)
        self.contents = Contents(self._manual)
        self.reader = Reader(self._manual)
        self.search = SearchBox("manual.search", _("Search the manual"), _("Search the manual"))
        self._build()
        self._connect()
        self.resize(1080, 680)
        if geometry := workplace.memory.value(_GEOMETRY_KEY):
            self.restoreGeometry(geometry)

    def show_place(self, place: str) -> None:
        """Go to `page` or `page#section`; "" stays where it is, which at first are the contents."""
        page, _mark, section = place.partition("#")
        if place or not self.reader.page:
            self.reader.show_place(page or manual.INDEX, section)

    def _build(self) -> None:
        self._back = icon_button("chevron-left", "manual.back", _("Back"))
        self._forward = icon_button("chevron-right", "manual.forward", _("Forward"))
        self._print = icon_button("print", "manual.print", _("Print this page"))
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.addWidget(self._back)
        bar.addWidget(self._forward)
        bar.addStretch()
        bar.addWidget(self._print)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        column.addWidget(self.search)
        column.addWidget(self.contents, 1)
        card = Card()
        card.column.addLayout(bar)
        card.column.addWidget(self.reader, 1)
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(GRID)
        parts.addWidget(left)
        parts.addWidget(card)
        parts.setStretchFactor(1, 1)
        parts.setSizes([_CONTENTS_WIDTH, 1080 - _CONTENTS_WIDTH])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        whole.addWidget(parts)

    def _connect(self) -> None:
        self.contents.wanted.connect(self._go)
        self.reader.arrived.connect(self._show_arrival)
        self.search.settled.connect(self._search)
        self.search.left_downwards.connect(self._to_hits)
        self._back.clicked.connect(lambda: self.reader.go(-1))
        self._forward.clicked.connect(lambda: self.reader.go(1))
        self._print.clicked.connect(self.print_page)
        for keys, deed in (
            ("Ctrl+F", self.search.take_up),
            ("Alt+Left", lambda: self.reader.go(-1)),
            ("Alt+Right", lambda: self.reader.go(1)),
            ("Alt+Home", lambda: self.reader.show_place(manual.INDEX)),
            ("Ctrl+P", self.print_page),
            ("F3", self.reader.go_to_hit),
            ("Shift+F3", lambda: self.reader.go_to_hit(-1)),
            ("F6", self._other_side),
            ("Esc", self._give_up),
        ):
            QShortcut(QKeySequence(keys), self, deed)

    # What is asked for

    def print_page(self) -> None:
        """Open the preview of the page shown."""
        paper = page_paper(self._manual, self.reader.page)
        PrintPreview(self._workplace, paper, self).open()

    def _show_arrival(self, page: str) -> None:
        self.contents.show_page(page)
        self._back.setEnabled(self.reader.can_go_back)
        self._forward.setEnabled(self.reader.can_go_forward)

    def _go(self, page: str, section: str) -> None:
        self.reader.show_place(page, section)
        if self.contents.searching:
            self.reader.go_to_hit()

    def _search(self, wanted: str) -> None:
        words = search_words(wanted)
        self.reader.mark(words)
        if words:
            self.contents.show_hits(manual.search(self._manual, wanted))
        else:
            self.contents.show_contents()

    def _to_hits(self) -> None:
        """From the search box down to what it found; the first of them is shown."""
        self.contents.take_keyboard()

    def _other_side(self) -> None:
        if self.reader.hasFocus():
            self.contents.take_keyboard()
        else:
            self.reader.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _give_up(self) -> None:
        if self.search.text():
            self.search.give_up()
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._workplace.memory.setValue(_GEOMETRY_KEY, self.saveGeometry())
        super().closeEvent(event)
