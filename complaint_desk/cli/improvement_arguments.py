"""The words of `improvements` and of what can be done with them."""

from __future__ import annotations

import argparse
from typing import Any

from complaint_desk.cli.filters import add_conditions, read_day
from complaint_desk.i18n import _

_Commands = Any  # argparse's sub-parser action is generic over a private protocol
_Parser = Any


def add_improvements(commands: _Commands, parser_class: type[argparse.ArgumentParser]) -> None:
    """Add the command with its deeds."""
    whole = commands.add_parser("improvements", help=_("problems, their measures, and what these brought"))
    deeds = whole.add_subparsers(dest="deed", metavar=_("DEED"), title=_("deeds"), parser_class=parser_class)
    listing = deeds.add_parser("list", help=_("all improvements, the newest first; so without a deed, too"))
    listing.add_argument("--came-back", action="store_true", help=_("only those whose problem came back"))
    adding = deeds.add_parser("add", help=_("begin with a problem and the filter that shows it"))
    adding.add_argument("problem", metavar="PROBLEM", help=_("what goes wrong"))
    _add_content(adding)
    changing = _at_one(deeds, "change", _("write something else; a filter replaces the one that was there"))
    changing.add_argument("--problem", metavar="TEXT", help=_("what goes wrong"))
    _add_content(changing)
    _add_day(_at_one(deeds, "done", _("the measure is in force: before and after that day complaints are counted")))
    verifying = _at_one(deeds, "verify", _("say what was found when somebody looked whether the measure is in force"))
    verifying.add_argument("--finding", metavar="TEXT", default="", help=_("what was found"))
    _add_day(verifying)
    _at_one(deeds, "reopen", _("it is to be worked at again"))
    _at_one(deeds, "drop", _("give it up; it stays on record"))


def _add_content(parser: _Parser) -> None:
    # `--cause` and `--due` ask for complaints of that cause and due state.
    parser.add_argument("--root-cause", metavar="TEXT", help=_("why it goes wrong"))
    parser.add_argument("--measure", metavar="TEXT", help=_("what is done about it"))
    parser.add_argument("--owner", metavar="NAME", help=_("who does it"))
    parser.add_argument("--until", type=read_day, metavar="D", help=_("the day by which it is to be done"))
    parser.add_argument(
        "--search", dest="words", action="append", default=[], metavar="WORDS", help=_("words that its complaints hold")
    )
    add_conditions(parser)


def _at_one(deeds: _Commands, name: str, purpose: str) -> _Parser:
    parser = deeds.add_parser(name, help=purpose)
    parser.add_argument("improvement", type=int, metavar="N", help=_("number of the improvement"))
    return parser


def _add_day(parser: _Parser) -> None:
    parser.add_argument("--on", type=read_day, metavar="D", help=_("the day; today, where nothing is said"))
