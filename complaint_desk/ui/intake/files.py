"""Files that belong to a complaint which has no number yet: kept with its draft, and with the complaint once it has one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from complaint_desk.domain.attachments import NewFile, kept_name
from complaint_desk.domain.errors import DeskError, Surroundings
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.i18n.values import size_text
from complaint_desk.services import attaching, intake
from complaint_desk.services.desk import Desk
from complaint_desk.ui.shared.files.giving import FileGiving, picture_from
from complaint_desk.ui.shared.files.shelf import PICTURE_SIDE, FileShelf, ShelvedFile
from complaint_desk.ui.shared.files.thumbnails import thumbnail
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.tokens import Tone
from complaint_desk.ui.shared.workplace import Workplace


@dataclass(frozen=True, slots=True)
class _Given:
    """Files by their keys, for the draft that they were given to; `trouble` where they could not be kept beside it."""

    draft_id: UUID
    files: dict[str, NewFile]
    trouble: DeskError | None = None


class PendingFiles(QObject):
    """`changed` tells that there are others. Messages go to `bar`; `draft_id` tells whose files they are now."""

    changed = Signal()

    def __init__(self, workplace: Workplace, bar: MessageBar, page: QWidget, draft_id: Callable[[], UUID]) -> None:
        super().__init__(page)
        self._workplace = workplace
        self._bar = bar
        self._page = page
        self._draft_id = draft_id
        self._files: dict[str, NewFile] = {}
        self._unkept: set[str] = set()
        self._underway = 0
        self._then: Callable[[], None] | None = None
        self.shelf = FileShelf("intake", opens=False)
        self._giving = FileGiving(page)
        self._giving.given.connect(self.take_paths)
        self._giving.picture_given.connect(self._take_picture)
        self.shelf.add_wanted.connect(self._choose)
        self.shelf.paste_wanted.connect(self._paste)
        self.shelf.remove_wanted.connect(self._remove)

    @property
    def files(self) -> tuple[NewFile, ...]:
        return tuple(self._files.values())

    def bring_back(self) -> None:
        """Have the files of a draft again that was left from earlier."""
        desk, own = self._workplace.desk, self._draft_id()
        self._submit(lambda: _Given(own, _keyed(intake.files_of_draft(desk, own))))

    def after_all(self, deed: Callable[[], None]) -> None:
        """Do it once every file that was given is there: now, where none is on its way."""
        if self._underway:
            self._then = deed
        else:
            deed()

    def be_closed(self, *, closed: bool) -> None:
        """Take no files while the complaint is being registered: they would come too late."""
        self.shelf.set_read_only(read_only=closed)
        self._page.setAcceptDrops(not closed)

    def clear(self) -> None:
        """Show nothing any more; whoever decides the draft decides its files."""
        self._files.clear()
        self._unkept.clear()
        self._show()

    def may_go(self, title: str) -> bool:
        """Ask before the page closes where files could not be kept with the draft."""
        return not self._unkept or self._workplace.questions.confirm(
            _("Close without the files?"),
            _(
                "Files that you added to \u201c{title}\u201d could not be kept with its draft. They are lost if you close it now."
            ).format(title=title),
            _("Close"),
            _("Keep it open"),
        )

    def take_paths(self, paths: Sequence[Path]) -> None:
        """Read files from the disk beside the window."""
        self._take(lambda: attaching.read_files(paths), len(paths))

    def _choose(self) -> None:
        if paths := self._workplace.questions.open_files(_("Add files"), _("All files (*)")):
            self.take_paths(paths)

    def _paste(self) -> None:
        if not self._giving.paste():
            self._workplace.hub.said.emit(_("There is neither a picture nor a file on the clipboard."))

    def _take_picture(self, image: QImage) -> None:
        now = self._workplace.desk.clock()
        self._take(lambda: (picture_from(image, now),), 1)

    def _take(self, read: Callable[[], Sequence[NewFile]], count: int) -> None:
        busy = ngettext("adding {count} file\u2026", "adding {count} files\u2026", count).format(count=count)
        self.shelf.show_busy(busy)
        desk, own = self._workplace.desk, self._draft_id()
        self._submit(lambda: _kept(desk, own, _keyed(read())))

    def _submit(self, give: Callable[[], _Given]) -> None:
        self._underway += 1
        self._workplace.lanes.submit("files", give, self._taken, self._fail, owner=self, always=self._arrived)

    def _arrived(self) -> None:
        self._underway -= 1
        if not self._underway and (then := self._then):
            self._then = None
            then()

    def _taken(self, given: _Given) -> None:
        if given.draft_id != self._draft_id():
            return
        if given.trouble:
            self._unkept |= given.files.keys()
            self._bar.tell(error_sentence(given.trouble), Tone.AMBER)
        self._files |= given.files
        self._show()
        for key, file in given.files.items():
            self._draw(key, file)

    def _draw(self, key: str, file: NewFile) -> None:
        side = round(PICTURE_SIDE * self._page.devicePixelRatioF())
        self._workplace.lanes.submit(
            "pictures",
            lambda: thumbnail(file.content, side),
            lambda image: self.shelf.show_picture(key, image),
            owner=self,
        )

    def _fail(self, error: DeskError) -> None:
        self.shelf.show_busy("")
        self._bar.tell(error_sentence(error), Tone.RED)

    def _remove(self, row: int) -> None:
        key = list(self._files)[row]
        file, desk, own = self._files.pop(key), self._workplace.desk, self._draft_id()
        self._unkept.discard(key)
        self._workplace.lanes.submit(
            "files", lambda: intake.forget_file(desk, own, file), lambda _gone: None, failed=self._fail, owner=self
        )
        self._show()

    def _show(self) -> None:
        self.shelf.show_files(
            [ShelvedFile(kept_name(each.name), size_text(len(each.content)), key) for key, each in self._files.items()]
        )
        self.changed.emit()


def _keyed(files: Sequence[NewFile]) -> dict[str, NewFile]:
    """The same file dropped twice is there once."""
    return {f"{hashlib.sha256(each.content).hexdigest()} {each.name}": each for each in files}


def _kept(desk: Desk, draft_id: UUID, files: dict[str, NewFile]) -> _Given:
    """Keep files beside the draft; where the disk is full they are still at hand."""
    try:
        intake.keep_files(desk, draft_id, tuple(files.values()))
    except Surroundings as error:
        return _Given(draft_id, files, error)
    return _Given(draft_id, files)
