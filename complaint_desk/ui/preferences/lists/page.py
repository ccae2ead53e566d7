"""Which list is edited: those of the office, and those that are fixed, to be looked at."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from complaint_desk.domain.vocabulary import ASSOCIATION_LISTS, FLAT_LISTS, TREES
from complaint_desk.domain.word_lists import EDITABLE
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.ui.preferences.lists.editor import ListEditor
from complaint_desk.ui.preferences.lists.merging import Follow
from complaint_desk.ui.shared.form.cell import with_mnemonic
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.task_strip import TaskStrip
from complaint_desk.ui.shared.tokens import GRID
from complaint_desk.ui.shared.workplace import Workplace

_FIXED = ("kind", "status", "severity", "liability", "response", "follow_up", "step_kind")
"""Closed lists that people see: the workflow, the figures and the law count on each of their words."""


class WordLists(QWidget):
    """Chooses a list over its editor."""

    def __init__(self, workplace: Workplace, tasks: TaskStrip, follow: Follow) -> None:
        super().__init__()
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
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


def list_title(name: str, words: Words) -> str:
    """What a list is called: as the field that it fills."""
    return words.field_label(name)
