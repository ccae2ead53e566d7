"""The attachments of a case: taken in, shown, opened as a copy, saved elsewhere, removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from complaint_desk.domain.attachments import NewFile, copy_name
from complaint_desk.domain.complaint import Attachment, Case, Changed
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.i18n.values import size_text
from complaint_desk.services import attaching
from complaint_desk.ui.shared.files.giving import FileGiving, picture_from
from complaint_desk.ui.shared.files.shelf import PICTURE_SIDE, FileShelf, ShelvedFile
from complaint_desk.ui.shared.files.thumbnails import thumbnail
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.permission import reserve, why_not
from complaint_desk.ui.shared.tokens import Tone
from complaint_desk.ui.shared.workplace import Workplace

_PICTURED = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".jfif", ".gif", ".bmp", ".webp", ".tif", ".tiff"})


class CaseFiles(QObject):
    """Joins the shelf of a case page with the ledger. Messages go to `bar`; what was done is told by the hub."""

    def __init__(self, workplace: Workplace, complaint_id: int, bar: MessageBar, page: QWidget) -> None:
        super().__init__(page)
        self._workplace = workplace
        self._id = complaint_id
        self._bar = bar
        self._page = page
        self._files: tuple[Attachment, ...] = ()
        self._closed = True
        self.shelf = FileShelf("case")
        self._may_change = reserve(workplace.desk, Right.HANDLE, *self.shelf.changing)
        self._giving = FileGiving(page)
        self._giving.given.connect(self.take_paths)
        self._giving.picture_given.connect(self.take_picture)
        self.shelf.add_wanted.connect(self.choose)
        self.shelf.paste_wanted.connect(self._paste)
        self.shelf.open_wanted.connect(self.open)
        self.shelf.save_wanted.connect(self.save_as)
        self.shelf.remove_wanted.connect(self.remove)

    def show_case(self, case: Case) -> None:
        """The files as they stand in the ledger."""
        self._files = case.attachments
        if not self._workplace.desk.sees_people:
            self.shelf.forget_pictures()
        self._closed = not self._may_change or case.complaint.erased_at is not None
        self.shelf.set_read_only(read_only=self._closed)
        self.shelf.show_files([_shelved(each) for each in self._files])
        for each in self._files:
            if not self.shelf.has_picture(each.sha256) and PurePosixPath(each.name).suffix.casefold() in _PICTURED:
                self._draw(each)

    def _draw(self, file: Attachment) -> None:
        desk, side = self._workplace.desk, round(PICTURE_SIDE * self._page.devicePixelRatioF())
        self._workplace.lanes.submit(
            "pictures",
            lambda: thumbnail(attaching.content(desk, file), side),
            lambda image: self.shelf.show_picture(file.sha256, image),
            failed=lambda _error: None,
            owner=self,
        )

    # Taking in

    def choose(self) -> None:
        """Ask for files."""
        paths = self._workplace.questions.open_files(_("Add files"), _("All files (*)"))
        if paths:
            self.take_paths(paths)

    def take_paths(self, paths: Sequence[Path]) -> None:
        """Keep files from the disk."""
        self._take(lambda: attaching.read_files(paths), len(paths))

    def take_picture(self, image: QImage) -> None:
        """Keep a picture from the clipboard."""
        now = self._workplace.desk.clock()
        self._take(lambda: (picture_from(image, now),), 1)

    def _paste(self) -> None:
        if not self._giving.paste():
            self._workplace.hub.said.emit(_("There is neither a picture nor a file on the clipboard."))

    def _take(self, read: Callable[[], Sequence[NewFile]], count: int) -> None:
        if not self._may_change:
            self._workplace.hub.said.emit(why_not(Right.HANDLE))
        if self._closed:
            return
        desk, own = self._workplace.desk, self._id
        self.shelf.show_busy(
            ngettext("adding {count} file\u2026", "adding {count} files\u2026", count).format(count=count)
        )
        self._workplace.lanes.submit(
            "files",
            read,
            lambda files: self._do(lambda: attaching.attach(desk, own, files)),
            self._fail,
            owner=self,
        )

    def _do(self, deed: Callable[[], Changed]) -> None:
        self._workplace.lanes.submit("write", deed, self._done, self._fail, owner=self)

    def _done(self, changed: Changed) -> None:
        self.shelf.show_busy("")
        self._workplace.hub.tell(changed)
        if changed.undoable is None:
            self._workplace.hub.said.emit(_("These files are there already."))

    def _fail(self, error: DeskError) -> None:
        self.shelf.show_busy("")
        self._bar.tell(error_sentence(error), Tone.RED)

    # What is done with one

    def open(self, row: int) -> None:
        """Have the system show a copy that nobody can change by mistake."""
        desk, file, copies = self._workplace.desk, self._files[row], self._workplace.copies
        self._workplace.lanes.submit(
            "files",
            lambda: copies.make(file.name, attaching.content(desk, file)),
            self._workplace.questions.open_outside,
            self._fail,
            owner=self,
        )

    def save_as(self, row: int) -> None:
        """Write a file where the person wants it."""
        file, desk = self._files[row], self._workplace.desk
        path = self._workplace.questions.save_file(_("Save attachment"), copy_name(file.name), _("All files (*)"))
        if path is not None:
            self._workplace.lanes.submit(
                "files",
                lambda: attaching.save_as(desk, file, path),
                lambda _nothing: self._workplace.hub.said.emit(_("{name} was saved").format(name=path.name)),
                self._fail,
                owner=self,
            )

    def remove(self, row: int) -> None:
        """Take a file out; the way back is offered."""
        if self._closed:
            return
        desk, own, file = self._workplace.desk, self._id, self._files[row]
        self._do(lambda: attaching.detach(desk, own, file.id))


def _shelved(file: Attachment) -> ShelvedFile:
    about = f"{size_text(file.size)} \u00b7 {file.added_at:%Y-%m-%d} \u00b7 {file.added_by}"
    return ShelvedFile(file.name, about, file.sha256)
