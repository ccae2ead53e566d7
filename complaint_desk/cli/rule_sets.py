"""`rules`: the rule sets in force, how one counts from a day, and a version of the office's own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from complaint_desk.cli.context import DONE, Context, UsageError
from complaint_desk.domain.clocks import DueReasons
from complaint_desk.domain.json_form import clock_to_json
from complaint_desk.domain.moments import start_of
from complaint_desk.domain.rule_form import layer_table, version_table
from complaint_desk.domain.rule_sets import Obligation, ProvinceLayer, RuleVersion, province_in
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
        read = rule_sets.read_file(program.desk, Path(arguments.file)) if arguments.file else ()
        layers = [each for each in read if isinstance(each, ProvinceLayer)]
        versions = [each for each in read if isinstance(each, RuleVersion)]
        if not arguments.file:
            versions, layers = _in_force(program, arguments, day)
        examples = [rule_sets.example(program.desk, each, start_of(day)) for each in versions]
        if not arguments.dry_run:
            for each in read:
                rule_sets.save_version(program.desk, each)
        now = program.desk.clock()
        if context.output.as_json:
            rows = [
                version_table(version)
                | {"example": [clock_to_json(each, now, why(each, program.words)) for each in example]}
                for version, example in zip(versions, examples, strict=True)
            ]
            provinces = [layer_table(each) for each in layers]
            context.output.document({"on": day.isoformat(), "rule_sets": rows, "provinces": provinces})
        else:
            for version, example in zip(versions, examples, strict=True):
                context.output.say(*_lines(version, example, program.words))
            for layer in layers:
                context.output.say(*_layer_lines(layer, program.words))
    return DONE


def _in_force(program: Program, arguments: Any, day: dt.date) -> tuple[list[RuleVersion], list[ProvinceLayer]]:
    """The versions that hold on a day, for a region with what its province says over them; and what provinces say."""
    book = rule_sets.book(program.desk)
    wanted = program.words.code("rule_set", arguments.rule_set) if arguments.rule_set else None
    if arguments.rule_set and wanted is None:
        raise UsageError(_("There is no rule set named {name}.").format(name=arguments.rule_set))
    codes = (wanted,) if wanted else book.codes
    keys = [(code, book.version_key(code, day, arguments.region)) for code in codes]
    layers = [each for each in book.provinces if each.holds_on(day) and not each.obligations.keys().isdisjoint(codes)]
    if arguments.region:
        layers = [each for each in layers if each.match(arguments.region)]
    return [version for code, key in keys if (version := book.version(code, key))], layers


def _lines(version: RuleVersion, example: tuple[DueReasons, ...], words: Words) -> list[str]:
    mark = _("own version") if version.own else _("shipped")
    if province := province_in(version.version):
        mark = _("{mark}, {province}").format(mark=mark, province=words.label("province", province))
    lines = [
        _("{rule}, from {first} ({mark})").format(
            rule=words.label("rule_set", version.code), first=version.valid_from, mark=mark
        )
    ]
    counted = {each.clock.code: each for each in example}
    for each in version.obligations:
        lines.append(_clock_line(each, words))
        if reasons := counted.get(each.code):
            lines.append("    " + example_text(reasons, words))
    return lines


def _clock_line(each: Obligation, words: Words) -> str:
    length = length_text(each.length, each.unit) if each.length else _("date of the notice")
    return f"  {clock_name(each.code, each.name, words)}  {length}  {source_text(each, words)}"


def _layer_lines(layer: ProvinceLayer, words: Words) -> list[str]:
    """What a province says over each rule set."""
    mark = _("own version") if layer.own else _("shipped")
    lines = []
    for code, clocks in layer.obligations.items():
        rule = _("{rule} ({province})").format(
            rule=words.label("rule_set", code), province=words.label("province", layer.code)
        )
        lines.append(_("{rule}, from {first} ({mark})").format(rule=rule, first=layer.valid_from, mark=mark))
        lines += [_clock_line(each, words) for each in clocks] or ["  " + _("nothing differs from then on")]
    return lines
