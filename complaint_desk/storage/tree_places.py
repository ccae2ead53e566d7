"""Where each entry of a tree list stands: its class below the branch, and its branch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from complaint_desk.storage.schema import list_entry


@dataclass(frozen=True, slots=True)
class Places:
    """The class and the branch for each code; a branch itself is its own class, a code that no list knows its own branch."""

    classes: Mapping[str, str]
    branches: Mapping[str, str]

    def class_of(self, code: str) -> str:
        return self.classes.get(code, code)

    def branch_of(self, code: str) -> str:
        return self.branches.get(code, code)


def tree_places(connection: Connection, list_name: str) -> Places:
    """The places of every entry of a tree as the office keeps it."""
    query = select(list_entry.c.code, list_entry.c.parent).where(list_entry.c.list_name == list_name)
    parents = dict(connection.execute(query).all())
    classes, branches = {}, {}
    for code in parents:
        path = [code]
        while (parent := parents.get(path[-1])) is not None and parent not in path:
            path.append(parent)
        branches[code] = path[-1]
        classes[code] = path[-2] if len(path) > 1 else code
    return Places(classes, branches)
