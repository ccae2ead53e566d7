"""The PC as the program needs it: system, libraries, fonts, room on its disks, its clock's zone."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

OLDEST_WINDOWS = 17763
"""The build of Windows 10 1809 (LTSC 2019), the oldest with what Qt 6.9 needs."""

_SECONDS_FOR_FONTS = 20
_ENOUGH_BITS = 64


@dataclass(frozen=True, slots=True)
class Machine:
    """A PC. `windows_build` is None elsewhere; `missing` names libraries of the system that are not there."""

    system: str
    bits: int
    windows_build: int | None
    missing: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        """True if the program can run there."""
        return self.bits >= _ENOUGH_BITS and (self.windows_build is None or self.windows_build >= OLDEST_WINDOWS)


def this_machine() -> Machine:
    """The PC that this runs on."""
    bits = 64 if sys.maxsize > 2**32 else 32
    return Machine(platform.platform(), bits, _windows_build(), _missing_libraries())


def room_on(folder: Path) -> tuple[int, int] | None:
    """The disk of a folder, also if it is not there yet, as a number, and its free bytes; None where it does not say."""
    for place in (folder, *folder.absolute().parents):
        with contextlib.suppress(OSError):
            return place.stat().st_dev, shutil.disk_usage(place).free
    return None


def why_not_writable(folder: Path) -> str | None:
    """The system's reason why no file can be made in a folder, None if one can; a folder that is not there is made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder, prefix="doctor-"):
            return None
    except OSError as error:
        return error.strerror or str(error)


def offset_from_utc() -> dt.timedelta:
    """What the clock of this PC shows beyond UTC."""
    return dt.datetime.now(dt.UTC).astimezone().utcoffset() or dt.timedelta()


_FONTS_OF_WINDOWS = ("msyh.ttc", "msyh.ttf", "simsun.ttc", "simhei.ttf", "Deng.ttf", "NotoSansSC-VF.ttf")

if sys.platform == "win32":

    def has_chinese_font() -> bool | None:
        """True if Chinese can be shown; None where nobody can be asked without a window."""
        folder = Path(os.environ.get("WINDIR", "C:\\Windows")) / "Fonts"
        return any((folder / name).is_file() for name in _FONTS_OF_WINDOWS)

    def _windows_build() -> int | None:
        # `build` itself tells what the manifest of the executable lets Windows admit.
        return sys.getwindowsversion().platform_version[2]

    def _missing_libraries() -> tuple[str, ...]:
        import ctypes  # noqa: PLC0415 - of Windows alone

        missing = []
        for name in ("vcruntime140.dll", "vcruntime140_1.dll", "msvcp140.dll", "ucrtbase.dll"):
            try:
                ctypes.WinDLL(name)
            except OSError:
                missing.append(name)
        return tuple(missing)

else:

    def has_chinese_font() -> bool | None:
        """True if Chinese can be shown; None where nobody can be asked without a window."""
        if (asked := shutil.which("fc-list")) is None:
            return None
        try:
            found = subprocess.run(  # noqa: S603 (a program of the system)
                [asked, ":lang=zh-cn", "family"], capture_output=True, timeout=_SECONDS_FOR_FONTS, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return bool(found.stdout.strip())

    def _windows_build() -> int | None:
        return None

    def _missing_libraries() -> tuple[str, ...]:
        return ()
