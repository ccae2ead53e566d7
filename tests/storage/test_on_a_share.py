"""A ledger on a network share: without the memory that WAL would share, and for one desk at a time."""

from __future__ import annotations

import shutil
import sqlite3

import pytest

from complaint_desk import bootstrap
from complaint_desk.domain.errors import Refusal
from complaint_desk.runtime import folder_kinds
from complaint_desk.runtime.holding import Hold, Holder, hold, lock_of
from complaint_desk.runtime.logs import stop_log
from complaint_desk.runtime.settings import Settings
from complaint_desk.services import care
from complaint_desk.services.desk import Desk
from complaint_desk.services.program import Options
from complaint_desk.storage import sqlite_dialect
from complaint_desk.storage.store import Store


@pytest.fixture
def _over_a_network(monkeypatch):
    monkeypatch.setattr(folder_kinds, "is_on_share", lambda _folder: True)
    monkeypatch.setattr(sqlite_dialect, "is_on_share", lambda _folder: True)


@pytest.fixture
def ledger(tmp_path, _fresh_ledger):
    path = tmp_path / "data" / "ledger.db"
    path.parent.mkdir()
    shutil.copyfile(_fresh_ledger, path)
    return path


def mode(store):
    with store.reading() as connection:
        return connection.exec_driver_sql("PRAGMA journal_mode").scalar()


def test_on_the_pcs_own_disk_it_is_wal(ledger):
    store = Store.open(ledger)
    assert mode(store) == "wal"
    store.close()


@pytest.mark.usefixtures("_over_a_network")
def test_on_a_share_it_is_never_wal_though_it_was_before(ledger):
    with sqlite3.connect(ledger) as connection:
        assert connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    connection.close()
    store = Store.open(ledger)
    with store.reading() as first, store.reading() as second:
        assert {each.exec_driver_sql("PRAGMA journal_mode").scalar() for each in (first, second)} == {"delete"}
    assert care.verify(Desk(store, Settings(), "王敏")).ok
    store.close()
    assert [path.name for path in ledger.parent.iterdir()] == ["ledger.db"]


@pytest.mark.usefixtures("_over_a_network")
def test_a_share_that_another_pc_has_open_is_refused_with_the_way_on(ledger):
    held = hold(lock_of(str(ledger), ledger.parent))
    assert isinstance(held, Hold)
    premises = bootstrap.premises(Options(data=str(ledger.parent)), {})
    held.tell(Holder(7, "PC-07", "李四", "x", ""))
    with pytest.raises(Refusal, match="open_at_another_desk") as refused, bootstrap.opened(premises):
        pass
    assert refused.value.details == {"path": str(ledger), "person": "李四", "host": "PC-07"}
    # What this PC has open is no other desk: the command line works beside the window.
    held.tell(Holder.here("王敏"))
    with bootstrap.opened(premises) as program:
        assert mode(program.desk.store) == "delete"
    held.release()
    with bootstrap.opened(premises):
        stop_log()


def test_on_the_pcs_own_disk_another_name_of_the_pc_is_no_reason(ledger):
    held = hold(lock_of(str(ledger), ledger.parent))
    assert isinstance(held, Hold)
    held.tell(Holder(7, "the name before", "王敏", "x", ""))
    with bootstrap.opened(bootstrap.premises(Options(data=str(ledger.parent)), {})):
        stop_log()
    held.release()
