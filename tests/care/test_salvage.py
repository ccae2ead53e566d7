"""What a spoiled ledger file still holds comes into a new ledger; the spoiled file stays as it is."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from complaint_desk.domain.errors import DeskError, Refusal, Stopped, Surroundings
from complaint_desk.domain.reports import Fault
from complaint_desk.i18n.sentences import error_sentence
from complaint_desk.runtime.paths import resource
from complaint_desk.runtime.settings import Settings
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import care, handling, intake, ledger
from complaint_desk.services.desk import Desk
from complaint_desk.storage.salvage.gathering import Gathering
from complaint_desk.storage.salvage.pages import opened_pages
from complaint_desk.storage.salvage.records import records_on
from complaint_desk.storage.store import Store
from tests.care.spoiling import PAGE, WAYS, Seats, Spoil, zeroed, zeroed_leaf, zeroed_root
from tests.conftest import NOW
from tests.storage.drafts import sound_draft

MADE_ANEW = ("complaint_search", "fact_", "day_count", "complaint_contact", "sqlite_", "alembic_version", "ledger_fact")


@pytest.fixture
def sound(busy_ledger: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(busy_ledger, tmp_path / "ledger.db"))


@pytest.fixture
def spoiled(sound: Path) -> Callable[[Spoil], Path]:
    """The ledger with something done to its bytes."""

    def spoil(way: Spoil) -> Path:
        sound.write_bytes(way(bytearray(sound.read_bytes()), Seats.of(sound)))
        return sound

    return spoil


def rows_by_table(path: Path) -> dict[str, Counter[Any]]:
    """Every row of a ledger as SQLite gives it, but for what is made anew."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: Counter(connection.execute(f"SELECT * FROM {name}").fetchall())
            for name in names
            if not name.startswith(MADE_ANEW)
        }


def rows_on_sound_pages(original: Path, spoiled_bytes: bytes) -> dict[str, Counter[Any]]:
    """The rows of which no byte was touched."""
    content = original.read_bytes()
    touched = {
        at // PAGE + 1
        for at in range(0, len(content), PAGE)
        if content[at : at + PAGE] != spoiled_bytes[at : at + PAGE]
    }
    found: dict[str, Counter[Any]] = {}
    with opened_pages(original) as pages:
        gathering = Gathering(pages, ())
        over = pages.page

        def page(number: int) -> bytes:
            used.add(number)
            return over(number)

        pages.page = page  # type: ignore[method-assign]
        for name, table in gathering.tables.items():
            if name.startswith(MADE_ANEW):
                continue
            rows = found.setdefault(name, Counter())
            for holder in table.tree.holders:
                if holder in touched:
                    continue
                used: set[int] = set()
                records, _lost = records_on(pages, holder)
                if not used & touched:
                    rows.update(table.shape.row(each) for each in records)
    return found


def test_what_is_read_from_the_pages_is_what_sqlite_reads(sound: Path) -> None:
    untouched = rows_on_sound_pages(sound, sound.read_bytes())
    assert untouched == rows_by_table(sound)
    assert untouched["attachment_content"].total() > 0
    assert untouched["clock"].total() > 300


@pytest.mark.parametrize("way", WAYS)
def test_nothing_that_can_be_read_is_lost(
    spoiled: Callable[[Spoil], Path], busy_ledger: Path, tmp_path: Path, way: str
) -> None:
    path = spoiled(WAYS[way])
    before = path.read_bytes()
    expected = rows_on_sound_pages(busy_ledger, before)
    found = care.salvage_ledger(path, tmp_path / "new.db", "王敏")
    assert path.read_bytes() == before, "the damaged file is only read"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["ledger.db", "new.care.json", "new.db"]
    salvaged = rows_by_table(found.file)
    for name, rows in expected.items():
        missing = {row for row in rows - salvaged[name] if not _went_on(name, row)}
        assert not missing, (name, len(missing))
    store = Store.open(found.file)
    try:
        desk = Desk(store, Settings(), "王敏", lambda: NOW)
        assert ledger.total(desk) == found.complaints
        assert _told(care.verify(desk).faults) == _told(found.faults)
        added = intake.register(desk, sound_draft())
        assert handling.case(desk, added.id).complaint.number == added.number
    finally:
        store.close()


def _told(faults: tuple[Fault, ...]) -> list[tuple[object, ...]]:
    """Faults of the whole file are told by its name, which is another one while it is made."""
    return [
        (each.code, each.details) if each.place.endswith(".db") else (each.code, each.place, each.details)
        for each in faults
    ]


def _went_on(table: str, row: tuple[Any, ...]) -> bool:
    """Where numbers go on is renewed where rows after it are known."""
    return table == "number_sequence" and bool(row)


@pytest.mark.parametrize("way", WAYS)
def test_a_spoiled_ledger_is_opened_or_refused_with_a_sentence(spoiled: Callable[[Spoil], Path], way: str) -> None:
    path = spoiled(WAYS[way])
    trouble: list[DeskError] = []
    try:
        store = Store.open(path)
        try:
            care.verify(Desk(store, Settings(), "王敏"))
        finally:
            store.close()
    except DeskError as error:
        trouble.append(error)
    assert all(str(path) in error_sentence(error) for error in trouble)


def test_a_sound_ledger_comes_through_whole(sound: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(sound)) as connection:
        (entries,) = connection.execute("SELECT count(*) FROM journal").fetchone()
    found = care.salvage_ledger(sound, tmp_path / "new.db", "王敏")
    assert (found.faults, found.unknown_rows, found.unreadable) == ((), 0, None)
    assert all(each.lost == 0 and not each.partly for each in found.tables)
    assert found.anchor.startswith(f"{entries + 1}-"), "the journal goes on, and says that it was salvaged"


def test_lost_rows_are_counted_and_named(spoiled: Callable[[Spoil], Path], tmp_path: Path) -> None:
    path = spoiled(zeroed_leaf("complaint", 1))
    found = care.salvage_ledger(path, tmp_path / "new.db", "王敏")
    (of_complaints,) = (each for each in found.tables if each.name == "complaint")
    assert of_complaints.lost is not None
    assert of_complaints.lost > 0
    missing = [fault for fault in found.faults if fault.code == "complaint_missing"]
    assert len(missing) == of_complaints.lost
    assert all(fault.place.startswith("TS20") for fault in missing)


def test_an_inner_page_costs_no_row(spoiled: Callable[[Spoil], Path], tmp_path: Path) -> None:
    """SQLite would give up everything below it."""
    found = care.salvage_ledger(spoiled(zeroed_root("complaint")), tmp_path / "new.db", "王敏")
    assert {each.name: each.lost for each in found.tables}["complaint"] == 0
    assert not [fault for fault in found.faults if fault.code == "complaint_missing"]


def test_the_log_beside_a_spoiled_file_is_read(sound: Path, tmp_path: Path) -> None:
    store = Store.open(sound)
    desk = Desk(store, Settings(), "王敏", lambda: NOW)
    number = intake.register(desk, sound_draft(name="李四")).number
    away = tmp_path / "away"
    away.mkdir()
    for name in ("ledger.db", "ledger.db-wal"):
        shutil.copyfile(tmp_path / name, away / name)
    store.close()
    path = away / "ledger.db"
    path.write_bytes(zeroed(1)(bytearray(path.read_bytes()), Seats({})))
    log = (away / "ledger.db-wal").read_bytes()
    found = care.salvage_ledger(path, tmp_path / "new.db", "王敏")
    with closing(sqlite3.connect(found.file)) as connection:
        assert connection.execute("SELECT name FROM complaint WHERE number = ?", (number,)).fetchone() == ("李四",)
    assert (away / "ledger.db-wal").read_bytes() == log


def test_a_lost_log_is_no_fault_of_the_file(sound: Path, tmp_path: Path) -> None:
    store = Store.open(sound)
    intake.register(Desk(store, Settings(), "王敏", lambda: NOW), sound_draft())
    lost = tmp_path / "lost.db"
    shutil.copyfile(sound, lost)
    store.close()
    found = care.salvage_ledger(lost, tmp_path / "new.db", "王敏")
    assert found.faults == ()


def test_text_that_breaks_off_is_kept_as_far_as_it_goes(desk: Desk, tmp_path: Path) -> None:
    long = "电饭煲开不了机。" * 3000
    number = intake.register(desk, sound_draft(facts=long)).number
    desk.store.close()
    path = desk.store.path
    content = bytearray(path.read_bytes())
    at = content.index("开不了机".encode() * 1, len(content) // 2)
    zeroed(at // PAGE + 1)(content, Seats({}))
    path.write_bytes(content)
    found = care.salvage_ledger(path, tmp_path / "new.db", "王敏")
    with closing(sqlite3.connect(found.file)) as connection:
        stored = connection.execute("SELECT number, facts FROM complaint").fetchall()
    assert stored[0][0] == number
    assert long.startswith(stored[0][1].rstrip("�"))
    assert {each.name: each.partly for each in found.tables}["complaint"] == 1
    assert "complaint_changed" in {fault.code for fault in found.faults}


def test_a_value_that_makes_no_sense_is_written_beside(sound: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(sound)) as connection:
        connection.execute("UPDATE complaint SET purchased_on = 'kein Tag', name = '周八' WHERE id = 3")
        connection.commit()
    found = care.salvage_ledger(sound, tmp_path / "new.db", "王敏")
    assert found.unreadable is not None
    assert "周八" in found.unreadable.read_text("utf-8")
    store = Store.open(found.file)
    try:
        assert ledger.total(Desk(store, Settings(), "王敏")) == found.complaints
    finally:
        store.close()


@pytest.mark.parametrize(
    "packed", [resource("older", "ledger-0001.db.gz"), Path(__file__).parent.parent / "storage" / "ledger-0002.db.gz"]
)
def test_a_damaged_ledger_of_an_earlier_version_is_brought_up_to_date(tmp_path: Path, packed: Path) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    with closing(sqlite3.connect(path)) as connection:
        (complaints,) = connection.execute("SELECT count(*) FROM complaint").fetchone()
    found = care.salvage_ledger(path, tmp_path / "new.db", "王敏")
    assert found.complaints == complaints
    assert found.faults == ()


def test_no_number_is_given_twice(spoiled: Callable[[Spoil], Path], tmp_path: Path) -> None:
    path = spoiled(zeroed_root("number_sequence"))
    with closing(sqlite3.connect(path)) as connection:
        taken = {number for (number,) in connection.execute("SELECT number FROM complaint")}
    found = care.salvage_ledger(path, tmp_path / "new.db", "王敏")
    store = Store.open(found.file)
    try:
        assert intake.register(Desk(store, Settings(), "王敏", lambda: NOW), sound_draft()).number not in taken
    finally:
        store.close()


@pytest.mark.parametrize("content", [b"", b"hello" * 5000, bytes(80_000)])
def test_nothing_of_a_ledger_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.db").write_bytes(content)
    with pytest.raises(Surroundings, match="nothing_to_salvage") as raised:
        care.salvage_ledger(tmp_path / "x.db", tmp_path / "new.db", "王敏")
    assert str(tmp_path / "x.db") in error_sentence(raised.value)
    assert [each.name for each in tmp_path.iterdir()] == ["x.db"]


def test_nothing_is_overwritten(sound: Path, tmp_path: Path) -> None:
    (tmp_path / "there.db").touch()
    with pytest.raises(Refusal, match="target_exists"):
        care.salvage_ledger(sound, tmp_path / "there.db", "王敏")
    with pytest.raises(Refusal, match="same_file"):
        care.salvage_ledger(sound, sound, "王敏")
    with pytest.raises(Refusal, match="no_file"):
        care.salvage_ledger(tmp_path / "none.db", tmp_path / "new.db", "王敏")
    with pytest.raises(Surroundings, match="cannot_write"):
        care.salvage_ledger(sound, tmp_path / "none" / "new.db", "王敏")


def test_stopping_leaves_nothing(sound: Path, tmp_path: Path) -> None:
    stop = StopSignal()
    stop.request()
    with pytest.raises(Stopped):
        care.salvage_ledger(sound, tmp_path / "new.db", "王敏", stop)
    assert [each.name for each in tmp_path.iterdir()] == ["ledger.db"]
