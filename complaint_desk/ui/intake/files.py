"""Files that belong to a complaint which has no number yet: held by the page, kept with the complaint once it has one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from complaint_desk.domain.attachments import NewFile, kept_name
from complaint_desk.domain.complaint import ComplaintDraft, Registered
from complaint_desk.domain.errors import DeskError
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


class PendingFiles(QObject):
    """`changed` tells that there are others. Messages go to `bar`."""

    changed = Signal()

    def __init__(self, workplace: Workplace, bar: MessageBar, page: QWidget) -> None:
        super().__init__(page)
        self._workplace = workplace
        self._bar = bar
        self._page = page
        self._files: dict[str, NewFile] = {}
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

    def clear(self) -> None:
        """Hold nothing any more."""
        self._files.clear()
        self._show()

    def may_go(self, title: str) -> bool:
        """Ask before the page closes whether the files may go with it: a draft holds none."""
        return not self._files or self._workplace.questions.confirm(
            _("Close without the files?"),
            _(
                "The files that you added to \u201c{title}\u201d are kept once it is registered; a draft does not hold them."
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
        self._workplace.lanes.submit("files", lambda: _keyed(read()), self._taken, self._fail, owner=self)

    def _taken(self, files: dict[str, NewFile]) -> None:
        self._files |= files
        self._show()
        for key, file in files.items():
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
        del self._files[list(self._files)[row]]
        self._show()

    def _show(self) -> None:
        self.shelf.show_files(
            [ShelvedFile(kept_name(each.name), size_text(len(each.content)), key) for key, each in self._files.items()]
        )
        self.changed.emit()


def _keyed(files: Sequence[NewFile]) -> dict[str, NewFile]:
    """The same file dropped twice is there once."""
    return {f"{hashlib.sha256(each.content).hexdigest()} {each.name}": each for each in files}


def register_with(desk: Desk, draft: ComplaintDraft, files: Sequence[NewFile]) -> Registered:
    """Register and keep the files; done again after trouble in between, both find what is there already."""
    done = intake.register(desk, draft)
    if files:
        attaching.attach(desk, done.id, files)
    return done
