"""The keys of the window as values, made from its menus."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What some keys do: the menu it stands in, its name there, and the keys as they are written on the keyboard.

    `name` is the entry's in the table of menus, the same in every language.
    """

    menu: str
    deed: str
    keys: tuple[str, ...]
    name: str = ""
