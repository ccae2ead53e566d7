"""Makes each page: most are their settings alone, others have a list or buttons of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtWidgets import QDialog, QWidget

from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.services import calendars
from complaint_desk.ui.preferences.calendar_dialog import CalendarDialog, years_text
from complaint_desk.ui.preferences.lists.merging import Follow
from complaint_desk.ui.preferences.lists.page import WordLists
from complaint_desk.ui.preferences.lists.people import OfficePeople
from complaint_desk.ui.preferences.page import PreferencePage, ways_on
from complaint_desk.ui.preferences.plan import PagePlan
from complaint_desk.ui.preferences.rules.dialog import RulesDialog
from complaint_desk.ui.preferences.rules.fields import keyed_button
from complaint_desk.ui.preferences.shortcuts_page import ShortcutList
from complaint_desk.ui.shared.panels import Card, label
from complaint_desk.ui.shared.permission import reserve
from complaint_desk.ui.shared.shortcuts import Shortcut
from complaint_desk.ui.shared.task_strip import TaskStrip
from complaint_desk.ui.shared.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Ways:
    """What pages lead to: deeds of the window by name, its shortcuts, and where it learns the way back from a deed."""

    deeds: Mapping[str, Callable[[], object]] = field(default_factory=dict)
    shortcuts: Sequence[Shortcut] = ()
    follow: Follow = lambda _way_back: None


def made_page(plan: PagePlan, workplace: Workplace, around: Ways, tasks: TaskStrip, dialog: QWidget) -> PreferencePage:
    """The page of a plan, with what it has beside its settings; `dialog` owns what it opens, `tasks` shows its long deeds."""
    match plan.name:
        case "people":
            return PreferencePage(plan, [OfficePeople(workplace, tasks, around.follow)], filled=True)
        case "lists":
            return PreferencePage(plan, [WordLists(workplace, tasks, around.follow)], filled=True)
        case "rules":
            opener = keyed_button(_("Time limit rules\u2026"), "T", "preferences.open.rules")
            return PreferencePage(plan, [ways_on((opener, lambda: _open(RulesDialog(workplace, dialog))))])
        case "calendar":
            opener = keyed_button(_("Working days\u2026"), "W", "preferences.open.calendar")
            way = ways_on((opener, lambda: _open(CalendarDialog(workplace, dialog))))
            return PreferencePage(plan, [_known_years(workplace), way])
        case "data" if "back_up" in around.deeds:
            opener = keyed_button(_("Back up\u2026"), "K", "preferences.open.back_up")
            reserve(workplace.desk, Right.BACK_UP, opener)
            return PreferencePage(plan, [ways_on((opener, around.deeds["back_up"]))])
        case "shortcuts":
            return PreferencePage(plan, [ShortcutList(workplace, around.shortcuts)], filled=True)
    return PreferencePage(plan)


def _known_years(workplace: Workplace) -> Card:
    card, desk = Card(), workplace.desk
    said = label(wraps=True)
    said.setObjectName("preferences.calendar.known")
    card.column.addWidget(said)
    workplace.lanes.submit(
        "read", lambda: calendars.state(desk), lambda found: said.setText(years_text(found)), owner=card
    )
    return card


def _open(dialog: QDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
