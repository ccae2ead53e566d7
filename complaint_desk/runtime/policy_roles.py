"""The policy's table `[roles]`: who is what at the desk, by account or by the name of the person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from complaint_desk.domain.roles import Role

ROLES = "roles"
_MEANT = re.compile(r"^\s*(\[\s*)?\"?roles\b", re.MULTILINE)

NOBODY: Mapping[str, tuple[Role, ...]] = MappingProxyType({})
"""Roles are in force, and nobody has one."""


def read_roles(table: object) -> tuple[Mapping[str, tuple[Role, ...]], list[tuple[str, str, str]]]:
    """The roles of each name in the table, and each wrong entry: `wrong_roles` or `named_again`, its name, its value.

    Whoever is named by a wrong entry has no role: a slip of the pen must give nobody more than was meant.
    """
    if not isinstance(table, dict):
        return NOBODY, [("wrong_roles", ROLES, str(table))]
    read = {name: _roles(said) for name, said in table.items()}
    again = set(_named_again(table))
    wrong = [("wrong_roles", f"{ROLES}.{name}", str(table[name])) for name, roles in read.items() if roles is None]
    wrong += [("named_again", f"{ROLES}.{name}", str(table[name])) for name in table if name in again]
    return MappingProxyType({name: roles or () for name, roles in read.items() if name not in again}), wrong


def gives_roles(text: str) -> bool:
    """True if a policy that cannot be read was meant to say who has which role."""
    return bool(_MEANT.search(text))


def _roles(said: object) -> tuple[Role, ...] | None:
    names = [said] if isinstance(said, str) else said
    if not isinstance(names, list) or not names or any(name not in tuple(Role) for name in names):
        return None
    return tuple(role for role in Role if role in names)


def _named_again(names: Mapping[str, object]) -> Iterator[str]:
    """Names that differ from an earlier one in case alone."""
    seen = set()
    for name in names:
        if name.casefold() in seen:
            yield name
        seen.add(name.casefold())
