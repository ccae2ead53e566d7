"""Settings: one table of them, five sources, and what is wrong with a file without stopping the desk."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.domain.reminding import DEFAULT_OFFICE_HOURS, OfficeHours
from complaint_desk.domain.vocabulary import RULE_SETS
from complaint_desk.runtime.paths import Places

DEFAULT_NUMBER_PATTERN = "TS{yyyy}{seq:06}"
# Year in hexagonal brackets, then the number, as offices write it; escapes, since these are marks within a number.
DEFAULT_LETTER_PATTERN = "\u3014{yyyy}\u3015\u7b2c{seq}\u53f7"


class Source(StrEnum):
    """Where a setting's value comes from; each overrides the ones before it unless the policy locks the setting."""

    DEFAULT = "default"
    POLICY = "policy"
    USER = "user"
    ENVIRONMENT = "environment"
    OPTION = "option"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force; what each means stands in `SETTINGS`."""

    language: str = ""
    database: str = ""
    number_pattern: str = DEFAULT_NUMBER_PATTERN
    rule_set: str = "general"
    office_name: str = ""
    office_address: str = ""
    office_phone: str = ""
    office_review: str = ""
    letter_pattern: str = DEFAULT_LETTER_PATTERN
    letter_folder: str = ""
    follow_up_days: str = "14"
    waiting_days: str = "7"
    reminders: bool = True
    office_hours: str = DEFAULT_OFFICE_HOURS
    appearance: str = "system"
    automatic_backup: bool = True
    backup_folder: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table: name, what it does (for the policy template and IT), and the values allowed, empty for any."""

    name: str
    doc: str
    choices: tuple[str, ...] = ()

    @property
    def default(self) -> str | bool:
        value: str | bool = getattr(Settings(), self.name)
        return value

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"COMPLAINT_DESK_{self.name.upper()}"


SETTINGS: tuple[Setting, ...] = (
    Setting("language", "Language of window and sentences; empty follows the system.", ("", "zh_CN", "en")),
    Setting("database", "URL of the ledger; empty means ledger.db in the data folder."),
    Setting("number_pattern", "Pattern of complaint numbers: {yyyy} or {yy}, and {seq:06} for six digits."),
    Setting("rule_set", "Rule set of a complaint that names none.", RULE_SETS),
    Setting("office_name", "Name of the office, printed on reports and letters."),
    Setting("office_address", "Address of the office, printed on letters."),
    Setting("office_phone", "Telephone of the office, printed on letters."),
    Setting("office_review", "Whom to ask for a review inside, printed on replies."),
    Setting(
        "letter_pattern", "Pattern of letter numbers: {yyyy} or {yy}, {seq}, and {kind} if the kinds shall differ."
    ),
    Setting("letter_folder", "Folder of the office's own letter templates; empty means letters in the data folder."),
    Setting("follow_up_days", "Days after closing within which complainants are called.", ("7", "14", "30", "60")),
    Setting("waiting_days", "Days after which waiting for a complainant is too long.", ("3", "5", "7", "10", "15")),
    Setting("reminders", "Remind of what is due, once a day and when something falls due."),
    Setting("office_hours", "From when to when reminders come, like 08:30-17:30."),
    Setting("appearance", "Colours of the window.", ("system", "light", "dark")),
    Setting("automatic_backup", "Keep a daily copy of the ledger when the program ends."),
    Setting("backup_folder", "Folder of the automatic copies; empty means backups in the data folder."),
)

SETTING: dict[str, Setting] = {setting.name: setting for setting in SETTINGS}


@dataclass(frozen=True, slots=True)
class SettingsWarning:
    """Something in a source that was passed over. Codes: unreadable_file, unknown_setting, wrong_value, locked_setting."""

    code: str
    source: Source
    where: str
    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class SettingsInForce:
    """Settings, the source of each by name, which of them the policy locks, and what was passed over."""

    settings: Settings
    sources: Mapping[str, Source] = field(default_factory=lambda: MappingProxyType({}))
    locked: frozenset[str] = frozenset()
    warnings: tuple[SettingsWarning, ...] = ()


def read_settings(
    places: Places, options: Mapping[str, str] | None = None, environ: Mapping[str, str] | None = None
) -> SettingsInForce:
    """Settings from all sources. Never raises: what is wrong or unknown becomes a warning and is passed over.

    Args:
        places: names `policy.toml` and `settings.toml`.
        options: settings given on the command line by name; empty texts are no option.
        environ: the environment, by default the process's own.
    """
    gathering = _Gathering()
    policy = gathering.read_file(Source.POLICY, places.policy_file)
    locked = gathering.locks_in(policy, places.policy_file)
    gathering.take(Source.POLICY, str(places.policy_file), policy)
    gathering.locked = locked
    gathering.take(Source.USER, str(places.settings_file), gathering.read_file(Source.USER, places.settings_file))
    around = os.environ if environ is None else environ
    for setting in SETTINGS:
        if text := around.get(setting.variable, ""):
            gathering.take(Source.ENVIRONMENT, setting.variable, {setting.name: _from_text(setting, text)})
    gathering.take(Source.OPTION, "", {name: text for name, text in (options or {}).items() if text})
    return gathering.result()


def save_setting(places: Places, name: str, value: str | bool) -> None:
    """Write one setting of the user to `settings.toml`, by a new file that replaces the old one.

    A file that cannot be read as TOML is kept beside it as `settings.toml.bad`.

    Raises:
        Refusal: `setting_locked` by the policy, `wrong_setting` for a value that is not allowed.
        Surroundings: the file cannot be written.
    """
    gathering = _Gathering()
    if name in gathering.locks_in(gathering.read_file(Source.POLICY, places.policy_file), places.policy_file):
        raise Refusal("setting_locked", name=name, path=str(places.policy_file))
    if not _is_allowed(name, value):
        raise Refusal("wrong_setting", name=name, value=str(value))
    path = places.settings_file
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        values = _values_to_keep(path)
        values[name] = value
        _replace(path, "".join(f"{key} = {as_toml(each)}\n" for key, each in values.items()))
    except OSError as error:
        raise Surroundings("cannot_write", path=str(path), reason=error.strerror or "") from error


def number_pattern_is_sound(pattern: str) -> bool:
    """True if a pattern gives another number for each year and sequence, in print and in file names alike."""
    return _is_sound(pattern)


def letter_pattern_is_sound(pattern: str) -> bool:
    """The same for letters, whose pattern may name the kind of the letter."""
    return _is_sound(pattern, kind="x")


def _is_sound(pattern: str, **more: str) -> bool:
    try:
        texts = {
            pattern.format(yyyy=f"{year:04}", yy=f"{year % 100:02}", seq=seq, **more) for year, seq in _NUMBER_PROBES
        }
    except (KeyError, IndexError, ValueError, AttributeError, TypeError):
        return False
    return len(texts) == len(_NUMBER_PROBES) and all(text.isprintable() and 0 < len(text) <= 64 for text in texts)


_NUMBER_PROBES = ((2024, 1), (2024, 2), (2025, 1), (2025, 12))


class _Gathering:
    """Values found so far, each with its source."""

    def __init__(self) -> None:
        self.values: dict[str, str | bool] = {}
        self.sources = dict.fromkeys(SETTING, Source.DEFAULT)
        self.locked: frozenset[str] = frozenset()
        self.warnings: list[SettingsWarning] = []

    def read_file(self, source: Source, path: Path) -> dict[str, Any]:
        try:
            return tomllib.loads(path.read_text("utf-8-sig"))
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, ValueError):
            self.warnings.append(SettingsWarning("unreadable_file", source, str(path)))
            return {}

    def locks_in(self, policy: dict[str, Any], path: Path) -> frozenset[str]:
        """Take `locked = ["name", …]` out of a policy."""
        names = policy.pop("locked", [])
        if not isinstance(names, list):
            self.warnings.append(SettingsWarning("wrong_value", Source.POLICY, str(path), "locked", str(names)))
            return frozenset()
        for name in names:
            if name not in SETTING:
                self.warnings.append(SettingsWarning("unknown_setting", Source.POLICY, str(path), str(name)))
        return frozenset(name for name in names if name in SETTING)

    def take(self, source: Source, where: str, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            code = self._objection(name, value)
            if code is None:
                self.values[name] = value
                self.sources[name] = source
            elif code != "locked_setting" or value != self.values.get(name, SETTING[name].default):
                self.warnings.append(SettingsWarning(code, source, where, name, str(value)))

    def _objection(self, name: str, value: Any) -> str | None:
        if name not in SETTING:
            return "unknown_setting"
        if name in self.locked:
            return "locked_setting"
        return None if _is_allowed(name, value) else "wrong_value"

    def result(self) -> SettingsInForce:
        settings = Settings(**self.values)  # type: ignore[arg-type]
        return SettingsInForce(settings, MappingProxyType(self.sources), self.locked, tuple(self.warnings))


def _is_allowed(name: str, value: Any) -> bool:
    if name not in SETTING or type(value) is not type(SETTING[name].default):
        return False
    choices = SETTING[name].choices
    if choices and value not in choices:
        return False
    if name == "office_hours":
        return OfficeHours.read(str(value)) is not None
    if name == "letter_pattern":
        return letter_pattern_is_sound(str(value))
    return name != "number_pattern" or number_pattern_is_sound(str(value))


def _from_text(setting: Setting, text: str) -> str | bool:
    if isinstance(setting.default, bool):
        return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}.get(text.lower(), text)
    return text


def _values_to_keep(path: Path) -> dict[str, Any]:
    """What stands in the file now, settings of newer versions too; tables are no settings of any version."""
    try:
        found = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except ValueError:
        path.replace(path.with_name(f"{path.name}.bad"))
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str | bool | int)}


def as_toml(value: str | bool | int) -> str:
    """A value as a settings file holds it."""
    if isinstance(value, str):
        # TOML's basic strings take JSON's escapes, but want DEL escaped too.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value).lower()


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
