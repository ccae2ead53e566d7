"""Keep the made parts of the manual in step with the program: the keys of all menus, the commands, the settings, the rights.

    python build_spec/manual.py update      write them anew into resources/help, in each language
    python build_spec/manual.py check       name the pages that are not in step; exit code 1 if there are any

A made part stands between the remarks `<!-- made: NAME -->` and `<!-- end -->`; all else of a page is written by hand.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HELP = ROOT / "resources" / "help"

_MADE = re.compile(r"(<!-- made: ([a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_HEADS = {"zh_CN": ("按键", "命令", "设置项", "作用"), "en": ("Keys", "Command", "Setting", "What it does")}
_RIGHT = {"zh_CN": "权限", "en": "Right"}
_MOST_VALUES = 12
_ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


def in_step(language: str) -> dict[Path, str]:
    """Every page with a made part, as it should read."""
    from complaint_desk import i18n  # noqa: PLC0415 - found once the root is on the path
    from complaint_desk.runtime.paths import resource  # noqa: PLC0415 - as above

    i18n.install(language, resource())
    keys, command, setting, effect = _HEADS[language]
    makers: dict[str, Callable[[], str]] = {
        "keys": lambda: _keys(f"| {keys} | {effect} |"),
        "commands": lambda: _commands(f"| {command} | {effect} |"),
        "roles": lambda: _roles(_RIGHT[language]),
        "settings": lambda: _settings(f"| {setting} | {effect} |"),
    }
    return {
        path: _MADE.sub(lambda found: f"{found[1]}\n{makers[found[2]]()}\n{found[3]}", text)
        for path in sorted((HELP / language).glob("*.md"))
        if _MADE.search(text := path.read_text(encoding="utf-8"))
    }


def stale() -> list[str]:
    """Pages whose made parts are not those of the program."""
    from complaint_desk.i18n import LANGUAGES  # noqa: PLC0415 - as above

    return [
        path.relative_to(ROOT).as_posix()
        for language in LANGUAGES
        for path, text in in_step(language).items()
        if path.read_text(encoding="utf-8") != text
    ]


def _keys(head: str) -> str:
    """A table for each menu: key, what it does."""
    from complaint_desk.ui.actions import menus, plain_words  # noqa: PLC0415 - as above

    lines: list[str] = []
    for menu in menus():
        rows = [
            f"| {', '.join(dict.fromkeys(f'`{key_name(key)}`' for key in entry.keys))} | {plain_words(entry.text)} |"
            for entry in menu.entries
            if entry.keys
        ]
        if rows:
            lines += [f"### {plain_words(menu.text)}", "", head, "|---|---|", *rows, ""]
    return "\n".join(lines)


def key_name(keys: str) -> str:
    """A key sequence as it stands on the keyboard: `Ctrl+Return` is `Ctrl+Enter`, arrows are arrows."""
    *held, key = keys.split("+") if not keys.endswith("+") else [*keys[:-2].split("+"), "+"]
    return "+".join((*held, _ARROWS.get(key, "Enter" if key == "Return" else key)))


def _commands(head: str) -> str:
    """A table: command, what it does."""
    from complaint_desk.cli import arguments  # noqa: PLC0415 - as above

    rows = [f"| `{name}` | {words} |" for name, words in arguments.commands()]
    return "\n".join((head, "|---|---|", *rows, ""))


def _settings(head: str) -> str:
    """A table: setting, what it does and which values it may have."""
    from complaint_desk.i18n.settings import setting_meaning  # noqa: PLC0415 - as above
    from complaint_desk.runtime.settings import SETTINGS  # noqa: PLC0415 - as above

    rows = [f"| `{each.name}` | {setting_meaning(each.name)}{_values(each.choices)} |" for each in SETTINGS]
    return "\n".join((head, "|---|---|", *rows, ""))


def _roles(head: str) -> str:
    """A table: right, and a tick under each role that has it."""
    from complaint_desk.domain.roles import RIGHTS, Right, Role  # noqa: PLC0415 - as above
    from complaint_desk.i18n.roles import right_name, role_name  # noqa: PLC0415 - as above

    rows = []
    for right in Right:
        name = right_name(right)
        # Qt draws empty cells side by side as one.
        ticks = ("✓" if right in RIGHTS[role] else "–" for role in Role)
        rows.append("| " + " | ".join((name[:1].upper() + name[1:], *ticks)) + " |")
    heads = "| " + " | ".join((head, *map(role_name, Role))) + " |"
    return "\n".join((heads, "|---" + "|:-:" * len(Role) + "|", *rows, ""))


def _values(choices: tuple[str, ...]) -> str:
    shown = choices if len(choices) <= _MOST_VALUES else (choices[0], "…", choices[-1])
    return " " + " ".join(f"`{each}`" for each in shown if each) if shown else ""


def main() -> int:
    """Run a command of this script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("update", "check"))
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    found = stale()
    if chosen.command == "check":
        print("\n".join(found) or "in step")
        return 1 if found else 0
    for language in sorted({Path(name).parent.name for name in found}):
        for path, text in in_step(language).items():
            path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
