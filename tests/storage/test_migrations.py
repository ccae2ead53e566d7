"""A migrated ledger is the schema; an older one is copied, then migrated; several may make the first at once."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, select

from complaint_desk.domain.vocabulary import built_in_entries
from complaint_desk.storage import day_counts, lists, migrations, preparing
from complaint_desk.storage.complaints import Registration, insert_many
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.schema import complaint_contact, ledger_fact, list_entry, metadata
from complaint_desk.storage.store import Store
from complaint_desk.storage.verification import verify
from tests.conftest import NOW
from tests.storage.drafts import sound_draft


def _statements(path: Path) -> dict[str, list[str]]:
    """What each table and index is made of, whatever the order of its parts."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    extra = ("alembic_version", "complaint_search", "sqlite_")
    return {
        name: sorted(" ".join(sql.split()).removesuffix(" )").split(", "))
        for name, sql in rows
        if not name.startswith(extra)
    }


def test_migrated_ledger_is_the_schema(store, tmp_path):
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        different = [
            each
            for each in compare_metadata(context, metadata)
            if not (each[0] == "remove_table" and each[1].name.startswith("complaint_search"))
        ]
    assert different == []
    made = create_engine(f"sqlite:///{tmp_path / 'made.db'}")
    metadata.create_all(made)
    made.dispose()
    assert _statements(store.path) == _statements(tmp_path / "made.db")


def test_revisions_are_those_of_the_scripts():
    config = Config()
    config.set_main_option("script_location", str(preparing.SCRIPTS))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    assert tuple(each.revision for each in script.walk_revisions())[::-1] == migrations.REVISIONS


def test_migrations_do_not_import_the_live_program():
    for path in (preparing.SCRIPTS / "versions").glob("*.py"):
        assert "complaint_desk" not in path.read_text(encoding="utf-8"), path.name


def test_new_ledger_is_furnished(store):
    with store.reading() as connection:
        entries = lists.entries(connection)
        assert {(each.list_name, each.code, each.parent) for each in entries} == {
            (each.list_name, each.code, each.parent) for each in built_in_entries()
        }
        assert (
            len(connection.execute(select(ledger_fact.c.value).where(ledger_fact.c.name == "ledger_id")).scalar_one())
            == 36
        )


_LATER = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{last}"


def upgrade():
    op.add_column("complaint", sa.Column("later", sa.Text()))
    if {fails}:
        raise RuntimeError("half way")
"""


@pytest.fixture
def later_program(tmp_path, monkeypatch):
    """A program that knows one revision more, installed where a percent sign and Chinese stand in the path."""

    def install(*, fails: bool = False) -> None:
        scripts = tmp_path / "100% 程序" / "migrations"
        shutil.copytree(preparing.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
        (scripts / "versions" / "v9999_later.py").write_text(
            _LATER.format(fails=fails, last=migrations.REVISIONS[-1]), encoding="utf-8"
        )
        monkeypatch.setattr(preparing, "SCRIPTS", scripts)
        monkeypatch.setattr(preparing, "REVISIONS", (*migrations.REVISIONS, "9999"))

    return install


def _columns(path: Path) -> set[str]:
    connection = sqlite3.connect(path)
    found = {row[1] for row in connection.execute("PRAGMA table_info(complaint)")}
    connection.close()
    return found


def test_older_ledger_is_copied_and_migrated(store, tmp_path, later_program):
    with store.writing() as connection:
        connection.execute(list_entry.delete().where(list_entry.c.code == "letter"))
    store.close()
    later_program()
    Store.open(store.path, copies=tmp_path / "copies").close()
    assert "later" in _columns(store.path)
    (copy,) = (tmp_path / "copies").iterdir()
    assert copy.name.startswith("ledger-before-9999-")
    assert "later" not in _columns(copy)
    again = Store.open(store.path, copies=tmp_path / "copies")
    with again.reading() as connection:
        assert ("channel", "letter") in {(each.list_name, each.code) for each in lists.entries(connection)}
    again.close()
    assert len(list((tmp_path / "copies").iterdir())) == 1


def test_first_ledger_becomes_one_of_today(tmp_path, monkeypatch):
    path, today = tmp_path / "ledger.db", tmp_path / "today.db"
    with monkeypatch.context() as patched:
        patched.setattr(preparing, "REVISIONS", ("0001",))
        first = Store.open(path)
    registration = Registration("TS{yyyy}{seq:06}", Signature("王敏", NOW))
    with first.writing() as connection, monkeypatch.context() as patched:
        # The first program kept no counts by day.
        patched.setattr(day_counts, "forget", lambda *_: None)
        # Today's program writes a column that the first one had not.
        connection.exec_driver_sql("ALTER TABLE complaint ADD COLUMN response TEXT NOT NULL DEFAULT ''")
        insert_many(connection, [sound_draft(name=name) for name in ("张三", "李四")], registration)
        connection.exec_driver_sql("ALTER TABLE complaint DROP COLUMN response")
    with first.reading() as connection:
        before = connection.execute(select(complaint_contact).order_by(*complaint_contact.primary_key)).all()
    first.close()
    assert "ix_complaint_facts" not in _statements(path)
    migrated = Store.open(path)
    Store.open(today).close()
    assert _statements(path) == _statements(today)
    with migrated.reading() as connection:
        assert connection.execute(select(complaint_contact).order_by(*complaint_contact.primary_key)).all() == before
        assert len(before) > 2
    assert verify(migrated).faults == ()
    migrated.close()


def test_failed_migration_leaves_the_ledger_as_it_was(store, tmp_path, later_program):
    store.close()
    before = _statements(store.path)
    later_program(fails=True)
    with pytest.raises(RuntimeError, match="half way"):
        Store.open(store.path, copies=tmp_path / "copies")
    assert _statements(store.path) == before


_OPEN = "import sys; from pathlib import Path; from complaint_desk.storage.store import Store; Store.open(Path(sys.argv[1])).close()"


def test_several_make_the_first_ledger_at_once(tmp_path):
    path = tmp_path / "ledger.db"
    running = [
        subprocess.Popen([sys.executable, "-c", _OPEN, str(path)], stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    assert [process.communicate()[1] for process in running] == [""] * 4
    store = Store.open(path, create=False)
    with store.reading() as connection:
        assert len(connection.execute(select(ledger_fact)).all()) == 1
    store.close()
