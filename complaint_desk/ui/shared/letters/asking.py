"""Asks for the pages of a letter in a lane; an answer to an older question is dropped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from complaint_desk.domain.complaint import Case
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.letters import KeptLetter, LetterEntry
from complaint_desk.domain.papers import Paper
from complaint_desk.domain.vocabulary import LetterKind
from complaint_desk.services import letters
from complaint_desk.ui.shared.workplace import Workplace


class PagesQuestion(QObject):
    """`answered` carries the `Paper`, `failed` the `DeskError`. `content` is the file of the kept letter asked for last."""

    answered = Signal(object)
    failed = Signal(object)

    def __init__(self, workplace: Workplace, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._folder = folder
        self._number = 0
        self.content = b""

    def ask(self, kind: LetterKind, case: Case, entry: LetterEntry, *, built_in: bool) -> None:
        """How a letter would look."""
        desk, words, folder = self._workplace.desk, self._workplace.words, self._folder

        def pages() -> tuple[bytes, Paper]:
            return b"", letters.preview(desk, folder, kind, case, entry, words, built_in=built_in)

        self._submit(pages)

    def ask_kept(self, letter: KeptLetter) -> None:
        """How a letter that is kept looks."""
        desk, words = self._workplace.desk, self._workplace.words
        self._submit(lambda: letters.kept_pages(desk, letter, words))

    def _submit(self, pages: Callable[[], tuple[bytes, Paper]]) -> None:
        self._number += 1
        number = self._number

        def take(found: tuple[bytes, Paper]) -> None:
            if number == self._number:
                self.content, paper = found
                self.answered.emit(paper)

        def fail(error: DeskError) -> None:
            if number == self._number:
                self.failed.emit(error)

        self._workplace.lanes.submit("page", pages, take, failed=fail, owner=self)
