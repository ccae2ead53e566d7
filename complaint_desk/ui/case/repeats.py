"""Saying of an earlier complaint that it is the same matter, or another after all."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from complaint_desk.domain.complaint import Changed
from complaint_desk.domain.errors import DeskError
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.services import following_up
from complaint_desk.services.desk import Desk
from complaint_desk.ui.case.edits import CaseEdits
from complaint_desk.ui.shared.form.texts import joined, without
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.tokens import Tone
from complaint_desk.ui.shared.workplace import Workplace


class RepeatMarks(QObject):
    """Links of one complaint are written at once; while there are edits, they are among them."""

    def __init__(self, workplace: Workplace, complaint_id: int, edits: CaseEdits, bar: MessageBar) -> None:
        super().__init__(edits)
        self._workplace = workplace
        self._id = complaint_id
        self._edits = edits
        self._bar = bar

    def mark(self, number: str) -> None:
        """The earlier complaint of that number is the same matter."""
        if self._edits.dirty:
            self._put(joined(self._repeats, number))
        else:
            self._write(following_up.link, number)

    def take_away(self, number: str) -> None:
        """It is another matter."""
        if self._edits.dirty:
            self._put(without(self._repeats, number))
        else:
            self._write(following_up.unlink, number)

    @property
    def _repeats(self) -> str:
        return self._edits.form.text("repeats")

    def _put(self, numbers: str) -> None:
        self._edits.form.put("repeats", numbers)

    def _write(self, deed: Callable[[Desk, int, str], Changed], number: str) -> None:
        desk, own, hub = self._workplace.desk, self._id, self._workplace.hub
        self._workplace.lanes.submit("write", lambda: deed(desk, own, number), hub.tell, self._fail, owner=self)

    def _fail(self, error: DeskError) -> None:
        self._bar.tell(error_sentence(error, self._workplace.words), Tone.RED)
