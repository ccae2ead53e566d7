"""The figures against the slow oracle, over random ledgers, periods, filters and comparisons."""

import dataclasses
import datetime as dt
import itertools
import random
import shutil
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from complaint_desk.domain.analysis import (
    GROUPINGS,
    AnalysisRequest,
    Basis,
    Comparison,
    Figures,
    Indicators,
    Period,
    PeriodKind,
    Rate,
    compared_period,
    period_around,
)
from complaint_desk.domain.clocks import Clock
from complaint_desk.domain.complaint import Complaint, NewStep
from complaint_desk.domain.errors import Stopped
from complaint_desk.domain.figure_keys import key_of
from complaint_desk.domain.ledger import Between, LedgerFilter
from complaint_desk.runtime.settings import Settings
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.services import analysis, ledger
from complaint_desk.services.desk import Desk
from complaint_desk.storage import clocks, steps
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.schema import clock
from complaint_desk.storage.store import Store
from tests.analysis import oracle
from tests.analysis.ledgers import FIRST, add_own_classes, any_draft, fill
from tests.conftest import NOW

CROSSES = ("nature|department", "category|branch", "weekday|hour", "batch|leaf")
COLUMNS = {Basis.RECEIVED: "received_at", Basis.CLOSED: "closed_at"}
FILTERS = (
    (LedgerFilter(), lambda one: True),
    (LedgerFilter(one_of=(("kind", ("complaint",)),)), lambda one: one.kind == "complaint"),
    (LedgerFilter(one_of=(("category", ("goods",)),)), lambda one: oracle.path_of(one.category)[-1] == "goods"),
    (LedgerFilter(words="退款"), lambda one: "退款" in one.facts),
    (LedgerFilter(one_of=(("department", ("", "质量部")),)), lambda one: one.department in ("", "质量部")),
)


@pytest.fixture(scope="session")
def copies(_fresh_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Store]:
    folder = tmp_path_factory.mktemp("ledgers")
    numbers = itertools.count()

    def copy() -> Store:
        path = folder / f"{next(numbers)}.db"
        shutil.copyfile(_fresh_ledger, path)
        return Store.open(path)

    return copy


@given(
    seed=st.integers(0, 10**9),
    rows=st.integers(0, 120),
    spread=st.sampled_from((3, 30, 200, 500)),
    period=st.tuples(st.integers(-5, 300), st.integers(1, 400)),
    basis=st.sampled_from(Basis),
    comparisons=st.sampled_from(((), (Comparison.PREVIOUS,), (Comparison.LAST_YEAR, Comparison.PREVIOUS))),
    chosen=st.sampled_from(range(len(FILTERS))),
)
@settings(max_examples=40)
def test_figures_are_those_of_the_definitions(
    copies: Callable[[], Store],
    seed: int,
    rows: int,
    spread: int,
    period: tuple[int, int],
    basis: Basis,
    comparisons: tuple[Comparison, ...],
    chosen: int,
) -> None:
    chance = random.Random(seed)
    store = copies()
    try:
        add_own_classes(store)
        everybody = fill(store, [any_draft(chance, spread) for _ in range(rows)], chance)
        first = (FIRST + dt.timedelta(period[0])).date()
        wanted, passes = FILTERS[chosen]
        request = AnalysisRequest(Period(first, first + dt.timedelta(period[1] - 1)), basis, wanted, comparisons)
        desk = Desk(store, Settings(), "王敏", lambda: NOW)
        found = analysis.figures(desk, request, (*GROUPINGS, *CROSSES))
        check_keys(desk, found, chance)
    finally:
        store.close()
    periods = [request.period, *(compared_period(request.period, each) for each in comparisons)]
    parts = [
        [one for one in everybody if passes(one) and oracle.in_period(one, each.first, each.last, COLUMNS[basis])]
        for each in periods
    ]
    check_groups(found, parts, COLUMNS[basis])
    for indicators, part in zip((found.indicators, *found.others), parts, strict=True):
        check_indicators(indicators, part, everybody)
    check_trend(found, parts[0], COLUMNS[basis])
    check_outcomes(found, parts[0])
    check_satisfaction(found, parts[0])


def check_keys(desk: Desk, found: Figures, chance: random.Random) -> None:
    """Some of the groups, and every indicator: the search box finds as many as the figure says."""
    shown = [(each.code, grouping, each.count) for grouping, groups in found.groups for each in groups]
    for code, grouping, count in chance.sample(shown, min(len(shown), 25)):
        key = key_of(found.request, grouping, code)
        assert ledger.count(desk, LedgerFilter(words=key)) == count, key
    for field in dataclasses.fields(Indicators):
        if isinstance(rate := getattr(found.indicators, field.name), Rate):
            for part, count in (("", rate.part), ("-of", rate.whole), ("-rest", rate.whole - rate.part)):
                key = key_of(found.request, part=field.name + part)
                assert ledger.count(desk, LedgerFilter(words=key)) == count, key
    for comparison, other in zip(found.request.comparisons, found.others, strict=True):
        period = compared_period(found.request.period, comparison)
        assert ledger.count(desk, LedgerFilter(words=key_of(found.request, period=period))) == other.total


def check_groups(found: Figures, parts: Sequence[Sequence[Complaint]], basis: str) -> None:
    for grouping in (*GROUPINGS, *CROSSES):
        counts = [oracle.counts(part, lambda one: oracle.group_code(one, grouping, basis)) for part in parts]  # noqa: B023 - called at once
        groups = found.by(grouping)
        assert {each.code for each in groups} == set().union(*counts)
        assert [each.count for each in groups] == sorted((each.count for each in groups), reverse=True)
        for each in groups:
            assert each.count == counts[0].get(each.code, 0)
            assert each.share == oracle.share(each.count, len(parts[0]))
            for compared, other, part in zip(each.compared, counts[1:], parts[1:], strict=True):
                assert compared.count == other.get(each.code, 0)
                assert compared.share == oracle.share(compared.count, len(part))
                assert compared.points == each.share - compared.share
        assert sum(each.count for each in groups) == found.total == len(parts[0])


def check_indicators(found: Indicators, part: Sequence[Complaint], everybody: Sequence[Complaint]) -> None:
    def some(wanted: Callable[[Complaint], bool]) -> int:
        return sum(1 for one in part if wanted(one))

    closed = [one for one in part if one.status == "closed"]
    rated = [one.satisfaction for one in part if one.satisfaction is not None]
    handling = [one.satisfaction_handling for one in part if one.satisfaction_handling is not None]
    taken = oracle.days(part)
    paid = sum((one.compensation for one in part if one.compensation is not None), Decimal())
    returned = sum((one.price for one in part if one.price and one.outcome in ("refunded", "returned")), Decimal())
    assert found.total == len(part)
    assert (found.finished.part, found.finished.whole) == (
        some(lambda one: one.status in ("closed", "declined", "withdrawn")),
        len(part),
    )
    assert found.days_mean == oracle.mean(taken)
    assert found.days_median == oracle.percentile(taken, 5)
    assert found.days_p90 == oracle.percentile(taken, 9)
    judged = [one.liability for one in part if one.liability in ("liable", "partly", "not_liable")]
    assert (found.liable.part, found.liable.whole) == (sum(each != "not_liable" for each in judged), len(judged))
    assert (found.followed_up.part, found.followed_up.whole) == (
        sum(one.follow_up == "done" for one in closed),
        len(closed),
    )
    assert (found.satisfied.part, found.satisfied.whole) == (sum(each >= 4 for each in rated), len(rated))
    assert (found.satisfied_handling.part, found.satisfied_handling.whole) == (
        sum(each >= 4 for each in handling),
        len(handling),
    )
    assert found.repeated.part == some(lambda one: oracle.is_repeated(one, everybody))
    assert (found.closed_at_once.part, found.closed_at_once.whole) == (
        sum(one.reopened == 0 for one in closed),
        len(closed),
    )
    assert found.compensation == paid
    assert found.recovered == paid + returned


def check_trend(found: Figures, part: Sequence[Complaint], basis: str) -> None:
    counts = oracle.counts(part, lambda one: oracle.group_code(one, found.trend_unit, basis))
    assert {point.label: point.count for point in found.trend if point.count} == counts
    labels = [point.label for point in found.trend]
    assert labels == sorted(set(labels))
    for at, point in enumerate(found.trend):
        three = [each.count for each in found.trend[max(at - 2, 0) : at + 1]]
        assert point.moving_mean == (None if at < 2 else oracle.half_up(Fraction(sum(three), 3)))


def check_outcomes(found: Figures, part: Sequence[Complaint]) -> None:
    assert sum(each.count for each in found.outcomes) == len(part)
    assert sum((each.compensation for each in found.outcomes), Decimal()) == found.indicators.compensation
    assert sum((each.recovered for each in found.outcomes), Decimal()) == found.indicators.recovered
    for each in found.outcomes:
        ended = [one for one in part if one.outcome == each.code]
        assert each.count == len(ended)
        assert each.share == oracle.share(len(ended), len(part))
        assert each.paid_count == sum(1 for one in ended if one.compensation)


def check_satisfaction(found: Figures, part: Sequence[Complaint]) -> None:
    for rating in found.ratings:
        assert rating.result == sum(one.satisfaction == rating.rating for one in part)
        assert rating.handling == sum(one.satisfaction_handling == rating.rating for one in part)
    assert {each.code for each in found.satisfaction_by_department} == {one.department for one in part}
    for each in found.satisfaction_by_department:
        own = [one for one in part if one.department == each.code]
        assert each.closed == each.followed_up.whole == sum(one.status == "closed" for one in own)
        assert each.satisfied.whole == sum(one.satisfaction is not None for one in own)
        assert each.satisfied.part == sum((one.satisfaction or 0) >= 4 for one in own)
    assert {each.code: each.count for each in found.follow_up if each.count} == oracle.counts(
        part, lambda one: one.follow_up
    )


def repeated_after(store: Store, desk: Desk, gap: dt.timedelta) -> int:
    draft = dataclasses.replace(any_draft(random.Random(1), 1), phone="13800000001", category="food")
    assert draft.received_at is not None
    second = dataclasses.replace(draft, received_at=draft.received_at + gap, phone="+86 138-0000-0001")
    fill(store, [draft, second])
    request = AnalysisRequest(Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31)))
    return analysis.figures(desk, request).indicators.repeated.part


@pytest.mark.parametrize(
    ("gap", "repeated"),
    [
        (dt.timedelta(0), 1),
        (dt.timedelta(days=90), 1),
        (dt.timedelta(days=90, seconds=1), 0),
    ],
)
def test_ninety_days_are_counted_to_the_second(store: Store, desk: Desk, gap: dt.timedelta, repeated: int) -> None:
    assert repeated_after(store, desk, gap) == repeated


def test_an_earlier_complaint_outside_the_period_and_the_filter_counts(store: Store, desk: Desk) -> None:
    draft = dataclasses.replace(any_draft(random.Random(2), 1), phone="13800000001", nature="price")
    assert draft.received_at is not None
    later = dataclasses.replace(draft, received_at=draft.received_at + dt.timedelta(40), nature="quality")
    fill(store, [draft, later])
    asked = LedgerFilter(one_of=(("nature", ("quality",)),))
    request = AnalysisRequest(period_around(dt.date(2025, 2, 10), PeriodKind.MONTH), filter=asked)
    found = analysis.figures(desk, request).indicators
    assert (found.repeated.part, found.repeated.whole) == (1, 1)


def test_days_of_the_filter_on_the_basis_give_way_to_the_period(store: Store, desk: Desk) -> None:
    fill(store, [any_draft(random.Random(n), 20) for n in range(30)])
    period = Period(dt.date(2025, 1, 1), dt.date(2025, 1, 10))
    elsewhere = LedgerFilter(between=(("received_at", Between(dt.date(2026, 1, 1), dt.date(2026, 1, 31))),))
    plain = analysis.figures(desk, AnalysisRequest(period))
    assert plain.total > 0
    assert analysis.figures(desk, AnalysisRequest(period, filter=elsewhere)).total == plain.total


def test_figures_name_their_cut_and_their_maker(store: Store, desk: Desk) -> None:
    fill(store, [any_draft(random.Random(3), 20)])
    found = analysis.figures(desk, AnalysisRequest(Period(dt.date(2025, 1, 1), dt.date(2025, 1, 31))))
    assert (found.made_at, found.made_by) == (NOW, "王敏")
    assert found.cut[0] == 1
    assert len(found.cut[1]) == 64


def test_an_unknown_grouping_is_an_error(desk: Desk) -> None:
    with pytest.raises(ValueError, match="colour"):
        analysis.figures(desk, AnalysisRequest(Period(NOW.date(), NOW.date())), ("colour",))


def test_counting_stops_when_asked(store: Store, desk: Desk) -> None:
    stop = StopSignal()
    stop.request()
    with pytest.raises(Stopped):
        analysis.figures(desk, AnalysisRequest(Period(NOW.date(), NOW.date())), stop=stop)


def test_late_acknowledgements_and_unverified_corrections_are_counted_by_their_steps(store: Store, desk: Desk) -> None:
    chance = random.Random(5)
    everybody = fill(store, [any_draft(chance, 20) for _ in range(60)])
    due = {one.id: FIRST + dt.timedelta(days=25) for one in everybody if chance.random() < 0.8}
    kinds = ("acknowledge", "correct", "verify_correction", "note")
    with store.writing() as connection:
        told = [
            (one.id, NewStep(chance.choice(kinds), "-", FIRST + dt.timedelta(days=chance.randrange(20, 30))))
            for one in everybody
            for _ in range(chance.randrange(5))
        ]
        made = steps.add_steps(connection, Signature("王敏", NOW), told)
        again = [(chance.choice(list(made)), "note") for _ in range(20)]
        mended = [(one, NewStep(kind, "-", NOW, made[one][0].id)) for one, kind in dict(again).items()]
        steps.add_steps(connection, Signature("王敏", NOW), mended)
        connection.execute(delete(clock))
        clocks.insert_many(connection, {one: (until(last),) for one, last in due.items()})
        record = steps.steps_of(connection, [one.id for one in everybody])
    acknowledged = [one for one in due if oracle.standing(record.get(one, ()), "acknowledge")]
    corrected = [one.id for one in everybody if oracle.standing(record.get(one.id, ()), "correct")]
    late = sum(oracle.ends_late(record[one], due[one]) for one in acknowledged)
    unverified = sum(oracle.is_unverified(record[one]) for one in corrected)
    assert 0 < late < len(acknowledged)
    assert 0 < unverified < len(corrected)
    request = AnalysisRequest(period_around(FIRST.date(), PeriodKind.YEAR))
    found = analysis.figures(desk, request).indicators
    assert found.acknowledged_late == Rate(late, len(acknowledged))
    assert found.unverified == Rate(unverified, len(corrected))
    for part, count in (("acknowledged_late", late), ("unverified", unverified), ("unverified-of", len(corrected))):
        assert ledger.count(desk, LedgerFilter(words=key_of(request, part=part))) == count


def until(due: dt.datetime) -> Clock:
    return Clock("accept", "general", "1", FIRST, due, "working_day")
