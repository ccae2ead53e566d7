"""What a department's feedback sheet says beside its figures: its share, its cases, and until when it is to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from complaint_desk.domain.analysis import Figures, percent
from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.feedback import Feedback
from complaint_desk.domain.letters import Office
from complaint_desk.domain.masked_cases import masked
from complaint_desk.domain.papers import Chart
from complaint_desk.domain.vocabulary import Kind
from complaint_desk.i18n import _
from complaint_desk.i18n.figure_texts import count_text, percent_text
from complaint_desk.i18n.values import shown_text
from complaint_desk.i18n.words import Words
from complaint_desk.printing.reports import values as reports
from complaint_desk.printing.word.filling import Column, Value
from complaint_desk.printing.word.placeholders import Placeholders

GROUPINGS = ("nature", "category", "cause")
"""The groupings that a sheet has a table and sentences for."""

COMPUTED = (
    "feedback_department", "feedback_due", "feedback_share", "feedback_all", "case_number", "case_received", "case_subject",
    "case_nature", "case_cause", "case_facts", "case_outcome", "cases_left_out",
)  # fmt: skip
"""Placeholders of a sheet beside those of the report."""

_LONGEST_FACTS = 120


def feedback_placeholders(words: Words) -> Placeholders:
    """What a template of the sheet may hold between braces."""
    tables = {"report_placeholder": (*COMPUTED, *reports.COMPUTED), "field": reports.OF_OFFICE}
    return Placeholders(words, tables, tuple(reports.CHART_OF.values()))


def feedback_values(
    sheet: Feedback,
    figures: Figures,
    cases: Sequence[Complaint],
    charts: Mapping[str, Chart],
    office: Office,
    words: Words,
    *,
    of_all: int,
) -> dict[str, Value]:
    """The value of every placeholder; `figures` and `cases` are the department's, `of_all` counts every department's."""
    left = figures.total - len(cases)
    told = _("{count} more are found in the ledger by the key {key}.")
    values = reports.report_values(figures, charts, office, words)
    return values | {
        "feedback_department": words.figure_label("department", sheet.department),
        "feedback_due": str(sheet.due_on or ""),
        "feedback_all": count_text(of_all),
        "feedback_share": percent_text(percent(figures.total, of_all)),
        "cases_left_out": told.format(count=count_text(left), key=str(values["report_key"])) if left > 0 else "",
        **_cases(cases, words),
    }


def _cases(cases: Sequence[Complaint], words: Words) -> dict[str, Value]:
    def column(field: str) -> Column:
        return Column(tuple(shown_text(each, field, words) for each in cases))

    return {
        "case_number": Column(tuple(each.number for each in cases)),
        "case_received": Column(tuple(f"{each.received_at:%Y-%m-%d}" if each.received_at else "" for each in cases)),
        "case_subject": column("subject_name"),
        "case_nature": column("nature"),
        "case_cause": column("cause"),
        "case_facts": Column(tuple(_facts(each) for each in cases)),
        "case_outcome": Column(
            tuple(shown_text(each, "outcome", words) or shown_text(each, "status", words) for each in cases)
        ),
    }


def _facts(complaint: Complaint) -> str:
    """What a department needs to look into the case: nobody's name or number, and of a report of wrongdoing nothing."""
    if complaint.kind == Kind.REPORT:
        return _("(confidential)")
    told = " ".join(masked(complaint).facts.split())
    return told if len(told) <= _LONGEST_FACTS else told[: _LONGEST_FACTS - 1] + "\N{HORIZONTAL ELLIPSIS}"
