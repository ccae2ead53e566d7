"""The words of the commands that are about time limits."""

from __future__ import annotations

from typing import Any

from complaint_desk.cli.filters import read_day
from complaint_desk.i18n import _

TIMING = ("due", "extend", "pause", "resume", "clock-date", "calendar", "rules")
"""Names of these commands."""

_Commands = Any  # argparse's sub-parser action is generic over a private protocol
_Parser = Any


def add_timing(commands: _Commands) -> None:
    """Add a parser for each of `TIMING`."""
    due = commands.add_parser("due", help=_("list what is due on a day or overdue by then"))
    due.add_argument("--on", type=read_day, metavar="DATE", help=_("the day; today, where nothing is said"))
    extending = _at_a_clock(commands, "extend", _("extend a time limit by a step of its rule"))
    extending.add_argument("--to", type=int, metavar="N", help=_("whole length from the start; usually the next step"))
    extending.add_argument("--approver", metavar="NAME", default="", help=_("who approved it"))
    extending.add_argument("--told", action="store_true", help=_("the complainant was told"))
    extending.add_argument("--reason", metavar="TEXT", default="", help=_("why"))
    pausing = _at_a_clock(commands, "pause", _("pause the time limits of a complaint"))
    pausing.add_argument(
        "--reason", metavar="R", default="", help=_("testing, repair, complainant or other, as code or label")
    )
    resuming = _at_a_clock(commands, "resume", _("let paused time limits go on"))
    dating = _at_a_clock(commands, "clock-date", _("take over the date that an authority set"))
    dating.add_argument("--date", type=read_day, metavar="DATE", help=_("the last day, as the notice says"))
    dating.add_argument(
        "--told", action="store_true", help=_("instead: the complainant was told the date that stands there")
    )
    dating.add_argument(
        "--event", metavar="E", default="", help=_("instead: what happened that starts a time limit, as code or label")
    )
    _add_calendar(commands)
    _add_rules(commands)
    for parser in (pausing, resuming, dating):
        parser.add_argument("--note", metavar="TEXT", default="", help=_("what is put on record with it"))


def _add_calendar(commands: _Commands) -> None:
    calendar = commands.add_parser(
        "calendar", help=_("show the calendar of working days, or take a year's notice over")
    )
    calendar.add_argument(
        "file",
        nargs="?",
        metavar="FILE.csv",
        help=_("table of days: 2027-01-01,rest,name; two days joined by ~ are a run"),
    )
    calendar.add_argument("--own", action="store_true", help=_("they are days of the office's own, not of a notice"))
    calendar.add_argument("--shipped", action="store_true", help=_("take over the years that this program knows"))
    calendar.add_argument(
        "--dry-run", action="store_true", help=_("say which due dates would move, and change nothing")
    )


def _add_rules(commands: _Commands) -> None:
    rules = commands.add_parser(
        "rules", help=_("show the rule sets of time limits, or keep a version of the office's own")
    )
    rules.add_argument(
        "file", nargs="?", metavar="FILE.toml", help=_("versions as in the program's own resources/rules")
    )
    rules.add_argument("--rule-set", metavar="R", default="", help=_("only this one, as code or label"))
    rules.add_argument(
        "--on", type=read_day, metavar="DATE", help=_("in force on that day, and counted from it; usually today")
    )
    rules.add_argument(
        "--region", metavar="R", default="", help=_("with what the province of this region says over them")
    )
    rules.add_argument("--dry-run", action="store_true", help=_("read and count, and keep nothing"))


def _at_a_clock(commands: _Commands, name: str, purpose: str) -> _Parser:
    parser = commands.add_parser(name, help=purpose)
    parser.add_argument("number", metavar="NUMBER", help=_("complaint number"))
    parser.add_argument("--clock", metavar="C", default="", help=_("which time limit, as code or label"))
    parser.add_argument(
        "--at",
        metavar="TIME",
        default="",
        help=_("when it was done, for a late entry; not before the step recorded last"),
    )
    return parser
