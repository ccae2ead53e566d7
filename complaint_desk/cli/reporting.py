"""`report`, `report-definitions`, `report-template`: the workbook or Word report of a period, or of a definition."""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

from complaint_desk.cli.analysing import period_of, request_of
from complaint_desk.cli.context import DONE, Command, Context, UsageError
from complaint_desk.cli.filters import filter_of, find_arguments
from complaint_desk.domain.analysis import AnalysisRequest
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.report_definitions import ReportDefinition, period_mark
from complaint_desk.domain.reports import Written
from complaint_desk.i18n import _
from complaint_desk.i18n.filters import filter_text
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.office_templates import template_folder
from complaint_desk.services import analysis, word_reports
from complaint_desk.services import report_definitions as kept
from complaint_desk.services.program import Program

_PERIOD = "{period}"


def report(context: Context) -> int:
    """The analysis workbook, or the report as a Word file: the ending of the file decides."""
    arguments = context.arguments
    ending = Path(arguments.to_file).suffix.lower()
    if ending == ".pdf":
        raise UsageError(
            _("The window prints the overview and writes PDF; here name a file that ends in .xlsx or .docx.")
        )
    if ending not in {".xlsx", ".docx"}:
        raise UsageError(_("The report is a workbook or a Word file: name a file that ends in .xlsx or .docx."))
    if arguments.template and ending != ".xlsx":
        raise UsageError(_("A workbook is filled for a report that is a workbook: name a file that ends in .xlsx."))
    _check_period(arguments)
    with context.opened() as program:
        with context.output.progress(_("Writing")) as progress:
            request, sheets, template = _asked(arguments, program)
            path = Path(arguments.to_file.replace(_PERIOD, period_mark(request.period)))
            if ending == ".docx":
                folder = template_folder(program.places, program.settings)
                written = word_reports.report(
                    program.desk, folder, request, path, program.words,
                    built_in=arguments.built_in, stop=context.stop, progress=progress,
                )  # fmt: skip
            else:
                written = analysis.report(
                    program.desk, request, sheets, path, program.words, stop=context.stop, progress=progress,
                    template=Path(template) if template else None,
                )  # fmt: skip
        _tell_written(context, written)
        analysis.keep_facts(program.desk, context.stop)
    return DONE


def _tell_written(context: Context, written: Written) -> None:
    if not written.sheets:
        context.output.tell({"file": written.file}, _("{file} is written.").format(file=written.file))
        return
    context.output.tell(
        {"file": written.file, "sheets": [{"name": name, "rows": rows} for name, rows in written.sheets]},
        _("{file} is written, {count} sheets.").format(file=written.file, count=len(written.sheets)),
    )


def report_template(context: Context) -> int:
    """The example of a workbook that reports fill, for the office to put its logo and words into."""
    path = Path(context.arguments.file)
    if path.suffix.lower() != ".xlsx":
        raise UsageError(_("The template is a workbook: name a file that ends in .xlsx."))
    with context.opened() as program:
        analysis.write_example_template(path, program.words)
    context.output.tell({"file": str(path)}, _("{file} is written.").format(file=path))
    return DONE


def report_definitions(context: Context) -> int:
    """The definitions that there are, with their days as of today."""
    with context.opened() as program:
        found, today = kept.definitions(program.desk), program.desk.clock().date()
        rows = [definition_document(each, today, program.words) for each in found]
        said = [_line(each, today, program.words) for each in found] or [_("There is no report definition.")]
    context.output.tell({"count": len(rows), "rows": rows}, *said)
    return DONE


def definition_document(wanted: ReportDefinition, today: dt.date, words: Words) -> dict[str, Any]:
    """A definition; `find` holds the arguments with which that command shows what its filter finds."""
    period = wanted.period(today)
    return {
        "name": words.label("report_definition", wanted.name),
        "period": str(wanted.preset),
        "from": str(period.first),
        "to": str(period.last),
        "basis": str(wanted.basis),
        "filter": filter_text(wanted.filter, words),
        "find": find_arguments(wanted.filter),
        "compare": [*map(str, wanted.comparisons)],
        "sheets": [*wanted.sheets(analysis.SHEETS)],
        "template": wanted.template,
        "made": [*wanted.made],
    }


def _line(wanted: ReportDefinition, today: dt.date, words: Words) -> str:
    period = wanted.period(today)
    said = _("{name}: {first} to {last}").format(
        name=words.label("report_definition", wanted.name), first=period.first, last=period.last
    )
    return "; ".join(filter(None, [said, filter_text(wanted.filter, words)]))


def _asked(arguments: argparse.Namespace, program: Program) -> tuple[AnalysisRequest, tuple[str, ...], str]:
    """What is counted, on which sheets, and the path of the workbook to fill, "" for none.

    Raises:
        UsageError: conditions are given beside a definition, which has its own.
        Refusal: `no_report_definition`.
    """
    template = "" if arguments.built_in else arguments.template
    if not arguments.definition:
        return request_of(arguments, program.words), analysis.SHEETS, template
    if _asks_beside(arguments, program.words):
        raise UsageError(_("A report definition says what is counted: beside it only --from and --to may be given."))
    wanted = kept.definition(program.desk, arguments.definition, program.words)
    asked = wanted.request(program.desk.clock().date())
    if arguments.first is not None:
        asked = dataclasses.replace(asked, period=period_of(arguments))
    kept_template = "" if arguments.built_in else wanted.template
    return asked, wanted.sheets(analysis.SHEETS), template or kept_template


def _asks_beside(arguments: argparse.Namespace, words: Words) -> bool:
    asked = arguments.basis or arguments.compare or arguments.count_repeats_once
    return bool(asked) or filter_of(arguments, words) != LedgerFilter()


def _check_period(arguments: argparse.Namespace) -> None:
    given = (arguments.first is not None) + (arguments.last is not None)
    if given == 1 or not (given or arguments.definition):
        raise UsageError(_("Give the period with --from and --to, or a report definition with --definition."))
    if given:
        period_of(arguments)


COMMANDS: dict[str, Command] = {
    "report": report,
    "report-definitions": report_definitions,
    "report-template": report_template,
}
