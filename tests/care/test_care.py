"""Copies of the ledger: made while it is in use, checked, thinned, put back."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.complaint import ComplaintDraft
from complaint_desk.domain.errors import DeskError, Refusal, Surroundings
from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.domain.roles import Role, rights_of
from complaint_desk.runtime.settings import Settings
from complaint_desk.services import care, intake, ledger
from complaint_desk.services.desk import Desk
from complaint_desk.storage import backup
from complaint_desk.storage.contents import address_of
from complaint_desk.storage.store import Store

DRAFT = ComplaintDraft(
    received_at=dt.datetime(2026, 11, 2, 9, 30, tzinfo=SHANGHAI),
    name="张三",
    phone="13800001234",
    subject_name="电饭煲",
    category="electronics",
    nature="quality",
    facts="开不了机，要求退款",
)


def total_of(path: Path) -> int:
    store = Store.open(path, create=False)
    try:
        return ledger.total(Desk(store, Settings(), "王敏"))
    finally:
        store.close()


def test_copy_holds_what_is_in_the_ledger(desk: Desk, tmp_path: Path) -> None:
    intake.register(desk, DRAFT)
    (tmp_path / "备份").mkdir()
    copied = care.back_up(desk, tmp_path / "备份" / "一.db")
    assert (copied.complaints, copied.anchor) == (1, care.anchor(desk))
    assert [path.name for path in copied.file.parent.iterdir()] == ["一.db"], "one plain file"
    assert total_of(copied.file) == 1
    assert care.verify(desk, copied.anchor).ok


def test_copy_while_somebody_writes_is_consistent(desk: Desk, tmp_path: Path) -> None:
    stop = threading.Event()
    failures: list[DeskError] = []

    def write() -> None:
        try:
            while not stop.is_set():
                intake.register(desk, DRAFT)
        except DeskError as error:
            failures.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for at in range(3):
            copied = care.back_up(desk, tmp_path / f"{at}.db")
            store = Store.open(copied.file)
            try:
                found = care.verify(Desk(store, Settings(), "王敏"))
                assert found.faults == ()
                assert dict(found.checked)["complaints"] == copied.complaints
            finally:
                store.close()
    finally:
        stop.set()
        writer.join()
    assert failures == []


def test_copy_over_itself_is_refused(desk: Desk) -> None:
    with pytest.raises(Refusal, match="same_file"):
        care.back_up(desk, desk.store.path)


def test_copy_that_cannot_be_written_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Surroundings):
        care.back_up(desk, tmp_path / "file" / "copy.db")
    (tmp_path / "folder").mkdir()
    with pytest.raises(Surroundings):
        care.back_up(desk, tmp_path / "folder")
    assert not list(tmp_path.glob("*.part"))


def test_restore_into_an_empty_folder(desk: Desk, tmp_path: Path) -> None:
    intake.register(desk, DRAFT)
    copy = care.back_up(desk, tmp_path / "copy.db").file
    before = copy.read_bytes()
    target = tmp_path / "新" / "ledger.db"
    restored = care.restore(target, copy, "王敏", replace=False)
    assert (restored.complaints, restored.kept_aside) == (1, None)
    assert copy.read_bytes() == before, "the source stays as it is"
    assert {path.name for path in target.parent.iterdir()} == {"ledger.db", "ledger.care.json"}
    store = Store.open(target)
    try:
        there = Desk(store, Settings(), "王敏")
        assert care.verify(there, restored.anchor).ok
        assert care.anchor(there) == restored.anchor
        assert intake.register(there, DRAFT).number == "TS2026000002"
    finally:
        store.close()


def test_restore_replaces_only_when_told_and_keeps_what_stood_there(desk: Desk, tmp_path: Path) -> None:
    intake.register(desk, DRAFT)
    copy = care.back_up(desk, tmp_path / "copy.db").file
    intake.register(desk, DRAFT)
    desk.store.close()
    path = desk.store.path
    with pytest.raises(Refusal, match="ledger_exists"):
        care.restore(path, copy, "王敏", replace=False)
    restored = care.restore(path, copy, "王敏", replace=True)
    assert restored.kept_aside is not None
    assert total_of(path) == 1
    assert total_of(restored.kept_aside) == 2
    again = care.restore(path, copy, "王敏", replace=True)
    assert again.kept_aside != restored.kept_aside


def test_restore_over_a_damaged_ledger(desk: Desk, tmp_path: Path) -> None:
    copy = care.back_up(desk, tmp_path / "copy.db").file
    desk.store.close()
    desk.store.path.write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
    restored = care.restore(desk.store.path, copy, "王敏", replace=True)
    assert restored.kept_aside is not None
    assert restored.kept_aside.read_bytes().endswith(b"\xff")
    assert total_of(desk.store.path) == 0


def test_restore_over_a_ledger_in_use_is_refused_and_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    copy = care.back_up(desk, tmp_path / "copy.db").file
    intake.register(desk, DRAFT)
    with desk.store.reading(), pytest.raises(Surroundings, match="locked"):
        care.restore(desk.store.path, copy, "王敏", replace=True)
    assert ledger.total(desk) == 1
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".db") == ["copy.db", "ledger.db"]
    assert not list(tmp_path.glob("restore-*"))


def test_restore_over_a_ledger_that_is_open_but_idle_is_refused(desk: Desk, tmp_path: Path) -> None:
    copy = care.back_up(desk, tmp_path / "copy.db").file
    intake.register(desk, DRAFT)
    with pytest.raises(Surroundings, match="locked"):
        care.restore(desk.store.path, copy, "王敏", replace=True)
    assert ledger.total(desk) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "not_a_ledger"), (b"PK\3\4 no database", "not_a_ledger"), (b"SQLite format 3\0" + b"\xff" * 9000, "")],
)
def test_restore_refuses_what_is_no_ledger(tmp_path: Path, content: bytes, code: str) -> None:
    source = tmp_path / "source.db"
    source.write_bytes(content)
    with pytest.raises(Surroundings) as raised:
        care.restore(tmp_path / "ledger.db", source, "王敏", replace=True)
    assert raised.value.details["path"] == str(source)
    assert code in raised.value.code
    assert [path.name for path in tmp_path.iterdir()] == ["source.db"]


def test_restore_refuses_a_copy_that_was_tampered_with(desk: Desk, tmp_path: Path) -> None:
    intake.register(desk, DRAFT)
    copy = care.back_up(desk, tmp_path / "copy.db").file
    connection = sqlite3.connect(copy)
    connection.execute("UPDATE complaint SET compensation = 1")
    connection.commit()
    connection.close()
    with pytest.raises(Refusal, match="faulty_backup") as raised:
        care.restore(tmp_path / "new.db", copy, "王敏", replace=False)
    assert "TS2026000001" in str(raised.value.details["place"])
    assert not (tmp_path / "new.db").exists()


def test_restore_refuses_a_newer_ledger(desk: Desk, tmp_path: Path) -> None:
    copy = care.back_up(desk, tmp_path / "copy.db").file
    connection = sqlite3.connect(copy)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(Surroundings, match="newer_database"):
        care.restore(tmp_path / "new.db", copy, "王敏", replace=False)


def test_restore_takes_a_copied_ledger_with_its_log(desk: Desk, tmp_path: Path) -> None:
    """Somebody copied ledger.db and ledger.db-wal in the file explorer while the program ran."""
    intake.register(desk, DRAFT)
    stick = tmp_path / "stick"
    stick.mkdir()
    for name in ("ledger.db", "ledger.db-wal"):
        shutil.copyfile(tmp_path / name, stick / name)
    assert care.restore(tmp_path / "new.db", stick / "ledger.db", "王敏", replace=False).complaints == 1


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/data/a b%.db", "file:///data/a%20b%25.db"),
        ("C:/数据/l.db", "file:///C:/%E6%95%B0%E6%8D%AE/l.db"),
        ("//server/share/l.db", "file:////server/share/l.db"),
    ],
)
def test_a_copy_is_looked_into_wherever_it_lies(path: str, address: str) -> None:
    assert address_of(path) == address


def test_restore_of_nothing_and_of_itself(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no_file"):
        care.restore(tmp_path / "ledger.db", tmp_path / "none.db", "王敏", replace=True)
    (tmp_path / "ledger.db").touch()
    with pytest.raises(Refusal, match="same_file"):
        care.restore(tmp_path / "ledger.db", tmp_path / "ledger.db", "王敏", replace=True)


def test_daily_copy_is_renewed_only_after_a_write(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    intake.register(desk, DRAFT)
    first = care.daily_backup(desk, folder)
    assert first is not None
    assert first.file.name == "ledger-20261124.db"
    assert care.daily_backup(desk, folder) is None
    intake.register(desk, DRAFT)
    second = care.daily_backup(desk, folder)
    assert second is not None
    assert second.complaints == 2
    assert [path.name for path in folder.iterdir()] == ["ledger-20261124.db"]


def test_the_copy_of_the_day_is_made_whoever_sits_there(desk: Desk, tmp_path: Path) -> None:
    intake.register(desk, DRAFT)
    auditor = dataclasses.replace(desk, rights=rights_of((Role.AUDITOR,)))
    with pytest.raises(Refusal, match="not_permitted"):
        care.back_up(auditor, tmp_path / "copy.db")
    assert care.daily_backup(auditor, tmp_path / "backups") is not None


def test_daily_copies_are_thinned_and_others_left_alone(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    today = desk.clock().date()
    for back in range(1, 400):
        backup.daily_copy(folder, today - dt.timedelta(back)).touch()
    for name in ("ledger-before-0002-20260101-000000.db", "ledger-20261399.db", "我的备份.db"):
        (folder / name).touch()
    care.daily_backup(desk, folder)
    names = {path.name for path in folder.iterdir()}
    assert {"ledger-before-0002-20260101-000000.db", "ledger-20261399.db", "我的备份.db"} <= names
    days = sorted(day for path in folder.iterdir() if (day := backup._day_of(path)))
    assert days[-7:] == [today - dt.timedelta(back) for back in range(6, -1, -1)]
    assert len(days) <= 7 + 4 + 12
    assert len({(day.year, day.month) for day in days}) == 12


def test_what_was_left_in_the_middle_goes_a_day_later(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    for name in ("restore-ab", "rehearsal-cd", "salvage-ef"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ledger.db").touch()
    folder.mkdir()
    (folder / "ledger-20261123.db.unchecked").touch()
    assert care.remove_left_ones(desk, [folder]) == 0
    for path in [*tmp_path.glob("*-*"), *folder.iterdir()]:
        os.utime(path, (1.7e9, 1.7e9))
    assert care.remove_left_ones(desk, [folder]) == 4
    assert list(folder.iterdir()) == []
    assert not list(tmp_path.glob("rehearsal-*"))


def test_restoring_pushes_no_good_copy_out(desk: Desk, tmp_path: Path) -> None:
    """Somebody puts yesterday's copy back; today's still holds what was done until then."""
    folder = tmp_path / "backups"
    intake.register(desk, DRAFT)
    yesterday = care.back_up(desk, tmp_path / "yesterday.db").file
    intake.register(desk, DRAFT)
    today = care.daily_backup(desk, folder)
    assert today is not None
    desk.store.close()
    care.restore(desk.store.path, yesterday, "王敏", replace=True)
    store = Store.open(desk.store.path)
    there = dataclasses.replace(desk, store=store)
    try:
        intake.register(there, DRAFT)
        again = care.daily_backup(there, folder)
        assert again is not None
        assert again.file == today.file
        (kept,) = folder.glob("*-kept-*.db")
        assert (total_of(kept), total_of(again.file)) == (2, 2)
        assert kept in {each.file for each in care.copies_of(store.path, [folder])}
    finally:
        store.close()


def test_copies_of_a_course_that_was_left_are_not_thinned(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    intake.register(desk, DRAFT)
    first = care.back_up(desk, tmp_path / "first.db").file
    intake.register(desk, DRAFT)
    left = care.back_up(desk, tmp_path / "left.db").file
    desk.store.close()
    care.restore(desk.store.path, first, "王敏", replace=True)
    store = Store.open(desk.store.path)
    try:
        there = dataclasses.replace(desk, store=store)
        folder.mkdir()
        today = desk.clock().date()
        days = [today - dt.timedelta(back) for back in range(1, 40)]
        for day in days:
            shutil.copyfile(left if day == days[-1] else first, backup.daily_copy(folder, day))
        care.daily_backup(there, folder)
        assert backup.daily_copy(folder, days[-1]).exists()
        assert not backup.daily_copy(folder, days[-2]).exists()
    finally:
        store.close()


def test_a_copy_that_cannot_be_made_drops_nothing(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    today = desk.clock().date()
    for back in range(1, 30):
        backup.daily_copy(folder, today - dt.timedelta(back)).touch()
    backup.daily_copy(folder, today).mkdir()
    intake.register(desk, DRAFT)
    with pytest.raises(Surroundings):
        care.daily_backup(desk, folder)
    assert len(list(folder.iterdir())) == 30


DAYS = st.sets(st.dates(dt.date(2020, 1, 1), dt.date(2026, 12, 31)), max_size=200)


@given(days=DAYS)
def test_thinning_keeps_days_weeks_and_months(days: set[dt.date]) -> None:
    kept = days - backup.days_to_drop(days)
    assert sorted(days)[-7:] == sorted(kept)[-7:]
    assert len(kept) <= 7 + 4 + 12
    weeks = sorted({day.isocalendar()[:2] for day in days})[-4:]
    assert set(weeks) <= {day.isocalendar()[:2] for day in kept}
    months = sorted({(day.year, day.month) for day in days})[-12:]
    assert set(months) <= {(day.year, day.month) for day in kept}
    for span in months:
        of_month = [day for day in days if (day.year, day.month) == span]
        assert max(of_month) in kept


@given(days=DAYS)
def test_thinning_daily_loses_nothing_that_thinning_once_keeps(days: set[dt.date]) -> None:
    """Thinning after each new day leaves the months that thinning at the end leaves."""
    kept: set[dt.date] = set()
    for day in sorted(days):
        kept.add(day)
        kept -= backup.days_to_drop(kept)
    assert {(d.year, d.month) for d in kept} == {(d.year, d.month) for d in days - backup.days_to_drop(days)}
