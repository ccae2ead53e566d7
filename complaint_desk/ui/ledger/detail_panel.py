"""The panel beside the table: the current complaint with all that is known of it, and the next deeds."""

from __future__ import annotations

import html

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QTextBrowser, QVBoxLayout, QWidget

from complaint_desk.domain.complaint import Case, Complaint
from complaint_desk.domain.roles import Right
from complaint_desk.domain.vocabulary import Status
from complaint_desk.domain.workflow import TRANSITIONS
from complaint_desk.i18n import _
from complaint_desk.i18n.clocks import due_words
from complaint_desk.services import handling
from complaint_desk.ui.ledger.complaint_html import complaint_html, subtitle
from complaint_desk.ui.ledger.hits import hits, marked_html
from complaint_desk.ui.shared.buttons import button, icon_button
from complaint_desk.ui.shared.panels import Card, EmptyState, label
from complaint_desk.ui.shared.permission import reserve
from complaint_desk.ui.shared.pill import DUE_LOOKS, STATUS_LOOKS, Pill
from complaint_desk.ui.shared.style import marked, tokens_in
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_REST_MS = 60
_LOWEST_BODY = 4 * GRID
ANSWER = "answer"
STEP = "step"
LETTERS = "letters"
FOLLOW_UP = "follow_up"


class DetailPanel(Card):
    """`opened` carries the id of the complaint to open, `deed_wanted` id and `answer`, `step` or `letters`."""

    opened = Signal(int)
    deed_wanted = Signal(int, str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=0)
        self.setObjectName("ledger.detail")
        self.setAccessibleName(_("Details"))
        self._workplace = workplace
        self._complaint: Complaint | None = None
        self._case: Case | None = None
        self._stale = False
        self._words_sought: tuple[str, ...] = ()
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._fetch)
        self._stack = QStackedLayout()
        self._stack.addWidget(EmptyState(_("No complaint chosen"), _("Choose a row to read all about it here.")))
        self._stack.addWidget(self._content())
        self.column.addLayout(self._stack)
        self.setMinimumWidth(280)

    @property
    def complaint_id(self) -> int | None:
        return self._complaint.id if self._complaint else None

    def show_complaint(self, complaint: Complaint | None) -> None:
        """Show what the table knows at once, and the rest when it has come; None shows the empty panel."""
        if complaint is not None and complaint == self._complaint and not self._stale:
            return
        self._stale = False
        self._rest.stop()
        if complaint is None:
            self._complaint = self._case = None
            self._stack.setCurrentIndex(0)
            return
        if self._case is not None and self._case.complaint.id != complaint.id:
            self._case = None
        other = self._complaint is None or self._complaint.id != complaint.id
        self._complaint = complaint
        self._render(to_top=other)
        self._stack.setCurrentIndex(1)
        self._rest.start()

    def grow_stale(self) -> None:
        """Fetch the rest anew with the next showing: the ledger has changed."""
        self._stale = True

    def mark_words(self, words: tuple[str, ...]) -> None:
        """Mark these words of the search wherever they stand."""
        if words != self._words_sought:
            self._words_sought = words
            if self._complaint is not None:
                self._show_head(self._complaint)
                self._show_hits(self._complaint, to_first=True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "_complaint", None):
            self._render(to_top=False)

    def _content(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID // 2)
        head = QHBoxLayout()
        self._number = label(role="title", selectable=True)
        self._number.setObjectName("ledger.detail.number")
        self._number.setTextFormat(Qt.TextFormat.RichText)
        self._pill = Pill()
        head.addWidget(self._number)
        head.addStretch()
        head.addWidget(self._pill)
        column.addLayout(head)
        self._subtitle = label(role="secondary", wraps=True)
        self._subtitle.setTextFormat(Qt.TextFormat.RichText)
        column.addWidget(self._subtitle)
        self._due = Pill()
        self._due.setObjectName("ledger.detail.due")
        column.addWidget(self._due)
        column.addSpacing(GRID // 2)
        self._body = QTextBrowser()
        self._body.setObjectName("ledger.detail.body")
        self._body.setAccessibleName(_("Details"))
        self._body.setFrameShape(QFrame.Shape.NoFrame)
        self._body.setOpenLinks(False)
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Beside a message over the page there is little height left at 150 %; the body scrolls.
        self._body.setMinimumHeight(_LOWEST_BODY)
        self._body.document().setDocumentMargin(0)
        self._body.setViewportMargins(0, 0, GRID, 0)
        marked(self._body, kind="reading")
        column.addWidget(self._body, 1)
        column.addSpacing(GRID // 2)
        column.addLayout(self._deeds())
        return content

    def _deeds(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        self._answer = button(_("Answer…"), "ledger.detail.answer")
        self._step = button(_("Record step"), "ledger.detail.step")
        letters = icon_button("file", "ledger.detail.letters", _("Letters\u2026"))
        letters.clicked.connect(lambda: self._wish(LETTERS))
        self._follow_up = button(_("Follow-up…") + "  F8", "ledger.detail.follow_up")
        self._follow_up.setAccessibleName(_("Follow-up"))
        self._follow_up.clicked.connect(lambda: self._wish(FOLLOW_UP))
        self._open = button(_("Open  F3"), "ledger.detail.open", "link")
        self._open.setAccessibleName(_("Open"))
        self._answer.clicked.connect(lambda: self._wish(ANSWER))
        self._step.clicked.connect(lambda: self._wish(STEP))
        self._open.clicked.connect(self._wish_to_open)
        reserve(self._workplace.desk, Right.HANDLE, self._answer, self._follow_up, self._step, letters)
        row.addWidget(self._answer)
        row.addWidget(self._follow_up)
        row.addWidget(self._step)
        row.addWidget(letters)
        row.addStretch()
        row.addWidget(self._open)
        return row

    def _wish_to_open(self) -> None:
        if self._complaint is not None:
            self.opened.emit(self._complaint.id)

    def _wish(self, deed: str) -> None:
        if self._complaint is not None:
            self.deed_wanted.emit(self._complaint.id, deed)

    def _fetch(self) -> None:
        if self._complaint is None:
            return
        desk, wanted = self._workplace.desk, self._complaint.id
        self._workplace.lanes.submit(
            "page", lambda: handling.case(desk, wanted), self._arrived, lambda _error: None, owner=self
        )

    def _arrived(self, case: Case) -> None:
        if self._complaint is None or case.complaint.id != self._complaint.id:
            return
        self._case, self._complaint = case, case.complaint
        self._render(to_top=False)

    def _render(self, *, to_top: bool) -> None:
        complaint, words = self._complaint, self._workplace.words
        if complaint is None:
            return
        self._show_head(complaint)
        self._pill.show_state(words.label("status", complaint.status), STATUS_LOOKS[complaint.status])
        now = self._workplace.desk.clock()
        left, state = due_words(complaint, now)
        self._due.setVisible(state is not None)
        if state is not None:
            self._due.show_state(left, DUE_LOOKS[state])
        at = 0 if to_top else self._body.verticalScrollBar().value()
        self._body.setHtml(complaint_html(complaint, self._case, words, tokens_in(self), now))
        self._body.verticalScrollBar().setValue(at)
        self._show_hits(complaint, to_first=to_top)
        self._answer.setVisible(Status.ANSWERED in TRANSITIONS[complaint.status])
        self._follow_up.setVisible(complaint.status == Status.CLOSED)

    def _show_head(self, complaint: Complaint) -> None:
        tokens, sought = tokens_in(self), self._words_sought
        self._number.setText(marked_html(complaint.number, sought, "number", tokens))
        about = html.escape(subtitle(complaint, self._workplace.words).removeprefix(complaint.subject_name))
        self._subtitle.setText(marked_html(complaint.subject_name, sought, "subject_name", tokens) + about)

    def _show_hits(self, complaint: Complaint, *, to_first: bool) -> None:
        """Mark the words of the search; scroll to the first of them if it is not seen."""
        document = self._body.document()
        found = hits(document, complaint, self._words_sought, self._workplace.words, tokens_in(self))
        self._body.setExtraSelections(found)
        if found and to_first:
            place = self._body.cursorRect(found[0].cursor)  # type: ignore[attr-defined]
            room = self._body.viewport().height()
            if not 0 <= place.top() <= room - place.height():
                bar = self._body.verticalScrollBar()
                bar.setValue(bar.value() + place.top() - room // 3)
