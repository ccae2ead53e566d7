"""backup, restore, verify, self-check, where from the command line."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Call, line


def test_backup_and_restore(call: Call, data: Path, tmp_path: Path) -> None:
    call("register", stdin=line())
    document = call("backup", str(tmp_path / "备份.db"), "--json").document
    assert (document["file"], document["complaints"]) == (str(tmp_path / "备份.db"), 1)
    assert call("verify", "--anchor", document["anchor"], "--json").code == 0
    call("register", stdin=line())
    refused = call("restore", str(tmp_path / "备份.db"), "--json")
    assert (refused.code, refused.document["error"]["code"]) == (3, "ledger_exists")
    restored = call("restore", str(tmp_path / "备份.db"), "--replace", "--json")
    assert restored.code == 0
    assert restored.document["complaints"] == 1
    assert Path(restored.document["kept_aside"]).parent == data
    assert call("find", "--json").document["count"] == 1
    (entry,) = call("show", "TS2026000001", "--json").document["journal"]
    assert entry["sequence"] == 1


def test_restored_ledger_still_holds_the_anchor_of_its_backup(call: Call, tmp_path: Path) -> None:
    call("register", stdin=line())
    anchor = call("backup", str(tmp_path / "b.db"), "--json").document["anchor"]
    call("restore", str(tmp_path / "b.db"), "--replace")
    assert call("verify", "--anchor", anchor, "--json").document["ok"] is True


def test_restore_of_no_ledger(call: Call, tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("no database")
    assert call("restore", str(tmp_path / "x.db"), "--replace", "--json").code == 4
    assert call("restore", str(tmp_path / "none.db"), "--replace", "--json").code == 3


def test_backup_makes_no_folder_where_a_drive_is_missing(call: Call, tmp_path: Path) -> None:
    answer = call("backup", str(tmp_path / "移动硬盘" / "b.db"), "--json")
    assert (answer.code, answer.document["error"]["code"]) == (4, "cannot_write")
    assert "文件或文件夹不存在" in answer.err
    assert not (tmp_path / "移动硬盘").exists()


def test_a_folder_is_neither_a_backup_nor_a_file_of_complaints(call: Call, tmp_path: Path) -> None:
    for command in ("restore", "register"):
        answer = call(command, str(tmp_path), "--json")
        assert (answer.code, answer.document["error"]["code"]) == (4, "cannot_read")


def test_verify_of_a_sound_ledger(call: Call) -> None:
    call("register", stdin=line() * 2)
    answer = call("verify", "--json")
    assert answer.code == 0
    assert (answer.document["ok"], answer.document["faults"]) == (True, [])
    assert answer.document["checked"]["complaints"] == 2
    assert answer.document["checked"]["journal"] == 2
    assert answer.document["anchor"].startswith("2-")
    assert "未发现异常" in call("verify").out


@pytest.mark.parametrize(
    ("behind_the_back", "place"),
    [
        ("UPDATE complaint SET facts = '改了' WHERE id = 2", "TS2026000002"),
        ("DELETE FROM journal WHERE sequence = 2", "2"),
        ("UPDATE journal SET person = '别人' WHERE sequence = 2", "2"),
    ],
)
def test_verify_names_what_was_done_behind_its_back(call: Call, data: Path, behind_the_back: str, place: str) -> None:
    call("register", stdin=line() * 3)
    connection = sqlite3.connect(data / "ledger.db")
    connection.execute(behind_the_back)
    connection.commit()
    connection.close()
    answer = call("verify", "--json")
    assert answer.code == 4
    assert answer.document["ok"] is False
    assert any(place in fault["place"] for fault in answer.document["faults"])
    sentences = call("verify")
    assert sentences.code == 4
    assert place in sentences.out


def test_verify_sees_a_cut_tail_by_its_anchor(call: Call, data: Path) -> None:
    call("register", stdin=line() * 2)
    anchor = call("verify", "--json").document["anchor"]
    connection = sqlite3.connect(data / "ledger.db")
    connection.execute("DELETE FROM journal WHERE sequence = 2")
    connection.execute("DELETE FROM complaint_contact")
    connection.execute("DELETE FROM complaint WHERE id = 2")
    connection.commit()
    connection.close()
    assert call("verify", "--anchor", anchor, "--json").code == 4
    assert call("verify", "--anchor", "nonsense", "--json").code == 3


def test_self_check(call: Call, data: Path) -> None:
    before = (data / "ledger.db").read_bytes()
    answer = call("self-check", "--json", "--to-file", str(data / "checked.json"))
    assert answer.document["ok"], answer.document
    assert json.loads((data / "checked.json").read_text("utf-8")) == answer.document
    assert answer.code == 0
    assert [step["name"] for step in answer.document["steps"]][-3:] == ["verify", "window", "older"]
    assert (data / "ledger.db").read_bytes() == before, "nobody's ledger is touched"


def test_self_check_names_what_is_broken(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, expect_log: list[str]
) -> None:
    from complaint_desk.cli.self_check import files

    expect_log.append("self-check failed")

    def resource(*parts: str) -> Path:
        return tmp_path.joinpath("packed badly", *parts)

    monkeypatch.setattr(files, "resource", resource)
    answer = call("self-check", "--json")
    assert answer.code == 4
    contents, step = answer.document["steps"]
    assert (contents["ok"], step["name"], step["ok"]) == (True, "resources", False)
    assert "packed badly" in step["reason"]


def test_where_names_the_source_of_each_setting(call: Call, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data / "settings.toml").write_text('appearance = "dark"\n', "utf-8")
    monkeypatch.setenv("COMPLAINT_DESK_OFFICE_NAME", "客服中心")
    values = call("where", "--json", "--lang", "en").document["values"]
    assert {name: value["source"] for name, value in values.items() if value["source"] != "default"} == {
        "appearance": "user",
        "office_name": "environment",
        "language": "option",
    }
