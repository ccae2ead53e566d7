"""`erase`, `hold`, `release`, `retention`: the people in the ledger."""

from __future__ import annotations

from collections.abc import Callable

from complaint_desk.cli.context import DONE, STOPPED, Command, Context
from complaint_desk.domain.complaint import Changed, Complaint
from complaint_desk.domain.json_form import json_value
from complaint_desk.domain.retention import DuePeople
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.values import moment_text
from complaint_desk.i18n.words import Words
from complaint_desk.services import handling, people
from complaint_desk.services.desk import Desk

_MOST_SAID = 20


def _at_one(deed: Callable[[Desk, int, str], Changed], sentence: Callable[[Complaint], str]) -> Command:
    def command(context: Context) -> int:
        with context.opened() as program:
            found = handling.case_by_number(program.desk, context.arguments.number)
            after = deed(program.desk, found.complaint.id, getattr(context.arguments, "reason", "")).complaint
        context.output.tell(
            {"number": after.number, "erased_at": json_value(after.erased_at), "hold": after.hold}, sentence(after)
        )
        return DONE

    return command


def _release(desk: Desk, complaint_id: int, _reason: str) -> Changed:
    return people.release(desk, complaint_id)


def retention(context: Context) -> int:
    """Who is due; with --apply they are erased, and a stop on the way tells how far it came (exit code 5)."""
    with context.opened() as program:
        due = people.due_people(program.desk)
        if not context.arguments.apply:
            context.output.tell(_document(due), *_sentences(due, program.words))
            return DONE
        with context.output.progress(_("Erasing")) as progress:
            done = people.erase_due(program.desk, context.stop, progress)
    count = len(done.ids)
    context.output.tell(
        {**_document(due), "erased": count, "rest": done.rest},
        ngettext("{count} person was erased.", "{count} people were erased.", count).format(count=f"{count:,}"),
        *(
            [_("Stopped: {count} are still due. Call it again to go on.").format(count=f"{done.rest:,}")]
            if done.stopped
            else []
        ),
    )
    return STOPPED if done.stopped else DONE


def _document(due: DuePeople) -> dict[str, object]:
    return {
        "before": json_value(due.before),
        "due": due.count,
        "held": due.held,
        "rows": [
            {
                "number": each.number,
                "status": each.status,
                "received_at": json_value(each.received_at),
                "closed_at": json_value(each.closed_at),
            }
            for each in due.rows
        ],
    }


def _sentences(due: DuePeople, words: Words) -> list[str]:
    if due.before is None:
        return [_("People are kept for ever: the setting `retention_years` is 0.")]
    lines = [
        ngettext(
            "{count} complaint was settled before {day}; its person is due to be erased.",
            "{count} complaints were settled before {day}; their people are due to be erased.",
            due.count,
        ).format(count=f"{due.count:,}", day=due.before.date())
    ]
    if due.held:
        held = ngettext("{count} more is held.", "{count} more are held.", due.held)
        lines.append(held.format(count=f"{due.held:,}"))
    lines += [
        f"  {each.number}  {words.label('status', each.status)}  {moment_text(each.closed_at or each.received_at or due.before)}"
        for each in due.rows[:_MOST_SAID]
    ]
    return [*lines, "  \u2026"] if due.count > _MOST_SAID else lines


COMMANDS: dict[str, Command] = {
    "erase": _at_one(
        people.erase_person,
        lambda after: _("{number}: the personal data are erased; what is counted stays.").format(number=after.number),
    ),
    "hold": _at_one(
        people.hold,
        lambda after: _("{number}: held because of: {reason}").format(number=after.number, reason=after.hold),
    ),
    "release": _at_one(_release, lambda after: _("{number}: no longer held").format(number=after.number)),
    "retention": retention,
}
