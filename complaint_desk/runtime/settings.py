"""Settings: one table of them, and which values each may have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from complaint_desk.domain.reminding import DEFAULT_OFFICE_HOURS, OfficeHours
from complaint_desk.domain.vocabulary import RULE_SETS

DEFAULT_NUMBER_PATTERN = "TS{yyyy}{seq:06}"
# Year in hexagonal brackets, then the number, as offices write it; escapes, since these are marks within a number.
DEFAULT_LETTER_PATTERN = "\u3014{yyyy}\u3015\u7b2c{seq}\u53f7"

SettingValue = str | bool


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force; what each means is said by `i18n.settings`."""

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
    scale: str = "100"
    automatic_backup: bool = True
    backup_folder: str = ""
    retention_years: str = "3"
    sign_in: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table: name, and the values allowed, empty for any."""

    name: str
    choices: tuple[str, ...] = ()

    @property
    def default(self) -> SettingValue:
        value: SettingValue = getattr(Settings(), self.name)
        return value

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"COMPLAINT_DESK_{self.name.upper()}"

    def read(self, value: Any) -> SettingValue | None:
        """The value that a source gives, None if it is none of this setting. A number stands for a choice of the same digits."""
        if type(value) is int and str(value) in self.choices:
            value = str(value)
        return value if type(value) is type(self.default) and self._allows(value) else None

    def read_text(self, text: str) -> SettingValue | None:
        """The same for a source that knows texts alone, such as the environment."""
        return self.read(_TRUTH.get(text.lower(), text) if isinstance(self.default, bool) else text)

    def _allows(self, value: Any) -> bool:
        if self.choices and value not in self.choices:
            return False
        match self.name:
            case "office_hours":
                return OfficeHours.read(value) is not None
            case "letter_pattern":
                return letter_pattern_is_sound(value)
            case "number_pattern":
                return number_pattern_is_sound(value)
        return True


_TRUTH: Mapping[str, bool] = MappingProxyType(
    {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
)

SETTINGS: tuple[Setting, ...] = (
    Setting("language", ("", "zh_CN", "en")),
    Setting("database"),
    Setting("number_pattern"),
    Setting("rule_set", RULE_SETS),
    Setting("office_name"),
    Setting("office_address"),
    Setting("office_phone"),
    Setting("office_review"),
    Setting("letter_pattern"),
    Setting("letter_folder"),
    Setting("follow_up_days", ("7", "14", "30", "60")),
    Setting("waiting_days", ("3", "5", "7", "10", "15")),
    Setting("reminders"),
    Setting("office_hours"),
    Setting("appearance", ("system", "light", "dark")),
    Setting("scale", ("100", "110", "125", "150", "175", "200")),
    Setting("automatic_backup"),
    Setting("backup_folder"),
    Setting("retention_years", tuple(map(str, range(31)))),
    Setting("sign_in"),
)

SETTING: dict[str, Setting] = {setting.name: setting for setting in SETTINGS}


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
