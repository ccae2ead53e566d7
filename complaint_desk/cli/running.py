"""One call from its arguments to its exit code: where every error becomes an answer."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import errno
import itertools
import logging
import os
import sys
from collections.abc import Sequence
from typing import Any

from complaint_desk.cli.arguments import parse, split_global_options
from complaint_desk.cli.context import (
    BUG,
    DONE,
    REFUSED,
    STOPPED,
    SURROUNDINGS,
    USAGE,
    Builders,
    Command,
    Context,
    UsageError,
)  # fmt: skip
from complaint_desk.cli.deed_arguments import DEEDS
from complaint_desk.cli.interrupts import Interrupts
from complaint_desk.cli.output import Output, speak_utf8
from complaint_desk.cli.privacy_arguments import PRIVACY
from complaint_desk.cli.signing_in import credentials
from complaint_desk.cli.timing_arguments import TIMING
from complaint_desk.cli.wish_arguments import files_as_wishes, wishes
from complaint_desk.domain.errors import DeskError, Refusal, Stopped
from complaint_desk.domain.json_form import json_value
from complaint_desk.domain.problems import Problem, ProblemsFound
from complaint_desk.i18n import _
from complaint_desk.services.program import Credentials, Options, Premises, Wishes

log = logging.getLogger(__name__)


def run(arguments: list[str], builders: Builders) -> int:
    """Do what the arguments say; the exit code of the process."""
    speak_utf8()
    # Asked before anything is parsed: a call that cannot be parsed is answered in JSON too.
    output = Output(as_json="--json" in itertools.takewhile(lambda word: word != "--", arguments))
    try:
        return _answered(arguments, builders, output)
    except OSError as error:
        # The answer itself could not be given.
        _give_up_stdout()
        if _tells_of_a_closed_pipe(error):
            return STOPPED
        with contextlib.suppress(OSError):
            output.complain(_system_sentence(error))
        return SURROUNDINGS


def _answered(arguments: list[str], builders: Builders, output: Output) -> int:
    try:
        return _done(arguments, builders, output)
    except UsageError as error:
        output.complain(*filter(None, [error.usage, error.sentence]))
        return _refused(output, USAGE, "usage", error.sentence)
    except SystemExit as left:
        return DONE if left.code is None else int(left.code)
    except (KeyboardInterrupt, Stopped):
        sentence = _("Stopped. Nothing half-done remains.")
        output.complain(sentence)
        return _refused(output, STOPPED, "stopped", sentence)
    except DeskError as error:
        from complaint_desk.i18n.sentences import error_sentence

        sentence = error_sentence(error)
        output.complain(sentence)
        code = REFUSED if isinstance(error, Refusal) else SURROUNDINGS
        problems = error.problems if isinstance(error, ProblemsFound) else ()
        return _refused(output, code, error.code, sentence, error.details, problems)
    except OSError as error:
        if _tells_of_a_closed_pipe(error):
            raise
        log.exception("surroundings")
        sentence = _system_sentence(error)
        output.complain(sentence)
        return _refused(output, SURROUNDINGS, "system", sentence)
    except Exception as error:
        log.exception("bug")
        sentence = _("An error in the program: {kind}. Where it happened stands in the log.").format(
            kind=type(error).__name__
        )
        output.complain(sentence)
        if _opens_the_window(arguments):
            builders.show_bug(error)
        return _refused(output, BUG, "bug", sentence)


def _opens_the_window(arguments: list[str]) -> bool:
    """True if no command was given."""
    try:
        return not split_global_options(arguments)[1]
    except UsageError:
        return False


def _done(arguments: list[str], builders: Builders, output: Output) -> int:
    whole, rest = _global_options(arguments, builders)
    premises = builders.premises(Options(data=whole.data, database=whole.database, language=whole.lang))
    parsed = parse(files_as_wishes(rest))
    wished = wishes(parsed)
    if parsed.command is None:
        name = Credentials(whole.person, "") if whole.person else None
        return builders.window(dataclasses.replace(premises, credentials=name), wished)
    if wished != Wishes():
        raise UsageError(_("The options of the window go without a command."))
    _tell_warnings(premises, output)
    premises = dataclasses.replace(premises, credentials=credentials(whole.person))
    interrupts = Interrupts()
    with interrupts.heard():
        return _command(parsed.command)(Context(parsed, premises, builders, output, interrupts))


def _global_options(arguments: list[str], builders: Builders) -> tuple[argparse.Namespace, list[str]]:
    try:
        return split_global_options(arguments)
    except UsageError:
        # Say it again in the language of the settings: none was chosen yet.
        builders.premises(Options())
        return split_global_options(arguments)


def _command(name: str) -> Command:
    """The function of a command. Imported one by one: `find` should not wait for what `report` needs."""
    match name:
        case "import" | "undo-import" | "mappings" | "export" | "sample" | "try-out":
            from complaint_desk.cli import exchanging

            return exchanging.COMMANDS[name]
        case "register":
            from complaint_desk.cli.registering import register

            return register
        case "find" | "show":
            from complaint_desk.cli import looking

            return looking.COMMANDS[name]
        case "letter":
            from complaint_desk.cli.letters import letter

            return letter
        case name if name in DEEDS:
            from complaint_desk.cli import handling

            return handling.COMMANDS[name]
        case "warnings" | "words":
            from complaint_desk.cli import warning

            return warning.COMMANDS[name]
        case name if name in TIMING or name in PRIVACY:
            from complaint_desk.cli import privacy, timing

            return (timing.COMMANDS | privacy.COMMANDS)[name]
        case "figures" | "report" | "report-definitions" | "report-template" | "improvements" | "feedback" | "sales":
            from complaint_desk.cli import analysing, feeding_back, improving, reporting, selling

            return (
                analysing.COMMANDS | reporting.COMMANDS | improving.COMMANDS | feeding_back.COMMANDS | selling.COMMANDS
            )[name]
        case _:
            from complaint_desk.cli import caring, placing, safekeeping, staffing

            return (caring.COMMANDS | placing.COMMANDS | safekeeping.COMMANDS | staffing.COMMANDS)[name]


def _tell_warnings(premises: Premises, output: Output) -> None:
    if premises.in_force.warnings:
        from complaint_desk.services.whereabouts import warning_sentence

        output.complain(*map(warning_sentence, premises.in_force.warnings))


def _refused(
    output: Output,
    code: int,
    name: str,
    sentence: str,
    details: dict[str, Any] | None = None,
    problems: Sequence[Problem] = (),
) -> int:
    """With `--json` stdout holds one document even then: `{"error": {"code", "message", "details"}}`."""
    if output.as_json:
        named = {key: _plain(value) for key, value in (details or {}).items()}
        if problems:
            named["problems"] = [{"field": each.field, "code": each.code} for each in problems]
        output.document({"error": {"code": name, "message": sentence, "details": named}})
    return code


def _plain(value: object) -> Any:
    found = json_value(value)
    if isinstance(found, list):
        return [_plain(each) for each in found]
    if dataclasses.is_dataclass(found) and not isinstance(found, type):
        return {name: _plain(each) for name, each in dataclasses.asdict(found).items()}
    return found if isinstance(found, str | int | float | None) else str(found)


def _tells_of_a_closed_pipe(error: OSError) -> bool:
    """Windows has a way of its own to say so."""
    return isinstance(error, BrokenPipeError) or (sys.platform == "win32" and error.errno == errno.EINVAL)


def _give_up_stdout() -> None:
    """Nobody takes our output any more (`find | head`, a full disk): no more words, not even at the end of the process."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _system_sentence(error: OSError) -> str:
    from complaint_desk.i18n.sentences import system_reason

    reason = system_reason(error.strerror or type(error).__name__)
    return _("{path}: {reason}").format(path=error.filename or "-", reason=reason)
