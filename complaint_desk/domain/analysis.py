"""Analysis: what a supervisor asks, and the figures as values (product contract, section 5)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from complaint_desk.domain.early_warning import EarlyWarning
from complaint_desk.domain.improvement import Followed
from complaint_desk.domain.ledger import LedgerFilter


class Basis(StrEnum):
    """The moment that puts a complaint into a period."""

    RECEIVED = "received"
    CLOSED = "closed"


class Comparison(StrEnum):
    PREVIOUS = "previous"
    LAST_YEAR = "last_year"


class PeriodKind(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date
    kind: PeriodKind = PeriodKind.CUSTOM

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period must not end before it begins")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF: 6, PeriodKind.YEAR: 12}


def period_around(day: dt.date, kind: PeriodKind) -> Period:
    """The whole week (from Monday), month, quarter, half year or year that holds a day."""
    if kind is PeriodKind.CUSTOM:
        raise ValueError("a custom period has its own days")
    if kind is PeriodKind.WEEK:
        monday = day - dt.timedelta(day.weekday())
        return Period(monday, monday + dt.timedelta(6), kind)
    length = _MONTHS[kind]
    month = (day.month - 1) // length * length + 1
    return Period(dt.date(day.year, month, 1), _last_of_month(day.year, month + length - 1), kind)


def last_whole(kind: PeriodKind, today: dt.date) -> Period:
    """The newest period of a kind that is over; the default request is the last whole month."""
    return period_around(period_around(today, kind).first - dt.timedelta(1), kind)


def named_period(first: dt.date, last: dt.date) -> Period:
    """The period from `first` to `last`, known as a whole week, month … if it is one."""
    for kind in (PeriodKind.WEEK, *_MONTHS):
        if (whole := period_around(first, kind)).first == first and whole.last == last:
            return whole
    return Period(first, last)


def compared_period(period: Period, comparison: Comparison) -> Period:
    """The previous period of the same kind (same length for a custom one), or the same period a year before.

    29 February falls back to the 28th; a week goes back 52 weeks, so that weekdays match.
    """
    if comparison is Comparison.PREVIOUS:
        if period.kind is PeriodKind.CUSTOM:
            return Period(period.first - dt.timedelta(period.days), period.first - dt.timedelta(1))
        return period_around(period.first - dt.timedelta(1), period.kind)
    if period.kind is PeriodKind.WEEK:
        return Period(period.first - dt.timedelta(364), period.last - dt.timedelta(364), period.kind)
    if period.kind is not PeriodKind.CUSTOM:
        return period_around(_year_before(period.first), period.kind)
    return Period(_year_before(period.first), _year_before(period.last))


def _year_before(day: dt.date) -> dt.date:
    return day.replace(year=day.year - 1, day=min(day.day, calendar.monthrange(day.year - 1, day.month)[1]))


def _last_of_month(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class AnalysisRequest:
    """Period, basis, filter and at most two comparisons."""

    period: Period
    basis: Basis = Basis.RECEIVED
    filter: LedgerFilter = field(default_factory=LedgerFilter)
    comparisons: tuple[Comparison, ...] = ()


GROUPINGS = (
    "kind", "channel", "nature", "category", "branch", "leaf", "department", "handler", "outlet", "region", "brand", "model",
    "batch", "subject_name", "severity", "cause", "cause_branch", "liability", "outcome", "response", "status",
    "satisfaction", "satisfaction_handling", "follow_up", "rule_set", "quarter", "month", "week", "day", "weekday", "hour",
)  # fmt: skip
"""What figures may be grouped by.

Of a category `leaf` is what was chosen, `category` the association's class, `branch` goods/services/other; `cause_branch` is the
top of the tree of causes. `quarter` is YYYYQn, `month` YYYY-MM, `week` its Monday, `weekday` 1 (Monday) to 7.
"""

TIME_GROUPINGS = frozenset({"quarter", "month", "week", "day", "weekday", "hour"})


@dataclass(frozen=True, slots=True)
class ComparedGroup:
    """A group in the compared period. Shares and points in percent; `change` None where the other count is 0."""

    count: int
    share: Decimal
    points: Decimal
    change: Decimal | None


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """One group: `code` ("" for not said; several codes joined by "|" in a cross), count, and share in percent.

    `compared` is in the order of the request's comparisons.
    """

    code: str
    count: int
    share: Decimal
    compared: tuple[ComparedGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """`part` of `whole`; None where the whole is 0."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        return percent(self.part, self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class Indicators:
    """Key figures of one period. Days have 2 decimals; None where no complaint can be counted.

    `accepted_in_time`, `answered_in_time` and `closed_in_time` count clocks that ended: their whole is 0 without any.
    `paused_mean`: days that pauses took out of the close clocks, beside the days of handling.
    `acknowledged_late`: acknowledgements after the end of the accept clock, of all with such a clock; `unverified`: corrections
    that nobody verified afterwards, of all complaints with a correction (ISO 10002, annex on monitoring).
    """

    total: int
    accepted_in_time: Rate
    answered_in_time: Rate
    closed_in_time: Rate
    finished: Rate
    days_mean: Decimal | None
    days_median: Decimal | None
    days_p90: Decimal | None
    liable: Rate
    followed_up: Rate
    satisfied: Rate
    satisfied_handling: Rate
    repeated: Rate
    closed_at_once: Rate
    compensation: Decimal
    recovered: Decimal
    paused_mean: Decimal | None = None
    acknowledged_late: Rate = Rate(0, 0)
    unverified: Rate = Rate(0, 0)


INDICATORS = frozenset(each.name for each in fields(Indicators))


@dataclass(frozen=True, slots=True)
class OutcomeFigure:
    """One outcome: how many complaints, how many of them were paid, what was paid and recovered, in yuan."""

    code: str
    count: int
    share: Decimal
    paid_count: int
    compensation: Decimal
    recovered: Decimal


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """Count of one day, week or month; `label` is its first day or `YYYY-MM`; `moving_mean` over 3 points, from the third on."""

    label: str
    count: int
    moving_mean: Decimal | None


@dataclass(frozen=True, slots=True)
class RatingFigure:
    """How many gave a rating; of the result and of the handling."""

    rating: int
    result: int
    handling: int


@dataclass(frozen=True, slots=True)
class SatisfactionGroup:
    """Rated complaints of one department and how many of them were satisfied (rating 4 or 5)."""

    code: str
    closed: int
    followed_up: Rate
    satisfied: Rate


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that preview, workbook and command line show, from one snapshot.

    `others` are the indicators of the compared periods, in the order of the request's comparisons. `groups` holds the
    figures by the name of their grouping. `cut` is the journal's sequence and head when they were read.
    `warnings` are those of `warned_on`, of figures by the day of receipt over the whole ledger.
    """

    request: AnalysisRequest
    made_at: dt.datetime
    made_by: str
    cut: tuple[int, str]
    indicators: Indicators
    others: tuple[Indicators, ...]
    groups: tuple[tuple[str, tuple[GroupFigure, ...]], ...]
    trend_unit: str
    trend: tuple[TrendPoint, ...]
    outcomes: tuple[OutcomeFigure, ...]
    ratings: tuple[RatingFigure, ...]
    follow_up: tuple[GroupFigure, ...]
    satisfaction_by_department: tuple[SatisfactionGroup, ...]
    warnings: tuple[EarlyWarning, ...] = ()
    improvements: tuple[Followed, ...] = ()

    @property
    def total(self) -> int:
        return self.indicators.total

    @property
    def warned_on(self) -> dt.date:
        """The last day of the period that has come."""
        return min(self.request.period.last, self.made_at.date())

    def by(self, grouping: str) -> tuple[GroupFigure, ...]:
        return dict(self.groups)[grouping]


_CENT = Decimal("0.01")


def rounded(value: Decimal) -> Decimal:
    """Half up to 2 places, as the association prints."""
    return value.quantize(_CENT, ROUND_HALF_UP)


def percent(part: int, whole: int) -> Decimal:
    """`part` of `whole` in percent, half up to 2 places; 0.00 of nothing."""
    return rounded(Decimal(part) * 100 / whole) if whole else Decimal("0.00")


def change(this: int | Decimal, other: int | Decimal) -> Decimal | None:
    """(this − other) ÷ other in percent, half up to 2 places; None where other is 0."""
    return rounded((Decimal(this) - Decimal(other)) * 100 / Decimal(other)) if other else None


def grouped(counts: dict[str, int], others: tuple[dict[str, int], ...] = ()) -> tuple[GroupFigure, ...]:
    """Group figures from counts, largest first, ties by code. Groups that only a compared period has are kept with 0."""
    total = sum(counts.values())
    other_totals = [sum(other.values()) for other in others]
    codes = dict.fromkeys([*counts, *(code for other in others for code in other)])
    figures = []
    for code in codes:
        count = counts.get(code, 0)
        share = percent(count, total)
        compared = tuple(
            ComparedGroup(
                other.get(code, 0),
                (other_share := percent(other.get(code, 0), other_total)),
                share - other_share,
                change(count, other.get(code, 0)),
            )
            for other, other_total in zip(others, other_totals, strict=True)
        )
        figures.append(GroupFigure(code, count, share, compared))
    return tuple(sorted(figures, key=lambda figure: (-figure.count, figure.code)))


def quantile(ordered: Sequence[float], share: Decimal) -> Decimal | None:
    """The value at `share` (0..1) of an ordered list by linear interpolation, 2 decimals; None of an empty list."""
    if not ordered:
        return None
    at = (len(ordered) - 1) * share
    below = int(at)
    low = Decimal(str(ordered[below]))
    high = Decimal(str(ordered[min(below + 1, len(ordered) - 1)]))
    return rounded(low + (high - low) * (at - below))


def moving_means(counts: list[int]) -> list[Decimal | None]:
    """Mean of each point and the two before it; None for the first two."""
    return [None if at < 2 else rounded(Decimal(sum(counts[at - 2 : at + 1])) / 3) for at in range(len(counts))]


def trend_unit(period: Period) -> str:
    """`day` up to five weeks, `week` up to half a year, else `month`."""
    if period.days <= 35:
        return "day"
    return "week" if period.days <= 184 else "month"
