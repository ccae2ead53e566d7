"""Analysis: the figures of a period, and the workbook made from them."""

from __future__ import annotations

import dataclasses
from contextlib import closing, suppress
from pathlib import Path

from complaint_desk.domain.analysis import AnalysisRequest, Figures
from complaint_desk.domain.casework import Casework, CaseworkPart
from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.domain.reports import Written
from complaint_desk.domain.roles import Right
from complaint_desk.domain.sharing import PersonalData
from complaint_desk.i18n.words import Words
from complaint_desk.runtime.paths import resource
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import fact_keeping, journal, plain_rows, report_figures
from complaint_desk.storage import figures as counted
from complaint_desk.storage.casework import read_casework
from complaint_desk.storage.journal import Deed, Signature
from complaint_desk.workbooks.analysis.book import (
    GROUPINGS_SHOWN,
    IMPROVEMENTS,
    OVERVIEW,
    ROWS,
    SHEETS,
    Material,
    write_analysis,
)
from complaint_desk.workbooks.analysis.office_template.template import read_template
from complaint_desk.workbooks.analysis.rows_sheet import ROW_FIELDS
from complaint_desk.workbooks.placing import placed

__all__ = ["SHEETS", "figures", "keep_facts", "report", "told_beside", "write_example_template"]


@needs(Right.READ)
def figures(
    desk: Desk,
    request: AnalysisRequest,
    groupings: tuple[str, ...] = (),
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
) -> Figures:
    """All figures of a request from one snapshot; `groupings` are names of `GROUPINGS`, or crosses `nature|department`."""
    request = _at_once(desk, request, groupings)
    with desk.store.reading(stop) as connection:
        return counted.read_figures(connection, request, groupings, _signature(desk), stop, progress)


@needs(Right.READ)
def keep_facts(desk: Desk, stop: StopSignal | None = None) -> None:
    """Keep what figures are counted from, so that the next ones are quick; meant for after them, beside the window.

    What cannot be kept (a ledger that may only be read, or is in use) is read from the rows the next time.
    """
    with suppress(Surroundings):
        fact_keeping.keep(desk.store, stop)


@needs(Right.READ)
def told_beside(desk: Desk, found: Figures, stop: StopSignal | None = None) -> tuple[Figures, Casework]:
    """What is told beside figures that came first: they with early warnings, and what single cases say."""
    with desk.store.reading(stop) as connection:
        with_warnings = report_figures.with_warnings(connection, found, stop)
        return with_warnings, read_casework(
            connection, found.request, found.made_at, tuple(CaseworkPart), stop, placed=False
        )


def write_example_template(path: Path, words: Words) -> None:
    """Write the example of an office's workbook in the words' language, for the office to make its own.

    Raises:
        Refusal: `template_exists` with `file`: what the office made of it is not lost.
        Surroundings: `cannot_write`, `disk_full` with `path`.
    """
    if path.exists():
        raise Refusal("template_exists", file=str(path))
    content = resource("reports", words.language, "workbook.xlsx").read_bytes()
    with placed(path) as target:
        target.write(content)


@needs(Right.READ)
def report(  # noqa: PLR0917 - the contract of the rooms above names them in this order
    desk: Desk,
    request: AnalysisRequest,
    sheets: tuple[str, ...],
    path: Path,
    words: Words,
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
    template: Path | None = None,
) -> Written:
    """Write the analysis workbook: every sheet from one snapshot, the file there only when it is whole.

    `template` is a workbook of the office: its logo, styles, sheets and print set-up stay, what stands in it between double
    braces is filled, sheets called like the report's are written below their fifth row, and those that it lacks follow.

    `sheets` are codes out of `SHEETS`; they come in its order. `progress` is told the rows written. The journal tells of a
    workbook that holds the complaints themselves, before the file is there.

    Raises:
        Refusal: what `read_template` says of the template.
        Surroundings: `cannot_write`, `disk_full`, `cannot_open` with `path`, or the ledger cannot be read.
        Stopped: nothing was written.
    """
    signature, request = _signature(desk), _at_once(desk, request)
    office = read_template(template, words) if template else None
    with placed(path) as target:
        with desk.store.reading(stop) as connection:
            improving = IMPROVEMENTS in sheets
            found = report_figures.read_report(
                connection, request, GROUPINGS_SHOWN, signature, stop, improving=improving
            )
            found = desk.shown(found)
            parts = [part for part in CaseworkPart if part in sheets or OVERVIEW in sheets or office]
            told = desk.shown(read_casework(connection, request, signature.at, parts, stop, placed=ROWS in sheets))
            # Broken off, it would keep its cursor beyond the scope.
            with closing(plain_rows.rows_counted(connection, request, ROW_FIELDS)) as rows:
                written = write_analysis(
                    Material(found, told, rows), sheets, target, words, template=office, stop=stop, progress=progress
                )
        if ROWS in sheets:
            personal = PersonalData.SHOWN if desk.sees_people else PersonalData.MASKED
            details = (("rows", str(found.total)), ("kind", "report"), ("personal", str(personal)))
            with desk.store.writing(stop) as connection:
                journal.append(connection, signature, [Deed("export", details=details)])
    return Written(str(path), written)


def _at_once(desk: Desk, request: AnalysisRequest, groupings: tuple[str, ...] = ()) -> AnalysisRequest:
    """The request asked at the present moment, so that the keys of its figures go on meaning it."""
    by = (name for each in groupings for name in each.split("|"))
    return dataclasses.replace(request, filter=desk.asking(request.filter, *by).at(desk.clock()))


def _signature(desk: Desk) -> Signature:
    return Signature(desk.person, desk.clock())
