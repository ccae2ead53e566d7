"""Edits one list: entries are added, renamed, moved, retired, offered again and merged, each deed at once and by keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import DeskError
from complaint_desk.domain.roles import Right
from complaint_desk.domain.vocabulary import TEXT_LISTS, ListEntry
from complaint_desk.domain.word_lists import EDITABLE, Merged
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.stop import Progress, StopSignal
from complaint_desk.services import bulk, ledger, word_lists
from complaint_desk.ui.preferences.lists.entries import EntryTree
from complaint_desk.ui.preferences.lists.merge_dialog import MergeDialog
from complaint_desk.ui.preferences.lists.merging import Merging
from complaint_desk.ui.preferences.lists.naming import NameDialog, write_for
from complaint_desk.ui.preferences.rules.fields import keyed_button
from complaint_desk.ui.shared.flow import FlowLayout
from complaint_desk.ui.shared.form.cell import with_mnemonic
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.permission import reserve
from complaint_desk.ui.shared.task_strip import TaskStrip
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

_T = TypeVar("_T")
_Read = tuple[tuple[ListEntry, ...], Mapping[str, int]]


class ListEditor(QWidget):
    """The list is named by `show_list`; `name` stands before the names of all controls."""

    def __init__(
        self,
        workplace: Workplace,
        tasks: TaskStrip,
        merging_follow: Callable[[Callable[[], None] | None], None],
        name: str,
    ) -> None:
        super().__init__()
        self._workplace = workplace
        self._name = name
        self._list_name = ""
        self._wanted_code = ""
        self._entries: tuple[ListEntry, ...] = ()
        self._words = workplace.words
        self._message = MessageBar(f"{name}.message")
        self._merging = Merging(workplace, tasks, self._message, merging_follow, self)
        self.tree = EntryTree(f"{name}.entries", _("Entries"))
        self._nothing = label(
            _("Nothing stands here yet. Add entries, or take those that complaints have already."),
            role="secondary",
            wraps=True,
        )
        self._nothing.hide()
        self._buttons = self._made_buttons()
        reserve(workplace.desk, Right.KEEP_LISTS, *self._buttons.values())
        flow = FlowLayout(gap=GRID)
        for each in self._buttons.values():
            flow.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._message)
        column.addWidget(self._nothing)
        column.addWidget(self.tree, 1)
        column.addLayout(flow)
        self.tree.currentItemChanged.connect(lambda _now, _before: self._show_possible())
        self.tree.itemDoubleClicked.connect(lambda _item, _column: self._buttons["rename"].click())
        self._give_keys()
        workplace.hub.changed.connect(self._follow)

    def _made_buttons(self) -> dict[str, QPushButton]:
        deeds: dict[str, tuple[str, str, Callable[[], None]]] = {
            "add": (_("Add\u2026"), "A", self._add),
            "rename": (_("Rename\u2026"), "R", self._rename),
            "up": (_("Up"), "U", partial(self._move, -1)),
            "down": (_("Down"), "D", partial(self._move, 1)),
            "retire": (_("Retire"), "T", self._retire),
            "merge": (_("Merge\u2026"), "M", self._merge),
            "collect": (_("Take from the ledger"), "L", self._collect),
        }
        made = {}
        for each, (text, key, deed) in deeds.items():
            made[each] = button = keyed_button(text, key, f"{self._name}.{each}")
            button.clicked.connect(lambda _checked=False, deed=deed: deed())
        return made

    def _give_keys(self) -> None:
        for keys, name in (
            ("Ins", "add"), ("F2", "rename"), ("Alt+Up", "up"), ("Alt+Down", "down"), ("Del", "retire"),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self.tree, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self._buttons[name].click)
            self._buttons[name].setToolTip(QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText))
        undo = QShortcut(QKeySequence.StandardKey.Undo, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self._merging.undo)

    # What is shown

    def show_list(self, list_name: str) -> None:
        """Show another list, and ask the ledger for it."""
        self._list_name = list_name
        self._message.hide()
        self.tree.clear()
        if list_name not in EDITABLE:
            self.tree.show_fixed(list_name, self._workplace.words)
            self._show_possible()
            return
        self._read()

    def _read(self) -> None:
        desk, list_name = self._workplace.desk, self._list_name

        def read() -> _Read:
            return ledger.lists(desk), word_lists.uses(desk, list_name)

        def show(found: _Read) -> None:
            if list_name == self._list_name:
                self._show(*found)

        self._workplace.lanes.submit("read", read, show, self._fail, owner=self)

    def _show(self, entries: tuple[ListEntry, ...], uses: Mapping[str, int]) -> None:
        self._entries = entries
        self._words = Words(self._workplace.words.language, entries)
        self.tree.show_entries(self._list_name, entries, self._words, uses)
        self._nothing.setVisible(not any(each.list_name == self._list_name for each in entries))
        if self._wanted_code:
            self.tree.choose(self._wanted_code)
            self._wanted_code = ""
        self._show_possible()

    def _follow(self, changes: Changes) -> None:
        touched = changes.lists or changes.everything or changes.added or changes.changed or changes.removed
        if touched and self._list_name in EDITABLE:
            self._read()

    def _current(self) -> ListEntry | None:
        wanted = (self._list_name, self.tree.current_code)
        return next((each for each in self._entries if (each.list_name, each.code) == wanted), None)

    def _show_possible(self) -> None:
        entry, editable = self._current(), self._list_name in EDITABLE
        for name, each in self._buttons.items():
            each.setVisible(editable)
            each.setEnabled(editable and (entry is not None or name in ("add", "collect")))
        self._buttons["collect"].setVisible(self._list_name in TEXT_LISTS)
        retired = entry is not None and entry.hidden
        retire = self._buttons["retire"]
        text = _("Offer again") if retired else _("Retire")
        retire.setText(with_mnemonic(text, "T"))
        retire.setAccessibleName(text)

    # Deeds

    def _add(self) -> None:
        entry, parent = self._current(), None
        if entry is not None and any(each.parent for each in self._entries if each.list_name == self._list_name):
            # In a tree a new entry stands beside a leaf, or below a branch.
            below = any(each.parent == entry.code for each in self._entries if each.list_name == self._list_name)
            parent = entry.code if below or entry.parent is None else entry.parent
        where = self._words.label(self._list_name, parent)
        title = _("New entry below \u201c{branch}\u201d").format(branch=where) if where else _("New entry")
        dialog = self._naming(title, _("Add"), "")
        desk, words, name = self._workplace.desk, self._words, self._list_name

        def keep(label: str) -> None:
            self._write(lambda: word_lists.add(desk, words, name, label, parent), self._added, dialog)

        dialog.wanted.connect(lambda label, _beside: keep(label))

    def _added(self, added: tuple[Changes, str]) -> None:
        self._wanted_code = added[1]
        self._workplace.hub.changed.emit(added[0])

    def _rename(self) -> None:
        if (entry := self._current()) is None:
            return
        shown = self._words.label(self._list_name, entry.code)
        dialog = self._naming(_("Rename \u201c{label}\u201d").format(label=shown), _("Rename"), shown)
        desk, words, name = self._workplace.desk, self._words, self._list_name

        def keep(label: str) -> None:
            if name in TEXT_LISTS:
                self._write_otherwise(entry.code, label, dialog)
            else:
                deed = partial(word_lists.rename, desk, words, name, entry.code, label)
                self._write(deed, self._workplace.hub.changed.emit, dialog)

        dialog.wanted.connect(lambda label, _beside: keep(label))

    def _write_otherwise(self, text: str, wanted: str, dialog: NameDialog) -> None:
        """The name of a text goes into every complaint that holds it, so it is checked here and written there."""
        desk, name = self._workplace.desk, self._list_name

        def rename(stop: StopSignal, progress: Progress, begun: Merged | None) -> Merged:
            if begun is not None:
                return bulk.merge_entries(desk, name, text, begun.into, stop, progress, begun=begun)
            return bulk.rename_text(desk, name, text, wanted, stop, progress)

        def go_on(_nothing: None) -> None:
            dialog.accept()
            title = _("\u201c{label}\u201d is now \u201c{other}\u201d").format(label=text, other=wanted.strip())
            self._merging.run(title, rename)

        check = partial(word_lists.check_text, desk, name, text, wanted)
        self._workplace.lanes.submit("read", check, go_on, dialog.refuse, owner=dialog)

    def _move(self, by: int) -> None:
        desk, name, code = self._workplace.desk, self._list_name, self.tree.current_code
        if code:
            self._write(lambda: word_lists.move(desk, name, code, by), self._workplace.hub.changed.emit)

    def _retire(self) -> None:
        if (entry := self._current()) is not None:
            deed = partial(
                word_lists.retire, self._workplace.desk, self._list_name, entry.code, retired=not entry.hidden
            )
            self._write(deed, self._workplace.hub.changed.emit)

    def _collect(self) -> None:
        desk, name = self._workplace.desk, self._list_name

        def tell(found: tuple[Changes, int]) -> None:
            self._workplace.hub.changed.emit(found[0])
            text = ngettext("{count} entry taken from the ledger", "{count} entries taken from the ledger", found[1])
            self._message.tell(text.format(count=f"{found[1]:,}"), Tone.GREEN)

        self._write(lambda: word_lists.collect(desk, name), tell)

    def _merge(self) -> None:
        if (entry := self._current()) is None:
            return
        name, gone = self._list_name, (entry.code, self._words.path_label(self._list_name, entry.code))
        dialog = MergeDialog(self._workplace, name, gone, self._others(entry), self)
        dialog.chosen.connect(lambda into: self._merge_into(gone, into))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _others(self, entry: ListEntry) -> list[tuple[str, str]]:
        """Into what an entry may go: what is offered and has nothing below it."""
        offered = self._words.choices(self._list_name)
        branches = {each.parent for each in self._entries if each.list_name == self._list_name}
        return [
            (each.code, self._words.path_label(self._list_name, each.code))
            for each in offered
            if each.code not in branches and each.code != entry.code
        ]

    def _merge_into(self, gone: tuple[str, str], into: str) -> None:
        desk, name = self._workplace.desk, self._list_name

        def merge(stop: StopSignal, progress: Progress, begun: Merged | None) -> Merged:
            return bulk.merge_entries(desk, name, gone[0], into, stop, progress, begun=begun)

        title = _("\u201c{label}\u201d went into \u201c{other}\u201d")
        self._merging.run(title.format(label=gone[1], other=self._words.label(name, into)), merge)

    # How deeds are done

    def _naming(self, title: str, go_on: str, text: str) -> NameDialog:
        dialog = NameDialog(title, _("Name"), go_on, text, parent=self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _write(self, deed: Callable[[], _T], done: Callable[[_T], object], dialog: NameDialog | None = None) -> None:
        write_for(dialog, self._workplace, self, deed, done, self._fail)

    def _fail(self, error: DeskError) -> None:
        self._message.tell(error_sentence(error))
