"""What reports tell of single cases agrees with a slow look at all complaints, on both databases."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from fractions import Fraction

import pytest

from complaint_desk.domain.analysis import AnalysisRequest, Basis, Period
from complaint_desk.domain.casework import CaseworkPart, received_of
from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.ledger import LedgerFilter
from complaint_desk.storage.casework import read_casework
from complaint_desk.storage.store import Store
from tests.analysis import oracle
from tests.analysis.ledgers import add_own_classes, any_draft, fill
from tests.conftest import NOW
from tests.storage.drafts import sound_draft

PERIOD = Period(dt.date(2025, 3, 1), dt.date(2025, 9, 30))
FILTER = LedgerFilter().with_choices("nature", ("quality", "contract"))
REQUESTS = [
    AnalysisRequest(PERIOD),
    AnalysisRequest(PERIOD, Basis.CLOSED),
    AnalysisRequest(PERIOD, filter=FILTER),
]


def filled(store: Store, seed: int, rows: int = 250) -> list[Complaint]:
    add_own_classes(store)
    chance = random.Random(seed)
    return fill(store, [any_draft(chance, 400) for _ in range(rows)], chance)


def within(everybody: list[Complaint], request: AnalysisRequest) -> list[Complaint]:
    moments = [(each, each.received_at if request.basis is Basis.RECEIVED else each.closed_at) for each in everybody]
    natures = request.filter.choices("nature")
    return [
        each
        for each, moment in moments
        if moment and PERIOD.first <= moment.date() <= PERIOD.last and (not natures or each.nature in natures)
    ]


@pytest.mark.parametrize("request_", REQUESTS, ids=["received", "closed", "filtered"])
def test_departments_took_as_long_as_their_complaints_say(store: Store, request_: AnalysisRequest) -> None:
    part = within(filled(store, 1), request_)
    with store.reading() as connection:
        found = read_casework(connection, request_, NOW, [CaseworkPart.HANDLING], placed=False).handling
    assert {each.code for each in found} == {each.department for each in part}
    assert [each.count for each in found] == sorted((each.count for each in found), reverse=True)
    for group in found:
        own = [each for each in part if each.department == group.code]
        taken = [(each.closed_at - received_of(each)).total_seconds() for each in own if each.closed_at]
        assert (group.count, group.timed) == (len(own), len(taken))
        ordered = sorted(Fraction(int(seconds), 86_400) for seconds in taken)
        assert group.days_mean == oracle.mean(ordered)
        assert (group.days_median, group.days_p90) == (oracle.percentile(ordered, 5), oracle.percentile(ordered, 9))


@pytest.mark.parametrize("request_", REQUESTS, ids=["received", "closed", "filtered"])
def test_repeat_complaints_are_counted_by_class_and_named_with_what_they_repeat(
    store: Store, request_: AnalysisRequest
) -> None:
    everybody = filled(store, 2)
    repeated = [each for each in within(everybody, request_) if oracle.is_repeated(each, everybody)]
    with store.reading() as connection:
        found = read_casework(connection, request_, NOW, [CaseworkPart.REPEATS], placed=False)
    assert dict(found.repeated) == oracle.counts(repeated, lambda each: oracle.class_of(each.category))
    named = [each.id for matter in found.matters for each in matter]
    assert len(named) == len(set(named))
    assert set(named) >= {each.id for each in repeated if each.kind != "report" and not only_reports(each, everybody)}
    sizes = [len(matter) for matter in found.matters]
    assert sizes == sorted(sizes, reverse=True)
    for matter in found.matters:
        assert len(matter) > 1
        assert {each.category for each in matter} == {matter[0].category}
        assert all(each.kind != "report" for each in matter)
        assert list(matter) == sorted(matter, key=lambda each: (received_of(each), each.id))


def only_reports(complaint: Complaint, everybody: list[Complaint]) -> bool:
    """Whether it repeats nothing that may be named."""
    return not oracle.is_repeated(complaint, [each for each in everybody if each.kind != "report"])


def test_a_matter_holds_all_that_one_person_complained_of_under_any_phone(store: Store) -> None:
    start = dt.datetime(2025, 4, 1, 9, tzinfo=NOW.tzinfo)

    def told(day: int, phone: str, category: str = "food"):
        return sound_draft(
            received_at=start + dt.timedelta(day), phone=phone, category=category, name="张三", address="", repeats=()
        )

    fill(
        store,
        [
            told(-60, "13800000001"),
            told(0, "13800000001 / 13800000002"),
            told(80, "13800000002"),
            told(171, "13800000002"),
            told(10, "13800000001", "travel"),
            told(20, "13800000003"),
        ],
    )
    with store.reading() as connection:
        found = read_casework(connection, AnalysisRequest(PERIOD), NOW, [CaseworkPart.REPEATS], placed=True)
    assert [[(received_of(each) - start).days for each in matter] for matter in found.matters] == [[-60, 0, 80]]
    # The one of January stands on no row of the period.
    assert sorted(found.places.values()) == [0, 3]


@pytest.mark.parametrize("request_", REQUESTS, ids=["received", "closed", "filtered"])
def test_overdue_complaints_are_listed_from_the_one_due_first(store: Store, request_: AnalysisRequest) -> None:
    part = within(filled(store, 3), request_)
    overdue = sorted(
        (each for each in part if each.due_at and each.due_at < NOW), key=lambda each: (each.due_at, each.id)
    )
    with store.reading() as connection:
        found = read_casework(connection, request_, NOW, [CaseworkPart.OVERDUE], placed=True)
    assert overdue
    assert [each.id for each in found.overdue_cases] == [each.id for each in overdue]
    counts = oracle.counts(overdue, lambda each: each.department)
    assert {each.code: each.count for each in found.overdue} == counts
    for each in found.overdue:
        assert each.longest == min(one.due_at for one in overdue if one.department == each.code and one.due_at)
    basis = "received_at" if request_.basis is Basis.RECEIVED else "closed_at"
    in_order = [each.id for each in sorted(part, key=lambda each: (getattr(each, basis), each.id))]
    assert {in_order[place] for place in found.places.values()} == {each.id for each in overdue}
    assert all(in_order[place] == complaint_id for complaint_id, place in found.places.items())


def test_nothing_is_overdue_where_other_states_are_asked_for(store: Store) -> None:
    filled(store, 3)
    request = AnalysisRequest(PERIOD, filter=LedgerFilter().with_choices("due", ("met",)))
    with store.reading() as connection:
        found = read_casework(connection, request, NOW, [CaseworkPart.OVERDUE], placed=True)
    assert found == dataclasses.replace(found, overdue=(), overdue_cases=(), places={})
