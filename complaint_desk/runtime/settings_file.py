"""Writing what the person sets to their own settings file."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.runtime.paths import Places
from complaint_desk.runtime.settings import SETTING, SettingValue
from complaint_desk.runtime.settings_in_force import locks_of

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def save_setting(places: Places, name: str, value: SettingValue) -> None:
    """Write one setting of the user to `settings.toml`, by a new file that replaces the old one.

    A file that cannot be read as TOML is kept beside it as `settings.toml.bad`.

    Raises:
        Refusal: `setting_locked` by the policy, `wrong_setting` for a value that is not allowed.
        Surroundings: the file cannot be written.
    """
    if name in locks_of(places.policy_file):
        raise Refusal("setting_locked", name=name, path=str(places.policy_file))
    if name not in SETTING or SETTING[name].read(value) is None:
        raise Refusal("wrong_setting", name=name, value=str(value))
    path = places.settings_file
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        values = _values_to_keep(path)
        values[name] = value
        _replace(path, "".join(f"{_key(key)} = {as_toml(each)}\n" for key, each in values.items()))
    except OSError as error:
        raise Surroundings("cannot_write", path=str(path), reason=error.strerror or "") from error


def as_toml(value: Any) -> str:
    """A value as a settings file holds it, in one line: a text, a number, a moment, a list or a table of such."""
    match value:
        case str():
            # TOML's basic strings take JSON's escapes, but want DEL escaped too.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case list():
            return f"[{', '.join(map(as_toml, value))}]"
        case dict():
            return f"{{{', '.join(f'{_key(name)} = {as_toml(each)}' for name, each in value.items())}}}"
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return str(value).lower()


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else as_toml(name)


def _values_to_keep(path: Path) -> dict[str, Any]:
    """What stands in the file now, settings of newer versions too."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except ValueError:
        path.replace(path.with_name(f"{path.name}.bad"))
        return {}


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
