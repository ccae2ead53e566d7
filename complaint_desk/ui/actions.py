"""Menus and shortcuts of the window, as one table."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow

from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.ui.shared import icons
from complaint_desk.ui.shared.buttons import plain_text
from complaint_desk.ui.shared.permission import ReasonTips, reserve, why_not
from complaint_desk.ui.shared.shortcuts import Shortcut
from complaint_desk.ui.shared.style import current_tokens
from complaint_desk.ui.shared.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Entry:
    """A menu entry. `name` is the key of its deed, "-" draws a line; `right` is what the deed, or all of its dialog, needs."""

    name: str
    text: str = ""
    keys: tuple[str, ...] = ()
    icon: str = ""
    right: Right = Right.READ


LINE = Entry("-")
_MNEMONIC = re.compile(r"\(&[A-Z]\)")
_AS_WRITTEN = QKeySequence.SequenceFormat.NativeText


@dataclass(frozen=True, slots=True)
class MenuPlan:
    """A menu of the bar and its entries."""

    name: str
    text: str
    entries: tuple[Entry, ...] = field(default=())


def menus() -> tuple[MenuPlan, ...]:
    """All menus with their entries, in the language of the window."""
    return (
        MenuPlan("file", _("&File"), (
            Entry("import", _("&Import…"), (), "import", right=Right.IMPORT),
            Entry("export", _("&Export ledger…"), (), "export", right=Right.EXPORT),
            LINE,
            Entry("print", _("&Print…"), ("Ctrl+P",), "print"),
            LINE,
            Entry("switch_person", _("S&witch person…"), (), "person"),
            Entry("quit", _("&Quit"), ("Ctrl+Q",)),
        )),
        MenuPlan("complaint", _("&Complaint"), (
            Entry("new", _("&New complaint"), ("Ctrl+N",), "plus", right=Right.REGISTER),
            Entry("save", _("&Save or register"), ("Ctrl+S",), right=Right.REGISTER),
            LINE,
            Entry("open", _("&Open case"), ("F3", "Ctrl+Return", "Ctrl+Enter"), "desk"),
            Entry("answer", _("&Answer…"), (), "reply", right=Right.HANDLE),
            Entry("step", _("&Record step…"), (), "edit", right=Right.HANDLE),
            Entry("close_case", _("&Close case…"), (), "check", right=Right.HANDLE),
            Entry("follow_up", _("&Follow-up…"), ("F8",), "phone", right=Right.HANDLE),
            Entry("more", _("&More deeds"), ("Ctrl+J",)),
            LINE,
            Entry("letters", _("&Letters…"), ("Ctrl+E",), "file", right=Right.HANDLE),
            LINE,
            Entry("copy", _("Cop&y chosen rows"), (), "copy"),
            Entry("bulk", _("&Bulk change…"), ("Ctrl+B",), "improve", right=Right.CHANGE_MANY),
            Entry("undo", _("&Undo"), ("Ctrl+Z",), "undo", right=Right.HANDLE),
        )),
        MenuPlan("view", _("&View"), (
            Entry("search", _("&Search"), ("Ctrl+F",), "search"),
            Entry("within", _("&Within these rows"), ("Ctrl+Shift+F",)),
            Entry("columns", _("Col&umns"), ("Ctrl+Shift+C",), "columns"),
            Entry("filter", _("&Filter…"), ("Ctrl+Shift+L",), "filter"),
            Entry("refresh", _("&Refresh"), ("F5",), "refresh"),
            LINE,
            Entry("today", _("&Today"), ("Ctrl+T",), "today"),
            Entry("ledger", _("&Ledger"), ("Ctrl+L",), "ledger"),
            Entry("my_cases", _("&My cases"), ("Ctrl+M",), "person"),
            Entry("call_list", _("Call l&ist"), ("Ctrl+K",), "phone"),
            Entry("panel", _("&Detail panel"), ("Ctrl+D",)),
            LINE,
            Entry("next_tab", _("&Next tab"), ("Ctrl+Tab",)),
            Entry("previous_tab", _("&Previous tab"), ("Ctrl+Shift+Tab",)),
            Entry("close_tab", _("&Close tab"), ("Ctrl+W",), "close"),
        )),
        MenuPlan("analysis", _("&Analysis"), (
            Entry("report", _("&Report…"), ("Ctrl+R",), "report"),
            LINE,
            Entry("improve", _("&Improvements"), ("Ctrl+I",), "improve"),
            Entry("improve_filtered", _("Improve what is &filtered…"), ("Ctrl+Shift+I",), right=Right.IMPROVE),
        )),
        MenuPlan("tools", _("&Tools"), (
            Entry("verify", _("&Check ledger"), (), "check"),
            Entry("back_up", _("&Back up…"), (), "file", right=Right.BACK_UP),
            Entry("restore", _("Resto&re…"), (), "undo", right=Right.BACK_UP),
            Entry("retention", _("R&etention…"), right=Right.ERASE),
            LINE,
            Entry("rules", _("&Time limit rules…")),
            Entry("calendar", _("&Working days…")),
            Entry("preferences", _("&Preferences…"), ("Ctrl+,",), "settings"),
        )),
        MenuPlan("help", _("&Help"), (
            Entry("help", _("&Manual"), ("F1",), "help"),
            Entry("card", _("&Quick card…"), (), "print"),
            Entry("news", _("&What is new…"), (), "info"),
            Entry("diagnostics", _("&Diagnostics…")),
            LINE,
            Entry("log", _("&Log")),
            Entry("about", _("&About"), (), "info"),
        )),
    )  # fmt: skip


def plain_words(text: str) -> str:
    """What an entry says without its mnemonic and dots: "Print" of `&Print…`."""
    return plain_text(_MNEMONIC.sub("", text)).rstrip("\u2026")


def shortcuts() -> tuple[Shortcut, ...]:
    """Every entry that has keys, menu by menu."""
    return tuple(
        Shortcut(
            plain_words(plan.text),
            plain_words(entry.text),
            tuple(dict.fromkeys(QKeySequence(keys).toString(_AS_WRITTEN) for keys in entry.keys)),
            entry.name,
        )
        for plan in menus()
        for entry in plan.entries
        if entry.keys
    )


def build_menus(
    window: QMainWindow, deeds: dict[str, Callable[[], object]], workplace: Workplace
) -> dict[str, QAction]:
    """Fill the menu bar; the actions by name. Every entry has its deed; to whom it is not allowed, its keys say why."""
    made: dict[str, QAction] = {}
    for plan in menus():
        menu = window.menuBar().addMenu(plan.text)
        menu.setObjectName(f"menu.{plan.name}")
        ReasonTips(menu)
        for entry in plan.entries:
            if entry is LINE:
                menu.addSeparator()
                continue
            made[entry.name] = action = QAction(entry.text, window)
            action.setObjectName(f"action.{entry.name}")
            action.setShortcuts([QKeySequence(keys) for keys in entry.keys])
            action.setToolTip(plain_text(entry.text))
            if entry.icon:
                icons.give_icon(action, entry.icon, current_tokens())
            action.triggered.connect(lambda _checked=False, deed=deeds[entry.name]: deed())
            if not reserve(workplace.desk, entry.right, action):
                for keys in entry.keys:
                    QShortcut(QKeySequence(keys), window, partial(workplace.hub.said.emit, why_not(entry.right)))
            menu.addAction(action)
            window.addAction(action)
    return made
