"""The figures of an analysis request, all from one snapshot (definitions: product contract, section 5)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal

import numpy as np
from sqlalchemy import Connection

from complaint_desk.domain.analysis import (
    GROUPINGS,
    AnalysisRequest,
    Figures,
    Indicators,
    OutcomeFigure,
    Period,
    Rate,
    RatingFigure,
    SatisfactionGroup,
    TrendPoint,
    compared_period,
    grouped,
    moving_means,
    percent,
    quantile,
    rounded,
    trend_unit,
)
from complaint_desk.domain.rule_sets import ACCEPT, ANSWER, CLOSE
from complaint_desk.domain.vocabulary import RATINGS, FollowUp, Liability, Status
from complaint_desk.domain.workflow import FINISHED
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.storage import journal
from complaint_desk.storage.basis import BASIS_COLUMN
from complaint_desk.storage.chosen_facts import chosen_facts
from complaint_desk.storage.facts import Amounts
from complaint_desk.storage.journal import Signature
from complaint_desk.storage.repeated import repeated_ids
from complaint_desk.storage.tally import Money, State, Tally, Trees, columns_of
from complaint_desk.storage.tree_places import tree_places

_DAY = 86_400
_JUDGED = frozenset({Liability.LIABLE, Liability.PARTLY, Liability.NOT_LIABLE})
_LIABLE = frozenset({Liability.LIABLE, Liability.PARTLY})


def read_figures(
    connection: Connection,
    request: AnalysisRequest,
    groupings: tuple[str, ...],
    signature: Signature,
    stop: StopSignal | None = None,
    progress: Progress = no_progress,
) -> Figures:
    """Figures of the period and of each compared one.

    Args:
        connection: a reading scope; everything is seen as it stands there.
        request: days of its filter on its own basis give way to the period, so that periods can be compared.
        groupings: names out of `GROUPINGS`, or two of them joined by `|`.
        signature: who asks, and when.
        stop: heeded between portions.
        progress: told the periods that are counted.

    Raises:
        ValueError: an unknown grouping.
    """
    if unknown := {part for each in groupings for part in each.split("|")} - set(GROUPINGS):
        raise ValueError(", ".join(sorted(unknown)))
    periods = [request.period, *(compared_period(request.period, each) for each in request.comparisons)]
    wanted = tuple(dict.fromkeys((*groupings, "follow_up")))
    trees = Trees(tree_places(connection, "category"), tree_places(connection, "cause"))
    # Before a year comes the same year as a year before: it is counted once.
    counted: dict[Period, Tally] = {}
    facts = chosen_facts(connection, request, tuple(dict.fromkeys(periods)), columns_of(wanted), stop)
    for done, (period, of_period) in enumerate(facts):
        progress(done, len(periods))
        counted[period] = Tally(of_period, BASIS_COLUMN[request.basis], trees)
        if stop:
            stop.heed()
    repeated = repeated_ids(connection, [tally.received for tally in counted.values() if tally.total], stop)
    found = {period: _indicators(tally, repeated) for period, tally in counted.items()}
    progress(len(periods), len(periods))
    tallies, indicators = [counted[period] for period in periods], [found[period] for period in periods]
    this, others = tallies[0], tallies[1:]
    head = journal.head(connection)
    unit = trend_unit(request.period)
    groups = {each: grouped(this.groups(each), tuple(other.groups(each) for other in others)) for each in wanted}
    return Figures(
        request=request,
        made_at=signature.at,
        made_by=signature.person,
        cut=(head.sequence, head.hash),
        indicators=indicators[0],
        others=tuple(indicators[1:]),
        groups=tuple((each, groups[each]) for each in groupings),
        trend_unit=unit,
        trend=_trend(this, request.period, unit),
        outcomes=_outcomes(this),
        ratings=_ratings(this),
        follow_up=groups["follow_up"],
        satisfaction_by_department=_satisfaction(this),
    )


def _indicators(tally: Tally, repeated: Amounts) -> Indicators:
    closed = tally.count(_is_closed)
    seconds = tally.seconds
    money = tally.money.values()
    paused, of_paused = tally.paused
    late, unverified = tally.failed_steps()
    return Indicators(
        total=tally.total,
        accepted_in_time=Rate(*tally.clocks_kept(ACCEPT)),
        answered_in_time=Rate(*tally.clocks_kept(ANSWER)),
        closed_in_time=Rate(*tally.clocks_kept(CLOSE)),
        finished=Rate(tally.count(lambda state: state.status in FINISHED), tally.total),
        days_mean=_days(Decimal(sum(seconds)) / len(seconds) if seconds else None),
        days_median=_days(quantile(seconds, Decimal("0.5"))),
        days_p90=_days(quantile(seconds, Decimal("0.9"))),
        liable=Rate(
            tally.count(lambda state: state.liability in _LIABLE), tally.count(lambda state: state.liability in _JUDGED)
        ),
        followed_up=Rate(tally.count(lambda state: _is_closed(state) and state.follow_up == FollowUp.DONE), closed),
        satisfied=_satisfied(tally, "satisfaction"),
        satisfied_handling=_satisfied(tally, "satisfaction_handling"),
        repeated=Rate(int(np.isin(tally.ids, repeated).sum()), tally.total),
        closed_at_once=Rate(tally.count(lambda state: _is_closed(state) and not state.reopened), closed),
        compensation=_yuan(sum(each.compensation for each in money)),
        recovered=_yuan(sum(each.compensation + each.returned for each in money)),
        paused_mean=rounded(Decimal(paused) / of_paused) if of_paused else None,
        acknowledged_late=Rate(*late),
        unverified=Rate(*unverified),
    )


def _days(seconds: Decimal | None) -> Decimal | None:
    return None if seconds is None else rounded(seconds / _DAY)


def _is_closed(state: State) -> bool:
    return state.status == Status.CLOSED


def _satisfied(tally: Tally, field: str) -> Rate:
    ratings: Counter[int] = Counter()
    for state, count in tally.states.items():
        if (rating := getattr(state, field)) is not None:
            ratings[rating] += count
    return Rate(ratings[4] + ratings[5], ratings.total())


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


def _trend(tally: Tally, period: Period, unit: str) -> tuple[TrendPoint, ...]:
    counts = dict.fromkeys((_unit_of(period.first + dt.timedelta(offset), unit) for offset in range(period.days)), 0)
    for day, count in tally.days().items():
        counts[_unit_of(day, unit)] += count
    means = moving_means(list(counts.values()))
    return tuple(TrendPoint(*point) for point in zip(counts, counts.values(), means, strict=True))


def _unit_of(day: dt.date, unit: str) -> str:
    match unit:
        case "month":
            return f"{day.year:04d}-{day.month:02d}"
        case "week":
            return str(day - dt.timedelta(day.weekday()))
    return str(day)


def _outcomes(tally: Tally) -> tuple[OutcomeFigure, ...]:
    figures = []
    for code, count in tally.outcomes.items():
        money = tally.money.get(code, Money())
        figures.append(
            OutcomeFigure(
                code,
                count,
                percent(count, tally.total),
                money.paid_count,
                _yuan(money.compensation),
                _yuan(money.compensation + money.returned),
            )
        )
    return tuple(sorted(figures, key=lambda figure: (-figure.count, figure.code)))


def _ratings(tally: Tally) -> tuple[RatingFigure, ...]:
    return tuple(
        RatingFigure(
            rating,
            sum(count for state, count in tally.states.items() if state.satisfaction == rating),
            sum(count for state, count in tally.states.items() if state.satisfaction_handling == rating),
        )
        for rating in RATINGS
    )


def _satisfaction(tally: Tally) -> tuple[SatisfactionGroup, ...]:
    groups = [
        SatisfactionGroup(code, rated.closed, Rate(rated.followed_up, rated.closed), Rate(rated.satisfied, rated.rated))
        for code, rated in tally.rated_departments().items()
    ]
    return tuple(sorted(groups, key=lambda group: (-group.closed, group.code)))
