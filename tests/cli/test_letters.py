"""`letter` on the command line: made and kept, or refused with what is missing."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.cli.conftest import Call, line
from tests.letters.letters import lines_of


def _registered(call: Call) -> str:
    number: str = call("register", "--json", stdin=line()).documents[0]["number"]
    return number


def test_a_letter_is_made_kept_and_written(call: Call, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("COMPLAINT_DESK_OFFICE_NAME", "澜图电器")
    number, file = _registered(call), tmp_path / "通知.docx"
    answer = call(
        "letter", number, "补充材料通知", "--to-file", str(file), "--json", "--field", "papers=发票\n照片",
        "--field", "补充期限=2099-12-31", "--field", "papers_to=前台", "--field", "contact_phone=0571-88886666",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    content = file.read_bytes()
    assert answer.document["file"] == str(file)
    assert answer.document["sha256"] == hashlib.sha256(content).hexdigest()
    assert answer.document["number"].endswith("第1号")
    assert "1．发票" in lines_of(content)
    shown = call("show", number, "--json").document
    assert [each["sha256"] for each in shown["attachments"]] == [answer.document["sha256"]]
    assert shown["journal"][-1]["details"]["kind"] == "papers"
    assert call("verify").code == 0


def test_what_is_missing_is_refused_and_nothing_is_kept(call: Call) -> None:
    number = _registered(call)
    answer = call("letter", number, "reply", "--json")
    assert answer.code == 3
    error = answer.document["error"]
    assert error["code"] == "problems_found"
    assert {"office_name", "outcome", "findings"} <= set(error["details"]["fields"])
    named = {(each["field"], each["code"]) for each in error["details"]["problems"]}
    assert {("office_name", "required_setting"), ("outcome", "no_outcome"), ("findings", "required")} <= named
    assert "处理结果" in error["message"]
    assert call("show", number, "--json").document["attachments"] == []


def test_wrong_calls_are_named(call: Call, tmp_path: Path) -> None:
    number = _registered(call)
    assert "情书" in call("letter", number, "情书").err
    assert call("letter", number, "sheet", "--field", "weather=fine").code == 3
    assert call("letter", number, "papers", "--field", "papers_by=昨天前").code == 3
    assert call("letter", "TS1", "sheet").code == 3
    assert call("letter", number, "sheet", "--to-file", str(tmp_path / "x.pdf")).code == 2
    assert call("letter", number, "sheet", "--to-file", str(tmp_path / "none" / "x.docx")).code == 4
    assert call("show", number, "--json").document["attachments"] == []
