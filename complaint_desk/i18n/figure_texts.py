"""Figures as people read them on paper: shares, changes, and the key figures of a period with their comparisons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from complaint_desk.domain.analysis import Figures, Indicators, Period, PeriodKind, Rate, change, named_period
from complaint_desk.domain.figure_keys import key_of
from complaint_desk.i18n.catalogue import N_, _
from complaint_desk.i18n.findings import DOWN, UP
from complaint_desk.i18n.values import money_text

NOTHING = "\N{EN DASH}"
SAME = "\N{EM DASH}"


def count_text(count: int) -> str:
    """With thousands: `1,264`."""
    return f"{count:,}"


def percent_text(value: Decimal | None) -> str:
    """`29.67%`; a dash where there is nothing to take a share of."""
    return NOTHING if value is None else f"{value:,.2f}%"


def arrowed_text(value: Decimal | None, unit: str = "") -> str:
    """A difference with its direction as an arrow, as the consumers' association prints it: `↑3.20`."""
    if value is None:
        return NOTHING
    if not value:
        return SAME
    return f"{UP if value > 0 else DOWN}{abs(value):,.2f}{unit}"


def period_name(period: Period) -> str:
    """What a period is called: a month, quarter, half year or year by name, other days by their ends."""
    first, quarter = period.first, (period.first.month + 2) // 3
    match named_period(first, period.last).kind:
        case PeriodKind.YEAR:
            return _("the year {year}").format(year=first.year)
        case PeriodKind.HALF if first.month == 1:
            return _("the first half of {year}").format(year=first.year)
        case PeriodKind.HALF:
            return _("the second half of {year}").format(year=first.year)
        case PeriodKind.QUARTER:
            return _("quarter {quarter} of {year}").format(year=first.year, quarter=quarter)
        case PeriodKind.MONTH:
            return _("{month}/{year}").format(year=first.year, month=first.month)
    if period.days == 1:
        return f"{first}"
    return _("{first} to {last}").format(first=first, last=period.last)


class Unit(StrEnum):
    """What a key figure counts: its text, and how it is compared."""

    COUNT = "count"
    RATE = "rate"
    DAYS = "days"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One key figure as texts; `others` are its values in the compared periods, `differences` how far it is from them.

    Counts and amounts differ in percent, rates in percentage points, which are written without a unit, days in days. `key`
    finds its cases.
    """

    name: str
    label: str
    value: str
    counted: str
    others: tuple[str, ...]
    differences: tuple[str, ...]
    key: str


_KEY_FIGURES = MappingProxyType(
    {
        "total": (N_("Number of complaints"), Unit.COUNT),
        "accepted_in_time": (N_("Accepted in time"), Unit.RATE),
        "answered_in_time": (N_("Answered in time"), Unit.RATE),
        "closed_in_time": (N_("Closed in time"), Unit.RATE),
        "acknowledged_late": (N_("Acknowledged late"), Unit.RATE),
        "finished": (N_("Completion rate"), Unit.RATE),
        "days_mean": (N_("Handling time, mean (days)"), Unit.DAYS),
        "days_median": (N_("Handling time, median (days)"), Unit.DAYS),
        "days_p90": (N_("Handling time, 90th percentile (days)"), Unit.DAYS),
        "paused_mean": (N_("Paused time, mean (days)"), Unit.DAYS),
        "liable": (N_("Liability rate"), Unit.RATE),
        "followed_up": (N_("Follow-up rate"), Unit.RATE),
        "satisfied": (N_("Satisfaction rate"), Unit.RATE),
        "satisfied_handling": (N_("Satisfaction rate (handling)"), Unit.RATE),
        "repeated": (N_("Repeat complaint rate"), Unit.RATE),
        "closed_at_once": (N_("Closed at once"), Unit.RATE),
        "unverified": (N_("Corrections not verified"), Unit.RATE),
        "compensation": (N_("Compensation (yuan)"), Unit.MONEY),
        "recovered": (N_("Losses recovered (yuan)"), Unit.MONEY),
    }
)
_ONLY_IF_KEPT = frozenset(
    {"accepted_in_time", "answered_in_time", "closed_in_time", "acknowledged_late", "unverified", "paused_mean"}
)
"""Figures of clocks and steps: an office that keeps none need not read that it has none."""


def key_figures(figures: Figures) -> tuple[KeyFigure, ...]:
    """The key figures in their order; those that rest on clocks or steps only where there are any."""
    return tuple(_key_figure(figures, name) for name in _KEY_FIGURES if _is_kept(figures.indicators, name))


def _is_kept(indicators: Indicators, name: str) -> bool:
    value = getattr(indicators, name)
    return name not in _ONLY_IF_KEPT or (value.whole > 0 if isinstance(value, Rate) else value is not None)


def _key_figure(figures: Figures, name: str) -> KeyFigure:
    label, unit = _KEY_FIGURES[name]
    said, compared = _SAID[unit], _COMPARED[unit]
    this = getattr(figures.indicators, name)
    counted = f"{this.part:,} / {this.whole:,}" if isinstance(this, Rate) and this.whole else ""
    others = [getattr(other, name) for other in figures.others]
    part = "" if name == "total" else name
    return KeyFigure(
        name,
        _(label),
        said(this),
        counted,
        tuple(said(other) for other in others),
        tuple(compared(this, other) for other in others),
        key_of(figures.request, part=part),
    )


def _points(this: Rate, other: Rate) -> str:
    if this.percent is None or other.percent is None:
        return NOTHING
    return arrowed_text(this.percent - other.percent)


def _longer(this: Decimal | None, other: Decimal | None) -> str:
    return NOTHING if this is None or other is None else arrowed_text(this - other, _(" days"))


_SAID: MappingProxyType[Unit, Callable[..., str]] = MappingProxyType(
    {
        Unit.COUNT: count_text,
        Unit.RATE: lambda rate: percent_text(rate.percent),
        Unit.DAYS: lambda days: NOTHING if days is None else f"{days:,.2f}",
        Unit.MONEY: money_text,
    }
)
_COMPARED: MappingProxyType[Unit, Callable[..., str]] = MappingProxyType(
    {
        Unit.COUNT: lambda this, other: arrowed_text(change(this, other), "%"),
        Unit.RATE: _points,
        Unit.DAYS: _longer,
        Unit.MONEY: lambda this, other: arrowed_text(change(this, other), "%"),
    }
)
