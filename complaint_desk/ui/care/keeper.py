"""Looks after the ledger's copies while the window stands open: the copy of the day, tried restores, the file itself."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from complaint_desk.domain.copies import Errand, Rehearsal, Worry
from complaint_desk.domain.errors import DeskError, Surroundings
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.i18n.copies import rehearsal_sentences, worry_sentence
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import care
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.tokens import Tone
from complaint_desk.ui.shared.wishes import Wish
from complaint_desk.ui.shared.workplace import Workplace

LOOK_MS = 60_000
QUIET_SECONDS = 300.0
"""So long nobody has touched keys or mouse: on the phone a clerk types."""

_TOUCHES = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.InputMethod})


class CareKeeper(QObject):
    """`copies_wanted` asks for the list of copies, `wished` carries a `Wish` about a damaged file."""

    copies_wanted = Signal()
    wished = Signal(object)

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._folders = workplace.copy_folders
        self.bar = MessageBar("care.message")
        self._may_mend = Right.BACK_UP in workplace.desk.rights
        self._stop = StopSignal()
        self._working = False
        self._touched = time.monotonic()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Tell what went wrong the last time, then look each minute whether something is due and it is quiet."""
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self._timer.start()
        desk, folders, submit = self._workplace.desk, self._folders, self._workplace.lanes.submit
        submit("care", lambda: care.worries(desk, folders), self._tell, self._fail, owner=self)
        submit("care", lambda: care.remove_left_ones(desk, folders), lambda _count: None, self._fail, owner=self)

    def stop(self) -> None:
        self._timer.stop()
        self._stop.request()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touched = time.monotonic()
        return False

    def look(self) -> None:
        """Begin what is due, one thing at a time, at a quiet moment."""
        if not self._working and self._is_quiet():
            self._working = True
            desk, folders = self._workplace.desk, self._folders
            self._workplace.lanes.submit(
                "care", lambda: care.next_errand(desk, folders), self._begin, self._fail, owner=self
            )

    def _is_quiet(self) -> bool:
        hub, lanes = self._workplace.hub, self._workplace.lanes
        return not hub.away and lanes.idle and time.monotonic() - self._touched >= QUIET_SECONDS

    def _begin(self, errand: Errand | None) -> None:
        desk, folders, stop = self._workplace.desk, self._folders, self._stop
        submit = self._workplace.lanes.submit
        match errand:
            case Errand.COPY:
                submit(
                    "care",
                    lambda: care.daily_backup(desk, folders[0], folders[-1]),
                    self._copied,
                    self._fail,
                    owner=self,
                )
            case Errand.REHEARSE:
                submit("care", lambda: care.rehearse(desk, folders, stop), self._rehearsed, self._fail, owner=self)
            case Errand.LOOK_OVER:
                submit("care", lambda: care.look_over(desk, stop), lambda _none: self._done(), self._fail, owner=self)
            case _:
                self._done()

    def _copied(self, copied: care.Copied | None) -> None:
        self._done()
        if copied is not None and copied.instead_of is not None:
            text = _("{folder} cannot be had; the copy was made in {place} instead.")
            self._say(text.format(folder=copied.instead_of, place=copied.file.parent), Tone.AMBER)

    def _rehearsed(self, found: Rehearsal) -> None:
        self._done()
        if not found.ok:
            self._say("\n".join([_("The restore rehearsal failed."), *rehearsal_sentences(found)]), Tone.RED)

    def _tell(self, found: tuple[Worry, ...]) -> None:
        if found:
            grave = any(each.code == "tail_lost" for each in found)
            self._say("\n".join(map(worry_sentence, found)), Tone.RED if grave else Tone.AMBER)

    def _fail(self, error: DeskError) -> None:
        self._done()
        damaged = isinstance(error, Surroundings) and error.code in care.OF_THE_FILE
        if self._may_mend and damaged and str(error.details.get("path", "")) == self._workplace.desk.store.name:
            way = _("What can be done…"), lambda: self.wished.emit(Wish(damage=error))  # type: ignore[arg-type]
            self.bar.tell(error_sentence(error), Tone.RED, way)
        else:
            self._say(error_sentence(error), Tone.AMBER)

    def _say(self, text: str, tone: Tone) -> None:
        self.bar.tell(text, tone, *([(_("Backups…"), self.copies_wanted.emit)] if self._may_mend else []))

    def _done(self) -> None:
        self._working = False
