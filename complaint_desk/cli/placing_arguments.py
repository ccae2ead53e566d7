"""The words of what IT asks."""

from __future__ import annotations

from typing import Any

from complaint_desk.i18n import _


def add_placing(commands: Any) -> None:
    """Add the commands by which IT sees and sets what holds on a PC."""
    commands.add_parser("where", help=_("folders, settings and their sources"))
    commands.add_parser("doctor", help=_("examine PC, folders, clock, policy, ledger, copies and server"))
    bundle = commands.add_parser("diagnostics", help=_("logs, settings and the examination for IT, without people"))
    bundle.add_argument("file", metavar="FILE.zip", help=_("file to write"))
    template = commands.add_parser("policy-template", help=_("a policy with every setting explained, to begin from"))
    template.add_argument("file", nargs="?", metavar="FILE", help=_("file to write; standard output without"))
