"""The report on figures as a Word file, from a template that the office can edit."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from complaint_desk.domain.analysis import AnalysisRequest
from complaint_desk.domain.casework import CaseworkPart
from complaint_desk.domain.reports import Written
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.printing.reports.values import CHART_OF, GROUPINGS, WIDTH, report_placeholders, report_values
from complaint_desk.printing.word.filling import filled
from complaint_desk.runtime.office_templates import OfficeTemplate
from complaint_desk.runtime.paths import resource
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage.casework import read_casework
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.report_figures import read_report
from complaint_desk.workbooks.analysis.book import GROUPINGS_SHOWN, SHEETS
from complaint_desk.workbooks.analysis.charts_apart import charts_of
from complaint_desk.workbooks.placing import placed


@needs(Right.READ)
def report(
    desk: Desk,
    folder: Path,
    request: AnalysisRequest,
    path: Path,
    words: Words,
    *,
    built_in: bool = False,
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
) -> Written:
    """Write the report, from one snapshot; the file is there only when it is whole.

    Args:
        desk: who makes it, and where.
        folder: where the office's own templates are.
        request: what is counted.
        path: the file to write, .docx.
        words: the labels; the built-in template speaks their language.
        built_in: take the built-in template although the office has one of its own.
        stop: heeded while counting.
        progress: told the steps of counting.

    Raises:
        Refusal: `template_not_word`, `template_faulty`.
        Surroundings: `cannot_read`, `cannot_write`, `disk_full` with `path`.
        Stopped: nothing was written.
    """
    name, template = _template(folder, words).read(built_in=built_in)
    asked = dataclasses.replace(request, filter=desk.asking(request.filter).at(desk.clock()))
    with placed(path) as target:
        with desk.store.reading(stop) as connection:
            signature = Signature(desk.person, desk.clock())
            groupings = tuple(dict.fromkeys((*GROUPINGS_SHOWN, *GROUPINGS)))
            found = desk.shown(read_report(connection, asked, groupings, signature, stop, progress=progress))
            told = desk.shown(read_casework(connection, asked, found.made_at, tuple(CaseworkPart), placed=False))
        charts = charts_of(found, tuple(code for code in CHART_OF if code in SHEETS), words, WIDTH)
        if stop:
            stop.heed()
        values = report_values(found, charts, desk.office, words, told)
        target.write(filled(template, name, values, report_placeholders(words)))
    return Written(str(path), ())


def template_to_edit(folder: Path, words: Words) -> Path:
    """The office's own template with a list of placeholders beside it: see `OfficeTemplate.to_edit`."""
    names = report_placeholders(words).names()
    told = (
        _("Written between two braces, as in {example}, a name is replaced by what it stands for.").format(
            example=f"{{{{{names[0]}}}}}"
        ),
        _("A table row with names of one table is repeated for each of its lines."),
        _("From {begin} to {end}, each a paragraph of its own, everything is left out where there is nothing of that name.")
        .format(begin=f"{{{{#{names[0]}}}}}", end=f"{{{{/{names[0]}}}}}"),
    )  # fmt: skip
    return _template(folder, words).to_edit(_("Placeholders of the report.txt"), (*told, "", *names))


def _template(folder: Path, words: Words) -> OfficeTemplate:
    own = folder / _("{report}.docx").format(report=_("Complaint report"))
    return OfficeTemplate(own, resource("reports", words.language, "analysis.docx"))
