"""Time limits on the command line: what is due, and the deeds at the clocks of one complaint."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from complaint_desk.cli.calendars import calendar
from complaint_desk.cli.context import DONE, Command, Context, UsageError
from complaint_desk.cli.rule_sets import rules
from complaint_desk.cli.tables import text_table
from complaint_desk.domain.clock_deeds import ExtensionWish
from complaint_desk.domain.complaint import Case, Changed
from complaint_desk.domain.counting import end_of
from complaint_desk.domain.fields import Field, FieldType, Group
from complaint_desk.domain.json_form import clock_to_json
from complaint_desk.domain.problems import Problem, ProblemsFound
from complaint_desk.domain.reading import read_field
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.clocks import behind_words, clock_name, due_text, rule_name, state_words, why
from complaint_desk.i18n.words import Words
from complaint_desk.services import clocks, handling, timing
from complaint_desk.services.program import Program
from complaint_desk.services.timing import Entry

_AT = Field("at", Group.RESULT, FieldType.MOMENT)


def due(context: Context) -> int:
    """Every running clock that is due on a day or before, as it stands at the end of that day; today: as it stands now."""
    with context.opened() as program:
        now = program.desk.clock()
        day = context.arguments.on or now.date()
        then = now if day == now.date() else end_of(day)
        found = clocks.due_until(program.desk, day, stop=context.stop)
        if behind := clocks.clock_gone_back(program.desk):
            context.output.complain(behind_words(behind))
        if context.output.as_json:
            rows = [
                {"number": each.complaint.number, "status": each.complaint.status, "handler": each.complaint.handler}
                | clock_to_json(each.reasons, then, why(each.reasons, program.words))
                for each in found
            ]
            context.output.document({"on": day.isoformat(), "count": len(rows), "rows": rows})
        else:
            context.output.say(*_listing(found, day, then, program.words))
    return DONE


def _listing(found: tuple[clocks.DueClock, ...], day: dt.date, then: dt.datetime, words: Words) -> list[str]:
    count = len(found)
    head = ngettext("{count} time limit due on {day} or before", "{count} time limits due on {day} or before", count)
    lines = [head.format(count=f"{count:,}", day=day)]
    if found:
        heads = [words.field_label(name) for name in ("number", "clock", "due_at", "status", "handler")]
        rows = []
        for each in found:
            clock, complaint = each.reasons.clock, each.complaint
            left = state_words(clock.state(then), each.reasons.due, then)
            rows.append(
                [
                    complaint.number,
                    clock_name(clock.code, each.reasons.obligation.name, words),
                    f"{due_text(each.reasons.due, clock.unit)} {left}",
                    words.label("status", complaint.status),
                    complaint.handler,
                ]
            )
        lines += text_table(heads, rows)
    return lines


def clock_lines(case: Case, now: dt.datetime, words: Words) -> list[str]:
    """The clocks of a case, each with its reasons in the line below."""
    lines = []
    for each in case.clocks:
        clock = each.clock
        name = clock_name(clock.code, each.obligation.name, words)
        left = state_words(clock.state(now), each.due, now)
        lines += [
            f"{name}  {due_text(each.due, clock.unit)}  {left}  {rule_name(each, words)}",
            f"    {why(each, words)}",
        ]
    return lines


_Deed = Callable[[Program, Case, Any, dt.datetime | None], Changed]


def _command(deed: _Deed) -> Command:
    def command(context: Context) -> int:
        with context.opened() as program:
            case = handling.case_by_number(program.desk, context.arguments.number)
            deed(program, case, context.arguments, _moment(context.arguments.at, program))
            after = handling.case(program.desk, case.complaint.id)
            now = program.desk.clock()
            documents = [clock_to_json(each, now, why(each, program.words)) for each in after.clocks]
            said = [after.complaint.number, *clock_lines(after, now, program.words)]
            context.output.tell({"number": after.complaint.number, "clocks": documents}, *said)
        return DONE

    return command


def _moment(text: str, program: Program) -> dt.datetime | None:
    if not text:
        return None
    read = read_field(_AT, text, program.words.code, program.desk.clock().date())
    if isinstance(read, Problem):
        raise ProblemsFound((read,))
    return read  # type: ignore[return-value] # a moment's field reads as a moment


def _code(words: Words, list_name: str, text: str) -> str:
    """A code or label as its code; what no list knows goes on as it is and is refused with a sentence."""
    return words.code(list_name, text) or text if text else ""


def _extend(program: Program, case: Case, said: Any, at: dt.datetime | None) -> Changed:
    wish = ExtensionWish(at or program.desk.clock(), said.approver, said.told, said.to)
    clock = _code(program.words, "clock", said.clock) or "close"
    return timing.extend(program.desk, case.complaint.id, wish, program.words, clock=clock, note=said.reason)


def _pause(program: Program, case: Case, said: Any, at: dt.datetime | None) -> Changed:
    words = program.words
    reason, clock = _code(words, "pause_reason", said.reason), _code(words, "clock", said.clock)
    return timing.pause(program.desk, case.complaint.id, reason, words, Entry(at, said.note), clock=clock)


def _resume(program: Program, case: Case, said: Any, at: dt.datetime | None) -> Changed:
    clock = _code(program.words, "clock", said.clock)
    return timing.resume(program.desk, case.complaint.id, program.words, Entry(at, said.note), clock=clock)


def _set_date(program: Program, case: Case, said: Any, at: dt.datetime | None) -> Changed:
    words, entry = program.words, Entry(at, said.note)
    clock = _code(words, "clock", said.clock) or "close"
    if said.event:
        return timing.note_event(program.desk, case.complaint.id, _code(words, "start_event", said.event), words, entry)
    if said.told:
        return timing.mark_told(program.desk, case.complaint.id, words, entry, clock=clock)
    if said.date is None:
        raise UsageError(_("Say the date with --date, or what else happened with --told or --event."))
    return timing.set_date(program.desk, case.complaint.id, said.date, words, entry, clock=clock)


COMMANDS: dict[str, Command] = {
    "calendar": calendar,
    "rules": rules,
    "due": due,
    "extend": _command(_extend),
    "pause": _command(_pause),
    "resume": _command(_resume),
    "clock-date": _command(_set_date),
}
