"""How the installer knows that the program runs: a name that Windows keeps as long as one of its processes lives."""

from __future__ import annotations

import sys

NAME = "Global\\ComplaintDesk"


def hold_presence() -> None:
    """Hold the name until this process ends, however it ends; a program that is not installed has none.

    The name is asked for by `build_spec/installer/complaint_desk.nsi`, which replaces no file of a running program.
    """
    if sys.platform == "win32" and getattr(sys, "frozen", False):
        import ctypes  # noqa: PLC0415 - wanted in the installed program alone

        ctypes.windll.kernel32.CreateMutexW(None, False, NAME)
