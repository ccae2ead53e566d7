"""The words of the commands about the people in the ledger: erasing, holding, retention."""

from __future__ import annotations

from typing import Any

from complaint_desk.i18n import _

PRIVACY = ("erase", "hold", "release", "retention")
"""Names of these commands."""

_Commands = Any  # argparse's sub-parser action is generic over a private protocol


def add_privacy(commands: _Commands) -> None:
    """Add a parser for each of `PRIVACY`."""
    erasing = commands.add_parser("erase", help=_("erase the person of a complaint for good; what is counted stays"))
    holding = commands.add_parser("hold", help=_("keep the person of a complaint however old it is"))
    releasing = commands.add_parser("release", help=_("let a complaint that was held be erased when its time is over"))
    for parser in (erasing, holding, releasing):
        parser.add_argument("number", metavar="NUMBER", help=_("complaint number"))
    erasing.add_argument(
        "--reason", metavar="TEXT", default="", help=_("why; stays readable in the journal and must not name them")
    )
    holding.add_argument("--reason", metavar="TEXT", default="", help=_("why: an injury, a dispute, a lawsuit"))
    retention = commands.add_parser(
        "retention", help=_("whose time is over by the setting `retention_years`; with --apply they are erased")
    )
    retention.add_argument("--apply", action="store_true", help=_("erase them for good; what is counted stays"))
