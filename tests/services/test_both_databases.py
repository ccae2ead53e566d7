"""The same ledger in a file and on a server gives the same answers."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from complaint_desk.domain.analysis import GROUPINGS, AnalysisRequest, Comparison, Period
from complaint_desk.domain.ledger import SORTABLE, LedgerFilter, LedgerOrder
from complaint_desk.services import analysis, exchange, ledger
from complaint_desk.services.desk import Desk
from complaint_desk.storage import copying


@pytest.fixture
def desks(desk: Desk, server_store):
    exchange.sample(desk, 300, seed=4)
    copying.copy_rows(desk.store, server_store, server_store.name)
    return desk, dataclasses.replace(desk, store=server_store)


def test_orders_are_the_same(desks):
    for field in sorted(SORTABLE):
        for descending in (False, True):
            order = LedgerOrder(field, descending=descending)
            in_file, on_server = (ledger.keys(each, LedgerFilter(), order) for each in desks)
            assert in_file == on_server, order


def test_filters_and_words_find_the_same(desks):
    filters = [LedgerFilter(words=words) for words in ("退款", "退", "zs", "wang", "1", "，", "质量 退款", "2026-1")]
    for field in ("status", "nature", "category", "department", "satisfaction", "demands", "amount"):
        values = {getattr(row, field) for row in ledger.first_rows(desks[0], LedgerFilter(), LedgerOrder(), 300)}
        codes = {str(code) for value in values for code in (value if isinstance(value, tuple) else (value or "",))}
        filters.extend(LedgerFilter(one_of=((field, (code,)),)) for code in sorted(codes)[:6])
    filters.append(LedgerFilter(received_from=dt.date(2026, 3, 1), received_to=dt.date(2026, 9, 30)))
    for wanted in filters:
        in_file, on_server = (ledger.find(each, wanted, LedgerOrder(), 300) for each in desks)
        assert in_file == on_server, wanted


def test_figures_are_the_same(desks):
    period = Period(dt.date(2025, 10, 1), dt.date(2026, 10, 31))
    request = AnalysisRequest(period, comparisons=tuple(Comparison))
    crossed = (*GROUPINGS, "nature|department")
    in_file, on_server = (analysis.figures(each, request, crossed) for each in desks)
    assert in_file == on_server


@pytest.mark.parametrize("field", ["department", "outlet", "subject_name"])
def test_completions_are_the_same(desks, field):
    assert ledger.values_used(desks[0], field) == ledger.values_used(desks[1], field)
