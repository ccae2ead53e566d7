"""Settings: who wins, what is named as wrong, and that nothing stops the desk."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.domain.roles import Role
from complaint_desk.i18n.settings import setting_meaning
from complaint_desk.runtime.paths import Places, places
from complaint_desk.runtime.settings import SETTINGS, Settings, number_pattern_is_sound
from complaint_desk.runtime.settings_file import save_setting
from complaint_desk.runtime.settings_in_force import Source, read_settings
from complaint_desk.services.whereabouts import warning_sentence


@pytest.fixture
def where(tmp_path: Path) -> Places:
    return dataclasses.replace(
        places(tmp_path / "数据", environ={}, program_folder=tmp_path), policy_file=tmp_path / "policy.toml"
    )


def test_table_and_value_agree() -> None:
    assert [setting.name for setting in SETTINGS] == [field.name for field in dataclasses.fields(Settings)]
    assert all(setting_meaning(setting.name).endswith("。") for setting in SETTINGS)


def test_defaults_without_any_file(where: Places) -> None:
    found = read_settings(where, environ={})
    assert found.settings == Settings()
    assert set(found.sources.values()) == {Source.DEFAULT}
    assert found.warnings == ()


def test_each_source_wins_over_the_one_before(where: Places) -> None:
    where.policy_file.write_text(
        'office_name = "一"\nappearance = "dark"\nrule_set = "bank"\nlanguage = "en"\n', "utf-8"
    )
    where.settings_file.parent.mkdir(parents=True)
    where.settings_file.write_text('office_name = "二"\nappearance = "light"\nrule_set = "odr"\n', "utf-8")
    environ = {"COMPLAINT_DESK_OFFICE_NAME": "三", "COMPLAINT_DESK_APPEARANCE": "system"}
    found = read_settings(where, {"office_name": "四", "database": ""}, environ)
    assert found.settings.office_name == "四"
    assert found.settings.appearance == "system"
    assert found.settings.rule_set == "odr"
    assert found.settings.language == "en"
    assert [found.sources[name] for name in ("office_name", "appearance", "rule_set", "language", "database")] == [
        Source.OPTION, Source.ENVIRONMENT, Source.USER, Source.POLICY, Source.DEFAULT,
    ]  # fmt: skip


def test_policy_locks(where: Places) -> None:
    where.policy_file.write_text('locked = ["appearance", "rule_set"]\nappearance = "dark"\n', "utf-8")
    where.settings_file.parent.mkdir(parents=True)
    where.settings_file.write_text('appearance = "light"\nrule_set = "general"\n', "utf-8")
    found = read_settings(where, environ={"COMPLAINT_DESK_RULE_SET": "bank"})
    assert found.settings.appearance == "dark"
    assert found.settings.rule_set == "general"
    assert found.locked == {"appearance", "rule_set"}
    assert (found.locked_by, found.policy) == ("", where.policy_file)
    # Saying what is so anyway is no quarrel with the policy.
    assert [(each.code, each.source, each.name) for each in found.warnings] == [
        ("locked_setting", Source.USER, "appearance"),
        ("locked_setting", Source.ENVIRONMENT, "rule_set"),
    ]
    with pytest.raises(Refusal, match="setting_locked"):
        save_setting(where, "appearance", "light")


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("colour = 1\n", "unknown_setting", "colour"),
        ('appearance = "pink"\n', "wrong_value", "appearance"),
        ("automatic_backup = 1\n", "wrong_value", "automatic_backup"),
        ('number_pattern = "TS{yyyy}"\n', "wrong_value", "number_pattern"),
        ('locked = "appearance"\n', "wrong_value", "locked"),
        ('locked = ["colour"]\n', "unknown_setting", "colour"),
        ("no toml at all\n", "unreadable_file", ""),
    ],
)
def test_what_is_wrong_is_named_and_passed_over(where: Places, text: str, code: str, name: str) -> None:
    where.policy_file.write_text(text, "utf-8")
    found = read_settings(where, environ={})
    assert found.settings == Settings()
    assert [(each.code, each.name, each.where) for each in found.warnings] == [(code, name, str(where.policy_file))]


def test_neither_environment_nor_option_loosens_a_lock(where: Places) -> None:
    where.policy_file.write_text(
        'database = "postgresql+psycopg://SERVER/ledger"\nlocked = ["database"]\nlocked_by = " 信息中心 "\n', "utf-8"
    )
    environ = {"COMPLAINT_DESK_DATABASE": "sqlite:///own.db"}
    found = read_settings(where, {"database": "sqlite:///mine.db"}, environ)
    assert found.settings.database == "postgresql+psycopg://SERVER/ledger"
    assert found.sources["database"] is Source.POLICY
    assert found.locked_by == "信息中心"
    assert [each.source for each in found.warnings] == [Source.ENVIRONMENT, Source.OPTION]


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ('backup_foldr = "D:/"\n', "backup_folder"),
        ('Rule-Set = "bank"\n', "rule_set"),
        ('lockd = ["language"]\n', "locked"),
        ('locked = ["datbase"]\n', "database"),
        ("zzz = 1\n", ""),
    ],
)
def test_the_name_that_was_meant_is_offered(where: Places, text: str, nearest: str) -> None:
    where.policy_file.write_text(text, "utf-8")
    assert [each.nearest for each in read_settings(where, environ={}).warnings] == [nearest]


def test_the_line_where_a_file_breaks_is_named(where: Places) -> None:
    where.policy_file.write_text('language = "en"\n\nrule_set = bank\n', "utf-8")
    (warning,) = read_settings(where, environ={}).warnings
    assert (warning.code, warning.value) == ("unreadable_file", "3")


def test_a_number_stands_for_its_digits(where: Places) -> None:
    where.policy_file.write_text("retention_years = 5\nfollow_up_days = 31\n", "utf-8")
    found = read_settings(where, environ={})
    assert found.settings.retention_years == "5"
    assert [(each.code, each.name) for each in found.warnings] == [("wrong_value", "follow_up_days")]


def test_file_that_is_no_text_is_named(where: Places) -> None:
    where.policy_file.write_bytes(b"\xff\xfe\x00")
    assert [each.code for each in read_settings(where, environ={}).warnings] == ["unreadable_file"]


def test_environment_says_yes_and_no(where: Places) -> None:
    for text, value in (("0", False), ("No", False), ("true", True), ("YES", True)):
        found = read_settings(where, environ={"COMPLAINT_DESK_AUTOMATIC_BACKUP": text})
        assert found.settings.automatic_backup is value
    found = read_settings(where, environ={"COMPLAINT_DESK_AUTOMATIC_BACKUP": "maybe"})
    assert found.settings.automatic_backup
    assert [each.code for each in found.warnings] == ["wrong_value"]


@given(name=st.text(max_size=40), folder=st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_what_is_saved_is_read_back(tmp_path_factory: pytest.TempPathFactory, name: str, folder: str) -> None:
    root = tmp_path_factory.mktemp("settings")
    where = dataclasses.replace(places(root, environ={}), policy_file=root / "policy.toml")
    name = name.encode("utf-8", "replace").decode("utf-8")
    save_setting(where, "office_name", name)
    save_setting(where, "backup_folder", folder)
    save_setting(where, "automatic_backup", value=False)
    found = read_settings(where, environ={})
    assert (found.settings.office_name, found.settings.backup_folder) == (name, folder)
    assert not found.settings.automatic_backup
    assert found.warnings == ()
    assert sorted(path.name for path in root.iterdir()) == ["settings.toml"]


def test_saving_keeps_what_it_does_not_know_and_what_it_cannot_read(where: Places) -> None:
    where.settings_file.parent.mkdir(parents=True)
    newer = 'of_next_version = 3\noffice_name = "甲"\nsince = 2026-11-26\n"甲 乙" = [0.5, true]\nroles = {"王 敏" = "clerk"}\n'
    where.settings_file.write_text(newer, "utf-8")
    save_setting(where, "appearance", "dark")
    assert where.settings_file.read_text("utf-8") == f'{newer}appearance = "dark"\n'
    where.settings_file.write_text("no toml", "utf-8")
    save_setting(where, "appearance", "light")
    assert where.settings_file.with_name("settings.toml.bad").read_text("utf-8") == "no toml"
    assert read_settings(where, environ={}).settings.appearance == "light"


def test_wrong_value_is_not_saved(where: Places) -> None:
    for name, value in (("appearance", "pink"), ("colour", "red"), ("automatic_backup", "no")):
        with pytest.raises(Refusal, match="wrong_setting"):
            save_setting(where, name, value)
    assert not where.settings_file.exists()


def test_folder_that_cannot_be_written_is_told(where: Places) -> None:
    where.data.write_text("a file where the folder should be")
    with pytest.raises(Surroundings, match="cannot_write"):
        save_setting(where, "appearance", "dark")


@pytest.mark.parametrize(
    ("pattern", "sound"),
    [
        ("TS{yyyy}{seq:06}", True),
        ("投诉-{yy}-{seq:05}", True),
        ("{yyyy}{seq}", True),
        ("TS{yyyy}", False),
        ("TS{seq:06}", False),
        ("TS{year}{seq}", False),
        ("TS{yyyy}{seq", False),
        ("TS{yyyy}{seq:zz}", False),
        ("TS{}{yyyy}{seq}", False),
        ("TS{yyyy}\n{seq}", False),
        ("{yyyy.x}{seq}", False),
        ("", False),
        ("x" * 70 + "{yyyy}{seq}", False),
    ],
)
def test_number_pattern(pattern: str, sound: bool) -> None:
    assert number_pattern_is_sound(pattern) is sound


def test_a_policy_says_who_is_what(where: Places) -> None:
    where.policy_file.write_text('[roles]\n"王敏" = "clerk"\n"CORP\\\\liwei" = ["auditor", "supervisor"]\n', "utf-8")
    found = read_settings(where, environ={})
    assert found.roles == {"王敏": (Role.CLERK,), "CORP\\liwei": (Role.SUPERVISOR, Role.AUDITOR)}
    assert found.warnings == ()
    assert found.settings == Settings()


def test_without_a_table_of_roles_nothing_is_said_of_them(where: Places) -> None:
    where.policy_file.write_text('office_name = "一"\n', "utf-8")
    assert read_settings(where, environ={}).roles is None


@pytest.mark.parametrize(
    ("text", "code", "name", "roles"),
    [
        ('[roles]\na = "boss"\n', "wrong_roles", "roles.a", {"a": ()}),
        ('[roles]\na = ["clerk", "boss"]\n', "wrong_roles", "roles.a", {"a": ()}),
        ("[roles]\na = []\n", "wrong_roles", "roles.a", {"a": ()}),
        ("[roles]\na = true\n", "wrong_roles", "roles.a", {"a": ()}),
        ('[roles]\na = [["clerk"]]\n', "wrong_roles", "roles.a", {"a": ()}),
        ('roles = "clerk"\n', "wrong_roles", "roles", {}),
        ('[roles]\na = "clerk"\nA = "administrator"\n', "named_again", "roles.A", {"a": (Role.CLERK,)}),
        ('[roles]\na = "clerk\n', "unreadable_file", "", {}),
        ('colour = \n roles.a = "clerk"\n', "unreadable_file", "", {}),
    ],
)
def test_a_wrong_entry_gives_nobody_a_role(
    where: Places, text: str, code: str, name: str, roles: dict[str, tuple[Role, ...]]
) -> None:
    where.policy_file.write_text(text, "utf-8")
    found = read_settings(where, environ={})
    assert [(each.code, each.name) for each in found.warnings] == [(code, name)]
    assert found.roles == roles
    assert where.policy_file.name in warning_sentence(found.warnings[0])


def test_no_source_but_the_policy_says_who_is_what(where: Places) -> None:
    where.settings_file.parent.mkdir(parents=True)
    where.settings_file.write_text('[roles]\n"*" = "administrator"\n', "utf-8")
    found = read_settings(where, environ={"COMPLAINT_DESK_ROLES": "administrator"})
    assert found.roles is None
    assert [(each.code, each.source) for each in found.warnings] == [("roles_of_the_policy", Source.USER)]
