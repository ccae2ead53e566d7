"""On the command line as in the window: what a role does not include is refused with exit code 3, and nothing is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaint_desk import bootstrap
from complaint_desk.domain.roles import RIGHTS, Right, Role
from complaint_desk.runtime import paths
from tests.cli.conftest import Call, line

NUMBER = "{number}"
DEEDS = {
    ("find",): Right.READ,
    ("show", NUMBER): Right.READ,
    ("figures", "--from", "2026-01-01", "--to", "2026-12-31"): Right.READ,
    ("verify",): Right.READ,
    ("rules",): Right.READ,
    ("register", "complaint.json"): Right.REGISTER,
    ("accept", NUMBER): Right.HANDLE,
    ("step", NUMBER, "--note", "已致电"): Right.HANDLE,
    ("letter", NUMBER, "sheet"): Right.HANDLE,
    ("extend", NUMBER, "--approver", "李主管"): Right.DECIDE,
    ("improvements", "add", "外机异响", "--search", "异响"): Right.IMPROVE,
    ("sales", "clear"): Right.IMPROVE,
    ("mappings", "remove", "某门店"): Right.ARRANGE,
    ("import", "rows.csv"): Right.IMPORT,
    ("undo-import", "7"): Right.IMPORT,
    ("sample", "--rows", "3"): Right.IMPORT,
    ("export", "--to-file", "export.csv"): Right.EXPORT,
    ("calendar", "days.csv", "--own"): Right.SET_UP,
    ("backup", "copy.db"): Right.BACK_UP,
    ("salvage", "backup.db", "--to-file", "salvaged.db"): Right.BACK_UP,
    ("copy-ledger", "backup.db", "moved.db"): Right.BACK_UP,
    ("retention",): Right.ERASE,
    ("hold", NUMBER, "--reason", "诉讼"): Right.HOLD,
    ("erase", NUMBER, "--reason", "本人要求"): Right.ERASE,
    ("restore", "backup.db", "--replace"): Right.BACK_UP,
}
"""What is done with which right; what changes most comes last."""

FILES = {
    "complaint.json": line(),
    "rows.csv": "投诉时间,投诉人,联系电话,商品名称,投诉内容\n2026-11-02,李四,13900005678,电视,不亮\n",
    "days.csv": "2027-01-04,rest\n",
}


@pytest.mark.parametrize("role", Role)
def test_a_role_does_what_it_includes_and_is_refused_the_rest(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        Path(name).write_text(text, "utf-8")
    number = call("register", "complaint.json", "--json").document["number"]
    assert call("import", "rows.csv", "--keep-mapping", "某门店").code == 0
    assert call("backup", "backup.db").code == 0
    monkeypatch.setattr(paths, "folder_of_program", lambda: tmp_path)
    monkeypatch.setattr(bootstrap, "account_at_the_desk", lambda: "wangmin")
    Path("policy.toml").write_text(f'[roles]\n"wangmin" = "{role}"\n', "utf-8")
    refused = {}
    for deed, right in DEEDS.items():
        answer = call(*(number if word is NUMBER else word for word in deed), "--json")
        told = answer.document.get("error", {}) if answer.code else {}
        refused[deed] = told.get("code") == "not_permitted"
        if refused[deed]:
            assert (answer.code, told["details"]["right"]) == (3, right), deed
    assert refused == {deed: right not in RIGHTS[role] for deed, right in DEEDS.items()}


WHOLE = (
    ("salvage", "backup.db", "--to-file", "salvaged.db"),
    ("copy-ledger", "backup.db", "moved.db"),
    ("restore", "backup.db", "--replace"),
)


def test_the_ledger_that_is_replaced_says_who_may_do_it_as_long_as_it_opens(
    call: Call, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, roles in (("王敏", "administrator"), ("沈计", "auditor")):
        assert call("staff", "add", name).code == 0
        assert call("staff", "set", name, "--account", name, "--roles", roles).code == 0
        monkeypatch.setattr(bootstrap, "account_at_the_desk", lambda: "王敏")
    assert call("backup", "backup.db").code == 0
    monkeypatch.setattr(bootstrap, "account_at_the_desk", lambda: "沈计")
    for deed in WHOLE:
        answer = call(*deed, "--json")
        assert (answer.code, answer.document["error"]["code"]) == (3, "not_permitted"), deed
    monkeypatch.setattr(bootstrap, "account_at_the_desk", lambda: "王敏")
    assert [call(*deed).code for deed in WHOLE] == [0, 0, 0]
    monkeypatch.setattr(bootstrap, "account_at_the_desk", lambda: "沈计")
    (data / "ledger.db").write_bytes(b"no ledger" * 4000)
    assert call("restore", "backup.db", "--replace").code == 0
