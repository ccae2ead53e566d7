"""The title block of each sheet: what is counted, over which period and filter, made when and by whom."""

from __future__ import annotations

from complaint_desk.domain.analysis import AnalysisRequest, Basis, Comparison, Figures, Period, compared_period
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.i18n import _
from complaint_desk.i18n.filters import filter_text
from complaint_desk.i18n.values import moment_text
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.analysis.page import Heading
from complaint_desk.workbooks.analysis.rows_sheet import MOST_ROWS


def heading_of(figures: Figures, code: str, words: Words) -> Heading:
    """Title and three lines for one sheet."""
    title = _("Complaint analysis: {sheet}").format(sheet=words.label("sheet", code))
    return Heading(
        title, (_period_line(figures.request, words), _filter_line(figures, words), _made_line(figures, code))
    )


def _period_line(request: AnalysisRequest, words: Words) -> str:
    basis = words.field_label("received_at" if request.basis is Basis.RECEIVED else "closed_at")
    parts = [_("Period: {period} (by {basis})").format(period=_days(request.period), basis=basis)]
    for comparison in request.comparisons:
        days = _days(compared_period(request.period, comparison))
        previous = comparison is Comparison.PREVIOUS
        sentence = _("previous period: {period}") if previous else _("same period of last year: {period}")
        parts.append(sentence.format(period=days))
    return _("; ").join(parts)


def _days(period: Period) -> str:
    return _("{first} to {last}").format(first=period.first, last=period.last)


def _filter_line(figures: Figures, words: Words) -> str:
    said = filter_text(filter_said(figures.request), words) or _("all complaints")
    return _("Filter: {filter}; {count} complaints").format(filter=said, count=f"{figures.total:,}")


def filter_said(request: AnalysisRequest) -> LedgerFilter:
    """The filter without its days on the basis, whose place the period takes."""
    return request.filter.with_range("received_at" if request.basis is Basis.RECEIVED else "closed_at")


def _made_line(figures: Figures, code: str) -> str:
    made = _("Made {time} by {person}").format(time=moment_text(figures.made_at), person=figures.made_by)
    if code == "rows" and figures.total > MOST_ROWS:
        made += _("; only the first {count} complaints fit on the sheet").format(count=f"{MOST_ROWS:,}")
    return made
