"""The key of a figure finds as many complaints as the figure counts, in a file and on a server."""

from __future__ import annotations

import dataclasses
import datetime as dt

from complaint_desk.domain.analysis import GROUPINGS, AnalysisRequest, Basis, PeriodKind, Rate, period_around
from complaint_desk.domain.figure_keys import key_of
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.services import analysis, exchange, ledger
from complaint_desk.services.desk import Desk


def test_keys_find_their_complaints(desk: Desk) -> None:
    exchange.sample(desk, 120, seed=4)
    for basis in Basis:
        request = AnalysisRequest(period_around(dt.date(2026, 5, 1), PeriodKind.YEAR), basis)
        found = analysis.figures(desk, request, (*GROUPINGS, "nature|hour"))
        assert found.total
        for grouping, groups in found.groups:
            for group in (groups[0], groups[-1]):
                key = key_of(request, grouping, group.code)
                assert ledger.count(desk, LedgerFilter(words=key)) == group.count, key
        for field in dataclasses.fields(found.indicators):
            if isinstance(rate := getattr(found.indicators, field.name), Rate):
                key = key_of(request, part=field.name)
                assert ledger.count(desk, LedgerFilter(words=key)) == rate.part, key
