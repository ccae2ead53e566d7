"""The preferences: pages in a list that can be searched; whatever is changed is saved at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.i18n.settings import lock_sentence
from complaint_desk.runtime.settings_in_force import SettingsInForce, Source
from complaint_desk.ui.preferences.page import PreferencePage
from complaint_desk.ui.preferences.pages import Ways, made_page
from complaint_desk.ui.preferences.plan import PagePlan, page_plans
from complaint_desk.ui.preferences.rows import SettingRow
from complaint_desk.ui.shared.buttons import button
from complaint_desk.ui.shared.message_bar import MessageBar
from complaint_desk.ui.shared.panels import label
from complaint_desk.ui.shared.setting_keeper import SettingKeeper
from complaint_desk.ui.shared.task_strip import TaskStrip
from complaint_desk.ui.shared.tokens import GRID, Tone
from complaint_desk.ui.shared.workplace import Workplace

_PAGE_KEY = "preferences/page"
_LEAST = (720, 400)
_USUAL = (976, 640)
_FRAME = 48
_LIST_WIDTH = 22 * GRID
_NAME = Qt.ItemDataRole.UserRole


class PreferencesDialog(QDialog):
    """`page` is shown first, else the one that was shown last; `around` is what pages lead to."""

    def __init__(
        self,
        workplace: Workplace,
        parent: QWidget | None = None,
        around: Ways | None = None,
        page: str = "",
    ) -> None:
        super().__init__(parent)
        self.setObjectName("preferences")
        self.setWindowTitle(_("Preferences"))
        self._workplace = workplace
        self._around = around or Ways()
        self._in_force: SettingsInForce | None = None
        self._plans = page_plans(workplace.words, workplace.places, workplace.desk.clock())
        self._pages: dict[str, PreferencePage] = {}
        self._keeper = SettingKeeper(workplace)
        self._keeper.came.connect(self._take)
        self._keeper.kept.connect(self._kept)
        self._keeper.refused.connect(self._refused)
        self._message = MessageBar("preferences.message")
        self.tasks = TaskStrip(workplace)
        self._build()
        self._show(page or str(workplace.memory.value(_PAGE_KEY, "")))
        self._keeper.read()

    # The looks

    def _build(self) -> None:
        self._search = QLineEdit()
        self._search.setObjectName("preferences.search")
        self._search.setAccessibleName(_("Search the preferences"))
        self._search.setPlaceholderText(_("Search"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._narrow)
        self._search.returnPressed.connect(self._enter)
        self._list = QListWidget()
        self._list.setObjectName("preferences.pages")
        self._list.setAccessibleName(_("Pages"))
        # Rows are as high as the style sheet says only if it is known before the first is laid out.
        self._list.ensurePolished()
        for plan in self._plans:
            item = QListWidgetItem(plan.title)
            item.setData(_NAME, plan.name)
            self._list.addItem(item)
        self._list.currentItemChanged.connect(lambda item, _before: self._turn_to(item))
        self._list.itemActivated.connect(lambda _item: self._enter())
        self._nothing = label(_("Nothing is called like that."), role="secondary", wraps=True)
        self._nothing.hide()
        self._stack = QStackedWidget()
        body = QHBoxLayout()
        body.setSpacing(3 * GRID)
        body.addLayout(self._left())
        body.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self._message)
        column.addLayout(body, 1)
        column.addWidget(self.tasks)
        column.addLayout(self._foot())
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda step=step: self._step(step))
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self._focus_search)
        self.setMinimumSize(*_LEAST)
        room = self.screen().availableSize()
        self.resize(min(_USUAL[0], room.width() - _FRAME), min(_USUAL[1], room.height() - _FRAME))

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(GRID)
        for each in (self._search, self._list, self._nothing):
            each.setFixedWidth(_LIST_WIDTH)
        left.addWidget(self._search)
        left.addWidget(self._list, 1)
        left.addWidget(self._nothing)
        return left

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(label(_("What you change is saved at once."), role="secondary"))
        row.addStretch()
        close = button(_("Close"), "preferences.close", "primary")
        close.clicked.connect(self.close)
        row.addWidget(close)
        return row

    # Which page

    def _show(self, name: str) -> None:
        names = [plan.name for plan in self._plans]
        self._list.setCurrentRow(names.index(name) if name in names else 0)
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn_to(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        plan = next(each for each in self._plans if each.name == item.data(_NAME))
        self._stack.setCurrentWidget(self._page(plan))
        self._workplace.memory.setValue(_PAGE_KEY, plan.name)

    def _page(self, plan: PagePlan) -> PreferencePage:
        if plan.name not in self._pages:
            self._pages[plan.name] = page = made_page(plan, self._workplace, self._around, self.tasks, self)
            page.keep_to(self._workplace.desk)
            for row in page.rows:
                row.edited.connect(self._keeper.save)
                row.folder_wanted.connect(self._choose_folder)
            self._stack.addWidget(page)
            self._fill(page)
        return self._pages[plan.name]

    def _step(self, by: int) -> None:
        shown = [at for at in range(self._list.count()) if not self._list.item(at).isHidden()]
        if self._list.currentRow() in shown:
            at = (shown.index(self._list.currentRow()) + by) % len(shown)
            self._list.setCurrentRow(shown[at])

    def _narrow(self, wanted: str) -> None:
        found = {plan.name for plan in self._plans if plan.holds(wanted.strip())}
        for at in range(self._list.count()):
            self._list.item(at).setHidden(self._list.item(at).data(_NAME) not in found)
        self._nothing.setVisible(not found)
        at = self._list.currentRow()
        if found and (at < 0 or self._list.item(at).isHidden()):
            self._list.setCurrentRow([plan.name in found for plan in self._plans].index(True))

    def _focus_search(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _enter(self) -> None:
        """Go from the list into the page."""
        page = self._stack.currentWidget()
        if isinstance(page, PreferencePage):
            page.focus_first()

    # What is in force

    def _take(self, found: SettingsInForce) -> None:
        self._in_force = found
        for page in self._pages.values():
            self._fill(page)

    def _fill(self, page: PreferencePage) -> None:
        if (found := self._in_force) is None:
            return
        for row in page.rows:
            name = row.plan.name
            locked = lock_sentence(found.locked_by, str(found.policy)) if name in found.locked else ""
            row.show_value(getattr(found.settings, name), locked=locked, overruled=_overruled(found, name))

    def _row(self, name: str) -> SettingRow | None:
        rows = (row for page in self._pages.values() for row in page.rows)
        return next((row for row in rows if row.plan.name == name), None)

    def _kept(self, name: str, value: object) -> None:
        if (row := self._row(name)) is not None and isinstance(value, str | bool):
            row.take(value)

    def _refused(self, name: str, error: object) -> None:
        if (row := self._row(name)) is not None:
            row.give_back(error_sentence(error))  # type: ignore[arg-type]

    def _choose_folder(self, row: SettingRow) -> None:
        if folder := self._workplace.questions.open_folder(row.plan.caption):
            row.put_text(str(folder))

    # Leaving

    def reject(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """What was typed last is saved; what cannot be saved keeps the dialog open, and Esc in its field takes it back."""
        if self.tasks.running:
            self._message.tell(_("Something is still running. Stop it, or wait until it is done."), Tone.AMBER)
            event.ignore()
            return
        rows = [row for page in self._pages.values() for row in page.rows]
        if (wrong := next((row for row in rows if row.at_fault), None)) is not None:
            self._show(next(name for name, page in self._pages.items() if wrong in page.rows))
            wrong.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self._message.tell(
                _("This cannot be saved as it stands. Mend it, or press Esc in the field to leave it as it was.")
            )
            event.ignore()
            return
        for row in rows:
            row.settle()
        self._keeper.leave()
        event.accept()
        self.done(QDialog.DialogCode.Accepted)


def _overruled(found: SettingsInForce, name: str) -> str:
    """What counts instead of anything that could be saved here; "" for nothing."""
    match found.sources.get(name):
        case Source.ENVIRONMENT:
            return _("Set for this PC by an environment variable, which counts before what is chosen here.")
        case Source.OPTION:
            return _("Set on the command line, which counts before what is chosen here.")
    return ""
