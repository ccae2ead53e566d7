"""What stands for each placeholder of the report on figures."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from complaint_desk import __version__
from complaint_desk.domain.analysis import Basis, Comparison, Figures, compared_period
from complaint_desk.domain.casework import Casework
from complaint_desk.domain.figure_keys import key_of
from complaint_desk.domain.letters import Office
from complaint_desk.domain.papers import Chart
from complaint_desk.i18n import _
from complaint_desk.i18n.figure_headings import days_text, filter_said
from complaint_desk.i18n.figure_texts import count_text, key_figures, percent_text, period_name
from complaint_desk.i18n.filters import filter_text
from complaint_desk.i18n.findings import Finding, findings
from complaint_desk.i18n.improvements import effect_sentence, recurrence_sentence, state_text
from complaint_desk.i18n.proposals import handling_sentences, problem_sentences, proposals
from complaint_desk.i18n.sentences import joined
from complaint_desk.i18n.values import moment_text, money_text
from complaint_desk.i18n.words import Words
from complaint_desk.printing.reports.groups import COLUMNS, group_columns
from complaint_desk.printing.word.filling import Column, Value
from complaint_desk.printing.word.placeholders import Placeholders

GROUPINGS = ("nature", "category", "channel", "cause", "department")
"""The groupings that a report has a table, a chart and sentences for."""

CHART_OF = MappingProxyType({"trend": "trend_chart", **{name: f"{name}_chart" for name in GROUPINGS}})
"""The placeholder of a chart by the sheet of the workbook that it comes from."""

WIDTH = 156.0
"""Of a chart on the page, in millimetres: A4 between the edges of the built-in template."""

_HEAD = (
    "report_period", "report_days", "report_basis", "report_filter", "previous_days", "last_year_days", "report_made_at",
    "report_made_by", "report_cut", "report_version", "report_total", "previous_total", "last_year_total", "report_key",
)  # fmt: skip
_TABLES = (
    "figure_name", "figure_value", "figure_counted", "figure_previous", "figure_previous_change", "figure_last_year",
    "figure_last_year_change", "figure_key",
    "outcome_name", "outcome_count", "outcome_share", "outcome_compensation", "outcome_recovered", "outcome_key",
    "satisfaction_department", "satisfaction_closed", "satisfaction_followed_up", "satisfaction_rated",
    "satisfaction_satisfied", "satisfaction_key",
    "improvement_problem", "improvement_measure", "improvement_owner", "improvement_due", "improvement_state",
    "improvement_effect",
)  # fmt: skip
_TEXTS = tuple(
    f"{about}_{name}"
    for about in ("volume", "trend", "handling", "problem", "proposal")
    for name in ("text", "text_key")
)
_OF_GROUPS = tuple(f"{grouping}_{name}" for grouping in GROUPINGS for name in (*COLUMNS, "text", "text_key"))
COMPUTED = (*_HEAD, *_TEXTS, *_OF_GROUPS, *_TABLES, *CHART_OF.values())
"""Placeholders that are labelled in the list `report_placeholder`."""

OF_OFFICE = ("office_name", "office_address", "office_phone")


def report_placeholders(words: Words) -> Placeholders:
    """What a template of the report may hold between braces."""
    return Placeholders(words, {"report_placeholder": COMPUTED, "field": OF_OFFICE}, tuple(CHART_OF.values()))


def report_values(
    figures: Figures, charts: Mapping[str, Chart], office: Office, words: Words, casework: Casework | None = None
) -> dict[str, Value]:
    """The value of every placeholder by code; `charts` by the sheet that they come from, `casework` what cases tell."""
    said = findings(figures, words)
    values: dict[str, Value] = {
        **_head(figures, words),
        "office_name": office.name,
        "office_address": office.address,
        "office_phone": office.phone,
        **_told("volume", (each for each in said if each.about in {"volume", "warning"})),
        **_told("trend", (each for each in said if each.about == "trend")),
        **_told("handling", handling_sentences(figures, words)),
        **_told("problem", _numbered(problem_sentences(figures, words, casework))),
        **_told("proposal", _numbered(proposals(figures, words, casework))),
        **_key_figures(figures),
        **_outcomes(figures, words),
        **_satisfaction(figures, words),
        **_improvements(figures, words),
    }
    counted = dict(figures.groups)
    for grouping in (each for each in GROUPINGS if each in counted):
        values |= _told(grouping, (each for each in said if each.about == grouping))
        values |= group_columns(figures, grouping, words)
    return values | {CHART_OF[sheet]: chart for sheet, chart in charts.items()}


def _told(about: str, sentences: Iterable[Finding]) -> dict[str, Value]:
    """Sentences, and beside them the keys of their cases: a template that names both in one paragraph repeats it for each."""
    found = tuple(sentences)
    return {
        f"{about}_text": tuple(each.sentence for each in found),
        f"{about}_text_key": tuple(each.key for each in found),
    }


def _numbered(sentences: Iterable[Finding]) -> Iterable[Finding]:
    for at, each in enumerate(sentences, 1):
        sentence = _("({number}) {text}").format(number=at, text=each.sentence)
        yield dataclasses.replace(each, sentence=sentence)


def _head(figures: Figures, words: Words) -> dict[str, Value]:
    request = figures.request
    sequence, head = figures.cut
    compared = {
        f"{comparison}_days": days_text(compared_period(request.period, comparison))
        for comparison in request.comparisons
    }
    totals = {
        f"{comparison}_total": count_text(other.total)
        for comparison, other in zip(request.comparisons, figures.others, strict=True)
    }
    return {
        **totals,
        **compared,
        "report_period": period_name(request.period),
        "report_days": days_text(request.period),
        "report_basis": words.field_label("received_at" if request.basis is Basis.RECEIVED else "closed_at"),
        "report_filter": filter_text(filter_said(request), words) or _("all complaints"),
        "report_made_at": moment_text(figures.made_at),
        "report_made_by": figures.made_by,
        "report_cut": f"{sequence}-{head}",
        "report_version": __version__,
        "report_total": count_text(figures.total),
        "report_key": key_of(request),
    }


def _key_figures(figures: Figures) -> dict[str, Value]:
    lines = key_figures(figures)
    values: dict[str, Value] = {
        "figure_name": Column(tuple(each.label for each in lines)),
        "figure_value": Column(tuple(each.value for each in lines)),
        "figure_counted": Column(tuple(each.counted for each in lines)),
        "figure_key": Column(tuple(each.key for each in lines)),
    }
    for comparison in Comparison:
        place = list(figures.request.comparisons).index(comparison) if comparison in figures.request.comparisons else -1
        shown = lines if place >= 0 else ()
        values[f"figure_{comparison}"] = Column(tuple(each.others[place] for each in shown))
        values[f"figure_{comparison}_change"] = Column(tuple(each.differences[place] for each in shown))
    return values


def _outcomes(figures: Figures, words: Words) -> dict[str, Value]:
    found = [each for each in figures.outcomes if each.count]
    return {
        "outcome_name": Column(tuple(words.figure_label("outcome", each.code) for each in found)),
        "outcome_count": Column(tuple(count_text(each.count) for each in found)),
        "outcome_share": Column(tuple(percent_text(each.share) for each in found)),
        "outcome_compensation": Column(tuple(money_text(each.compensation) for each in found)),
        "outcome_recovered": Column(tuple(money_text(each.recovered) for each in found)),
        "outcome_key": Column(tuple(key_of(figures.request, "outcome", each.code) for each in found)),
    }


def _satisfaction(figures: Figures, words: Words) -> dict[str, Value]:
    found = [each for each in figures.satisfaction_by_department if each.satisfied.whole]
    return {
        "satisfaction_department": Column(tuple(words.figure_label("department", each.code) for each in found)),
        "satisfaction_closed": Column(tuple(count_text(each.closed) for each in found)),
        "satisfaction_followed_up": Column(tuple(percent_text(each.followed_up.percent) for each in found)),
        "satisfaction_rated": Column(tuple(count_text(each.satisfied.whole) for each in found)),
        "satisfaction_satisfied": Column(tuple(percent_text(each.satisfied.percent) for each in found)),
        "satisfaction_key": Column(
            tuple(key_of(figures.request, "department", each.code, "satisfied") for each in found)
        ),
    }


def _improvements(figures: Figures, words: Words) -> dict[str, Value]:
    today = figures.made_at.date()
    kept = [(each.improvement, each.effect) for each in figures.improvements]
    return {
        "improvement_problem": Column(tuple(each.problem for each, _effect in kept)),
        "improvement_measure": Column(tuple(each.measure for each, _effect in kept)),
        "improvement_owner": Column(tuple(each.owner for each, _effect in kept)),
        "improvement_due": Column(tuple(str(each.due_on or "") for each, _effect in kept)),
        "improvement_state": Column(tuple(state_text(each, today, words) for each, _effect in kept)),
        "improvement_effect": Column(
            tuple(joined(effect_sentence(effect), recurrence_sentence(effect)).strip() for _each, effect in kept)
        ),
    }
