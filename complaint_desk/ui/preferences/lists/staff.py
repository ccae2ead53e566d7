"""The people of the office: taken in, renamed with the complaints that name them, gone and back, their roles and passwords."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHeaderView, QPushButton, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from complaint_desk.domain.bulk import BulkDone, BulkUndone
from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.roles import Right, Role
from complaint_desk.domain.staff import StaffMember
from complaint_desk.i18n import _, ngettext, pgettext
from complaint_desk.i18n.roles import roles_text
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.services import bulk, staff
from complaint_desk.ui.preferences.lists.merging import Follow, undone_text
from complaint_desk.ui.preferences.lists.naming import AskingDialog, NameDialog, write_for
from complaint_desk.ui.preferences.lists.password_dialog import PasswordDialog
from complaint_desk.ui.preferences.lists.role_dialog import RoleDialog
from complaint_desk.ui.preferences.rules.fields import keyed_button
from complaint_desk.ui.shared.flow import FlowLayout
from complaint_desk.ui.shared.form.cell import with_mnemonic
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.permission import reserve, why_not
from complaint_desk.ui.shared.style import marked, tokens_in
from complaint_desk.ui.shared.task_strip import TaskStrip
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

_STRETCHED, _TO_CONTENTS = QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.ResizeToContents
_ID = Qt.ItemDataRole.UserRole
_T = TypeVar("_T")


class StaffEditor(QWidget):
    """Whoever is gone stays in the list, is no longer offered, and keeps the complaints that name them."""

    def __init__(self, workplace: Workplace, tasks: TaskStrip, follow: Follow) -> None:
        super().__init__()
        self._workplace = workplace
        self._tasks = tasks
        self._give_way_back = follow
        self._members: dict[int, StaffMember] = {}
        self._message = MessageBar("people.staff.message")
        self.tree = self._made_tree()
        self._buttons = self._made_buttons()
        kept = [self._buttons[name] for name in ("add", "change", "leave", "collect")]
        reserve(workplace.desk, Right.KEEP_LISTS, *kept)
        reserve(workplace.desk, Right.SET_UP, self._buttons["roles"])
        flow = FlowLayout(gap=GRID)
        for each in self._buttons.values():
            flow.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._message)
        column.addWidget(self.tree, 1)
        column.addLayout(flow)
        workplace.hub.changed.connect(self._follow)
        self._read()

    def _made_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName("people.staff.entries")
        tree.setAccessibleName(_("Staff"))
        tree.setHeaderLabels([pgettext("person", "Name"), _("Department"), _("Roles"), _("Remark")])
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        marked(tree, kind="rows")
        head = tree.header()
        head.setStretchLastSection(False)
        for column, mode in enumerate((_STRETCHED, _STRETCHED, _TO_CONTENTS, _TO_CONTENTS)):
            head.setSectionResizeMode(column, mode)
        tree.currentItemChanged.connect(lambda _now, _before: self._show_possible())
        tree.itemDoubleClicked.connect(lambda _item, _column: self._buttons["change"].click())
        return tree

    def _made_buttons(self) -> dict[str, QPushButton]:
        made = {}
        for name, text, key, keys, deed in (
            ("add", _("Add\u2026"), "A", "Ins", self._add),
            ("change", _("Change\u2026"), "C", "F2", self._change),
            ("leave", _("Is gone"), "G", "Del", self._leave),
            ("roles", _("Roles\u2026"), "R", "F4", self._give_roles),
            ("password", _("Password\u2026"), "P", "", self._set_password),
            ("collect", _("Take from the ledger"), "L", "", self._collect),
        ):
            made[name] = button = keyed_button(text, key, f"people.staff.{name}")
            button.clicked.connect(lambda _checked=False, deed=deed: deed())
            if keys:
                shortcut = QShortcut(QKeySequence(keys), self.tree, context=Qt.ShortcutContext.WidgetShortcut)
                shortcut.activated.connect(button.click)
                button.setToolTip(QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText))
        return made

    # What is shown

    def _read(self) -> None:
        desk = self._workplace.desk
        self._workplace.lanes.submit("read", lambda: staff.members(desk), self._show, self._fail, owner=self)

    def _follow(self, changes: Changes) -> None:
        if changes.lists or changes.everything:
            self._read()

    def _show(self, members: tuple[StaffMember, ...]) -> None:
        before = self._current()
        self._members = {each.id: each for each in members}
        self.tree.clear()
        for each in members:
            item = QTreeWidgetItem([each.name, each.department, roles_text(each.roles), _remark(each)])
            item.setToolTip(2, each.account)
            item.setData(0, _ID, each.id)
            if not each.active:
                for column in range(4):
                    item.setForeground(column, QBrush(QColor(tokens_in(self).secondary)))
            self.tree.addTopLevelItem(item)
            if before is None or each.id == before.id:
                self.tree.setCurrentItem(item)
                before = each
        self._show_possible()

    def _current(self) -> StaffMember | None:
        at = self.tree.currentIndex()
        return self._members.get(int(at.siblingAtColumn(0).data(_ID))) if at.isValid() else None

    def _show_possible(self) -> None:
        member = self._current()
        for name in ("change", "leave", "roles", "password"):
            self._buttons[name].setEnabled(member is not None)
        if member is not None and Right.SET_UP not in self._workplace.desk.rights:
            # Everybody has their own password to change, and nobody else's.
            own = member.name == self._workplace.desk.person and member.has_password
            self._buttons["password"].setEnabled(own)
            self._buttons["password"].setToolTip("" if own else why_not(Right.SET_UP))
        text = _("Is gone") if member is None or member.active else _("Is back")
        self._buttons["leave"].setText(with_mnemonic(text, "G"))
        self._buttons["leave"].setAccessibleName(text)

    # Deeds

    def _add(self) -> None:
        before = self._current()
        dialog = self._naming(_("New person"), _("Add"), "", before.department if before else "")
        desk = self._workplace.desk
        dialog.wanted.connect(
            lambda name, department: self._write(lambda: staff.add(desk, name, department), self._tell_all, dialog)
        )

    def _change(self) -> None:
        if (member := self._current()) is None:
            return
        dialog = self._naming(
            _("Change \u201c{label}\u201d").format(label=member.name), _("Keep"), member.name, member.department
        )
        desk = self._workplace.desk

        def keep(name: str, department: str) -> None:
            wanted = dataclasses.replace(member, name=name, department=department)
            self._write(lambda: staff.change(desk, wanted), partial(self._changed, member.name, name.strip()), dialog)

        dialog.wanted.connect(keep)

    def _changed(self, before: str, name: str, changes: Changes) -> None:
        self._tell_all(changes)
        if name != before:
            self._rewrite(before, name)

    def _leave(self) -> None:
        if (member := self._current()) is not None:
            wanted = dataclasses.replace(member, active=not member.active)
            self._write(partial(staff.change, self._workplace.desk, wanted), self._tell_all)

    def _give_roles(self) -> None:
        if (member := self._current()) is None:
            return
        desk, dialog = self._workplace.desk, RoleDialog(member, self)

        def keep(roles: tuple[Role, ...], account: str) -> None:
            wanted = dataclasses.replace(member, roles=roles, account=account)
            self._write(lambda: staff.change(desk, wanted), self._tell_all, dialog)

        dialog.wanted.connect(keep)
        _open(dialog)

    def _set_password(self) -> None:
        """An administrator gives everybody a new one; others change their own after the old one."""
        if (member := self._current()) is None:
            return
        desk, own = self._workplace.desk, Right.SET_UP not in self._workplace.desk.rights
        dialog = PasswordDialog(member.name, self, asks_old=own)

        def keep(old: str, new: str) -> None:
            if own:
                self._write(lambda: staff.change_own_password(desk, old, new), self._tell_all, dialog)
            else:
                self._write(lambda: staff.set_password(desk, member, new), self._tell_all, dialog)

        dialog.wanted.connect(keep)
        _open(dialog)

    def _collect(self) -> None:
        def tell(found: tuple[Changes, int]) -> None:
            self._tell_all(found[0])
            text = ngettext("{count} person taken from the ledger", "{count} people taken from the ledger", found[1])
            self._message.tell(text.format(count=f"{found[1]:,}"), Tone.GREEN)

        self._write(partial(staff.collect, self._workplace.desk), tell)

    def _rewrite(self, before: str, name: str) -> None:
        """Complaints name their handler by the name: they are told of the new one."""
        desk, workplace = self._workplace.desk, self._workplace

        def told(done: BulkDone) -> None:
            workplace.hub.changed.emit(done.changes)
            count = len(done.ids)
            if not count and done.halted is None:
                return
            text = ngettext("{count} complaint names {name} now", "{count} complaints name {name} now", count)
            tone = Tone.AMBER if done.halted else Tone.GREEN
            back = partial(_take_back, workplace, done, before, name)
            self._message.tell(text.format(count=f"{count:,}", name=name), tone, (_("Undo"), back))
            self._give_way_back(back)

        self._tasks.run(
            "rename",
            _("Renaming the handler"),
            "bulk",
            lambda stop, progress: bulk.replace_text(desk, "handler", before, name, stop, progress),
            told,
            self._fail,
        )

    # How deeds are done

    def _naming(self, title: str, go_on: str, name: str, department: str) -> NameDialog:
        box = QComboBox()
        box.setEditable(True)
        box.addItem("")
        box.addItems([choice.code for choice in self._workplace.words.choices("department")])
        box.setCurrentText(department)
        dialog = NameDialog(title, pgettext("person", "Name"), go_on, name, (_("Department"), box), self)
        _open(dialog)
        return dialog

    def _write(self, deed: Callable[[], _T], done: Callable[[_T], object], dialog: AskingDialog | None = None) -> None:
        write_for(dialog, self._workplace, self, deed, done, self._fail)

    def _tell_all(self, changes: Changes) -> None:
        self._workplace.hub.changed.emit(changes)

    def _fail(self, error: DeskError) -> None:
        self._message.tell(error_sentence(error))


def _open(dialog: AskingDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _remark(member: StaffMember) -> str:
    if not member.active:
        return _("Gone")
    return _("Has a password") if member.has_password else ""


def _take_back(workplace: Workplace, done: BulkDone, before: str, name: str) -> None:
    """Give a person and the complaints that name them the old name back, whether the dialog still stands or not."""
    desk = workplace.desk

    def deed() -> BulkUndone:
        undone = bulk.undo_replacing(desk, done)
        for each in staff.members(desk):
            if each.name == name:
                staff.change(desk, dataclasses.replace(each, name=before))
        return undone

    def tell(undone: BulkUndone) -> None:
        workplace.hub.changed.emit(dataclasses.replace(undone.changes, lists=True))
        workplace.hub.said.emit(undone_text(undone))

    workplace.lanes.submit("bulk", deed, tell)
