"""What `backup`, `restore`, `rehearse-restore` and `salvage` are told."""

from __future__ import annotations

from typing import Any

from complaint_desk.i18n import _

_Commands = Any  # argparse's sub-parser action is generic over a private protocol


def add_safekeeping(commands: _Commands) -> None:
    """Add the commands to the parser."""
    backing = commands.add_parser("backup", help=_("copy the ledger, also while it is in use"))
    backing.add_argument("file", metavar="FILE", help=_("file to write"))
    restoring = commands.add_parser("restore", help=_("put a copy in the place of the ledger"))
    restoring.add_argument("file", metavar="FILE", help=_("copy to take"))
    restoring.add_argument(
        "--replace", action="store_true", help=_("replace the ledger that is there; it is kept aside")
    )
    restoring.add_argument(
        "--dry-run", action="store_true", help=_("check the copy, say what it holds and lacks, and change nothing")
    )
    restoring.add_argument(
        "--despite-faults", action="store_true", help=_("take a copy although the check finds faults in it")
    )
    commands.add_parser("rehearse-restore", help=_("try to restore the newest copy, in a temporary place"))
    salvaging = commands.add_parser("salvage", help=_("make a new ledger of what can be read of a damaged one"))
    salvaging.add_argument("damaged", metavar="DAMAGED", help=_("damaged ledger; it is only read"))
    salvaging.add_argument("--to-file", required=True, metavar="NEW.db", help=_("new ledger to write"))
