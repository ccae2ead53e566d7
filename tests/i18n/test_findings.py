"""What stands out is said from enough cases only, and only where chance is no likely cause."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_desk.domain.analysis import (
    AnalysisRequest,
    Comparison,
    Figures,
    PeriodKind,
    Rate,
    SatisfactionGroup,
    grouped,
    period_around,
)
from complaint_desk.domain.complaint import ComplaintDraft
from complaint_desk.domain.early_warning import EarlyWarning, Group
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.i18n.findings import differs, findings
from complaint_desk.i18n.words import Words
from complaint_desk.services import analysis, ledger
from complaint_desk.services.desk import Desk
from complaint_desk.storage.store import Store
from complaint_desk.workbooks.analysis.book import GROUPINGS_SHOWN
from tests.analysis.ledgers import fill


def drafts(month: int, **natures: int) -> list[ComplaintDraft]:
    return [
        ComplaintDraft(
            received_at=dt.datetime(2026, month, 1 + n % 28, 9, 0, tzinfo=SHANGHAI),
            subject_name="电饭煲",
            category="electronics",
            facts="漏水",
            nature=nature,
        )
        for nature, count in natures.items()
        for n in range(count)
    ]


def october(store: Store, desk: Desk, before: list[ComplaintDraft], now: list[ComplaintDraft]) -> Figures:
    fill(store, [*before, *now])
    period = period_around(dt.date(2026, 10, 1), PeriodKind.MONTH)
    request = AnalysisRequest(period, comparisons=(Comparison.PREVIOUS,))
    return analysis.figures(desk, request, GROUPINGS_SHOWN)


def told(figures: Figures, words: Words) -> list[str]:
    return [each.sentence for each in findings(figures, words)]


def test_nothing_is_concluded_from_a_few_cases(store: Store, desk: Desk, words: Words) -> None:
    said = told(october(store, desk, drafts(9, quality=1), drafts(10, quality=9)), words)
    assert len(said) == 2
    assert "9" in said[0]
    assert not any("质量" in sentence for sentence in said)


def test_no_complaints_are_said_to_be_none(store: Store, desk: Desk, words: Words) -> None:
    assert len(findings(october(store, desk, [], []), words)) == 1


def test_a_group_that_grew_is_named_with_its_counts(store: Store, desk: Desk, words: Words) -> None:
    figures = october(store, desk, drafts(9, quality=50, safety=4), drafts(10, quality=50, safety=31))
    sentence = next(each for each in told(figures, words) if "安全" in each)
    assert "31" in sentence
    assert "4" in sentence
    assert "↑" in sentence


def test_a_difference_by_chance_is_not_named(store: Store, desk: Desk, words: Words) -> None:
    figures = october(store, desk, drafts(9, quality=50, safety=12), drafts(10, quality=50, safety=15))
    assert not any("安全" in sentence for sentence in told(figures, words))


def test_an_unhappy_department_is_named(store: Store, desk: Desk, words: Words) -> None:
    figures = october(store, desk, drafts(9, quality=40), drafts(10, quality=40))
    indicators = dataclasses.replace(figures.indicators, satisfied=Rate(90, 140))
    groups = (
        SatisfactionGroup("售后部", 40, Rate(40, 40), Rate(5, 40)),
        SatisfactionGroup("质量部", 100, Rate(100, 100), Rate(85, 100)),
    )
    figures = dataclasses.replace(figures, indicators=indicators, satisfaction_by_department=groups)
    said = [sentence for sentence in told(figures, words) if "售后部" in sentence]
    assert len(said) == 1
    assert "12.50%" in said[0]
    assert not any("质量部" in sentence for sentence in told(figures, words))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Rate(0, 0), Rate(5, 10), False),
        (Rate(50, 100), Rate(50, 100), False),
        (Rate(80, 100), Rate(50, 100), True),
        (Rate(8, 10), Rate(5, 10), False),
        (Rate(10, 10), Rate(20, 20), False),
    ],
)
def test_rates_differ_beyond_chance(one: Rate, other: Rate, expected: bool) -> None:
    assert differs(one, other) is expected
    assert differs(other, one) is expected


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 500)))
def test_a_group_does_not_differ_from_itself(counts: dict[str, int]) -> None:
    total = sum(counts.values())
    for figure in grouped(counts, (counts,)):
        assert not differs(Rate(figure.count, total), Rate(figure.compared[0].count, total))


def test_each_key_finds_the_cases_of_its_sentence(store: Store, desk: Desk, words: Words) -> None:
    figures = october(store, desk, drafts(9, quality=50, safety=4), drafts(10, quality=50, safety=31))
    keys = [each.key for each in findings(figures, words)]
    assert keys[:2] == ["#2026-10", "#2026-09"]
    safety = next(each for each in findings(figures, words) if "安全" in each.sentence)
    assert safety.alarming
    assert ledger.count(desk, LedgerFilter(words=safety.key)) == 31


def test_early_warnings_are_told_with_their_day(store: Store, desk: Desk, words: Words) -> None:
    group, brand = Group("subject_name", "充电宝"), Group("brand", "极川")
    warning = EarlyWarning("rise", group, 7, 1264, LedgerFilter(), 8.74, 1e-9, (brand,))
    few = dataclasses.replace(october(store, desk, [], drafts(10, quality=3)), warnings=(warning,))
    assert told(few, words)[-1] == (
        "截至 2026-10-31，商品/服务名称“充电宝”：近 7 天有 1,264 件投诉，往常约 8.7 件。同一批投诉也使以下各项增多：品牌“极川”。"
    )
