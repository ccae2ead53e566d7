"""The way back from the newest deed of this window: said in a bar over the pages, and Ctrl+Z where no editor has it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from complaint_desk.domain.complaint import Changed, Complaint, Undoable
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.following_up import is_dissatisfied
from complaint_desk.domain.vocabulary import Status
from complaint_desk.domain.workflow import is_reopening
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.services import undoing
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.tokens import Tone
from complaint_desk.ui.shared.workplace import Workplace

OFFERED_MS = 2 * 60 * 1000
"""How long the bar stands; Ctrl+Z works as long as the deed can be taken back at all."""


class Undoing(QObject):
    """Offers to take back what `hub.done` told last, and after a call the way on with a complainant who is not satisfied.

    `deed_wanted` carries the id of a complaint and a deed, `repeat_wanted` the `Complaint` that is made anew.
    """

    deed_wanted = Signal(int, str)
    repeat_wanted = Signal(object)

    def __init__(self, workplace: Workplace, bar: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._bar = bar
        self._way_back: Callable[[], None] | None = None
        self._offered = QTimer(self, singleShot=True, interval=OFFERED_MS)
        self._offered.timeout.connect(bar.hide)
        workplace.hub.done.connect(self._take)

    def undo(self) -> None:
        """Take back what was done last in this window, once."""
        if self._way_back is None:
            self._workplace.hub.said.emit(_("There is nothing to undo."))
            return
        self._bar.hide()
        self._way_back()

    def follow(self, way_back: Callable[[], None] | None) -> None:
        """What was done last is told elsewhere; only its way back is wanted here, None where there is none any more."""
        self._bar.hide()
        self._way_back = way_back

    def _take(self, changed: Changed) -> None:
        undoable = changed.undoable
        if undoable is None:
            return
        self._way_back = lambda: self._take_back(undoable)
        if undoable.deed == undoing.LETTER:
            # No way back is offered; whoever asks for one is told why.
            self._bar.hide()
            return
        ways = self._ways_on(changed.complaint) if undoable.deed == "followed_up" else ()
        tone = Tone.AMBER if ways else Tone.GREEN
        self._bar.tell(self._sentence(changed, undoable), tone, *ways, (_("Undo") + "  Ctrl+Z", self.undo))
        self._offered.start()

    def _ways_on(self, complaint: Complaint) -> tuple[tuple[str, Callable[[], None]], ...]:
        """What may come after a call in which somebody was not satisfied."""
        if not is_dissatisfied(complaint.satisfaction, complaint.satisfaction_handling):
            return ()
        repeat = (_("Register a repeat"), lambda: self.repeat_wanted.emit(complaint))
        if not is_reopening(complaint.status, Status.HANDLING):
            return (repeat,)
        return ((_("Reopen\u2026"), lambda: self.deed_wanted.emit(complaint.id, "reopen")), repeat)

    def _sentence(self, changed: Changed, undoable: Undoable) -> str:
        words = self._workplace.words
        what = (
            words.label("status", changed.complaint.status)
            if undoable.deed == "moved"
            else words.deed_label(undoable.deed)
        )
        if undoable.deed == "followed_up" and changed.complaint.satisfaction is not None:
            what += f" \u00b7 {words.label('satisfaction', changed.complaint.satisfaction)}"
        said = _("{number}: {status}").format(number=undoable.number, status=what)
        return _("{sentence}; {more}").format(sentence=said, more=changed.said) if changed.said else said

    def _take_back(self, undoable: Undoable) -> None:
        desk = self._workplace.desk
        self._way_back = None
        self._workplace.lanes.submit(
            "write", lambda: undoing.undo(desk, undoable), self._taken_back, self._fail, owner=self
        )

    def _taken_back(self, changed: Changed) -> None:
        self._workplace.hub.changed.emit(changed.changes)
        self._bar.tell(_("{number}: taken back").format(number=changed.complaint.number), Tone.GREY)
        self._offered.start()

    def _fail(self, error: DeskError) -> None:
        self._bar.tell(error_sentence(error), Tone.AMBER)
