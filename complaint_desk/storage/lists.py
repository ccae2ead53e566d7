"""The word lists that an office edits: entries are added, renamed, hidden; never deleted."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Connection, insert, select, update

from complaint_desk.domain.vocabulary import CLOSED_LISTS, RULE_SETS, ListEntry, built_in_entries
from complaint_desk.storage import journal
from complaint_desk.storage.journal import Deed, Signature
from complaint_desk.storage.schema import list_entry

_COLUMNS = tuple(column.name for column in list_entry.c)


def add_missing_built_in(connection: Connection) -> None:
    """Add the built-in entries that the ledger does not have yet; what the office changed stays."""
    present = set(connection.execute(select(list_entry.c.list_name, list_entry.c.code)))
    missing = [_row(entry) for entry in built_in_entries() if (entry.list_name, entry.code) not in present]
    if missing:
        connection.execute(insert(list_entry), missing)


def entries(connection: Connection) -> tuple[ListEntry, ...]:
    """Every entry, hidden ones too, by list and in the order in which they are offered."""
    table = list_entry.c
    rows = connection.execute(select(list_entry).order_by(table.list_name, table.position, table.code))
    return tuple(ListEntry(**row) for row in rows.mappings())


def save(connection: Connection, signature: Signature, entry: ListEntry) -> None:
    """Add or change one entry and journal it; nothing where nothing would change."""
    here = (list_entry.c.list_name == entry.list_name) & (list_entry.c.code == entry.code)
    found = connection.execute(select(list_entry).where(here)).mappings().first()
    before = None if found is None else ListEntry(**found)
    if before == entry:
        return
    if before is None:
        connection.execute(insert(list_entry), [_row(entry)])
    else:
        connection.execute(update(list_entry).where(here).values(_row(entry)))
    names = ("parent", "label", "hidden", "position")
    changed = names if before is None else tuple(n for n in names if getattr(before, n) != getattr(entry, n))
    details = (("list", entry.list_name), ("code", entry.code))
    journal.append(connection, signature, [Deed("list_changed", fields=changed, details=details)])


def codes(connection: Connection) -> dict[str, frozenset[str]]:
    """The codes of every list, closed ones too: what `problems_in` checks against."""
    known: dict[str, set[str]] = defaultdict(set)
    for name, code in connection.execute(select(list_entry.c.list_name, list_entry.c.code)):
        known[name].add(code)
    for name, words in CLOSED_LISTS.items():
        known[name].update(word.value for word in words)
    known["rule_set"].update(RULE_SETS)
    return {name: frozenset(words) for name, words in known.items()}


def branches(connection: Connection, list_name: str) -> dict[str, frozenset[str]]:
    """For each code of a tree: itself and all that hangs below it."""
    query = select(list_entry.c.code, list_entry.c.parent).where(list_entry.c.list_name == list_name)
    parents = dict(connection.execute(query).all())
    below: dict[str, set[str]] = {code: {code} for code in parents}
    for code, parent in parents.items():
        above, seen = parent, {code}
        while above is not None and above not in seen:
            below.setdefault(above, {above}).add(code)
            seen.add(above)
            above = parents.get(above)
    return {code: frozenset(leaves) for code, leaves in below.items()}


def _row(entry: ListEntry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in _COLUMNS}
