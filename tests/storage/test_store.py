"""Opening a ledger, its scopes, and what it says of disk, lock and file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text

from complaint_desk.domain.errors import DeskError, Stopped, Surroundings
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage.schema import complaint, ledger_fact
from complaint_desk.storage.store import Store


def _note(store: Store, name: str) -> None:
    with store.writing() as connection:
        connection.execute(insert(ledger_fact), [{"name": name, "value": "1"}])


def _notes(store: Store) -> set[str]:
    with store.reading() as connection:
        return set(connection.execute(select(ledger_fact.c.name)).scalars()) - {"ledger_id"}


def _refusal(path: Path, **options) -> DeskError:
    with pytest.raises(Surroundings) as caught:
        Store.open(path, **options).close()
    assert caught.value.details["path"] == str(path)
    return caught.value


def test_chinese_path_and_folder_made(tmp_path):
    path = tmp_path / "投诉 台账%20#1?" / "账本 '一'.db"
    store = Store.open(path)
    _note(store, "一")
    store.close()
    assert path.exists()
    again = Store.open(path, create=False)
    assert _notes(again) == {"一"}
    again.close()


def test_pragmas_in_force(store):
    with store.reading() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 15000,
        "secure_delete": 1,
    }


def test_error_leaves_nothing_written(store):
    with pytest.raises(ZeroDivisionError), store.writing() as connection:
        connection.execute(insert(ledger_fact), [{"name": "half", "value": "1"}])
        raise ZeroDivisionError
    assert _notes(store) == set()


def test_reading_scope_is_one_snapshot(store):
    with store.reading() as connection:
        count = select(func.count()).select_from(ledger_fact)
        before = connection.execute(count).scalar()
        _note(store, "meanwhile")
        assert connection.execute(count).scalar() == before
    assert _notes(store) == {"meanwhile"}


def test_reading_scope_writes_nothing(store):
    with store.reading() as connection:
        connection.execute(insert(ledger_fact), [{"name": "lost", "value": "1"}])
    assert _notes(store) == set()


def test_writing_scope_holds_the_lock_from_its_start(store):
    other = Store.open(store.path, busy_seconds=0.05)
    with store.writing():
        with pytest.raises(Surroundings) as caught, other.writing():
            pytest.fail("two writers")
        assert caught.value.code == "locked"
        assert _notes(other) == set()
    _note(other, "after")
    other.close()


def test_scopes_from_many_threads(store):
    threads = [threading.Thread(target=_note, args=(store, str(number))) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _notes(store) == {str(number) for number in range(8)}


_LONG = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT max(i) FROM n"
)


def test_long_question_stops(store):
    stop = StopSignal()
    with pytest.raises(Stopped), store.reading(stop) as connection:
        stop.request()
        connection.execute(_LONG)
    with store.reading() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1


def test_stop_asked_from_another_thread(store):
    stop = StopSignal()
    began = threading.Event()

    def ask() -> None:
        began.wait(60)
        stop.request()

    asking = threading.Thread(target=ask)
    asking.start()
    with pytest.raises(Stopped), store.writing(stop) as connection:
        connection.execute(insert(ledger_fact), [{"name": "half", "value": "1"}])
        began.set()
        connection.execute(_LONG)
    asking.join()
    assert _notes(store) == set()


def test_stop_asked_before(store):
    stop = StopSignal()
    stop.request()
    with pytest.raises(Stopped), store.reading(stop):
        pytest.fail("began")


def test_no_ledger(tmp_path):
    assert _refusal(tmp_path / "none.db", create=False).code == "no_ledger"
    assert not (tmp_path / "none.db").exists()


def test_folder_is_no_ledger(tmp_path):
    assert _refusal(tmp_path).code == "not_a_ledger"


@pytest.mark.parametrize("content", [b"PK\x03\x04" * 1000, "不是数据库".encode() * 500])
def test_other_file_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "ledger.db"
    path.write_bytes(content)
    assert _refusal(path).code == "not_a_ledger"
    assert path.read_bytes() == content


def test_database_of_another_program(tmp_path):
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE moz_places (id INTEGER)")
    connection.close()
    assert _refusal(path).code == "not_a_ledger"


def test_newer_database(store):
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    error = _refusal(store.path)
    assert (error.code, error.details["revision"]) == ("newer_database", "9999")


def test_damaged_pages(store):
    with store.writing() as connection:
        connection.execute(text("CREATE TABLE large (content TEXT)"))
        connection.execute(text("INSERT INTO large VALUES (:text)"), [{"text": "x" * 3000} for _ in range(200)])
    store.close()
    damaged = bytearray(store.path.read_bytes())
    damaged[8192 * 5 :] = b"\xff" * (len(damaged) - 8192 * 5)
    store.path.write_bytes(damaged)
    with pytest.raises(Surroundings) as caught:
        opened = Store.open(store.path)
        try:
            with opened.reading() as connection:
                for table in ("large", "complaint", "list_entry"):
                    connection.execute(text(f"SELECT * FROM {table}")).all()
        finally:
            opened.close()
    assert caught.value.code == "damaged"
    assert caught.value.details["path"] == str(store.path)


def test_disk_full(store):
    with pytest.raises(Surroundings) as caught, store.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.execute(insert(ledger_fact), [{"name": f"full {n}", "value": "x" * 5000} for n in range(50)])
    assert caught.value.code == "disk_full"
    assert caught.value.details["path"] == str(store.path)
    assert _notes(store) == set()


@contextmanager
def _as_nobody() -> Iterator[None]:
    """Root may write anything, so root acts as nobody; others are checked as they are."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32", reason="access rights of Windows folders are not mode bits")
@pytest.mark.parametrize("trusting", [False, True], ids=["asked before", "found by SQLite"])
@pytest.mark.parametrize("locked", ["file", "folder"])
def test_read_only(store, locked, trusting, monkeypatch):
    store.close()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "ledger"
        folder.mkdir()
        path = folder / "ledger.db"
        shutil.copyfile(store.path, path)
        Path(name).chmod(0o755)
        path.chmod(0o444 if locked == "file" else 0o666)
        folder.chmod(0o777 if locked == "file" else 0o555)
        if trusting:
            monkeypatch.setattr("complaint_desk.storage.store._check_access", lambda path, create: None)
        with _as_nobody():
            code = _refusal(path).code
        folder.chmod(0o777)
    assert code == "read_only"


def test_opening_does_not_wait_for_a_writer(store):
    with store.writing():
        Store.open(store.path, busy_seconds=600).close()


def test_copy_while_in_use(store, tmp_path):
    with store.writing() as connection:
        connection.execute(insert(ledger_fact), [{"name": "unfinished", "value": "1"}])
        store.copy_to(tmp_path / "副本" / "copy.db")
    copy = Store.open(tmp_path / "副本" / "copy.db", create=False)
    with copy.reading() as connection:
        assert connection.execute(select(func.count()).select_from(complaint)).scalar() == 0
    assert _notes(copy) == set()
    assert [each.name for each in (tmp_path / "副本").iterdir() if each.suffix == ".part"] == []
    copy.close()


def test_unknown_database_error_is_a_bug(store):
    with pytest.raises(Exception, match="no such function"), store.reading() as connection:
        connection.execute(text("SELECT nowhere(1)"))


def test_ledger_that_lacks_a_table_is_damaged(store):
    with pytest.raises(Surroundings, match="damaged"), store.reading() as connection:
        connection.execute(text("SELECT * FROM nowhere"))


def test_scrambled_header_is_damage(store):
    store.close()
    damaged = bytearray(store.path.read_bytes())
    damaged[30:100] = b"\xa5" * 70
    store.path.write_bytes(damaged)
    with pytest.raises(Surroundings, match="damaged"):
        Store.open(store.path)
