"""`feedback`: make, list, sent, answered, improve, back, drop."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from complaint_desk.cli.analysing import request_of
from complaint_desk.cli.context import DONE, Command, Context
from complaint_desk.domain.feedback import FedBack, Feedback, FeedbackOrder, usual_due
from complaint_desk.domain.json_form import json_value
from complaint_desk.i18n import _
from complaint_desk.i18n.feedback import feedback_sentence
from complaint_desk.i18n.filters import filter_text
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.office_templates import template_folder
from complaint_desk.services import feedback as sheets
from complaint_desk.services.desk import Desk
from complaint_desk.services.program import Program

_DAYS_AND_TEXTS = (
    "first_on", "last_on", "made_at", "made_by", "sent_on", "sent_by", "due_on", "answered_on", "answered_by", "answer",
)  # fmt: skip


def feedback(context: Context) -> int:
    """Do what was asked with sheets and show them; without a deed, list all."""
    arguments = context.arguments
    with context.opened() as program:
        if arguments.deed in (None, "list"):
            _tell(context, program, _listed(program.desk, arguments))
        elif arguments.deed == "make":
            _make(context, program)
        else:
            _tell(context, program, [_done(program, arguments, each).feedback for each in arguments.feedback])
    return DONE


def _listed(desk: Desk, arguments: argparse.Namespace) -> list[Feedback]:
    found = (sheets.overdue if getattr(arguments, "overdue", False) else sheets.listed)(desk)
    return [each for each in found if getattr(arguments, "dropped", False) or not each.dropped]


def _tell(context: Context, program: Program, found: list[Feedback]) -> None:
    today, words = program.desk.clock().date(), program.words
    rows = [document(each, program) for each in found]
    said = [feedback_sentence(each, today, words) for each in found] or [_("There is no feedback sheet.")]
    context.output.tell({"count": len(rows), "rows": rows}, *said)


def _make(context: Context, program: Program) -> None:
    arguments, desk, words = context.arguments, program.desk, program.words
    with context.output.progress(_("Writing")) as progress:
        made = sheets.make(
            desk,
            template_folder(program.places, program.settings),
            FeedbackOrder(
                request_of(arguments, words),
                tuple(arguments.departments),
                arguments.answer_by or usual_due(desk.clock().date()),
            ),
            Path(arguments.folder),
            words,
            stop=context.stop,
            progress=progress,
        )
    rows = [{**document(each.feedback, program), "file": each.file} for each in made]
    said = [_("{file} is written.").format(file=each.file) for each in made] or [
        _("No department has a complaint in this period.")
    ]
    context.output.tell({"count": len(rows), "rows": rows}, *said)


def _done(program: Program, arguments: argparse.Namespace, feedback_id: int) -> FedBack:
    desk, words = program.desk, program.words
    current = sheets.one(desk, feedback_id)
    at = (desk, current.id, current.version)
    day = getattr(arguments, "on", None) or desk.clock().date()
    match arguments.deed:
        case "sent":
            return sheets.mark_sent(*at, day, arguments.answer_by or usual_due(day))
        case "answered":
            done = sheets.mark_answered(*at, day, arguments.text)
            return _improved(desk, done.feedback, words) if arguments.improve else done
        case "improve":
            return _improved(desk, current, words)
        case "back":
            return sheets.step_back(*at)
    return sheets.drop(*at)


def _improved(desk: Desk, of: Feedback, words: Words) -> FedBack:
    return sheets.improve(desk, of.id, of.version, sheets.improvement_of(of, words))


def document(each: Feedback, program: Program) -> dict[str, Any]:
    """A sheet; `overdue` as of today, `improvement` the number of the improvement that its answer became."""
    return {
        "id": each.id,
        "department": each.department,
        "state": str(each.state),
        "overdue": each.is_overdue(program.desk.clock().date()),
        "basis": str(each.basis),
        "filter": filter_text(each.filter, program.words),
        "count": each.count,
        **{name: json_value(getattr(each, name)) for name in _DAYS_AND_TEXTS},
        "improvement": each.improvement_id,
    }


COMMANDS: dict[str, Command] = {"feedback": feedback}
