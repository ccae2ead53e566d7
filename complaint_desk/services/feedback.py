"""Department feedback sheets: made as Word files for the departments of a report, sent, answered, made an improvement."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path
from typing import Any

from complaint_desk.domain.analysis import AnalysisRequest, Figures
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.feedback import (
    MOST_CASES,
    FedBack,
    Feedback,
    FeedbackDeed,
    FeedbackOrder,
    improvement_begun,
    may,
    problems_of_answer,
    problems_of_sending,
)  # fmt: skip
from complaint_desk.domain.figure_keys import FigureKey
from complaint_desk.domain.improvement import ImprovementContent, problems_of
from complaint_desk.domain.ledger import LedgerOrder
from complaint_desk.domain.problems import ProblemsFound
from complaint_desk.domain.report_definitions import period_mark
from complaint_desk.domain.roles import Right
from complaint_desk.i18n import _
from complaint_desk.i18n.figure_texts import period_name
from complaint_desk.i18n.words import Words
from complaint_desk.printing.reports.feedback_values import GROUPINGS, feedback_placeholders, feedback_values
from complaint_desk.printing.reports.values import WIDTH
from complaint_desk.printing.word.filling import filled
from complaint_desk.runtime.office_templates import OfficeTemplate
from complaint_desk.runtime.paths import resource
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import feedback as kept
from complaint_desk.storage import improvements, ledger_queries
from complaint_desk.storage.figures import read_figures
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.store import Connection
from complaint_desk.workbooks.analysis.charts_apart import charts_of
from complaint_desk.workbooks.placing import placed

_NO_FILE_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


@needs(Right.READ)
def listed(desk: Desk) -> tuple[Feedback, ...]:
    """Every sheet, the newest period first."""
    with desk.store.reading() as connection:
        return kept.all_of(connection, desk.clock().date())


@needs(Right.READ)
def overdue(desk: Desk) -> tuple[Feedback, ...]:
    """The sheets whose answer should have come: what the page of the day tells."""
    return tuple(each for each in listed(desk) if each.is_overdue(desk.clock().date()))


@needs(Right.READ)
def one(desk: Desk, feedback_id: int) -> Feedback:
    """Raises Refusal: `no_feedback`."""
    with desk.store.reading() as connection:
        return kept.one(connection, feedback_id, desk.clock().date())


@needs(Right.READ)
def departments(desk: Desk, request: AnalysisRequest, stop: StopSignal | None = None) -> tuple[tuple[str, int], ...]:
    """The departments of a request and how many complaints each has, most first."""
    with desk.store.reading(stop) as connection:
        return _counted(read_figures(connection, _at_once(desk, request), ("department",), _signature(desk), stop))


def _counted(found: Figures) -> tuple[tuple[str, int], ...]:
    return tuple((each.code, each.count) for each in found.by("department") if each.code and each.count)


@needs(Right.IMPROVE)
def make(
    desk: Desk,
    templates: Path,
    order: FeedbackOrder,
    folder: Path,
    words: Words,
    *,
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
) -> tuple[FedBack, ...]:
    """Write a sheet for each department into a folder, and keep that it was made.

    A sheet that was made for the same department and period before is written anew; whether it was sent and answered stays.

    Args:
        desk: who makes them, and where.
        templates: where the office's own templates are.
        order: what is counted, of which each department gets its part, for which departments, and by when they answer.
        folder: where the files go; made where it is not there.
        words: the labels.
        stop: heeded between departments and while counting; files written by then stay, and are kept as made.
        progress: told departments.

    Raises:
        Refusal: `no_department` with `known`; `template_not_word`, `template_faulty`.
        Surroundings: `cannot_read`, `cannot_write`, `disk_full`.
        Stopped: nothing more is written.
    """
    asked = _at_once(desk, order.request)
    name, template = _template(templates, words).read()
    with desk.store.reading(stop) as connection:
        whole = read_figures(connection, asked, ("department",), _signature(desk), stop)
    counts = dict(_counted(whole))
    for each in order.departments:
        if each not in counts:
            raise Refusal("no_department", department=each, known=tuple(counts))
    made = []
    wanted = tuple(dict.fromkeys(order.departments)) or tuple(counts)
    for done, department in enumerate(wanted):
        progress(done, len(wanted))
        period, count = asked.period, counts[department]
        sheet = Feedback(department, period.first, period.last, asked.basis, asked.filter, count, due_on=order.due_on)
        with desk.store.reading(stop) as connection:
            there = kept.kept_for(connection, sheet, desk.clock().date())
            if there and there.sent_on:
                # What a department was told stays: the sheet is only written anew.
                sheet = dataclasses.replace(sheet, due_on=there.due_on)
            content = _content(desk, connection, (name, template), sheet, asked, words, whole.total, stop)
        path = _placed(folder, sheet, words, content)
        made.append(dataclasses.replace(_keep_made(desk, sheet), file=str(path)))
    progress(len(wanted), len(wanted))
    return tuple(made)


def _content(  # noqa: PLR0917 - one sheet with all that it is made from
    desk: Desk,
    connection: Connection,
    template: tuple[str, bytes],
    sheet: Feedback,
    asked: AnalysisRequest,
    words: Words,
    of_all: int,
    stop: StopSignal | None,
) -> bytes:
    own = sheet.request(asked.comparisons)
    figures = read_figures(connection, own, GROUPINGS, _signature(desk), stop)
    counted = FigureKey(own.period, own.basis, own.filter).counted
    cases = ledger_queries.first_rows(connection, counted, LedgerOrder("received_at"), MOST_CASES)
    charts = charts_of(figures, ("nature",), words, WIDTH)
    values = feedback_values(sheet, figures, cases, charts, desk.office, words, of_all=of_all)
    return filled(template[1], template[0], values, feedback_placeholders(words))


def _placed(folder: Path, sheet: Feedback, words: Words, content: bytes) -> Path:
    department = words.figure_label("department", sheet.department)
    named = _("Feedback sheet {department} {period}").format(department=department, period=period_mark(sheet.period))
    path = folder / f"{_NO_FILE_NAME.sub('_', named)}.docx"
    with placed(path, make_folder=True) as target:
        target.write(content)
    return path


def _keep_made(desk: Desk, sheet: Feedback) -> FedBack:
    """Keep that a sheet was made, unless another desk just did; one that was dropped is there again."""
    signature, today = _signature(desk), desk.clock().date()
    with desk.store.writing() as connection:
        there = kept.kept_for(connection, sheet, today)
        if there is None:
            return FedBack(kept.add(connection, signature, sheet))
        new = {"count": sheet.count, "filter": sheet.filter, "due_on": sheet.due_on, "dropped": False}
        new |= {"made_at": signature.at.replace(microsecond=0), "made_by": signature.person}
        return FedBack(kept.change(connection, signature, kept.MADE, there, there.version, **new), there)


@needs(Right.IMPROVE)
def mark_sent(desk: Desk, feedback_id: int, version: int, sent_on: dt.date, due_on: dt.date) -> FedBack:
    """The department has its sheet since a day, and is to answer by another.

    Raises:
        ProblemsFound: see `problems_of_sending`.
        StaleFeedback: somebody else changed it since `version`.
        Refusal: `no_feedback`, `feedback_state`.
    """
    if found := problems_of_sending(sent_on, due_on, desk.clock().date()):
        raise ProblemsFound(found)
    wanted = {"sent_on": sent_on, "sent_by": desk.person, "due_on": due_on}
    return _do(desk, feedback_id, version, FeedbackDeed.SENT, wanted)


@needs(Right.IMPROVE)
def mark_answered(desk: Desk, feedback_id: int, version: int, answered_on: dt.date, answer: str) -> FedBack:
    """What the department answered, and when. Raises as `mark_sent`; problems: see `problems_of_answer`."""
    if found := problems_of_answer(one(desk, feedback_id), answered_on, answer, desk.clock().date()):
        raise ProblemsFound(found)
    wanted = {"answered_on": answered_on, "answered_by": desk.person, "answer": answer.strip()}
    return _do(desk, feedback_id, version, FeedbackDeed.ANSWERED, wanted)


@needs(Right.IMPROVE)
def step_back(desk: Desk, feedback_id: int, version: int) -> FedBack:
    """Take the answer back, or where there is none the sending. Raises as `mark_sent`."""
    answered = one(desk, feedback_id).answered_on is not None
    unsent: dict[str, Any] = {"sent_on": None, "sent_by": "", "due_on": None}
    unanswered: dict[str, Any] = {"answered_on": None, "answered_by": "", "answer": ""}
    return _do(desk, feedback_id, version, FeedbackDeed.BACK, unanswered if answered else unsent)


@needs(Right.IMPROVE)
def drop(desk: Desk, feedback_id: int, version: int) -> FedBack:
    """It was made for nothing; it stays on record. Raises as `mark_sent`."""
    return _do(desk, feedback_id, version, FeedbackDeed.DROPPED, {"dropped": True})


def improvement_of(of: Feedback, words: Words) -> ImprovementContent:
    """The improvement that an answer begins: its measure is the answer, its owner the department."""
    problem = _("Complaints about {department}, {period}").format(
        department=words.figure_label("department", of.department), period=period_name(of.period)
    )
    return improvement_begun(of, problem)


@needs(Right.IMPROVE)
def improve(desk: Desk, feedback_id: int, version: int, content: ImprovementContent) -> FedBack:
    """Make an answer an improvement, and link both.

    Raises:
        ProblemsFound: see `improvement.problems_of`.
        StaleFeedback, Refusal: see `mark_sent`.
    """
    if found := problems_of(content):
        raise ProblemsFound(found)
    signature = _signature(desk)
    with desk.store.writing() as connection:
        current = _allowed(connection, desk, feedback_id, version, FeedbackDeed.IMPROVED)
        added = improvements.add(connection, signature, content)
        new = {"improvement_id": added.id}
        after = kept.change(connection, signature, f"feedback_{FeedbackDeed.IMPROVED}", current, version, **new)
    fed = FedBack(after, current)
    return dataclasses.replace(fed, changes=dataclasses.replace(fed.changes, improvements=True))


@needs(Right.IMPROVE)
def undo(desk: Desk, done: FedBack) -> FedBack:
    """Put a sheet back to what it was before a deed; one that was not there is dropped, and so is the improvement begun.

    Raises:
        StaleFeedback: somebody has done something with it since.
    """
    current, before = done.feedback, done.before
    names = [each.name for each in dataclasses.fields(Feedback) if each.name not in {"id", "version"}]
    wanted = {name: getattr(before, name) for name in names} if before else {"dropped": True}
    with desk.store.writing() as connection:
        now = kept.one(connection, current.id, desk.clock().date())
        if before and current.improvement_id and not before.improvement_id:
            _drop_improvement(connection, desk, current.improvement_id)
        after = kept.change(connection, _signature(desk), kept.UNDONE, now, current.version, **wanted)
    return FedBack(after, now)


def _drop_improvement(connection: Connection, desk: Desk, improvement_id: int) -> None:
    begun = improvements.one(connection, improvement_id, desk.clock().date())
    improvements.change(connection, _signature(desk), "improvement_dropped", begun, begun.version, dropped=True)


def template_to_edit(folder: Path, words: Words) -> Path:
    """The office's own template of the sheet with a list of placeholders beside it: see `OfficeTemplate.to_edit`."""
    names = feedback_placeholders(words).names()
    return _template(folder, words).to_edit(_("Placeholders of the feedback sheet.txt"), names)


def _do(desk: Desk, feedback_id: int, version: int, deed: FeedbackDeed, wanted: dict[str, Any]) -> FedBack:
    with desk.store.writing() as connection:
        current = _allowed(connection, desk, feedback_id, version, deed)
        after = kept.change(connection, _signature(desk), f"feedback_{deed}", current, version, **wanted)
    return FedBack(after, current)


def _allowed(connection: Connection, desk: Desk, feedback_id: int, version: int, deed: FeedbackDeed) -> Feedback:
    current = kept.one(connection, feedback_id, desk.clock().date())
    if current.version == version and not may(deed, current):
        raise Refusal("feedback_state", department=current.department, state=str(current.state))
    return current


def _template(folder: Path, words: Words) -> OfficeTemplate:
    own = folder / _("{report}.docx").format(report=_("Department feedback sheet"))
    return OfficeTemplate(own, resource("reports", words.language, "feedback.docx"))


def _at_once(desk: Desk, request: AnalysisRequest) -> AnalysisRequest:
    return dataclasses.replace(request, filter=desk.asking(request.filter).at(desk.clock()))


def _signature(desk: Desk) -> Signature:
    return Signature(desk.person, desk.clock())
