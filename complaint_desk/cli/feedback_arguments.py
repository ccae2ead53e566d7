"""The words of `feedback`: sheets for departments, made, sent, answered."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from complaint_desk.cli.filters import read_day
from complaint_desk.i18n import _

_Commands = Any  # argparse's sub-parser action is generic over a private protocol
_Parser = Any


def add_feedback(
    commands: _Commands, parser_class: type[argparse.ArgumentParser], add_period: Callable[[_Parser], None]
) -> None:
    """Add the command with its deeds; `add_period` adds what a report is asked by."""
    whole = commands.add_parser("feedback", help=_("feedback sheets of departments: made, sent, answered"))
    deeds = whole.add_subparsers(dest="deed", metavar=_("DEED"), title=_("deeds"), parser_class=parser_class)
    listing = deeds.add_parser("list", help=_("all sheets, the newest period first; so without a deed, too"))
    listing.add_argument("--overdue", action="store_true", help=_("only those whose answer should have come"))
    listing.add_argument("--dropped", action="store_true", help=_("with those that were dropped"))
    making = deeds.add_parser("make", help=_("write a Word file for each department into a folder"))
    add_period(making)
    making.add_argument(
        "--for", dest="departments", action="append", default=[], metavar="NAME",
        help=_("a department; all that have complaints without"),
    )  # fmt: skip
    making.add_argument("--folder", required=True, metavar="DIR", help=_("where the files go"))
    making.add_argument("--answer-by", type=read_day, metavar="D", help=_("the day by which an answer is asked for"))
    sending = _at_some(deeds, "sent", _("the departments have their sheets"))
    _add_day(sending)
    sending.add_argument(
        "--answer-by", type=read_day, metavar="D", help=_("the day of the answer; a week later, where nothing is said")
    )
    answering = _at_some(deeds, "answered", _("what a department answered"))
    answering.add_argument("--text", metavar="TEXT", default="", help=_("what was answered"))
    answering.add_argument("--improve", action="store_true", help=_("the answer becomes the measure of an improvement"))
    _add_day(answering)
    _at_some(deeds, "improve", _("the answer becomes the measure of an improvement"))
    _at_some(deeds, "back", _("take the answer back, or where there is none the sending"))
    _at_some(deeds, "drop", _("made for nothing; it stays on record"))


def _at_some(deeds: _Commands, name: str, purpose: str) -> _Parser:
    parser = deeds.add_parser(name, help=purpose)
    parser.add_argument("feedback", type=int, nargs="+", metavar="N", help=_("number of the sheet"))
    return parser


def _add_day(parser: _Parser) -> None:
    parser.add_argument("--on", type=read_day, metavar="D", help=_("the day; today, where nothing is said"))
