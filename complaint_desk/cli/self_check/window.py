"""The window, looked at by a process of its own: the command line never loads Qt."""

from __future__ import annotations

import json
import subprocess

from complaint_desk.cli.self_check.ledgers import Trial
from complaint_desk.cli.self_check.steps import UnexpectedError
from complaint_desk.i18n import current_language
from complaint_desk.runtime.itself import CHECK_WINDOW, call_of_itself

_LONGEST_SECONDS, _LONGEST_WORDS = 300, 1000
_NO_CONSOLE: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def looked_at(trial: Trial) -> None:
    """It opens on a small ledger without a screen, shows its pages and prints."""
    told = trial.folder / "window.json"
    data = trial.premises("first").places.data
    command, around = call_of_itself(CHECK_WINDOW, str(data), current_language(), str(told))
    ended = subprocess.run(  # noqa: S603 - the program itself
        command, env={**around, "QT_QPA_PLATFORM": "offscreen"}, timeout=_LONGEST_SECONDS, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, creationflags=_NO_CONSOLE,
    )  # fmt: skip
    if not told.exists():
        words = ended.stderr.decode("utf-8", "replace").strip()[-_LONGEST_WORDS:]
        raise UnexpectedError(f"the window ended with {ended.returncode}: {words}")
    if faults := json.loads(told.read_text(encoding="utf-8")):
        raise UnexpectedError("; ".join(faults))
