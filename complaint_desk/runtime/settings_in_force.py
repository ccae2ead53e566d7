"""The settings in force: five sources, what the policy locks, and what is wrong with a source without stopping the desk."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from complaint_desk.domain.roles import Role
from complaint_desk.runtime.paths import Places
from complaint_desk.runtime.policy_roles import NOBODY, ROLES, gives_roles, read_roles
from complaint_desk.runtime.settings import SETTING, SETTINGS, Settings, SettingValue

_LOCKED = "locked"
_LOCKED_BY = "locked_by"
_AT_LINE = re.compile(r"\(at line (\d+),")


class Source(StrEnum):
    """Where a setting's value comes from; each overrides the ones before it unless the policy locks the setting."""

    DEFAULT = "default"
    POLICY = "policy"
    USER = "user"
    ENVIRONMENT = "environment"
    OPTION = "option"


@dataclass(frozen=True, slots=True)
class SettingsWarning:
    """Something in a source that was passed over.

    Codes: `unreadable_file` (`value`: the line where it breaks, if known), `unknown_setting`, `wrong_value`,
    `locked_setting`; of `[roles]`, where `name` names a person: `wrong_roles`, `named_again`, `roles_of_the_policy`.
    `nearest` is the name that may have been meant by an unknown one.
    """

    code: str
    source: Source
    where: str
    name: str = ""
    value: str = ""
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class SettingsInForce:
    """Settings, the source of each by name, and what was passed over.

    `locked` names those that the policy locks; `locked_by` is who locked them in the policy's own words, empty where it
    does not say; `policy` is its file. `roles` is who is what by the policy, None if it does not say.
    """

    settings: Settings
    sources: Mapping[str, Source] = field(default_factory=lambda: MappingProxyType({}))
    locked: frozenset[str] = frozenset()
    locked_by: str = ""
    policy: Path = Path()
    warnings: tuple[SettingsWarning, ...] = ()
    roles: Mapping[str, tuple[Role, ...]] | None = None


def read_settings(
    places: Places, options: Mapping[str, str] | None = None, environ: Mapping[str, str] | None = None
) -> SettingsInForce:
    """Settings from all sources. Never raises: what is wrong or unknown becomes a warning and is passed over.

    Args:
        places: names `policy.toml` and `settings.toml`.
        options: settings given on the command line by name; empty texts are no option.
        environ: the environment, by default the process's own.
    """
    gathering = _Gathering(places.policy_file)
    gathering.take_policy()
    gathering.take(Source.USER, str(places.settings_file), gathering.read_file(Source.USER, places.settings_file))
    around = os.environ if environ is None else environ
    for setting in SETTINGS:
        if text := around.get(setting.variable, ""):
            gathering.take_text(Source.ENVIRONMENT, setting.variable, setting.name, text)
    for name, text in (options or {}).items():
        if text:
            gathering.take_text(Source.OPTION, "", name, text)
    return gathering.result()


def locks_of(policy_file: Path) -> frozenset[str]:
    """The settings that a policy locks."""
    gathering = _Gathering(policy_file)
    gathering.take_policy()
    return gathering.locked


class _Gathering:
    """Values found so far, each with its source."""

    def __init__(self, policy: Path) -> None:
        self._policy = policy
        self._values: dict[str, SettingValue] = {}
        self._sources = dict.fromkeys(SETTING, Source.DEFAULT)
        self._warnings: list[SettingsWarning] = []
        self.locked: frozenset[str] = frozenset()
        self._locked_by = ""
        self._roles: Mapping[str, tuple[Role, ...]] | None = None

    def read_file(self, source: Source, path: Path) -> dict[str, Any]:
        raw = b""
        try:
            raw = path.read_bytes()
            return tomllib.loads(raw.decode("utf-8-sig"))
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, ValueError) as error:
            if source is Source.POLICY and gives_roles(raw.decode("utf-8-sig", "replace")):
                self._roles = NOBODY
            line = _AT_LINE.search(str(error))
            self._warnings.append(SettingsWarning("unreadable_file", source, str(path), value=line[1] if line else ""))
            return {}

    def take_policy(self) -> None:
        """The policy's values, then its locks: `locked = ["name", …]` and, if it likes, `locked_by = "who"`."""
        where = str(self._policy)
        said = self.read_file(Source.POLICY, self._policy)
        names, who = said.pop(_LOCKED, []), said.pop(_LOCKED_BY, "")
        if ROLES in said:
            self._roles, wrong = read_roles(said.pop(ROLES))
            self._warnings += [SettingsWarning(code, Source.POLICY, where, name, value) for code, name, value in wrong]
        self.take(Source.POLICY, where, said)
        if not isinstance(who, str):
            self._warnings.append(SettingsWarning("wrong_value", Source.POLICY, where, _LOCKED_BY, str(who)))
        else:
            self._locked_by = who.strip()
        if not isinstance(names, list):
            self._warnings.append(SettingsWarning("wrong_value", Source.POLICY, where, _LOCKED, str(names)))
            return
        for name in names:
            if name not in SETTING:
                self._warnings.append(_unknown(Source.POLICY, where, str(name), SETTING))
        self.locked = frozenset(name for name in names if name in SETTING)

    def take(self, source: Source, where: str, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            if name == ROLES:
                self._warnings.append(SettingsWarning("roles_of_the_policy", source, where, name))
            elif (setting := SETTING.get(name)) is None:
                known = (*SETTING, _LOCKED, _LOCKED_BY, ROLES) if source is Source.POLICY else SETTING
                self._warnings.append(_unknown(source, where, name, known))
            else:
                self._take_one(source, where, name, setting.read(value), value)

    def take_text(self, source: Source, where: str, name: str, text: str) -> None:
        self._take_one(source, where, name, SETTING[name].read_text(text), text)

    def _take_one(self, source: Source, where: str, name: str, read: SettingValue | None, said: Any) -> None:
        if name in self.locked:
            # Saying what is so anyway is no quarrel with the policy.
            if read != self._values.get(name, SETTING[name].default):
                self._warnings.append(SettingsWarning("locked_setting", source, where, name, str(said)))
        elif read is None:
            self._warnings.append(SettingsWarning("wrong_value", source, where, name, str(said)))
        else:
            self._values[name] = read
            self._sources[name] = source

    def result(self) -> SettingsInForce:
        return SettingsInForce(
            Settings(**self._values),  # type: ignore[arg-type]
            MappingProxyType(self._sources),
            self.locked,
            self._locked_by,
            self._policy,
            tuple(self._warnings),
            self._roles,
        )


def _unknown(source: Source, where: str, name: str, known: Iterable[str]) -> SettingsWarning:
    near = difflib.get_close_matches(name.lower().replace("-", "_"), known, n=1)
    return SettingsWarning("unknown_setting", source, where, name, nearest="".join(near))
