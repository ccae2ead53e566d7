"""`improvements`: list, add, change, done, verify, reopen, drop."""

from __future__ import annotations

import argparse
import dataclasses
from typing import Any

from complaint_desk.cli.context import DONE, Command, Context
from complaint_desk.cli.filters import filter_of, find_arguments
from complaint_desk.domain.improvement import Followed, ImprovementContent, Window
from complaint_desk.domain.json_form import json_value
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.i18n import _
from complaint_desk.i18n.filters import filter_text
from complaint_desk.i18n.improvements import effect_sentence, recurrence_sentence, state_text
from complaint_desk.i18n.words import Words
from complaint_desk.services import improving
from complaint_desk.services.program import Program

_CALLED = {"root_cause": "cause", "measure": "measure", "owner": "owner", "until": "due_on", "problem": "problem"}
"""What the options are called in an improvement."""


def improvements(context: Context) -> int:
    """Do what was asked with an improvement and show it; without a deed, list all."""
    arguments = context.arguments
    with context.opened() as program:
        if arguments.deed in (None, "list"):
            return _list(context, program)
        improvement_id = _done(program, arguments)
        found = improving.one(program.desk, improvement_id, context.stop)
        context.output.tell(document(found, program.words), *_lines(found, program))
    return DONE


def _list(context: Context, program: Program) -> int:
    only = getattr(context.arguments, "came_back", False)
    found = (improving.came_back if only else improving.followed)(program.desk, context.stop)
    rows = [document(each, program.words) for each in found]
    said = [line for each in found for line in _lines(each, program)] or [_("There is no improvement.")]
    context.output.tell({"count": len(found), "rows": rows}, *said)
    return DONE


def _done(program: Program, arguments: argparse.Namespace) -> int:
    desk = program.desk
    if arguments.deed == "add":
        content = _content(ImprovementContent(), arguments, program.words)
        return improving.add(desk, content).improvement.id
    current = improving.one(desk, arguments.improvement).improvement
    at = (desk, current.id, current.version)
    today = desk.clock().date()
    match arguments.deed:
        case "change":
            improving.change(*at, _content(current.content, arguments, program.words))
        case "done":
            improving.mark_done(*at, arguments.on or today)
        case "verify":
            improving.verify(*at, arguments.on or today, arguments.finding)
        case "reopen":
            improving.reopen(*at)
        case _:
            improving.drop(*at)
    return current.id


def _content(before: ImprovementContent, arguments: argparse.Namespace, words: Words) -> ImprovementContent:
    given = {name: getattr(arguments, option) for option, name in _CALLED.items()}
    asked = filter_of(arguments, words)
    said: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if asked != LedgerFilter():
        said["filter"] = asked
    return dataclasses.replace(before, **said)


def document(found: Followed, words: Words) -> dict[str, Any]:
    """An improvement with its effect; `find` holds the arguments with which that command shows its complaints."""
    each, effect = found.improvement, found.effect
    return {
        "id": each.id,
        "state": str(each.state),
        "problem": each.problem,
        "filter": filter_text(each.filter, words),
        "find": find_arguments(each.filter),
        **{
            name: json_value(getattr(each, name))
            for name in ("cause", "measure", "owner", "due_on", "made_at", "made_by", "done_on", "verified_on")
        },
        "verified_by": each.verified_by,
        "finding": each.finding,
        "effect": {
            "verdict": str(effect.verdict),
            "sentence": effect_sentence(effect),
            "before": _window(effect.before),
            "after": _window(effect.after),
            "ratio": _number(effect.ratio),
            "low": _number(effect.low),
            "high": _number(effect.high),
            "measured_by": "units_sold" if effect.per_unit else "days",
        },
        "recurrence": {
            "code": str(effect.recurrence),
            "sentence": recurrence_sentence(effect),
            "settled": _window(effect.settled),
            "recent": _window(effect.recent),
        }
        if effect.recurrence
        else None,
    }


def _window(window: Window | None) -> dict[str, Any] | None:
    if window is None:
        return None
    return {"from": str(window.first), "to": str(window.last), "days": window.span.days, "count": window.count} | (
        {"units": window.units, "per_thousand": round(window.per_thousand, 4)} if window.units else {}
    )


def _number(value: float | None) -> float | None:
    """A factor with 4 decimals; null where it is unknown or without bound."""
    return None if value is None or value == float("inf") else round(value, 4)


def _lines(found: Followed, program: Program) -> list[str]:
    each, words = found.improvement, program.words
    head = _("{number}  {problem} ({state})").format(
        number=each.id, problem=each.problem, state=state_text(each, program.desk.clock().date(), words)
    )
    said = [
        _("{field}: {value}").format(field=words.field_label(name), value=value)
        for name, value in (
            ("filter", filter_text(each.filter, words)),
            ("cause", each.cause),
            ("measure", each.measure),
            ("owner", each.owner),
            ("due_on", each.due_on),
        )
        if value
    ]
    told = [effect_sentence(found.effect), recurrence_sentence(found.effect)]
    return [head, *(f"    {line}" for line in (*said, *told) if line)]


COMMANDS: dict[str, Command] = {"improvements": improvements}
