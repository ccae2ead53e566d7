"""Departments, people and outlets of the office, each behind a tab of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget

from complaint_desk.i18n import _
from complaint_desk.ui.preferences.lists.editor import ListEditor
from complaint_desk.ui.preferences.lists.merging import Follow
from complaint_desk.ui.preferences.lists.staff import StaffEditor
from complaint_desk.ui.shared.task_strip import TaskStrip
from complaint_desk.ui.shared.workplace import Workplace


class OfficePeople(QTabWidget):
    """What departments, handlers and outlets are offered where a complaint asks for them."""

    def __init__(self, workplace: Workplace, tasks: TaskStrip, follow: Follow) -> None:
        super().__init__()
        self.setObjectName("people.tabs")
        self.setAccessibleName(_("Departments and staff"))
        for name, title in (("department", _("Departments")), ("outlet", _("Outlets"))):
            editor = ListEditor(workplace, tasks, follow, f"people.{name}")
            editor.show_list(name)
            self.addTab(editor, title)
        self.insertTab(1, StaffEditor(workplace, tasks, follow), _("Staff"))
