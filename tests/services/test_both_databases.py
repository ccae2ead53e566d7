"""The same ledger in a file and on a server gives the same answers."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from complaint_desk import i18n
from complaint_desk.domain.analysis import GROUPINGS, AnalysisRequest, Comparison, Period
from complaint_desk.domain.criteria import CRITERIA, Way
from complaint_desk.domain.ledger import SORTABLE, Between, LedgerFilter, LedgerOrder
from complaint_desk.runtime.paths import resource
from complaint_desk.runtime.settings import Settings
from complaint_desk.services import analysis, exchange, ledger
from complaint_desk.services.desk import Desk
from complaint_desk.storage import copying
from complaint_desk.storage.server_store import ServerStore
from complaint_desk.storage.store import Store
from tests.conftest import NOW
from tests.server import TEMPLATE


@pytest.fixture(scope="module")
def desks(server, tmp_path_factory):
    """Both are only read."""
    i18n.install("zh_CN", resource())
    in_file = Store.open(tmp_path_factory.mktemp("both") / "ledger.db")
    desk = Desk(in_file, Settings(), "王敏", lambda: NOW)
    exchange.sample(desk, 300, seed=4)
    on_server = ServerStore.reach(server.url(server.new_database(TEMPLATE)))
    copying.copy_rows(in_file, on_server, on_server.name)
    yield desk, dataclasses.replace(desk, store=on_server)
    in_file.close()
    on_server.close()


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
    filters.append(LedgerFilter(between=(("received_at", Between(dt.date(2026, 3, 1), dt.date(2026, 9, 30))),)))
    filters += [
        LedgerFilter().with_said(name, said) for name in CRITERIA if name != "import_batch" for said in (True, False)
    ]
    for name, criterion in CRITERIA.items():
        match criterion.way:
            case Way.DAYS:
                filters.append(LedgerFilter().with_range(name, dt.date(2025, 3, 5), dt.date(2026, 5, 31)))
                filters.append(LedgerFilter().with_range(name, high=dt.date(2026, 2, 28)))
            case Way.MONEY:
                filters.append(LedgerFilter().with_range(name, Decimal("99.90"), Decimal(800)))
        if criterion.holds_text:
            filters += [LedgerFilter().with_piece(name, piece) for piece in ("1", "店", "A", "%", "_", "\\")]
    for wanted in filters:
        in_file, on_server = (ledger.find(each, wanted, LedgerOrder(), 300) for each in desks)
        assert in_file == on_server, wanted


@pytest.mark.parametrize("name", [each.name for each in CRITERIA.values() if each.way in (Way.CHOICES, Way.FACT)])
def test_group_counts_are_the_same(desks, name):
    for wanted in (LedgerFilter(), LedgerFilter(words="退款").with_choices("status", ("closed", "handling"))):
        in_file, on_server = (ledger.group_counts(each, wanted, name) for each in desks)
        assert in_file == on_server
        assert in_file


def test_figures_are_the_same(desks):
    period = Period(dt.date(2025, 10, 1), dt.date(2026, 10, 31))
    request = AnalysisRequest(period, comparisons=tuple(Comparison))
    crossed = (*GROUPINGS, "nature|department")
    in_file, on_server = (analysis.figures(each, request, crossed) for each in desks)
    assert in_file == on_server


@pytest.mark.parametrize("field", ["department", "outlet", "subject_name"])
def test_completions_are_the_same(desks, field):
    assert ledger.values_used(desks[0], field) == ledger.values_used(desks[1], field)
