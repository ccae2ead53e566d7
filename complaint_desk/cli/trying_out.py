"""`try-out`: the window on a throw-away ledger of sample complaints, for the first look and for training."""

from __future__ import annotations

import tempfile
from pathlib import Path

from complaint_desk.cli.context import Context
from complaint_desk.i18n import _
from complaint_desk.runtime.logs import stop_log
from complaint_desk.services import exchange
from complaint_desk.services.program import Wishes


def try_out(context: Context) -> int:
    """Nothing of it touches the office's own ledger; all of it is gone once the window is closed."""
    with tempfile.TemporaryDirectory(prefix="complaint-desk-", ignore_cleanup_errors=True) as folder:
        premises = context.premises.on_trial(Path(folder))
        with context.output.progress(_("Writing")) as progress, context.builders.opened(premises, progress) as program:
            exchange.sample(program.desk, context.arguments.rows, stop=context.stop, progress=progress)
        code = context.builders.window(premises, Wishes())
        # Windows removes no folder that holds an open file.
        stop_log()
    return code
