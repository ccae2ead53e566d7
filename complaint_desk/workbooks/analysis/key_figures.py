"""The key figures of the overview: label, definition, value, and what sets it against a compared period."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from complaint_desk.domain.analysis import Figures, Indicators, Rate, change
from complaint_desk.i18n import _
from complaint_desk.workbooks.analysis import looks


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One line. `part` is its indicator, as keys name it; `worse_when_more` None: neither direction is better."""

    part: str
    label: str
    definition: str
    number_format: str
    difference_format: str
    value: Callable[[Indicators], Decimal | int | None]
    difference: Callable[[Indicators, Indicators], Decimal | None]
    counted: Callable[[Indicators], str]
    worse_when_more: bool | None = None


def key_figures(figures: Figures) -> list[KeyFigure]:
    """The figures of product contract, section 5; those that rest on clocks or steps only where there are any."""
    return [
        KeyFigure(
            "",
            _("Number of complaints"),
            _("complaints whose basis date lies in the period, both ends included"),
            looks.COUNT,
            looks.CHANGE,
            lambda one: one.total,
            lambda one, other: change(one.total, other.total),
            lambda _one: "",
            worse_when_more=True,
        ),
        *_kept_rates(figures.indicators),
        _rate("finished", _("Completion rate"), _("closed, declined or withdrawn ÷ complaints")),
        *_handling_times(figures.indicators),
        _rate("liable", _("Liability rate"), _("liable or partly liable ÷ judged"), worse_when_more=True),
        _rate("followed_up", _("Follow-up rate"), _("followed up ÷ closed")),
        _rate("satisfied", _("Satisfaction rate"), _("rated 4 or 5 ÷ rated, of the result")),
        _rate("satisfied_handling", _("Satisfaction rate (handling)"), _("rated 4 or 5 ÷ rated, of the handling")),
        _rate(
            "repeated",
            _("Repeat complaint rate"),
            _("same phone, or same name and address, and same category within the 90 days before ÷ complaints"),
            worse_when_more=True,
        ),
        _rate("closed_at_once", _("Closed at once"), _("closed and never reopened ÷ closed")),
        _money("compensation", _("Compensation (yuan)"), _("sum of compensation")),
        _money("recovered", _("Losses recovered (yuan)"), _("compensation, and the price of refunds and returns")),
    ]


def _handling_times(indicators: Indicators) -> list[KeyFigure]:
    lines = [
        _days("days_mean", _("Handling time, mean (days)"), _("from receipt to closing")),
        _days("days_median", _("Handling time, median (days)"), _("half of the closed complaints took no longer")),
        _days(
            "days_p90",
            _("Handling time, 90th percentile (days)"),
            _("nine of ten closed complaints took no longer (linear interpolation)"),
        ),
    ]
    if indicators.paused_mean is not None:
        lines.append(
            _days(
                "paused_mean",
                _("Paused time, mean (days)"),
                _("days taken out of the close clock by pauses"),
            )
        )
    return lines


def _kept_rates(indicators: Indicators) -> list[KeyFigure]:
    lines = [
        _rate("accepted_in_time", _("Accepted in time"), _("decisions within the accept clock ÷ accept clocks ended")),
        _rate("answered_in_time", _("Answered in time"), _("answers within the answer clock ÷ answer clocks ended")),
        _rate("closed_in_time", _("Closed in time"), _("closed within the close clock ÷ close clocks ended")),
        _rate(
            "acknowledged_late",
            _("Acknowledged late"),
            _("told of the receipt after the accept clock was over ÷ told of the receipt (GB/T 19012)"),
            worse_when_more=True,
        ),
        _rate(
            "unverified",
            _("Corrections not verified"),
            _("corrections done that nobody verified ÷ complaints with a correction (GB/T 19012)"),
            worse_when_more=True,
        ),
    ]
    return [line for line in lines if getattr(indicators, line.part).whole]


def _rate(part: str, label: str, definition: str, *, worse_when_more: bool = False) -> KeyFigure:
    rate: Callable[[Indicators], Rate] = attrgetter(part)

    def points(one: Indicators, other: Indicators) -> Decimal | None:
        this, before = rate(one).percent, rate(other).percent
        return None if this is None or before is None else this - before

    def counted(one: Indicators) -> str:
        return f"{rate(one).part:,} ÷ {rate(one).whole:,}" if rate(one).whole else ""

    return KeyFigure(
        part,
        label,
        definition,
        looks.SHARE,
        looks.arrowed(_(" points")),
        lambda one: rate(one).percent,
        points,
        counted,
        worse_when_more,
    )


def _days(part: str, label: str, definition: str) -> KeyFigure:
    days: Callable[[Indicators], Decimal | None] = attrgetter(part)

    def longer(one: Indicators, other: Indicators) -> Decimal | None:
        this, before = days(one), days(other)
        return None if this is None or before is None else this - before

    return KeyFigure(
        part,
        label,
        definition,
        looks.DAYS,
        looks.arrowed(_(" days")),
        days,
        longer,
        lambda _one: "",
        worse_when_more=True,
    )


def _money(part: str, label: str, definition: str) -> KeyFigure:
    amount: Callable[[Indicators], Decimal] = attrgetter(part)
    return KeyFigure(
        part,
        label,
        definition,
        looks.MONEY,
        looks.CHANGE,
        amount,
        lambda one, other: change(amount(one), amount(other)),
        lambda _one: "",
    )
