"""Which language the program speaks: Chinese, unless the system speaks English or somebody says otherwise."""

from __future__ import annotations

import ctypes
import locale
import subprocess
import sys
from collections.abc import Mapping

CHINESE = "zh_CN"
ENGLISH = "en"
LANGUAGES = (CHINESE, ENGLISH)

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_NO_LANGUAGE = ("C", "POSIX")


def choose_language(option: str | None, setting: str | None, environ: Mapping[str, str]) -> str:
    """One of `LANGUAGES`: what the command line says, else the settings, else the system.

    A setting that is empty or `system` leaves it to the system. `C`, `POSIX` and every language but English count as
    Chinese: the program is made for Chinese offices.
    """
    for wanted in (option, setting):
        if wanted and wanted.lower() != "system":
            return _spoken(wanted)
    return _spoken(_of_environment(environ) or _of_platform())


def _spoken(name: str) -> str:
    return ENGLISH if name.replace("-", "_").partition("_")[0].partition(".")[0].lower() == "en" else CHINESE


def _of_environment(environ: Mapping[str, str]) -> str:
    named = next((value for name in _VARIABLES if (value := environ.get(name, ""))), "")
    if named and named.partition(".")[0] not in _NO_LANGUAGE:
        return environ.get("LANGUAGE", "").partition(":")[0] or named
    return named


def _of_platform() -> str:
    if sys.platform == "win32":
        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    if sys.platform == "darwin":
        told = subprocess.run(
            ["/usr/bin/defaults", "read", "-g", "AppleLanguages"], capture_output=True, text=True, check=False
        )
        return told.stdout.strip("( \n").partition(",")[0].strip('" \n')
    return ""
