"""`calendar`: the working days that are known, and taking over what a notice says of a year."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from complaint_desk.cli.context import DONE, Context
from complaint_desk.domain.notices import CalendarChange, MovedClock, read_notice
from complaint_desk.domain.working_days import Layer
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.words import Words
from complaint_desk.services import calendars
from complaint_desk.services.program import Program


def calendar(context: Context) -> int:
    """Show what is known; with a file or `--shipped` change it, telling each due date that moves."""
    arguments = context.arguments
    with context.opened() as program:
        change = _change(program, arguments)
        if change is None:
            context.output.tell(*_state(program))
            return DONE
        if arguments.dry_run:
            moved = calendars.preview(program.desk, change, context.stop)
        else:
            with context.output.progress(_("Counting anew")) as progress:
                moved = calendars.apply(program.desk, change, context.stop, progress).moved
        context.output.tell(
            {"years": sorted(change.years), "days": len(change.put), "moved": [_document(each) for each in moved]},
            *_sentences(moved, program.words),
        )
    return DONE


def _change(program: Program, arguments: Any) -> CalendarChange | None:
    if arguments.shipped:
        return calendars.shipped_change(program.desk)
    if arguments.file is None:
        return None
    path = Path(arguments.file)
    lines = calendars.table_of(path).splitlines()
    return read_notice(lines, Layer.OFFICE if arguments.own else Layer.NOTICE, path.name)


def _state(program: Program) -> tuple[dict[str, Any], str]:
    found = calendars.state(program.desk)
    document = {
        "years": list(found.years),
        "missing": found.missing,
        "shipped": list(found.shipped),
        "own_days": [
            {"day": each.day.isoformat(), "rest": each.rest, "name": each.name}
            for each in found.days
            if each.layer is Layer.OFFICE
        ],
    }
    said = _("Holidays known for {first} to {last}.").format(first=found.years[0], last=found.years[-1])
    if found.missing:
        said += " " + _("Those of {year} are missing; due dates in it are provisional.").format(year=found.missing)
    return document, said


def _document(moved: MovedClock) -> dict[str, str]:
    return {
        "number": moved.number,
        "clock": moved.clock,
        "before": moved.before.date().isoformat(),
        "after": moved.after.date().isoformat(),
    }


def _sentences(moved: tuple[MovedClock, ...], words: Words) -> list[str]:
    count = len(moved)
    lines = [ngettext("{count} due date moves", "{count} due dates move", count).format(count=f"{count:,}")]
    lines += [
        _("{number}  {clock}: {before} becomes {after}").format(
            number=each.number,
            clock=words.label("clock", each.clock),
            before=each.before.date(),
            after=each.after.date(),
        )
        for each in moved
    ]
    return lines
