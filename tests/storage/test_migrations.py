"""A migrated ledger is the schema; an older one is copied, then migrated; several may make the first at once."""

from __future__ import annotations

import datetime as dt
import gzip
import shutil
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, select

from complaint_desk.domain.errors import Stopped, Surroundings
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.domain.vocabulary import built_in_entries
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.runtime.paths import resource
from complaint_desk.storage import complaints, journal, ledger_queries, lists, migrations, preparing, sqlite_dialect
from complaint_desk.storage.schema import ledger_fact, list_entry, metadata
from complaint_desk.storage.store import Store
from complaint_desk.storage.verification import verify


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
    store.close()
    later_program()
    Store.open(store.path, copies=tmp_path / "copies").close()
    assert "later" in _columns(store.path)
    (copy,) = (tmp_path / "copies").iterdir()
    assert copy.name.startswith("ledger-before-9999-")
    assert "later" not in _columns(copy)
    Store.open(store.path, copies=tmp_path / "copies").close()
    assert len(list((tmp_path / "copies").iterdir())) == 1


def test_missing_word_comes_with_a_migration(store, later_program):
    with store.writing() as connection:
        connection.execute(list_entry.delete().where(list_entry.c.code == "letter"))
    store.close()
    later_program()
    again = Store.open(store.path)
    with again.reading() as connection:
        assert ("channel", "letter") in {(each.list_name, each.code) for each in lists.entries(connection)}
    again.close()


OLDER = ("0001", "0002")

_COUNTED = "SELECT name, seq FROM sqlite_sequence WHERE name != 'report_definition' ORDER BY name"
"""How far each table has numbered its rows; those with which every ledger begins came later."""


def _older_ledger(tmp_path: Path, revision: str) -> Path:
    """A ledger as an earlier program left it: edits, a step, a file, a batch, a batch undone, a person erased, a draft."""
    path = tmp_path / "ledger.db"
    path.parent.mkdir(exist_ok=True)
    # The first one is shipped: each program tries it in its self-check.
    folder = resource("older") if revision == "0001" else Path(__file__).parent
    path.write_bytes(gzip.decompress((folder / f"ledger-{revision}.db.gz").read_bytes()))
    return path


def _rows(path: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    rows = connection.execute(query).fetchall()
    connection.close()
    return rows


@pytest.mark.parametrize("revision", OLDER)
def test_older_ledger_becomes_one_of_today(tmp_path, revision):
    path, today = _older_ledger(tmp_path, revision), tmp_path / "today.db"
    head = _rows(path, "SELECT hash FROM journal ORDER BY sequence DESC LIMIT 1")
    counted = _rows(path, _COUNTED)
    told = []
    migrated = Store.open(path, progress=lambda done, total: told.append((done, total)))
    Store.open(today).close()
    assert _statements(path) == _statements(today)
    assert verify(migrated).faults == ()
    with migrated.reading() as connection:
        assert [(journal.head(connection).hash,)] == head
        second, first = (complaints.must_read(connection, key) for key in (2, 1))
        moved = next(entry for entry in journal.entries_of(connection, 2) if entry.fields == ("received_at",))
        for words in ("张三", "zs", "oynn", "TS2026000002", "长" * 300):
            assert ledger_queries.count(connection, LedgerFilter(words=words)) == 1, words
        assert ledger_queries.count(connection, LedgerFilter(words="孔明")) == 0
    assert (second.brand, second.amount, second.phone) == ("禾沐", Decimal("12.50"), "02888888888")
    assert second.received_at == first.closed_at == dt.datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)
    assert dict(moved.before or ()) == {"received_at": "2026-11-20T09:30:00+08:00"}
    assert _rows(path, _COUNTED) == counted
    assert _rows(path, "PRAGMA freelist_count") == [(0,)]
    assert migrated.took_least_room
    assert told[-1] == (100, 100)
    assert [done for done, _total in told] == sorted(done for done, _total in told)
    migrated.close()


@pytest.mark.parametrize("revision", OLDER)
def test_an_update_that_is_stopped_leaves_the_older_ledger_and_no_copy(tmp_path, revision):
    path = _older_ledger(tmp_path, revision)
    before, told = _content(path), []
    Store.open(_older_ledger(tmp_path / "whole", revision), progress=lambda *each: told.append(each)).close()
    stoppable = [place for place, (_done, total) in enumerate(told) if total is not None][:-1]
    for place in {stoppable[0], stoppable[len(stoppable) // 2], stoppable[-1]}:
        calls: list[object] = []

        def stop(*each, place=place, calls=calls):
            calls.append(each)
            if len(calls) > place:
                raise Stopped

        with pytest.raises(Stopped):
            Store.open(path, progress=stop)
        assert _content(path) == before
        assert not list((tmp_path / "backups").glob("*"))
    Store.open(path).close()


def test_how_much_room_an_update_needs_is_said_before_anything_is_written(tmp_path, monkeypatch):
    path = _older_ledger(tmp_path, OLDER[0])
    before, size = _content(path), path.stat().st_size
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage._replace(free=2 * size))
    with pytest.raises(Surroundings, match="no_room_to_update") as error:
        Store.open(path)
    assert error.value.details == {"path": str(path), "needed": 4 * size, "free": 2 * size}
    assert _content(path) == before
    assert not list((tmp_path / "backups").glob("*"))
    assert "KB" in error_sentence(error.value)


def test_a_file_that_could_not_be_made_smaller_is_a_ledger_all_the_same(tmp_path, monkeypatch, expect_log):
    expect_log.append("keeps the room")
    path = _older_ledger(tmp_path, OLDER[0])
    monkeypatch.setattr(sqlite_dialect, "_WORTH_WRITING_ANEW", 0.0)
    monkeypatch.setattr(sqlite_dialect, "VACUUM", "SELECT raise_no_room()")
    monkeypatch.setattr(sqlite_dialect, "_known_error", lambda _error, _path: Surroundings("disk_full", path=""))
    store = Store.open(path)
    assert not store.took_least_room
    assert verify(store).ok
    store.close()


def _content(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    lines = list(connection.iterdump())
    connection.close()
    return lines


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE complaint SET received_at = '2026-11-21 09:30:00.000000' WHERE id = 4", "complaint_changed"),
        ("UPDATE complaint SET received_at = 'gestern' WHERE id = 4", "complaint_changed"),
        ("UPDATE complaint SET received_at = '2026-02-31 09:30:00.000000' WHERE id = 4", "complaint_changed"),
        ("UPDATE step SET at = 'now'", "complaint_changed"),
        ("UPDATE journal SET hash = upper(hash) WHERE sequence = 2", "journal_changed"),
        ("UPDATE journal SET previous_hash = 'x' WHERE sequence = 2", "journal_changed"),
        ("UPDATE journal SET commitment = '' WHERE sequence = 2", "journal_changed"),
        ("UPDATE journal SET at = replace(at, '+00:00', 'Z') WHERE sequence = 2", "journal_changed"),
        ("UPDATE journal SET details = replace(details, ' ', '') WHERE sequence = 2", "journal_changed"),
        ("DELETE FROM complaint_contact WHERE complaint_id = 4", "contacts"),
        ("UPDATE complaint_contact SET contact = 'name:x' WHERE contact = 'name:\u8d75\u516d'", "contacts"),
    ],
)
def test_what_was_tampered_with_before_is_seen_after(tmp_path, statement, fault):
    path = _older_ledger(tmp_path, "0002")
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()
    migrated = Store.open(path)
    assert fault in {each.code for each in verify(migrated).faults}
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
    assert [process.communicate(timeout=120)[1] for process in running] == [""] * 4
    store = Store.open(path, create=False)
    with store.reading() as connection:
        assert len(connection.execute(select(ledger_fact)).all()) == 1
    store.close()
