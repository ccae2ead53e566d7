"""The ledger on a server: many writers, other desks' changes, errors in their own words, rights, moving."""

from __future__ import annotations

import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from complaint_desk.domain.complaint import ComplaintContent
from complaint_desk.domain.errors import Refusal, Stopped, Surroundings
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.domain.moments import now
from complaint_desk.domain.roles import Role, rights_of
from complaint_desk.runtime.paths import resource
from complaint_desk.runtime.settings import Settings
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import entering, handling, intake, ledger, moving, people
from complaint_desk.services.desk import Desk
from complaint_desk.storage import journal, postgresql_dialect, schema
from complaint_desk.storage.complaints import Registration, insert_many
from complaint_desk.storage.contents import contents_of
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.opening import open_ledger
from complaint_desk.storage.server_store import ServerStore
from complaint_desk.storage.store import Store
from complaint_desk.storage.verification import verify
from tests.services.busy_day import work_a_day
from tests.storage.drafts import sound_draft


def _again(store, **query):
    url = store.url.update_query_dict(query) if query else store.url
    return ServerStore.reach(url.render_as_string(hide_password=False), busy_seconds=20)


def _register(store, count=1, **fields):
    desk = Desk(store, Settings(), "王敏")
    return [intake.register(desk, sound_draft(draft_id=uuid.uuid4(), **fields)) for _ in range(count)]


def test_eight_writers_leave_no_gap_and_one_chain(server_store):
    desks = [_again(server_store) for _ in range(8)]
    try:
        with ThreadPoolExecutor(8) as pool:
            registered = [each for made in pool.map(lambda desk: _register(desk, 12), desks) for each in made]
    finally:
        for desk in desks:
            desk.close()
    assert sorted(each.number for each in registered) == [f"TS2026{sequence:06}" for sequence in range(1, 97)]
    found = verify(server_store)
    assert found.ok, found.faults
    assert dict(found.checked)["journal"] == 96


def test_a_reading_scope_is_one_snapshot_and_writes_nothing(server_store):
    with server_store.reading() as connection:
        assert connection.execute(select(schema.complaint.c.id)).all() == []
        _register(server_store)
        assert connection.execute(select(schema.complaint.c.id)).all() == []
        with pytest.raises(Surroundings, match="read_only"), server_store.reading() as other:
            other.execute(text("DELETE FROM complaint"))


@pytest.mark.parametrize("scope", ["reading", "writing"])
def test_a_running_statement_is_stopped(server_store, scope):
    stop = StopSignal()
    threading.Timer(0.2, stop.request).start()
    began = time.monotonic()
    with pytest.raises(Stopped), getattr(server_store, scope)(stop) as connection:
        connection.execute(text("SELECT pg_sleep(60)"))
    assert time.monotonic() - began < 5
    _register(server_store)


def test_waiting_for_another_writer_ends(server_store):
    hasty = ServerStore.reach(server_store.url.render_as_string(hide_password=False), busy_seconds=0.05)
    try:
        with server_store.writing(), pytest.raises(Surroundings, match="locked"), hasty.writing():
            pass
        _register(hasty)
    finally:
        hasty.close()


def test_a_lost_connection_comes_back(server, server_store):
    _register(server_store)
    kill = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        f" WHERE datname = '{server_store.url.database}' AND pid <> pg_backend_pid()"
    )
    with pytest.raises(Surroundings, match="server_lost"), server_store.writing() as connection:
        server.execute(kill)
        connection.execute(text("SELECT 1"))
    server.execute(kill)
    _register(server_store)
    assert verify(server_store).ok


def test_errors_name_the_place_and_never_the_password(server, server_store):
    with pytest.raises(Surroundings, match="server_unreachable") as caught:
        open_ledger("postgresql://desk:secret@127.0.0.1:1/ledger")
    assert caught.value.details["path"] == "127.0.0.1:1/ledger"
    assert "secret" not in str(caught.value.__cause__) + repr(caught.value.details)
    with pytest.raises(Surroundings, match="server_unreachable"):
        open_ledger(server.url("no_such_database"))
    with pytest.raises(Surroundings, match="server_sign_in"):
        open_ledger(server.url("postgres", user="nobody_here"))
    with pytest.raises(Refusal, match="bad_server_url") as refused:
        open_ledger("postgresql://desk:secret@host:port/ledger")
    assert refused.value.__cause__ is None
    server.execute("UPDATE alembic_version SET version_num = '9999'", database=server_store.url.database)
    with pytest.raises(Surroundings, match="newer_database"):
        _again(server_store)


def test_another_programs_database_is_refused(server):
    name = server.new_database()
    with pytest.raises(Surroundings, match="no_ledger"):
        open_ledger(server.url(name), create=False)
    server.execute("CREATE TABLE customer (id integer)", database=name)
    with pytest.raises(Surroundings, match="not_a_ledger"):
        open_ledger(server.url(name))
    server.drop(name)


def test_tls_settings_of_the_address_reach_the_driver(server_store):
    asked = _again(server_store, sslmode="verify-full", sslrootcert="/ca.pem", connect_timeout="7")
    try:
        _, given = asked.engine.dialect.create_connect_args(asked.url)
    finally:
        asked.close()
    assert (given["sslmode"], given["sslrootcert"]) == ("verify-full", "/ca.pem")


def test_copies_are_left_to_the_server(server_store, tmp_path):
    with pytest.raises(Refusal, match="server_backup"):
        server_store.copy_to(tmp_path / "copy.db")


def test_search_finds_what_no_text_parser_would(server_store):
    facts = r"😀😀 it's 100% \n 'quoted' 𠮷野家 a:*b & c"
    _register(server_store, facts=facts)
    desk = Desk(server_store, Settings(), "王敏")
    for words in ("😀", "😀😀", "it's", r"\n", "'quoted'", "𠮷野", "家", "a:*b", "&", "%", "zhangsan", "zs", "退"):
        expected = 0 if words == "退" else 1
        assert ledger.find(desk, LedgerFilter(words=words), LedgerOrder(), 10).count == expected, words
    for words in ("zero\0byte", "\ud83d", "😀a", "quoted''"):
        assert ledger.find(desk, LedgerFilter(words=words), LedgerOrder(), 10).count == 0, words


def test_a_text_too_long_for_the_index_is_found(server_store, monkeypatch):
    from complaint_desk.storage import search_index, search_postgresql

    monkeypatch.setattr(search_postgresql, "_MOST_BYTES", 100)
    _register(server_store, facts="一二三四五六七八九十" * 30 + "甲乙丙丁戊己庚辛")
    desk = Desk(server_store, Settings(), "王敏")
    assert ledger.find(desk, LedgerFilter(words="丙丁戊"), LedgerOrder(), 10).count == 1
    assert ledger.find(desk, LedgerFilter(words="丁丙"), LedgerOrder(), 10).count == 0
    with server_store.reading() as connection:
        assert search_index.differences(connection) is None


def test_a_desk_does_all_its_deeds_and_never_changes_the_journal(server, server_store, words, tmp_path):
    database = server_store.url.database
    server.execute(resource("server", "roles.sql").read_text("utf-8"), database=database)
    server.execute("CREATE ROLE clerk LOGIN IN ROLE complaint_desk", database=database)
    server.execute("CREATE ROLE auditor LOGIN IN ROLE complaint_desk_auditor", database=database)
    clerk = open_ledger(server.url(database, user="clerk"))
    auditor = open_ledger(server.url(database, user="auditor"))
    try:
        desk = Desk(clerk, Settings(), "王敏")
        work_a_day(desk, words, tmp_path)
        [registered] = _register(clerk)
        people.erase_person(desk, registered.id, "本人要求")
        assert handling.case(desk, registered.id).complaint.erased_at is not None
        for statement in (
            "DELETE FROM journal",
            "UPDATE journal SET person = ''",
            "TRUNCATE journal",
            "DROP TABLE step",
            "ALTER TABLE journal ADD COLUMN more text",
            "CREATE TABLE own (id integer)",
            "DELETE FROM number_sequence",
            "UPDATE ledger_fact SET value = ''",
            "UPDATE alembic_version SET version_num = '0'",
            "ALTER TABLE complaint DISABLE TRIGGER ALL",
        ):
            with pytest.raises(Surroundings, match="server_no_rights"), clerk.writing() as connection:
                connection.execute(text(statement))
        assert verify(auditor).ok
        door = entering.Door(auditor, "auditor", "auditor")
        with pytest.raises(Refusal, match="wrong_sign_in"):
            entering.by_password(door, "1 号经办人", "wrong")
        assert entering.by_password(door, "1 号经办人", "correct horse").roles
        assert verify(clerk).ok
        with pytest.raises(Surroundings, match="server_no_rights"):
            _register(auditor)
        looking = Desk(auditor, Settings(), "审计", rights=rights_of([Role.AUDITOR]))
        other = next(each for each in ledger.rows(looking, range(1, 9)) if each.erased_at is None)
        assert other.name == "张*"
        assert people.reveal(looking, other.id, "核对").complaint.name.startswith("张")
        assert handling.case(desk, other.id).journal[-1].deed == "revealed"
    finally:
        clerk.close()
        auditor.close()
        server.execute("DROP OWNED BY clerk, auditor", "DROP ROLE clerk, auditor", database=database)


def test_a_ledger_moves_to_a_server_and_back(server, tmp_path):
    first, last, name = tmp_path / "first.db", tmp_path / "last.db", server.new_database()
    store = Store.open(first)
    drafts = [sound_draft(name=f"张{place}", facts="😀 it's \\ 'x'\t" + str(place)) for place in range(1200)]
    with store.writing() as connection:
        insert_many(connection, drafts, Registration("TS{yyyy}{seq:06}", Signature("王敏", now())))
    _register(store, 3)
    with store.reading() as connection:
        head = str(journal.head(connection))
    store.close()
    there = moving.copy_ledger(str(first), server.url(name))
    back = moving.copy_ledger(server.url(name), f"sqlite:///{last}")
    assert (there.complaints, there.entries, there.anchor) == (1203, 1203, head)
    assert back == there
    assert contents_of(last).head == head
    with pytest.raises(Refusal, match="target_not_empty"):
        moving.copy_ledger(str(first), server.url(name))
    moved = open_ledger(server.url(name))
    assert [each.number for each in _register(moved)] == ["TS2026001204"]
    moved.close()
    server.drop(name)


def test_the_longest_name_and_address_fit_the_index(server_store):
    rare = "".join(chr(0x20000 + place * 37) for place in range(500))
    _register(server_store, name=rare[:200], address=rare)
    desk = Desk(server_store, Settings(), "王敏")
    assert len(intake.earlier_complaints(desk, ComplaintContent(phone="", name=rare[:200]))) == 1
    assert verify(server_store).ok


def test_place_names_no_user(server_store):
    assert (
        postgresql_dialect.place_of(server_store.url) == f"{server_store.url.query['host']}/{server_store.url.database}"
    )
