"""`import`, `undo-import`, `export`, `sample`, `try-out`: complaints in and out of the ledger."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Sequence
from pathlib import Path

from complaint_desk.cli.context import DONE, REFUSED, Command, Context
from complaint_desk.cli.filters import filter_of
from complaint_desk.cli.trying_out import try_out
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.fields import FIELDS
from complaint_desk.domain.foreign.import_choices import SheetChoices
from complaint_desk.domain.foreign.import_mapping import LayoutMapping
from complaint_desk.domain.foreign.known_choices import KnownWay
from complaint_desk.domain.foreign.text_forms import DELIMITERS
from complaint_desk.domain.ledger import LedgerOrder
from complaint_desk.domain.reports import ImportResult
from complaint_desk.domain.sharing import PersonalData, way_into_file
from complaint_desk.i18n import _, ngettext
from complaint_desk.i18n.import_sentences import (
    file_sentences,
    not_met_sentence,
    passed_sentence,
    sheet_sentences,
    similar_sentence,
)
from complaint_desk.i18n.sentences import row_sentence
from complaint_desk.i18n.sharing import personal_data_text
from complaint_desk.i18n.words import Words
from complaint_desk.services import exchange
from complaint_desk.services.desk import Desk
from complaint_desk.services.program import Program

_MOST_SENTENCES = 50


def import_files(context: Context) -> int:
    """One batch of all files; refused rows make the exit code 3, the others are in the ledger all the same."""
    with context.opened() as program:
        result = _imported(program, context)
        _tell_import(context, result, program.words)
        exchange.keep_facts(program.desk, result, context.stop)
    return REFUSED if result.refused_rows else DONE


def _imported(program: Program, context: Context) -> ImportResult:
    given = context.arguments
    with context.output.progress(_("Importing")) as progress:
        paths = [Path(name) for name in given.files]
        decided = exchange.read_decisions(Path(given.decisions)) if given.decisions else {}
        choices = dataclasses.replace(
            _choices(program.desk, given.mapping),
            known_rows=decided | dict(given.known_row),
            without=frozenset(given.without_sheet),
            known=KnownWay(given.known),
            similar=KnownWay(given.similar),
            header=given.header,
            year=given.year,
            text=(given.encoding, DELIMITERS.get(given.delimiter, "")),
        )
        mapping = _mapping_to_keep(program, paths, choices, given) if given.keep_mapping else None
        result = exchange.import_files(
            program.desk, paths, program.words, sheet=given.sheet,
            choices=choices, dry_run=given.dry_run, stop=context.stop, progress=progress,
        )  # fmt: skip
        if mapping and not given.dry_run:
            exchange.keep_mapping(program.desk, mapping)
    return result


def _tell_import(context: Context, result: ImportResult, words: Words) -> None:
    context.output.tell(
        {
            "batch": result.batch,
            "read": result.read,
            "registered": result.registered,
            "known": result.known,
            "changed": result.changed,
            "similar": [dataclasses.asdict(row) for row in result.similar],
            "not_met": [{"file": file, "sheet": sheet, "row": row} for file, sheet, row in result.not_met],
            "known_rows": [dataclasses.asdict(row) for row in result.known_rows],
            "refused": [dataclasses.asdict(row) for row in result.refused],
            "noted": [dataclasses.asdict(row) for row in result.noted],
            "refused_rows": result.refused_rows,
            "refused_file": result.refused_file,
            "passed_over": result.passed_over,
            "passed": [dataclasses.asdict(row) for row in result.passed],
            "unknown_words": [dataclasses.asdict(word) for word in result.unknown_words],
            "sheets": [dataclasses.asdict(sheet) for sheet in result.sheets],
            "files": [dataclasses.asdict(file) for file in result.files],
        },
        *_import_lines(result, words, dry_run=context.arguments.dry_run),
    )


def _mapping_to_keep(
    program: Program, paths: Sequence[Path], choices: SheetChoices, given: argparse.Namespace
) -> LayoutMapping:
    """The one mapping by which all these sheets are read, under its new name."""
    seen = exchange.preview(program.desk, paths, program.words, sheet=given.sheet, choices=choices)
    layouts = {sheet.layout: sheet.mapping for sheet in seen.sheets}
    if len(layouts) > 1:
        raise Refusal("several_layouts", count=len(layouts))
    mapping = next(iter(layouts.values()), LayoutMapping(()))
    return dataclasses.replace(mapping, name=given.keep_mapping)


def mappings(context: Context) -> int:
    """Do what was asked with the mappings that are kept; without a deed, list all."""
    given = context.arguments
    with context.opened() as program:
        match given.deed:
            case "export":
                exchange.write_mapping(Path(given.to_file), exchange.mapping_called(program.desk, given.name))
                context.output.tell({"file": given.to_file}, _("Written: {name}").format(name=given.to_file))
            case "import":
                read = exchange.read_mapping(Path(given.file))
                kept = dataclasses.replace(read, name=given.name or read.name)
                exchange.keep_mapping(program.desk, kept)
                context.output.tell(_told_of(kept), _mapping_line(kept))
            case "remove":
                gone = exchange.mapping_called(program.desk, given.name)
                exchange.forget_mapping(program.desk, gone.fingerprint)
                context.output.tell(
                    {"removed": gone.name}, _("Removed: {name}").format(name=gone.name or gone.fingerprint)
                )
            case _:
                found = exchange.kept_mappings(program.desk)
                lines = [_mapping_line(each) for each in found] or [_("No mapping is kept.")]
                context.output.tell({"mappings": [_told_of(each) for each in found]}, *lines)
    return DONE


def _told_of(mapping: LayoutMapping) -> dict[str, object]:
    columns = [{"header": column.header, "fields": [*column.fields]} for column in mapping.columns]
    return {"name": mapping.name, "layout": mapping.fingerprint, "columns": columns}


def _mapping_line(mapping: LayoutMapping) -> str:
    headers = " ".join(column.header for column in mapping.columns)
    return f"{mapping.name or mapping.fingerprint}  {headers}"


def _choices(desk: Desk, mapping: str | None) -> SheetChoices:
    """What is remembered; a mapping is named, or stands in a file that another office gave."""
    if mapping and mapping.endswith(".json") and Path(mapping).is_file():
        given = exchange.read_mapping(Path(mapping))
        return SheetChoices(named=given, corrected=(given,))
    return exchange.choices_of(desk, mapping or "")


def undo_import(context: Context) -> int:
    """Take a batch back whole."""
    with context.opened() as program:
        removed = len(exchange.undo_import(program.desk, context.arguments.batch).removed)
    context.output.tell(
        {"removed": removed},
        ngettext("{count} complaint was taken back.", "{count} complaints were taken back.", removed).format(
            count=f"{removed:,}"
        ),
    )
    return DONE


def export(context: Context) -> int:
    """The filtered ledger with all columns, newest first."""
    with context.opened() as program, context.output.progress(_("Writing")) as progress:
        way = way_into_file(PersonalData(context.arguments.personal), sees_people=program.desk.sees_people)
        written = exchange.export_ledger(
            program.desk, filter_of(context.arguments, program.words), LedgerOrder(),
            tuple(field.name for field in FIELDS), Path(context.arguments.to_file), program.words,
            personal=way, stop=context.stop, progress=progress,
        )  # fmt: skip
    rows = sum(count for _name, count in written.sheets)
    context.output.tell(
        {"file": written.file, "rows": rows},
        ngettext("{file} is written, {count} complaint.", "{file} is written, {count} complaints.", rows).format(
            file=written.file, count=f"{rows:,}"
        ),
        *([] if way is PersonalData.SHOWN else [_("Personal data: {way}").format(way=personal_data_text(way))]),
    )
    return DONE


def sample(context: Context) -> int:
    """Fictitious complaints for an empty ledger."""
    with context.opened() as program, context.output.progress(_("Writing")) as progress:
        made = exchange.sample(
            program.desk, context.arguments.rows, context.arguments.seed, stop=context.stop, progress=progress
        )
    rows = len(made.added)
    context.output.tell(
        {"rows": rows},
        ngettext(
            "{count} fictitious complaint is in the ledger.", "{count} fictitious complaints are in the ledger.", rows
        ).format(count=f"{rows:,}"),
    )
    return DONE


def _import_lines(result: ImportResult, words: Words, *, dry_run: bool) -> list[str]:
    counts = _(
        "{read} rows read: {registered} registered, {known} already there, {refused} refused, {passed} passed over."
    ).format(
        read=f"{result.read:,}", registered=f"{result.registered:,}", known=f"{result.known:,}",
        refused=f"{result.refused_rows:,}", passed=f"{result.passed_over:,}",
    )  # fmt: skip
    lines = [_("Dry run, nothing was changed. {counts}").format(counts=counts) if dry_run else counts]
    if result.batch is not None:
        lines.append(_("The import has the number {batch}; undo-import takes it back.").format(batch=result.batch))
    if result.changed:
        told = ngettext(
            "Of what was already there, {count} complaint was changed.",
            "Of what was already there, {count} complaints were changed.",
            result.changed,
        )
        lines.append(told.format(count=f"{result.changed:,}"))
    lines += _sheet_lines(result, words)
    lines += _listed(_("Refused:"), [row_sentence(row, words) for row in result.refused])
    lines += _listed(_("Noted:"), [row_sentence(row, words) for row in result.noted])
    lines += [not_met_sentence(*place) for place in result.not_met[:_MOST_SENTENCES]]
    lines += _listed(_("Similar:"), [similar_sentence(row, row.file) for row in result.similar])
    if result.refused_file:
        lines.append(
            _("The refused rows stand in {file}; mend them there and import it.").format(file=result.refused_file)
        )
    return lines


def _sheet_lines(result: ImportResult, words: Words) -> list[str]:
    """What the name of a file does not tell, sheets not read, rows that are hidden there, and rows passed over."""
    lines = file_sentences(result.files)[:_MOST_SENTENCES]
    lines += [sentence for sheet in result.sheets for sentence in sheet_sentences(sheet, words)]
    lines += [passed_sentence(row) for row in result.passed[:_MOST_SENTENCES]]
    if len(result.passed) > _MOST_SENTENCES:
        lines.append(_("… and {count} more").format(count=f"{len(result.passed) - _MOST_SENTENCES:,}"))
    return lines


def _listed(heading: str, sentences: Sequence[str]) -> list[str]:
    if not sentences:
        return []
    lines = [heading, *sentences[:_MOST_SENTENCES]]
    if len(sentences) > _MOST_SENTENCES:
        lines.append(_("… and {count} more").format(count=f"{len(sentences) - _MOST_SENTENCES:,}"))
    return lines


COMMANDS: dict[str, Command] = {
    "import": import_files,
    "undo-import": undo_import,
    "mappings": mappings,
    "export": export,
    "sample": sample,
    "try-out": try_out,
}
