"""Who sits at the desk and who may do what, on the command line; signing in there."""

from __future__ import annotations

import getpass
import json
from types import SimpleNamespace

import pytest

from complaint_desk import bootstrap
from complaint_desk.cli import signing_in
from complaint_desk.domain.roles import Right, Role, rights_of
from complaint_desk.runtime import paths
from tests.cli.conftest import line

PASSWORD = "correct horse"


@pytest.fixture
def policy(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "folder_of_program", lambda: tmp_path)
    return tmp_path / "policy.toml"


@pytest.fixture
def account(monkeypatch):
    """Says under which account somebody is signed in to the PC."""

    def say(name):
        monkeypatch.setattr(bootstrap, "account_at_the_desk", lambda: name)

    say("CORP\\wangmin")
    return say


@pytest.fixture
def office(call, account, monkeypatch):
    """王敏 administers by her Windows account, 李强 handles and has a password."""
    monkeypatch.setenv("COMPLAINT_DESK_NEW_PASSWORD", PASSWORD)
    for arguments in (
        ("add", "王敏", "--department", "客服部"),
        ("add", "李强"),
        ("set", "王敏", "--roles", "administrator,supervisor", "--account", "corp\\wangmin"),
        ("set", "李强", "--roles", "经办人"),
        ("set-password", "李强"),
    ):
        assert call("staff", *arguments).code == 0, arguments
    monkeypatch.delenv("COMPLAINT_DESK_NEW_PASSWORD")


def code_of(answer):
    assert answer.code == 3
    return answer.document["error"]["code"]


def test_where_no_roles_are_in_force_everybody_may_do_everything(call, account):
    assert call("whoami", "--json").document == {
        "person": "王敏",
        "account": "CORP\\wangmin",
        "roles": [],
        "rights": [*map(str, Right)],
        "source": "none",
    }


@pytest.mark.usefixtures("office")
def test_the_staff_say_who_is_what(call, account):
    document = call("whoami", "--json").document
    assert (document["person"], document["source"]) == ("王敏", "staff")
    assert document["roles"] == ["supervisor", "administrator"]
    assert set(document["rights"]) == rights_of((Role.SUPERVISOR, Role.ADMINISTRATOR))
    assert "王敏：主管、管理员（人员名单）" in call("whoami").out
    members = {each["name"]: each for each in call("staff", "--json").document["staff"]}
    assert members["王敏"] == {
        "name": "王敏", "department": "客服部", "active": True, "roles": ["supervisor", "administrator"],
        "account": "corp\\wangmin", "has_password": False,
    }  # fmt: skip
    assert members["李强"]["has_password"]
    assert "李强：经办人、已设密码" in call("staff").out
    account("CORP\\lina")
    assert code_of(call("whoami", "--json")) == "person_without_role"


IMPOSSIBLE = {
    ("set", "王敏", "--roles", "none"): "last_administrator",
    ("set", "王敏", "--account", ""): "last_administrator",
    ("set", "王敏", "--active", "no"): "last_administrator",
    ("set", "李强", "--account", "CORP\\WangMin"): "account_taken",
    ("set", "李强", "--roles", "boss"): "unknown_role",
    ("set", "李强", "--roles", ""): "unknown_role",
    ("set", "无名", "--roles", "clerk"): "unknown_member",
    ("set-password", "李强"): "new_password_needed",
    ("add", "李强"): "member_exists",
}


@pytest.mark.usefixtures("office")
def test_what_cannot_be_leaves_everything_as_it_was(call):
    before = call("staff", "--json").out
    codes = {arguments: code_of(call("staff", *arguments, "--json")) for arguments in IMPOSSIBLE}
    assert codes == IMPOSSIBLE
    assert call("staff", "--json").out == before


@pytest.mark.usefixtures("office")
def test_name_and_password_let_somebody_in_from_the_environment(call, monkeypatch):
    monkeypatch.setenv("COMPLAINT_DESK_PASSWORD", PASSWORD)
    assert call("whoami", "--as", "李强", "--json").document["roles"] == ["handler"]
    registered = call("--as", "李强", "register", "--json", stdin=line()).documents[0]["number"]
    assert call("show", registered, "--json").document["journal"][0]["person"] == "李强"
    assert code_of(call("backup", "x.db", "--as", "李强", "--json")) == "not_permitted"
    monkeypatch.setenv("COMPLAINT_DESK_PASSWORD", "wrong")
    refused = call("whoami", "--as", "李强", "--json")
    assert code_of(refused) == "wrong_sign_in"
    assert "wrong" not in json.dumps(refused.document["error"]["details"])


@pytest.mark.usefixtures("office")
def test_where_sign_in_is_wanted_an_account_is_not_enough(call, policy, monkeypatch):
    policy.write_text('sign_in = true\nlocked = ["sign_in"]\n', "utf-8")
    assert code_of(call("find", "--json")) == "sign_in_needed"
    assert code_of(call("find", "--as", "李强", "--json")) == "sign_in_needed"
    assert call("where", "--json").code == 0
    monkeypatch.setenv("COMPLAINT_DESK_PASSWORD", PASSWORD)
    assert call("find", "--as", "李强", "--json").code == 0


def test_until_somebody_has_a_password_the_account_lets_in(call, account, policy):
    policy.write_text("sign_in = true\n", "utf-8")
    assert call("staff", "add", "王敏", "--json").code == 0


@pytest.mark.usefixtures("office")
def test_passwords_are_typed_at_the_terminal_and_change_after_the_old_one(call, monkeypatch):
    typed = iter([PASSWORD, "battery staple", "battery staple", PASSWORD, "battery staple", "one", "other"])
    asked = []

    def type_in(prompt):
        asked.append(prompt)
        return next(typed)

    monkeypatch.setattr(getpass, "getpass", type_in)
    monkeypatch.setattr(signing_in, "sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True)))
    assert call("staff", "set-password", "李强", "--as", "李强").code == 0
    assert asked == ["李强 的密码：", "新密码：", "再次输入新密码："]
    assert code_of(call("whoami", "--as", "李强", "--json")) == "wrong_sign_in"
    assert code_of(call("staff", "set-password", "王敏", "--as", "李强", "--json")) == "not_permitted"
    assert code_of(call("staff", "set-password", "李强", "--json")) == "passwords_differ"


@pytest.mark.usefixtures("office")
def test_a_password_is_told_nowhere(call, data, monkeypatch):
    monkeypatch.setenv("COMPLAINT_DESK_PASSWORD", PASSWORD)
    answers = [call(*each, "--as", "李强", "--json") for each in (("whoami",), ("staff",), ("where",))]
    assert call("diagnostics", str(data / "bundle.zip"), "--as", "李强").code == 0
    told = "".join(each.out + each.err for each in answers)
    files = [path.read_bytes() for path in data.rglob("*") if path.is_file()]
    assert PASSWORD not in told
    assert not any(PASSWORD.encode() in each for each in files)
