"""The window, looked at by a process of its own: the command line never loads Qt."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from complaint_desk.cli.self_check.ledgers import Trial
from complaint_desk.cli.self_check.steps import UnexpectedError
from complaint_desk.i18n import current_language
from complaint_desk.runtime.itself import CHECK_WINDOW, call_of_itself

_LONGEST_SECONDS, _LONGEST_WORDS = 300, 1000
# Without a screen Qt looks for fonts in a folder of its own unless it is told where those of Windows are.
_FONTS = {"QT_QPA_FONTDIR": str(Path(os.environ.get("SYSTEMROOT", "")) / "Fonts")} if sys.platform == "win32" else {}
_NO_CONSOLE: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def looked_at(trial: Trial) -> None:
    """It opens on a small ledger without a screen, and shows its pages; Windows prints by the screen's own fonts."""
    _look(trial, {**_FONTS, "QT_QPA_PLATFORM": "offscreen"})
    if sys.platform == "win32":
        _look(trial, {"QT_QPA_PLATFORM": "windows"})


def _look(trial: Trial, platform: dict[str, str]) -> None:
    told, words = trial.folder / "window.json", trial.folder / "window.txt"
    told.unlink(missing_ok=True)
    data = trial.premises("first").places.data
    command, around = call_of_itself(CHECK_WINDOW, str(data), current_language(), str(told))
    # A file and no pipe: whatever Windows starts beside a window would keep a pipe open.
    with words.open("wb") as errors:
        ended = subprocess.run(  # noqa: S603 - the program itself
            command, env={**around, **platform}, timeout=_LONGEST_SECONDS, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, creationflags=_NO_CONSOLE,
        )  # fmt: skip
    if not told.exists():
        said = words.read_text(encoding="utf-8", errors="replace").strip()[-_LONGEST_WORDS:]
        raise UnexpectedError(f"the window ended with {ended.returncode}: {said}")
    if faults := json.loads(told.read_text(encoding="utf-8")):
        raise UnexpectedError("; ".join(faults))
