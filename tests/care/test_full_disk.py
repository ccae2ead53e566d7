"""A disk that is full in the middle of a deed ends it in a sentence, and everything stands as it stood."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from complaint_desk.domain.errors import Surroundings
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.runtime.settings import Settings
from complaint_desk.services import care
from complaint_desk.services.desk import Desk
from complaint_desk.storage.store import Store
from tests.conftest import NOW

resource = pytest.importorskip("resource", reason="only Unix limits what a process may write")

Deed = Callable[[Desk, Path], object]


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes meanwhile."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture(scope="module")
def copied(busy_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger, a sound copy of today and one by hand."""
    folder = tmp_path_factory.mktemp("copied")
    store = Store.open(Path(shutil.copyfile(busy_ledger, folder / "ledger.db")))
    made = Desk(store, Settings(), "王敏", lambda: NOW)
    care.daily_backup(made, folder / "backups")
    care.back_up(made, folder / "copy.db")
    store.close()
    return folder


@pytest.fixture
def desk(copied: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(copied, tmp_path, dirs_exist_ok=True)
    store = Store.open(tmp_path / "ledger.db")
    yield Desk(store, Settings(), "王敏", lambda: NOW)
    store.close()


def _restore(desk: Desk, folder: Path) -> object:
    desk.store.close()
    return care.restore(desk.store.path, folder / "copy.db", "王敏", replace=True)


DEEDS: dict[str, Deed] = {
    "backup": lambda desk, folder: care.back_up(desk, folder / "copy.db"),
    "daily": lambda desk, folder: care.daily_backup(_touched(desk), folder / "backups"),
    "restore": _restore,
    "salvage": lambda desk, folder: care.salvage_ledger(folder / "copy.db", folder / "new.db", "王敏"),
    "rehearsal": lambda desk, folder: care.rehearse(desk, [folder / "backups"]),
    "preview": lambda desk, folder: care.preview(desk.store.path, folder / "copy.db", check=True),
}


def _touched(desk: Desk) -> Desk:
    desk.store.path.touch()
    return desk


@pytest.mark.parametrize("part", [0.02, 0.3, 0.8])
@pytest.mark.parametrize("deed", DEEDS)
def test_a_full_disk_is_said_and_nothing_is_lost(desk: Desk, tmp_path: Path, deed: str, part: float) -> None:
    size = (tmp_path / "copy.db").stat().st_size
    kept = {path: path.read_bytes() for path in tmp_path.rglob("*.db")}
    there = {path.name for path in tmp_path.rglob("*") if path.suffix != ".json"}
    with pytest.raises(Surroundings) as raised, disk_of(int(size * part)):
        DEEDS[deed](desk, tmp_path)
    desk.store.close()
    sentence = error_sentence(raised.value)
    named = Path(str(raised.value.details["path"]))
    assert str(named) in sentence
    assert named.parent in (tmp_path, tmp_path / "backups"), "no temporary place is named"
    assert {path.name for path in tmp_path.rglob("*") if path.suffix != ".json"} - there <= {
        "ledger.db-wal",
        "ledger.db-shm",
    }
    for path, content in kept.items():
        assert path.exists()
        if path.name != "ledger.db":
            assert path.read_bytes() == content
    store = Store.open(tmp_path / "ledger.db")
    try:
        assert care.verify(Desk(store, Settings(), "王敏", lambda: NOW)).ok
    finally:
        store.close()
