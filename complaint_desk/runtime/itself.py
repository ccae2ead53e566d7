"""How the program starts a second process of itself, from wherever it runs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

READ_APART = "--read-apart"
"""The first argument of the process that reads foreign files; nobody types it."""

CHECK_WINDOW = "--check-window"
"""The first argument of the process in which the self-check looks at the window: data folder, language, file to answer in."""

_FOLDER = Path(__file__).resolve().parent.parent.parent


def call_of_itself(*arguments: str) -> tuple[list[str], dict[str, str]]:
    """Command and environment. Modules come from where this program's come from, never from the folder it happens to be in."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments], dict(os.environ)
    found = os.pathsep.join(filter(None, (str(_FOLDER), os.environ.get("PYTHONPATH"))))
    return [sys.executable, "-P", "-m", "complaint_desk", *arguments], {**os.environ, "PYTHONPATH": found}
