"""Ledgers as earlier programs left them, made from one of today: what later revisions added is taken away again."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import text

from complaint_desk.storage.migrations import versions
from complaint_desk.storage.schema import metadata
from complaint_desk.storage.store import Store

_OF_0006 = frozenset(
    {
        "attachment", "attachment_content", "complaint", "complaint_contact", "complaint_key", "day_count",
        "draft", "import_batch", "journal", "ledger_fact", "letter_sequence", "list_entry", "number_sequence",
        "saved_view", "step",
    }
)  # fmt: skip
_ADDED_SINCE = (
    "DROP INDEX ix_complaint_due",
    *(f"ALTER TABLE complaint DROP COLUMN {name}" for name in ("due_at", "due_soon_at", "due_clock", "due_mark")),
    "ALTER TABLE complaint DROP COLUMN hold",
    "UPDATE alembic_version SET version_num = '0006'",
)
_FACTS = "CREATE INDEX ix_complaint_facts ON complaint (received_at, id)"


def to_0006(store: Store) -> None:
    """Make of an open ledger one from before there were clocks; no complaint of it may have had any."""
    on_file = store.engine.dialect.name == "sqlite"
    around = ("DROP INDEX ix_complaint_facts",), (_FACTS,)
    before, after = around if on_file else ((), ())
    later = [each.name for each in reversed(metadata.sorted_tables) if each.name not in _OF_0006]
    with store.writing() as connection:
        for statement in (*before, *(f"DROP TABLE {name}" for name in later), *_ADDED_SINCE, *after):
            connection.execute(text(statement))


def to_revision(store: Store, revision: str) -> None:
    """Make of an open ledger one of a revision from 0007 on: what later ones added is dropped again."""
    scripts = sorted(Path(versions.__file__).parent.glob("v0*.py"))
    later = "".join(each.read_text(encoding="utf-8") for each in scripts if each.name > f"v{revision}_~")
    with store.writing() as connection:
        new = re.findall(r'op\.create_table\(\s*"(\w+)"', later)
        for name in reversed(new):
            connection.execute(text(f"DROP TABLE {name}"))
        for table, name in re.findall(r'op\.add_column\(\s*"(\w+)", sa\.Column\(\s*"(\w+)"', later):
            if table not in new:
                connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {name}"))
        connection.execute(text("DELETE FROM ledger_fact WHERE name IN ('older_clocks_done_to', 'clocks_kept_since')"))
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))


def again(store: Store) -> Store:
    """The same ledger, opened by a program of today."""
    url = getattr(store, "url", None)
    if url is None:
        return Store.open(store.path)
    from complaint_desk.storage.server_store import ServerStore

    return ServerStore.reach(url.render_as_string(hide_password=False))
