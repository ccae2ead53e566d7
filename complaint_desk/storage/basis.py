"""The moment that puts a complaint into a period of an analysis."""

from __future__ import annotations

from complaint_desk.domain.analysis import AnalysisRequest, Basis, Period
from complaint_desk.domain.ledger import LedgerFilter

BASIS_COLUMN = {Basis.RECEIVED: "received_at", Basis.CLOSED: "closed_at"}


def filter_within(request: AnalysisRequest, period: Period) -> LedgerFilter:
    """The request's filter, its days on the basis replaced by those of a period."""
    return request.filter.with_range(BASIS_COLUMN[request.basis], period.first, period.last)
