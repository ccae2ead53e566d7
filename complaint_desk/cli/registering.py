"""`register`: one complaint per line of JSON, each answered as soon as it is durable."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from complaint_desk.cli.context import DONE, REFUSED, Context
from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.domain.json_form import draft_from_json
from complaint_desk.domain.problems import Problem, ProblemsFound, hard_problems, problems_in
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import problem_sentence
from complaint_desk.services import intake
from complaint_desk.services.program import Program


def register(context: Context) -> int:
    """Register every line that can be; refused ones are answered in their place and make the exit code 3."""
    code = DONE
    with context.opened() as program:
        for at, line in _lines(context):
            answer = _registered(program, line)
            if isinstance(answer, str):
                context.output.tell({"number": answer}, answer)
                continue
            code = REFUSED
            context.output.tell(
                {"problems": [{"field": problem.field, "code": problem.code} for problem in answer]},
                *(_sentence(at, problem, program) for problem in answer),
            )
    return code


def _registered(program: Program, line: str) -> str | tuple[Problem, ...]:
    """The new number, or what keeps the line from being registered; every problem of it, not only the first."""
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        return (Problem("", "not_json"),)
    if not isinstance(values, dict):
        return (Problem("", "not_json"),)
    draft, unread = draft_from_json(values, program.words.code, program.desk.clock().date())
    if unread:
        # Whoever mends the line wants to hear of everything at once.
        named = {problem.field for problem in unread}
        others = hard_problems(problems_in(draft, program.desk.clock()))
        return unread + tuple(problem for problem in others if problem.field not in named)
    try:
        return intake.register(program.desk, draft).number
    except ProblemsFound as found:
        return found.problems


def _lines(context: Context) -> Iterator[tuple[int, str]]:
    """Lines that are not blank, with their numbers from 1."""
    with _source(context.arguments.file) as source:
        at = 0
        while True:
            at += 1
            with context.interrupts.waiting():
                line = source.readline()
            if not line:
                return
            if line.strip():
                yield at, line


def _source(name: str | None) -> TextIO:
    if name is None:
        return sys.stdin
    try:
        return Path(name).open(encoding="utf-8-sig", errors="surrogateescape")
    except FileNotFoundError as error:
        raise Refusal("no_file", path=name) from error
    except OSError as error:
        raise Surroundings("cannot_read", path=name, reason=error.strerror or "") from error


def _sentence(at: int, problem: Problem, program: Program) -> str:
    return _("Line {line}: {problem}").format(line=at, problem=problem_sentence(problem, program.words))
