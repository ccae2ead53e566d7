"""What a role that needs no personal data gets from the command line: masked, or shown with a reason that is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from complaint_desk.runtime import paths
from tests.cli.conftest import Call, line

NAME, PHONE = "欧阳不凡", "13877776666"


@pytest.fixture
def become(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sit there with a role from now on, by the policy of the PC."""
    monkeypatch.setattr(paths, "folder_of_program", lambda: tmp_path)

    def put(role: str) -> None:
        (tmp_path / "policy.toml").write_text(f'[roles]\n"*" = "{role}"\n', "utf-8")

    return put


def test_an_auditor_reads_masked_and_reveals_one_person_with_a_reason(
    call: Call, become: Callable[[str], None], tmp_path: Path
) -> None:
    told = line(name=NAME, phone=PHONE, facts=f"{NAME}说{PHONE}打不通")
    number = str(call("register", "--json", stdin=told).document["number"])
    become("auditor")
    shown = call("show", number, "--json").document
    assert (shown["name"], shown["phone"], shown["facts"]) == ("欧阳**", "138****6666", "欧阳**说138****6666打不通")
    assert call("find", NAME, "--json").document["count"] == 0
    assert call("find", "打不通", "--json").document["rows"][0]["name"] == "欧阳**"
    refused = call("show", number, "--reveal", "--json")
    assert (refused.code, refused.document["error"]["details"]["problems"][0]["field"]) == (3, "reveal_reason")
    assert call("show", number, "--reason", "核对").code == 2
    assert call("show", number, "--reveal", "--reason", "核对赔付", "--json").document["phone"] == PHONE
    assert NAME not in call("show", number).out
    assert call("export", "--to-file", str(tmp_path / "台账.csv"), "--json").code == 0
    assert NAME not in (tmp_path / "台账.csv").read_text("utf-8-sig")
    assert "个人信息：脱敏" in call("export", "--to-file", str(tmp_path / "再次.csv")).out
    become("supervisor")
    told = call("show", number).out
    assert NAME in told
    assert "查看个人信息  核对赔付" in told
    assert call("export", "--personal", "removed", "--to-file", str(tmp_path / "b.csv"), "--json").code == 0
    assert "138****6666" not in (tmp_path / "b.csv").read_text("utf-8-sig").splitlines()[0]
    assert "联系电话" not in (tmp_path / "b.csv").read_text("utf-8-sig")
    become("clerk")
    assert call("show", number, "--reveal", "--reason", "核对", "--json").document["error"]["code"] == "not_permitted"
    assert call("verify", "--json").document["ok"] is True
