"""Retention: whose time is over, one held back by its row, all others erased after a question."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from complaint_desk.domain.complaint import Changed, Changes
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.retention import DuePeople
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.sentences import error_sentence, joined
from complaint_desk.i18n.values import moment_text
from complaint_desk.services import people
from complaint_desk.services.people import RetentionDone
from complaint_desk.ui.preferences.rules.fields import keyed_button
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.permission import reserve
from complaint_desk.ui.shared.style import marked
from complaint_desk.ui.shared.task_strip import TaskStrip
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

_SIZE = (760, 480)
_ID = Qt.ItemDataRole.UserRole


class RetentionDialog(QDialog):
    """Nothing is erased before it was looked at. The erasing itself goes on at the foot of the window, where it is stopped."""

    def __init__(self, workplace: Workplace, tasks: TaskStrip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("retention")
        self.setWindowTitle(_("Retention"))
        self.resize(*_SIZE)
        self._workplace = workplace
        self._tasks = tasks
        self._due: DuePeople | None = None
        self._message = MessageBar("retention.message")
        self._told = label("\u2026", wraps=True)
        self._told.setObjectName("retention.told")
        self.tree = self._made_tree()
        self._hold = keyed_button(_("Hold\u2026"), "O", "retention.hold")
        self._erase = keyed_button(_("Erase all of them\u2026"), "E", "retention.erase", "danger")
        self._close = keyed_button(_("Close"), "L", "retention.close")
        reserve(workplace.desk, Right.HOLD, self._hold)
        self._hold.clicked.connect(self.hold)
        self._erase.clicked.connect(self.erase)
        self._close.clicked.connect(self.reject)
        self._lay_out()
        workplace.hub.changed.connect(self._follow)
        self._show_possible()
        self._read()

    def _made_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName("retention.rows")
        tree.setAccessibleName(_("Whose time is over"))
        words = self._workplace.words
        tree.setHeaderLabels([words.label("field", name) for name in ("number", "status", "closed_at", "subject_name")])
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        marked(tree, kind="rows")
        head = tree.header()
        head.setStretchLastSection(True)
        for column in range(3):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        tree.currentItemChanged.connect(lambda _now, _before: self._show_possible())
        return tree

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._message)
        column.addWidget(self._told)
        column.addWidget(self.tree, 1)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._hold)
        row.addStretch()
        row.addWidget(self._erase)
        row.addWidget(self._close)
        column.addLayout(row)
        self.tree.setFocus()

    def hold(self) -> None:
        """Keep the person of the row, with a reason that is asked for."""
        at, desk = self.tree.currentIndex(), self._workplace.desk
        if not at.isValid():
            return
        complaint_id = int(at.siblingAtColumn(0).data(_ID))
        title = _("Hold {number}").format(number=at.siblingAtColumn(0).data())
        reason = self._workplace.questions.ask_text(title, self._workplace.words.label("field", "hold"))
        if reason:
            self._workplace.lanes.submit(
                "write", lambda: people.hold(desk, complaint_id, reason), self._held, self._fail, owner=self
            )

    def erase(self) -> None:
        """Ask, then erase all who are due."""
        if self._due is None or not self._due.count:
            return
        count, workplace = self._due.count, self._workplace
        question = ngettext(
            "Erase the person of {count} complaint now? What is counted stays. Nobody can undo this.",
            "Erase the people of {count} complaints now? What is counted stays. Nobody can undo this.",
            count,
        ).format(count=f"{count:,}")
        if workplace.questions.confirm(self.windowTitle(), question, _("Erase"), _("Cancel")):
            erase_due(workplace, self._tasks)
            self.accept()

    def _read(self) -> None:
        desk = self._workplace.desk
        self._workplace.lanes.submit("read", lambda: people.due_people(desk), self._show, self._fail, owner=self)

    def _show(self, due: DuePeople) -> None:
        self._due = due
        self._told.setText(due_text(due))
        words = self._workplace.words
        self.tree.clear()
        for each in due.rows:
            closed = moment_text(each.closed_at) if each.closed_at else ""
            item = QTreeWidgetItem([each.number, words.label("status", each.status), closed, each.subject_name])
            item.setData(0, _ID, each.id)
            self.tree.addTopLevelItem(item)
        if first := self.tree.topLevelItem(0):
            self.tree.setCurrentItem(first)
        self._show_possible()

    def _show_possible(self) -> None:
        self._hold.setEnabled(self.tree.currentIndex().isValid())
        self._erase.setEnabled(self._due is not None and self._due.count > 0)

    def _held(self, changed: Changed) -> None:
        self._workplace.hub.tell(changed)

    def _follow(self, changes: Changes) -> None:
        if changes.changed or changes.removed or changes.everything:
            self._read()

    def _fail(self, error: DeskError) -> None:
        self._message.tell(error_sentence(error), Tone.RED)


def due_text(due: DuePeople) -> str:
    """Who is due, in a sentence or two."""
    if due.before is None:
        return _("The people of complaints are kept for ever, as the preferences say.")
    told = ngettext(
        "{count} complaint was settled before {day}; its person is due to be erased.",
        "{count} complaints were settled before {day}; their people are due to be erased.",
        due.count,
    ).format(count=f"{due.count:,}", day=due.before.date())
    held = ngettext("{count} more is held.", "{count} more are held.", due.held).format(count=f"{due.held:,}")
    first = _("The first {count} are listed.").format(count=f"{len(due.rows):,}")
    return joined(told, *([held] if due.held else []), *([first] if due.count > len(due.rows) else []))


def erase_due(workplace: Workplace, tasks: TaskStrip) -> None:
    """Erase all who are due in a row at the foot of the window."""
    desk = workplace.desk

    def tell(done: RetentionDone) -> None:
        workplace.hub.changed.emit(done.changes)
        count = len(done.ids)
        erased = ngettext("{count} person was erased.", "{count} people were erased.", count)
        told = [erased.format(count=f"{count:,}")]
        if done.stopped:
            told.append(_("Stopped: {count} are still due.").format(count=f"{done.rest:,}"))
        workplace.questions.show_message(_("Retention"), joined(*told))

    tasks.run("retention", _("Erasing"), "bulk", lambda stop, progress: people.erase_due(desk, stop, progress), tell)
