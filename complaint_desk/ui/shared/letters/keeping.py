"""Writes a kept letter to a Word file of the person's choice."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from complaint_desk.domain.errors import DeskError
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.services import letters
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.tokens import Tone
from complaint_desk.ui.shared.workplace import Workplace


def save_as_word(workplace: Workplace, content: bytes, name: str, bar: MessageBar, owner: QObject) -> None:
    """Ask for a place and write the file there, in a lane: a share that does not answer never holds the window."""
    path = workplace.questions.save_file(_("Save as Word"), name, _("Word files (*.docx)"))
    if path is None:
        return

    def tell(written: Path) -> None:
        ways = (_("Open file"), lambda: workplace.questions.open_outside(written))
        bar.tell(_("Written: {name}").format(name=written.name), Tone.GREEN, ways)

    def fail(error: DeskError) -> None:
        bar.tell(error_sentence(error), Tone.RED)

    workplace.lanes.submit("page", lambda: letters.write_copy(content, path), tell, failed=fail, owner=owner)
