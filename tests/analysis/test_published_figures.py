"""Figures that others printed, made again: the association's table of complaints by nature (domain notes, 3.2)."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from complaint_desk.domain.analysis import AnalysisRequest, Comparison, PeriodKind, period_around
from complaint_desk.domain.complaint import ComplaintDraft
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.services import analysis, ledger
from complaint_desk.services.desk import Desk
from complaint_desk.storage.store import Store
from tests.analysis.ledgers import fill

PUBLISHED = {
    "quality": (3050, "29.16"), "after_sales": (1747, "16.70"), "price": (1511, "14.44"), "false_advertising": (1058, "10.11"),
    "safety": (945, "9.03"), "contract": (728, "6.96"), "counterfeit": (314, "3.00"), "measurement": (238, "2.28"),
    "dignity": (57, "0.54"), "other": (813, "7.77"),
}  # fmt: skip
"""Hunan, first quarter of 2025: counts, and their shares of 10,461 with two places."""


@pytest.fixture
def hunan(store: Store) -> Store:
    received = dt.datetime(2025, 2, 1, 9, tzinfo=SHANGHAI)
    draft = ComplaintDraft(received_at=received, kind="complaint", subject_name="-", facts="-", category="other")
    drafts = [
        dataclasses.replace(draft, nature=nature, received_at=received + dt.timedelta(minutes=number))
        for nature, (count, _share) in PUBLISHED.items()
        for number in range(count)
    ]
    year_before = received.replace(year=2024)
    drafts += [
        dataclasses.replace(draft, nature=nature, received_at=year_before)
        for nature, count in (("quality", 300), ("safety", 100), ("price", 600))
        for _ in range(count)
    ]
    fill(store, drafts)
    return store


def test_counts_and_shares_of_the_worked_example_come_out(hunan: Store, desk: Desk) -> None:
    quarter = period_around(dt.date(2025, 1, 1), PeriodKind.QUARTER)
    found = analysis.figures(desk, AnalysisRequest(quarter, comparisons=(Comparison.LAST_YEAR,)), ("nature",))
    assert found.total == 10_461
    assert {each.code: (each.count, str(each.share)) for each in found.by("nature")} == PUBLISHED
    assert [each.code for each in found.by("nature")][:3] == ["quality", "after_sales", "price"]
    points = {each.code: each.compared[0].points for each in found.by("nature")}
    assert (points["quality"], points["safety"], points["price"]) == tuple(map(Decimal, ("-0.84", "-0.97", "-45.56")))
    assert ledger.count(desk, LedgerFilter(words="#2025Q1/nature=safety")) == 945
