"""Which list is edited: those of the office, and those that are fixed, to be looked at."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.list_tables import ListsChange
from complaint_desk.domain.roles import Right
from complaint_desk.domain.vocabulary import ASSOCIATION_LISTS, FLAT_LISTS, TREES
from complaint_desk.domain.word_lists import EDITABLE
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.i18n.values import list_text
from complaint_desk.i18n.words import Words
from complaint_desk.services import calendars, list_tables
from complaint_desk.ui.preferences.lists.editor import ListEditor
from complaint_desk.ui.preferences.lists.merging import Follow
from complaint_desk.ui.preferences.rules.fields import keyed_button
from complaint_desk.ui.shared.form.cell import with_mnemonic
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.permission import reserve
from complaint_desk.ui.shared.task_strip import TaskStrip
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

_FIXED = ("kind", "status", "severity", "liability", "response", "follow_up", "step_kind")
"""Closed lists that people see: the workflow, the figures and the law count on each of their words."""


class WordLists(QWidget):
    """Chooses a list over its editor."""

    def __init__(self, workplace: Workplace, tasks: TaskStrip, follow: Follow) -> None:
        super().__init__()
        self._workplace = workplace
        self._message = MessageBar("lists.table.message")
        self._editor = ListEditor(workplace, tasks, follow, "lists")
        self._box = QComboBox()
        self._box.setObjectName("lists.list")
        self._box.setAccessibleName(_("List"))
        for name in (*FLAT_LISTS, *TREES, *_FIXED):
            self._box.addItem(list_title(name, workplace.words), name)
        caption = label(with_mnemonic(_("List"), "S"), role="secondary")
        caption.setBuddy(self._box)
        self._about = label(role="secondary", wraps=True)
        self._about.setObjectName("lists.about")
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(caption)
        top.addWidget(self._box)
        top.addWidget(self._about, 1)
        taking = keyed_button(_("Import\u2026"), "I", "lists.import")
        reserve(workplace.desk, Right.KEEP_LISTS, taking)
        for each, deed in (
            (taking, self._import),
            (keyed_button(_("Export\u2026"), "E", "lists.export"), self._export),
        ):
            each.clicked.connect(lambda _checked=False, deed=deed: deed())
            top.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._message)
        column.addLayout(top)
        column.addWidget(self._editor, 1)
        self._box.currentIndexChanged.connect(lambda _at: self._show())
        self._show()

    def _show(self) -> None:
        name = str(self._box.currentData())
        if name not in EDITABLE:
            self._about.setText(_("Fixed: the workflow and the figures count on these words."))
        elif name in ASSOCIATION_LISTS:
            self._about.setText(_("The association counts by these: renamed, they are still counted alike."))
        else:
            self._about.setText("")
        self._editor.show_list(name)

    def _export(self) -> None:
        workplace, desk, words = self._workplace, self._workplace.desk, self._workplace.words
        path = workplace.questions.save_file(_("Export word lists"), _("Word lists") + ".csv", _("Tables (*.csv)"))
        if path is None:
            return

        def tell(count: int) -> None:
            text = _("{count} entries written: {name}").format(count=f"{count:,}", name=path.name)
            way = (_("Open folder"), lambda: workplace.questions.open_outside(path.parent))
            self._message.tell(text, Tone.GREEN, way)

        workplace.lanes.submit("page", lambda: list_tables.write(desk, words, path), tell, self._fail, owner=self)

    def _import(self) -> None:
        """Say what a table would change before it changes it."""
        workplace, desk, words = self._workplace, self._workplace.desk, self._workplace.words
        path = workplace.questions.open_file(_("Import word lists"), _("Tables (*.csv *.txt)"))
        if path is None:
            return

        def read() -> tuple[str, ListsChange]:
            text = calendars.table_of(path)
            return text, list_tables.preview(desk, words, text)

        def ask(found: tuple[str, ListsChange]) -> None:
            text, change = found
            if not change.entries:
                self._message.tell(_("The lists are like that already."), Tone.GREY)
            elif workplace.questions.confirm(
                _("Import word lists"), _change_text(change), _("Change the lists"), _("Cancel")
            ):
                workplace.lanes.submit(
                    "write", lambda: list_tables.take(desk, words, text), self._taken, self._fail, owner=self
                )

        workplace.lanes.submit("page", read, ask, self._fail, owner=self)

    def _taken(self, changes: Changes) -> None:
        self._workplace.hub.changed.emit(changes)
        self._message.tell(_("The lists were changed."), Tone.GREEN)

    def _fail(self, error: DeskError) -> None:
        self._message.tell(error_sentence(error))


def _change_text(change: ListsChange) -> str:
    """What a table would change, with the number of entries each."""
    said = (
        (change.added, _("{count} new")),
        (change.renamed, _("{count} renamed")),
        (change.retired, _("{count} retired")),
        (change.offered, _("{count} offered again")),
        (change.moved, _("{count} moved within their list")),
    )
    return list_text([text.format(count=f"{count:,}") for count, text in said if count])


def list_title(name: str, words: Words) -> str:
    """What a list is called: as the field that it fills."""
    return words.field_label(name)
