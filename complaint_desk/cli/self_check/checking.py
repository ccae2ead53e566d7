"""The steps of the self-check, in turn, until one fails."""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from complaint_desk.cli.context import Context
from complaint_desk.cli.self_check import files, older, window
from complaint_desk.cli.self_check.ledgers import Trial
from complaint_desk.cli.self_check.steps import Step, Tried
from complaint_desk.i18n import _

log = logging.getLogger(__name__)


def check(context: Context) -> tuple[Tried, ...]:
    """Try every part once; a failed step is the last, since others build on it."""
    tried: list[Tried] = []
    with tempfile.TemporaryDirectory(prefix="complaint-desk-", ignore_cleanup_errors=True) as folder:
        for step in _steps(Trial(context, Path(folder))):
            tried.append(_tried(step))
            if not tried[-1].ok:
                break
    return tuple(tried)


def _steps(trial: Trial) -> Iterator[Step]:
    yield Step("contents", _("Files of the program"), files.contents)
    yield Step("resources", _("Resources"), files.resources)
    yield from trial.steps()
    yield Step("window", _("Window"), lambda: window.looked_at(trial))
    # The longest, and nothing builds on it.
    yield Step("older", _("Ledgers of earlier programs"), lambda: older.brought_up_to_date(trial))


def _tried(step: Step) -> Tried:
    started = time.perf_counter()
    reason = ""
    try:
        step.deed()
    except Exception as error:
        log.warning("self-check failed: %s", type(error).__name__, exc_info=error)
        reason = f"{type(error).__name__}: {error}"
    return Tried(step.name, step.label, round(time.perf_counter() - started, 3), reason)
