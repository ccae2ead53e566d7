"""Drafts that are left from earlier: each is offered by name, one by one, and never mixed into a new complaint."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from complaint_desk.domain.complaint import Changes, SavedDraft
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.values import moment_text
from complaint_desk.services import intake
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace


class DraftOffers(QWidget):
    """A bar that offers unfinished drafts of this person; hidden where there is none.

    `continued` carries the `SavedDraft` that the person wants to go on with. `in_use` tells the ids of the drafts that are
    open in a page now: those are not offered. Without it every draft that was continued counts as open.
    """

    continued = Signal(object)

    def __init__(
        self, workplace: Workplace, in_use: Callable[[], frozenset[UUID]] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._in_use = in_use
        self._later: set[UUID] = set()
        self._continued: set[UUID] = set()
        self._waiting: list[SavedDraft] = []
        self._bar = MessageBar("drafts")
        self._bar.closed.connect(self._put_off)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, 0)
        column.addWidget(self._bar)
        self.hide()
        workplace.hub.changed.connect(self._follow)
        self.look()

    @property
    def offered(self) -> SavedDraft | None:
        """The draft that the bar offers now."""
        return self._waiting[0] if self._waiting else None

    @property
    def text(self) -> str:
        return self._bar.text

    def look(self) -> None:
        """Ask the ledger for drafts; call it at the start and when a page with a draft was closed."""
        desk = self._workplace.desk
        self._workplace.lanes.submit(
            "write", lambda: intake.drafts(desk), self._receive, failed=lambda _error: None, owner=self
        )

    def _receive(self, found: tuple[SavedDraft, ...]) -> None:
        known = self._later | (self._continued if self._in_use is None else self._in_use())
        person = self._workplace.desk.person
        self._waiting = [draft for draft in found if draft.id not in known and draft.person in ("", person)]
        self._offer()

    def _offer(self) -> None:
        draft = self.offered
        self.setVisible(draft is not None)
        if draft is None:
            return
        self._bar.tell(
            self._sentence(draft),
            Tone.ACCENT,
            (_("Continue"), self._continue),
            (_("Discard"), self._discard),
            (_("Later"), self._put_off),
        )

    def _sentence(self, draft: SavedDraft) -> str:
        title, time = draft.title or _("no name yet"), moment_text(draft.saved_at)
        if draft.complaint_id is None:
            text = _("Unfinished intake \u201c{title}\u201d, last saved {time}.")
        else:
            text = _("Unsaved changes to \u201c{title}\u201d, last saved {time}.")
        said = text.format(title=title, time=time)
        for rest in (_with_files(draft.files), _more(len(self._waiting) - 1)):
            said = _("{sentence} {next}").format(sentence=said, next=rest) if rest else said
        return said

    def _continue(self) -> None:
        draft = self._waiting.pop(0)
        self._continued.add(draft.id)
        self._offer()
        self.continued.emit(draft)

    def _put_off(self) -> None:
        if self._waiting:
            self._later.add(self._waiting.pop(0).id)
        self._offer()

    def _discard(self) -> None:
        draft = self._waiting[0]
        if self._workplace.questions.confirm(
            _("Discard this draft?"),
            _("What was typed for \u201c{title}\u201d will be lost.").format(title=draft.title or _("no name yet")),
            _("Discard"),
            _("Keep it"),
        ):
            self._waiting.pop(0)
            desk = self._workplace.desk
            self._workplace.lanes.submit(
                "write", lambda: intake.drop_draft(desk, draft.id), self._workplace.hub.changed.emit, owner=self
            )
        self._offer()

    def _follow(self, changes: Changes) -> None:
        if changes.drafts or changes.everything:
            self.look()


def _with_files(count: int) -> str:
    kept = ngettext("{count} file is kept with it.", "{count} files are kept with it.", count)
    return kept.format(count=count) if count else ""


def _more(count: int) -> str:
    return ngettext("{count} more after this.", "{count} more after this.", count).format(count=count) if count else ""
