"""Keeps what is typed: at the latest 2 s after a keystroke the draft is in the ledger."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, QTimer, Signal

from complaint_desk.domain.complaint import Changes, SavedDraft
from complaint_desk.domain.errors import DeskError
from complaint_desk.services import intake
from complaint_desk.ui.shared.workplace import Workplace

KEEP_AFTER_MS = 800
"""Pause after a keystroke before the draft is kept; while the person types on, it is kept once in this time."""

RETRY_AFTER_MS = 5_000

Describe = Callable[[UUID], SavedDraft | None]
"""The draft as it is now under an id, None while there is nothing to keep."""


class DraftKeeper(QObject):
    """Saves drafts in the write lane. `kept` carries the `SavedDraft`, `failed` the error, after which it tries again.

    What had to stay on this PC goes to the server as soon as that is back.
    """

    kept = Signal(object)
    failed = Signal(object)

    def __init__(self, workplace: Workplace, describe: Describe, parent: QObject, draft_id: UUID | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._describe = describe
        self._id = draft_id or uuid4()
        self._stored = draft_id is not None
        self._dirty = False
        self._underway = False
        self._failing = False
        self._held = False
        self._shelved = False
        workplace.hub.back.connect(self._bring)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.flush)

    @property
    def id(self) -> UUID:
        """The id under which the draft is kept, and under which it will be registered."""
        return self._id

    @property
    def failing(self) -> bool:
        """True while the newest text could not be kept."""
        return self._failing

    def touch(self) -> None:
        """The person typed something."""
        self._dirty = True
        if not self._timer.isActive():
            self._timer.start(KEEP_AFTER_MS)

    def flush(self) -> None:
        """Keep it now, if there is something new."""
        self._timer.stop()
        if not self._dirty or self._underway or self._held:
            return
        self._dirty = False
        draft = self._describe(self._id)
        if draft is None:
            self._drop_stored()
            return
        self._underway = self._stored = True
        desk, hub, own = self._workplace.desk, self._workplace.hub, self._id
        self._workplace.lanes.submit(
            "write",
            lambda: intake.save_draft(desk, draft, away=hub.away),
            lambda saved: self._done(own, saved),
            lambda error: self._fail(own, error),
            owner=self,
        )

    def hold(self, *, held: bool) -> None:
        """Keep nothing while the complaint is being registered: a draft must not come after it."""
        self._held = held
        if not held:
            self.flush()

    def leave(self) -> None:
        """The page is about to be closed: keep what is new, and have the draft offered to whoever offers drafts."""
        # Nobody will be there to hear that the last keeping is done; the lane keeps them in their order.
        self._underway = False
        self.flush()
        if self._stored:
            QTimer.singleShot(0, self._workplace.hub, self._tell_of_drafts)

    def drop(self) -> None:
        """The person gave the draft up; a new one may begin."""
        self._drop_stored()
        self.begin_anew()

    def adopt(self, draft_id: UUID) -> None:
        """Go on under the id of a draft that the ledger keeps already."""
        self._id = draft_id
        self._stored = True

    def begin_anew(self) -> None:
        """The draft was registered or given up: what comes is another one."""
        self._timer.stop()
        self._id = uuid4()
        self._dirty = self._stored = self._failing = self._underway = self._shelved = False

    def _drop_stored(self) -> None:
        if self._stored:
            self._stored = False
            desk, own = self._workplace.desk, self._id
            self._workplace.lanes.submit(
                "write", lambda: intake.drop_draft(desk, own), self._tell, failed=self.failed.emit, owner=self
            )

    def _tell_of_drafts(self) -> None:
        self._tell(Changes(drafts=True))

    def _tell(self, changes: Changes) -> None:
        self._workplace.hub.changed.emit(changes)

    def _bring(self) -> None:
        if self._shelved:
            self._dirty = True
            self.flush()

    def _done(self, own: UUID, saved: SavedDraft) -> None:
        if own != self._id:
            return
        self._underway = self._failing = False
        self._shelved = saved.on_this_pc
        self.kept.emit(saved)
        if self._dirty:
            self.flush()

    def _fail(self, own: UUID, error: DeskError) -> None:
        if own != self._id:
            return
        self._underway = False
        self._failing = self._dirty = True
        self._timer.start(RETRY_AFTER_MS)
        self.failed.emit(error)
