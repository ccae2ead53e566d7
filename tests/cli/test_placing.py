"""What IT asks: where everything is, what holds and whence, and a policy to begin from."""

from __future__ import annotations

import tomllib

import pytest

from complaint_desk import bootstrap
from complaint_desk.domain.roles import Role
from complaint_desk.runtime import paths
from complaint_desk.runtime.settings import SETTINGS, Settings
from complaint_desk.runtime.settings_in_force import read_settings
from tests.cli.conftest import line

_ADDRESS = "postgresql+psycopg://desk:secret@SERVER/ledger?sslmode=require&password=secret&sslpassword=secret"


@pytest.fixture
def policy(tmp_path, monkeypatch):
    """The policy that lies beside the program."""
    monkeypatch.setattr(paths, "folder_of_program", lambda: tmp_path)
    return tmp_path / "policy.toml"


def test_every_setting_is_told_with_its_source_and_lock(call, policy, data, expect_log):
    expect_log.append("locked_setting")
    policy.write_text(
        'office_name = "市消保处"\nappearance = "dark"\nlocked = ["office_name"]\nlocked_by = "信息中心"\n', "utf-8"
    )
    (data / "settings.toml").write_text('office_name = "甲"\nappearance = "light"\n', "utf-8")
    document = call("where", "--json", "--lang", "zh_CN").document
    assert set(document["values"]) == {setting.name for setting in SETTINGS}
    assert document["values"]["office_name"] == {"value": "市消保处", "source": "policy", "locked": True}
    assert document["values"]["appearance"] == {"value": "light", "source": "user", "locked": False}
    assert document["values"]["language"]["source"] == "option"
    assert document["values"]["database"] == {"value": "", "source": "default", "locked": False}
    assert (document["locked_by"], document["policy"], document["policy_found"]) == ("信息中心", str(policy), True)
    assert 'office_name = "市消保处"  (策略，由信息中心锁定)' in call("where").out


def test_a_password_is_told_nowhere(call, policy, expect_log):
    expect_log.append("locked_setting")
    policy.write_text(f'database = "{_ADDRESS}"\nlocked = ["database"]\n', "utf-8")
    for more in ((), ("--json",)):
        answer = call("where", *more, "--database", _ADDRESS.replace("SERVER", "OTHER"))
        assert "SERVER" in answer.out
        assert "secret" not in answer.out + answer.err


def test_what_is_wrong_in_a_policy_is_said_and_stops_nothing(call, policy, expect_log):
    expect_log.extend(["unknown_setting", "wrong_value"])
    policy.write_text('backup_foldr = "D:/"\nappearance = "pink"\n', "utf-8")
    answer = call("find", "--json")
    assert answer.code == 0
    assert "“backup_folder”" in answer.err
    assert "system, light, dark" in answer.err


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_template_explains_every_setting_and_sets_none(call, tmp_path, language):
    file = tmp_path / "policy.toml"
    assert call("policy-template", str(file), "--lang", language).code == 0
    text = file.read_text("utf-8-sig")
    assert tomllib.loads(text) == {}
    assert text == call("policy-template", "--lang", language).out
    told = tomllib.loads("\n".join(line.removeprefix("#") for line in text.splitlines() if not line.startswith("# ")))
    assert set(told) - {"locked", "locked_by", "roles"} == {setting.name for setting in SETTINGS}


def test_the_template_holds_when_its_signs_are_taken_away(call, policy, data):
    text = call("policy-template").out
    policy.write_text("\n".join(line.removeprefix("#") for line in text.splitlines() if line[:2] != "# "), "utf-8")
    found = read_settings(paths.places(data), environ={})
    assert found.warnings == ()
    assert found.locked == {"database", "backup_folder"}
    assert found.roles == {"DOMAIN\\liwei": (Role.SUPERVISOR, Role.ADMINISTRATOR), "*": (Role.CLERK,)}
    assert {name: getattr(found.settings, name) for name in ("rule_set", "reminders")} == {
        "rule_set": Settings().rule_set,
        "reminders": True,
    }


def test_the_template_takes_the_place_of_no_file(call, policy):
    policy.write_text('language = "en"\n', "utf-8")
    assert call("policy-template", str(policy)).code == 3
    assert policy.read_text("utf-8") == 'language = "en"\n'


def test_where_tells_who_is_what_by_the_policy(call, policy):
    policy.write_text('[roles]\n"王敏" = ["clerk", "handler"]\n"*" = "auditor"\n', "utf-8")
    assert call("where", "--json").document["roles"] == {
        "source": "policy",
        "people": {"王敏": ["clerk", "handler"], "*": ["auditor"]},
    }
    assert "王敏 的角色：登记员、经办人（策略）" in call("where").out


def test_whoever_the_policy_names_gets_in_with_their_rights_alone(call, policy, monkeypatch):
    monkeypatch.setattr(bootstrap, "account_at_the_desk", lambda: "CORP\\shenji")
    policy.write_text('[roles]\n"corp\\\\shenji" = "auditor"\n', "utf-8")
    assert call("find", "--json").code == 0
    refused = call("register", "--json", stdin=line())
    assert refused.code == 3
    assert refused.document["error"]["code"] == "not_permitted"


def test_whoever_has_no_role_is_told_who_they_are_and_whom_to_ask(call, policy, monkeypatch, data):
    monkeypatch.setattr(bootstrap, "account_at_the_desk", lambda: "CORP\\lina")
    monkeypatch.setenv("USERNAME", "shenji")
    policy.write_text('[roles]\nshenji = "auditor"\n', "utf-8")
    refused = call("find", "--json")
    assert (refused.code, refused.document["error"]["code"]) == (3, "person_without_role")
    assert "CORP\\lina" in refused.err
    assert "管理员" in refused.err
