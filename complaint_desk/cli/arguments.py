"""The words of the command line: options of the whole program, and each command with its own."""

from __future__ import annotations

import argparse
from functools import partial
from typing import Any, Never

from complaint_desk import __version__
from complaint_desk.cli.context import UsageError
from complaint_desk.cli.deed_arguments import add_deeds
from complaint_desk.cli.exchange_arguments import add_exchange
from complaint_desk.cli.feedback_arguments import add_feedback
from complaint_desk.cli.filters import add_conditions, add_filters, read_day
from complaint_desk.cli.improvement_arguments import add_improvements
from complaint_desk.cli.placing_arguments import add_placing
from complaint_desk.cli.privacy_arguments import add_privacy
from complaint_desk.cli.read_numbers import at_least_one
from complaint_desk.cli.safekeeping_arguments import add_safekeeping
from complaint_desk.cli.sales_arguments import add_sales
from complaint_desk.cli.spoken import argparse_speaks
from complaint_desk.cli.staff_arguments import add_staff
from complaint_desk.cli.timing_arguments import add_timing
from complaint_desk.cli.wish_arguments import add_wishes
from complaint_desk.domain.analysis import GROUPINGS, Basis, Comparison
from complaint_desk.i18n import LANGUAGES, _

PROGRAM = "complaint-desk"


class _Parser(argparse.ArgumentParser):
    """Raises instead of leaving the process, so that the answer goes where all answers go."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> Never:
        raise UsageError(message, self.format_usage().rstrip())


def split_global_options(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """The options of the whole program, which may stand before or after the command, and the rest of the call.

    Gives `data`, `database`, `lang`, `person`, `json`. Said before any language is chosen.

    Raises:
        UsageError: an option lacks its value, or has a wrong one.
    """
    parser = _Parser(prog=PROGRAM, add_help=False)
    _add_global_options(parser)
    # Behind "--" everything is words, even what looks like an option.
    at = arguments.index("--") if "--" in arguments else len(arguments)
    with argparse_speaks():
        found, rest = parser.parse_known_args(arguments[:at])
    return found, [*rest, *arguments[at:]]


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command (`command`, None for the window) with its own arguments, in the language in force.

    Raises:
        UsageError: the call is wrong.
        SystemExit: help or version was asked for, and has been printed.
    """
    with argparse_speaks():
        return _whole_parser().parse_args(arguments)


def commands() -> tuple[tuple[str, str], ...]:
    """Every command and what it does, in the order of `--help`; for the manual."""
    with argparse_speaks():
        subparsers = next(each for each in _whole_parser()._actions if isinstance(each, argparse._SubParsersAction))  # noqa: SLF001 - argparse tells them to nobody
        return tuple((each.dest, each.help or "") for each in subparsers._choices_actions)  # noqa: SLF001 - as above


def _add_global_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(_("options of every command"))
    group.add_argument("--data", metavar="DIR", default="", help=_("data folder"))
    group.add_argument("--database", metavar="URL", default="", help=_("ledger in another place"))
    group.add_argument("--lang", choices=LANGUAGES, default="", help=_("language of the sentences"))
    group.add_argument("--as", dest="person", metavar="NAME", default="", help=_("who you are, where the program asks"))
    group.add_argument("--json", action="store_true", help=_("print one JSON document and nothing else"))


def _whole_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog=PROGRAM,
        description=_("The complaint ledger of an enterprise. Without a command the window opens."),
        epilog=_("Exit codes: 0 done, 1 bug, 2 wrong call, 3 refused, 4 disk or lock or damage, 5 stopped."),
    )
    parser.add_argument(
        "--version", action="version", version=f"{PROGRAM} {__version__}", help=_("show the version and exit")
    )
    _add_global_options(parser)
    add_wishes(parser)
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"), title=_("commands"), parser_class=_Parser)
    add_exchange(commands, _Parser)
    _add_ledger(commands)
    add_deeds(commands)
    add_timing(commands)
    _add_analysis(commands)
    add_improvements(commands, _Parser)
    add_sales(commands, _Parser)
    add_feedback(commands, _Parser, partial(_add_period, required=True))
    add_safekeeping(commands)
    add_privacy(commands)
    add_staff(commands, _Parser)
    _add_care(commands)
    return parser


_Commands = Any  # argparse's sub-parser action is generic over a private protocol


def _add_ledger(commands: _Commands) -> None:
    registering = commands.add_parser("register", help=_("register complaints, one JSON object a line"))
    registering.add_argument("file", nargs="?", metavar="FILE.json", help=_("file to read; standard input without"))
    finding = commands.add_parser("find", help=_("find complaints, newest first"))
    add_filters(finding)
    finding.add_argument("--key", metavar="KEY", default="", help=_("key of a figure: the complaints that it counts"))
    finding.add_argument("--limit", type=at_least_one, default=100, metavar="N", help=_("at most so many, usually 100"))
    showing = commands.add_parser("show", help=_("show one complaint with its steps and its journal"))
    showing.add_argument("number", metavar="NUMBER", help=_("complaint number"))
    showing.add_argument(
        "--reveal", action="store_true", help=_("show masked personal data; the journal tells who did, and why")
    )
    showing.add_argument("--reason", metavar="TEXT", default="", help=_("why it is revealed"))
    writing = commands.add_parser("letter", help=_("make a letter to the complainant and keep it with the case"))
    writing.add_argument("number", metavar="NUMBER", help=_("complaint number"))
    writing.add_argument(
        "kind", metavar="KIND", help=_("receipt, non_acceptance, papers, extension, reply or sheet, as code or label")
    )
    writing.add_argument(
        "--field", action="append", default=[], metavar="NAME=VALUE", help=_("what the letter says, by field")
    )
    writing.add_argument("--to-file", metavar="FILE.docx", help=_("write a copy there, too"))
    writing.add_argument("--built-in", action="store_true", help=_("take the built-in template, not the office's own"))


def _add_analysis(commands: _Commands) -> None:
    counting = commands.add_parser("figures", help=_("figures of a period"))
    _add_period(counting, required=True)
    counting.add_argument(
        "--by", action="append", default=[], choices=GROUPINGS, metavar="FIELD", help=_("group by, at most twice")
    )
    reporting = commands.add_parser("report", help=_("write the analysis of a period as a workbook or Word report"))
    _add_period(reporting, required=False)
    reporting.add_argument(
        "--definition",
        metavar="NAME",
        default="",
        help=_("what was kept under that name, for the days that it asks for"),
    )
    reporting.add_argument(
        "--to-file", required=True, metavar="FILE",
        help=_("workbook (.xlsx) or Word report (.docx) to write; {period} stands for its days"),
    )  # fmt: skip
    reporting.add_argument(
        "--template", metavar="FILE.xlsx", default="", help=_("a workbook of the office's own that is filled")
    )
    reporting.add_argument(
        "--built-in", action="store_true", help=_("take the built-in template, not the office's own")
    )
    commands.add_parser("report-definitions", help=_("the reports that are kept under a name"))
    example = commands.add_parser(
        "report-template", help=_("write an example of a workbook that `report --template` fills")
    )
    example.add_argument("file", metavar="FILE.xlsx", help=_("workbook to write"))
    warning = commands.add_parser(
        "warnings", help=_("what rises improbably: products, outlets, causes, batches, new words")
    )
    warning.add_argument("--on", type=read_day, metavar="D", help=_("as of that day; today without"))
    telling = commands.add_parser(
        "words", help=_("what people say: telling words, typical complaints, near-duplicates")
    )
    add_filters(telling)
    telling.add_argument(
        "--limit", type=at_least_one, default=20, metavar="N", help=_("at most so many words, usually 20")
    )


def _add_period(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument("--from", dest="first", type=read_day, required=required, metavar="D", help=_("first day"))
    parser.add_argument("--to", dest="last", type=read_day, required=required, metavar="D", help=_("last day"))
    parser.add_argument(
        "--basis",
        choices=[*map(str, Basis)],
        default="",
        help=_("the day that counts: of receipt or of closing"),
    )
    parser.add_argument(
        "--compare", action="append", default=[], type=lambda text: text.replace("-", "_"), choices=[*map(str, Comparison)],
        help=_("period to compare with; both if given twice"),
    )  # fmt: skip
    add_conditions(parser)
    parser.add_argument(
        "--count-repeats-once", action="store_true", help=_("leave out complaints linked as a repeat of an earlier one")
    )


def _add_care(commands: _Commands) -> None:
    verifying = commands.add_parser("verify", help=_("check journal, complaints and search index"))
    verifying.add_argument(
        "--anchor", metavar="N-HASH", help=_("a journal head printed earlier that must be part of it")
    )
    copying = commands.add_parser("copy-ledger", help=_("copy the ledger between a file and a server"))
    copying.add_argument("source", metavar="FROM", help=_("file, or address of a database"))
    copying.add_argument("target", metavar="TO", help=_("new file, or address of an empty database"))
    trying = commands.add_parser("self-check", help=_("try the program on a throw-away ledger"))
    trying.add_argument("--to-file", metavar="FILE.json", help=_("write the answer there, too"))
    add_placing(commands)
