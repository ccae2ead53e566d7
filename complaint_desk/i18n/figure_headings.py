"""What figures were counted from, in the words that stand above them on every paper and sheet."""

from __future__ import annotations

from complaint_desk.domain.analysis import AnalysisRequest, Basis, Comparison, Figures, Period, compared_period
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.i18n.catalogue import _
from complaint_desk.i18n.filters import filter_text
from complaint_desk.i18n.words import Words


def period_line(request: AnalysisRequest, words: Words) -> str:
    """The days counted, by which date, and the days of the comparisons."""
    basis = words.field_label("received_at" if request.basis is Basis.RECEIVED else "closed_at")
    parts = [_("Period: {period} (by {basis})").format(period=days_text(request.period), basis=basis)]
    for comparison in request.comparisons:
        days = days_text(compared_period(request.period, comparison))
        previous = comparison is Comparison.PREVIOUS
        sentence = _("previous period: {period}") if previous else _("same period of last year: {period}")
        parts.append(sentence.format(period=days))
    return _("; ").join(parts)


def days_text(period: Period) -> str:
    """From its first day to its last."""
    return _("{first} to {last}").format(first=period.first, last=period.last)


def filter_line(figures: Figures, words: Words) -> str:
    """The filter in words, and how many complaints it left."""
    said = filter_text(filter_said(figures.request), words) or _("all complaints")
    return _("Filter: {filter}; {count} complaints").format(filter=said, count=f"{figures.total:,}")


def filter_said(request: AnalysisRequest) -> LedgerFilter:
    """The filter without its days on the basis, whose place the period takes."""
    return request.filter.with_range("received_at" if request.basis is Basis.RECEIVED else "closed_at")
