"""Every deed that the window does is kept for those with its right where it is offered."""

from __future__ import annotations

import re
from pathlib import Path

from complaint_desk import ui
from complaint_desk.domain.roles import Right, roles_with
from tests.services.test_rights import DEEDS

UI = Path(ui.__file__).parent
RESERVED_IN = {
    "case/doing.py": "case/deed_plans.py",
    "case/page.py": "case/mask_line.py",
    "case/repeats.py": "shared/earlier.py",
    "exchange/importing.py": "actions.py",
    "exchange/looking.py": "actions.py",
    "exchange/mapping_bar.py": "actions.py",
    "exchange/exporting.py": "actions.py",
    "intake/files.py": "actions.py",
    "intake/page.py": "actions.py",
    "intake/recovery.py": "main_window.py",
    "ledger/bulk_dialog.py": "actions.py",
    "ledger/bulk_editing.py": "actions.py",
    "ledger/saved_views.py": "ledger/views_dialog.py",
    "care/copies_dialog.py": "actions.py",
    "preferences/lists/merging.py": "preferences/lists/editor.py",
    "preferences/lists/merge_dialog.py": "preferences/lists/editor.py",
    "preferences/rules/files.py": "preferences/rules/dialog.py",
    "shared/feedback/department_list.py": "report/paper_menu.py",
    "shared/feedback/making.py": "report/paper_menu.py",
    "shared/form/keeper.py": "case/edits.py",
    "shared/letters/asking.py": "case/page.py",
    "shared/letters/dialog.py": "case/page.py",
    "shared/letters/pages_view.py": "case/page.py",
    "preferences/retention_dialog.py": "actions.py",
    "shared/setting_keeper.py": "preferences/plan.py",
    "undoing.py": "actions.py",
}
"""Modules that do a deed of which only others offer the control, each with the one that reserves it."""


def rights_named_in(module):
    """The rights that a module of the window names; whoever has one that only those with another have, has that, too."""
    text = (UI / module).read_text("utf-8")
    return [each for each in Right if f"Right.{each.name}" in text]


def test_whatever_a_module_of_the_window_does_is_reserved_where_it_is_offered():
    """A new deed in the window is found here before somebody without its right finds it."""
    needed = {(deed.split(".")[2], deed.rpartition(".")[2]): doing.needs for deed, doing in DEEDS.items()}  # type: ignore[attr-defined]
    found: dict[str, set[Right]] = {}
    for path in sorted(UI.rglob("*.py")):
        called = set(re.findall(r"(?<![.\w])(\w+)\.(\w+)", path.read_text("utf-8")))
        if rights := {needed[each] for each in called if each in needed} - {Right.READ}:
            found[path.relative_to(UI).as_posix()] = rights
    assert len(found) > 25
    unguarded = {
        f"{name}: {right}"
        for name, rights in found.items()
        for right in rights
        if not any(
            set(roles_with(each)) <= set(roles_with(right)) for each in rights_named_in(RESERVED_IN.get(name, name))
        )
    }
    assert not unguarded
