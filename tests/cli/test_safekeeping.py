"""restore --dry-run, rehearse-restore and salvage from the command line."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.conftest import Call, line


def backup(call: Call, data: Path, name: str = "ledger-20261124.db") -> Path:
    """A copy where the program keeps its own."""
    (data / "backups").mkdir(exist_ok=True)
    file = data / "backups" / name
    assert call("backup", str(file), "--json").code == 0
    return file


def spoil(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE complaint SET facts = '改了' WHERE id = 1")
        connection.commit()


def test_a_dry_run_says_what_a_copy_holds_and_lacks(call: Call, data: Path) -> None:
    call("register", stdin=line())
    copy = backup(call, data)
    call("register", stdin=line() * 2)
    before = (data / "ledger.db").read_bytes()
    document = call("restore", str(copy), "--dry-run", "--json").document
    assert (document["backup"]["complaints"], document["present"]["complaints"]) == (1, 3)
    assert (document["in_line"], document["complaints_since"], document["deeds_since"]) == (True, 2, 2)
    assert document["backup"]["newest_number"] == "TS2026000001"
    assert document["faults"] == []
    assert (data / "ledger.db").read_bytes() == before
    told = call("restore", str(copy), "--dry-run").out
    assert "2 件投诉" in told
    assert "TS2026000001" in told


def test_a_copy_of_another_course_is_told_apart(call: Call, data: Path) -> None:
    call("register", stdin=line())
    copy = backup(call, data)
    call("register", stdin=line())
    later = backup(call, data, "later.db")
    call("restore", str(copy), "--replace")
    document = call("restore", str(later), "--dry-run", "--json").document
    assert document["in_line"] is False
    assert (document["complaints_since"], document["deeds_since"]) == (0, 1)


def test_a_dry_run_without_a_ledger(call: Call, data: Path) -> None:
    copy = backup(call, data)
    (data / "ledger.db").unlink()
    document = call("restore", str(copy), "--dry-run", "--json").document
    assert (document["present"], document["in_line"]) == (None, None)


def test_a_faulty_copy_is_taken_only_when_it_is_said(call: Call, data: Path) -> None:
    call("register", stdin=line())
    copy = backup(call, data)
    spoil(copy)
    tried = call("restore", str(copy), "--dry-run", "--json")
    assert (tried.code, tried.document["faults"][0]["code"]) == (4, "complaint_changed")
    refused = call("restore", str(copy), "--replace", "--json")
    assert (refused.code, refused.document["error"]["code"]) == (3, "faulty_backup")
    assert call("restore", str(copy), "--replace", "--despite-faults", "--json").code == 0


def test_a_rehearsal_holds_the_copy_against_the_ledger(call: Call, data: Path) -> None:
    call("register", stdin=line() * 2)
    copy = backup(call, data)
    call("register", stdin=line())
    answer = call("rehearse-restore", "--json")
    assert answer.code == 0
    assert answer.document == {
        "ok": True, "file": str(copy), "complaints": 2, "expected": 2, "in_line": True, "faults": [],
    }  # fmt: skip
    assert [each.name for each in data.iterdir() if each.name.startswith("rehearsal")] == []
    assert "可以恢复" in call("rehearse-restore").out


def test_a_rehearsal_without_a_copy_and_with_a_bad_one(call: Call, data: Path) -> None:
    call("register", stdin=line())
    none = call("rehearse-restore", "--json")
    assert (none.code, none.document["error"]["code"]) == (4, "no_backup")
    copy = backup(call, data)
    spoil(copy)
    bad = call("rehearse-restore", "--json")
    assert bad.code == 4
    assert "complaint_changed" in {each["code"] for each in bad.document["faults"]}
    copy.write_bytes(copy.read_bytes()[:30_000])
    cut = call("rehearse-restore", "--json")
    assert (cut.code, cut.document["error"]["code"]) == (4, "damaged")


def test_a_rehearsal_sees_that_the_ledger_was_replaced(call: Call, data: Path) -> None:
    call("register", stdin=line())
    first = backup(call, data, "first.db")
    call("register", stdin=line())
    backup(call, data)
    call("restore", str(first), "--replace")
    answer = call("rehearse-restore", "--json")
    assert (answer.code, answer.document["in_line"], answer.document["expected"]) == (4, False, None)


def test_what_is_left_of_a_damaged_ledger_is_taken_into_a_new_one(call: Call, data: Path, tmp_path: Path) -> None:
    call("register", stdin=line() * 3)
    damaged = Path(shutil.copyfile(data / "ledger.db", tmp_path / "damaged.db"))
    content = damaged.read_bytes()
    damaged.write_bytes(bytes(8192) + content[8192:])
    new = tmp_path / "new.db"
    answer = call("salvage", str(damaged), "--to-file", str(new), "--json")
    assert answer.code == 0
    assert answer.document["complaints"] == 3
    assert {each["name"]: each["read"] for each in answer.document["tables"]}["journal"] == 3
    assert answer.document["faults"] == []
    assert call("verify", "--database", f"sqlite:///{new}", "--json").code == 0
    again = call("salvage", str(damaged), "--to-file", str(new), "--json")
    assert (again.code, again.document["error"]["code"]) == (3, "target_exists")
    told = call("salvage", str(damaged), "--to-file", str(tmp_path / "other.db")).out
    assert "3 件投诉" in told


def test_a_ledger_that_is_gone_is_not_made_anew(call: Call, data: Path) -> None:
    call("register", stdin=line())
    copy = backup(call, data)
    (data / "ledger.db").unlink()
    gone = call("find", "--json")
    assert (gone.code, gone.document["error"]["code"]) == (4, "ledger_missing")
    assert not (data / "ledger.db").exists()
    assert call("restore", str(copy), "--json").code == 0
    assert call("find", "--json").document["count"] == 1
