"""Figures as people read them on paper: shares, changes, and the key figures of a period with their comparisons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from complaint_desk.domain.analysis import Figures, Indicators, Period, PeriodKind, named_period
from complaint_desk.domain.figure_keys import key_of
from complaint_desk.i18n.catalogue import N_, _
from complaint_desk.i18n.findings import DOWN, UP
from complaint_desk.i18n.key_figures import KeyFigure, Unit, told_key_figures
from complaint_desk.i18n.values import NOTHING, count_text, money_text, percent_text

SAME = "\N{EM DASH}"


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


@dataclass(frozen=True, slots=True)
class KeyFigureTexts:
    """One key figure as texts; `others` are its values in the compared periods, `differences` how far it is from them.

    Rates differ in percentage points, which are written without a unit. `key` finds its cases.
    """

    label: str
    value: str
    counted: str
    others: tuple[str, ...]
    differences: tuple[str, ...]
    key: str


def key_figures(figures: Figures) -> tuple[KeyFigureTexts, ...]:
    """The key figures that are told, in their order."""
    return tuple(_texts(figures, each) for each in told_key_figures(figures))


def _texts(figures: Figures, figure: KeyFigure) -> KeyFigureTexts:
    this = figures.indicators
    rate = figure.rate(this)
    unit = _DIFFERENCE_UNITS[figure.unit]
    return KeyFigureTexts(
        figure.label,
        figure_text(figure, this),
        f"{rate.part:,} / {rate.whole:,}" if rate else "",
        tuple(figure_text(figure, other) for other in figures.others),
        tuple(arrowed_text(figure.difference(this, other), _(unit) if unit else "") for other in figures.others),
        key_of(figures.request, part=figure.part),
    )


def figure_text(figure: KeyFigure, indicators: Indicators) -> str:
    """Its value as people read it; a dash where there is none."""
    value = figure.value(indicators)
    return NOTHING if value is None else _SAID[figure.unit](value)


_SAID: MappingProxyType[Unit, Callable[..., str]] = MappingProxyType(
    {Unit.COUNT: count_text, Unit.RATE: percent_text, Unit.DAYS: lambda days: f"{days:,.2f}", Unit.MONEY: money_text}
)
_DIFFERENCE_UNITS = MappingProxyType({Unit.COUNT: "%", Unit.RATE: "", Unit.DAYS: N_(" days"), Unit.MONEY: "%"})
