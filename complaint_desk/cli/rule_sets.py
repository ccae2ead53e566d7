"""`rules`: the rule sets in force, how one counts from a day, and a version of the office's own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from complaint_desk.cli.context import DONE, Context, UsageError
from complaint_desk.domain.clocks import DueReasons
from complaint_desk.domain.json_form import clock_to_json
from complaint_desk.domain.moments import start_of
from complaint_desk.domain.rule_form import version_table
from complaint_desk.domain.rule_sets import RuleVersion
from complaint_desk.i18n import _
from complaint_desk.i18n.clocks import clock_name, example_text, length_text, source_text, why
from complaint_desk.i18n.words import Words
from complaint_desk.services import rule_sets
from complaint_desk.services.program import Program


def rules(context: Context) -> int:
    """Without a file what is in force on the day; with one its versions are kept, unless it is only tried."""
    arguments = context.arguments
    with context.opened() as program:
        day = arguments.on or program.desk.clock().date()
        versions = _versions(program, arguments, day)
        examples = [rule_sets.example(program.desk, each, start_of(day)) for each in versions]
        if arguments.file and not arguments.dry_run:
            for each in versions:
                rule_sets.save_version(program.desk, each)
        now = program.desk.clock()
        if context.output.as_json:
            rows = [
                version_table(version)
                | {"example": [clock_to_json(each, now, why(each, program.words)) for each in example]}
                for version, example in zip(versions, examples, strict=True)
            ]
            context.output.document({"on": day.isoformat(), "rule_sets": rows})
        else:
            for version, example in zip(versions, examples, strict=True):
                context.output.say(*_lines(version, example, program.words))
    return DONE


def _versions(program: Program, arguments: Any, day: dt.date) -> list[RuleVersion]:
    if arguments.file:
        return [
            rule_sets.read_version(program.desk, each, f"{arguments.file}: {each.get('code', '?')}")
            for each in rule_sets.tables_of(Path(arguments.file))
        ]
    book = rule_sets.book(program.desk)
    wanted = program.words.code("rule_set", arguments.rule_set) if arguments.rule_set else None
    if arguments.rule_set and wanted is None:
        raise UsageError(_("There is no rule set named {name}.").format(name=arguments.rule_set))
    codes = (wanted,) if wanted else book.codes
    return [version for code in codes if (version := book.in_force(code, day))]


def _lines(version: RuleVersion, example: tuple[DueReasons, ...], words: Words) -> list[str]:
    mark = _("own version") if version.own else _("shipped")
    lines = [
        _("{rule}, from {first} ({mark})").format(
            rule=words.label("rule_set", version.code), first=version.valid_from, mark=mark
        )
    ]
    counted = {each.clock.code: each for each in example}
    for each in version.obligations:
        name = clock_name(each.code, each.name, words)
        length = length_text(each.length, each.unit) if each.length else _("date of the notice")
        lines.append(f"  {name}  {length}  {source_text(each, words)}")
        if reasons := counted.get(each.code):
            lines.append("    " + example_text(reasons, words))
    return lines
