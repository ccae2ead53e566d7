"""What stands out among single cases: told with its numbers and the key of its cases, about departments from enough of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest

from complaint_desk.domain.analysis import AnalysisRequest, Figures, PeriodKind, Rate, period_around
from complaint_desk.domain.casework import Casework, CaseworkPart, HandlingGroup, OverdueGroup
from complaint_desk.domain.complaint import ComplaintDraft
from complaint_desk.domain.figure_keys import read_key
from complaint_desk.domain.ledger import LedgerFilter, LedgerOrder
from complaint_desk.i18n.casework_findings import casework_findings
from complaint_desk.i18n.words import Words
from complaint_desk.services import analysis, ledger
from complaint_desk.services.desk import Desk
from complaint_desk.storage.casework import read_casework
from complaint_desk.storage.store import Store
from tests.analysis.ledgers import fill
from tests.conftest import NOW
from tests.storage.drafts import sound_draft

NONE = Rate(0, 0)
OCTOBER = AnalysisRequest(period_around(dt.date(2026, 10, 1), PeriodKind.MONTH))


@pytest.fixture
def empty(desk: Desk) -> Figures:
    return analysis.figures(desk, OCTOBER)


def group(code: str, timed: int, median: str, kept: Rate = NONE) -> HandlingGroup:
    days = Decimal(median)
    return HandlingGroup(code, timed, timed, days, days, days, None, Rate(0, 0), Rate(0, 0), kept)


def judged(figures: Figures, *, median: str = "5.00", kept: Rate = NONE) -> Figures:
    indicators = dataclasses.replace(figures.indicators, days_median=Decimal(median), closed_in_time=kept)
    return dataclasses.replace(figures, indicators=indicators)


def said(figures: Figures, casework: Casework, words: Words) -> list[str]:
    return [each.sentence for each in casework_findings(figures, casework, words)]


def test_nothing_is_said_of_nothing(empty: Figures, words: Words) -> None:
    assert casework_findings(empty, Casework(), words) == ()


def test_the_slowest_department_is_named_with_its_cases(empty: Figures, words: Words) -> None:
    casework = Casework(handling=(group("质量部", 40, "4.00"), group("售后部", 31, "6.25")))
    (finding,) = casework_findings(judged(empty), casework, words)
    assert finding.sentence == "“售后部”处理最慢：31 件已办结投诉中位数 6.25 天，全部为 5.00 天。"
    assert finding.alarming
    assert finding.key == "#2026-10/department=售后部/days_median-of"


@pytest.mark.parametrize(
    "groups",
    [
        (group("质量部", 40, "4.00"), group("售后部", 29, "60.00")),
        (group("质量部", 40, "4.00"), group("售后部", 31, "6.24")),
        (group("售后部", 31, "9.00"),),
        (group("质量部", 40, "4.00"), group("", 31, "9.00")),
    ],
    ids=["few cases", "hardly slower", "only one", "no department"],
)
def test_no_department_is_called_slow_from_little(
    empty: Figures, words: Words, groups: tuple[HandlingGroup, ...]
) -> None:
    assert said(judged(empty), Casework(handling=groups), words) == []


def test_a_department_that_closes_late_is_named_beside_the_others(empty: Figures, words: Words) -> None:
    handling = (group("质量部", 0, "0", Rate(95, 100)), group("售后部", 0, "0", Rate(20, 40)))
    (sentence,) = said(judged(empty, median="0", kept=Rate(115, 140)), Casework(handling=handling), words)
    assert sentence == "售后部按时办结率仅 50.00%（40 件已到办结时限），其他部门为 95.00%。"
    few = (group("质量部", 0, "0", Rate(95, 100)), group("售后部", 0, "0", Rate(0, 9)))
    assert said(judged(empty, median="0", kept=Rate(95, 109)), Casework(handling=few), words) == []


def test_what_is_overdue_is_told_however_little_it_is(empty: Figures, words: Words) -> None:
    overdue = (OverdueGroup("售后部", 2, NOW), OverdueGroup("", 1, NOW))
    (finding,) = casework_findings(empty, Casework(overdue=overdue), words)
    assert finding.sentence == "截至 2026-11-24 10:00 逾期 3 件，其中“售后部”最多（2 件）。"
    key = read_key(finding.key)
    assert key is not None
    assert key.filter.choices("due") == ("overdue",)


def test_who_complains_again_and_again_is_told_and_found(store: Store, desk: Desk, words: Words) -> None:
    fill(store, list(told_by("13800000001", 4)) + list(told_by("13800000002", 3)) + list(told_by("13800000003", 2)))
    figures = analysis.figures(desk, OCTOBER)
    with store.reading() as connection:
        casework = read_casework(connection, OCTOBER, NOW, [CaseworkPart.REPEATS], placed=False)
    (finding,) = casework_findings(figures, casework, words)
    assert finding.sentence == "2 名投诉人就同一类别投诉 3 次及以上，最多的一人就“食品类”投诉 4 次。"
    found = ledger.find(desk, LedgerFilter(words=finding.key), LedgerOrder(), 10)
    assert {each.phone for each in found.rows} == {"13800000001"}
    assert found.count == 4


def told_by(phone: str, times: int) -> Iterator[ComplaintDraft]:
    for n in range(times):
        at = dt.datetime(2026, 9, 20, 9, tzinfo=NOW.tzinfo) + dt.timedelta(days=8 * n)
        yield sound_draft(received_at=at, phone=phone, category="food", name="张三", address="", repeats=())
