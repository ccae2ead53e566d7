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
    """One line. `worse_when_more` None: neither direction is better."""

    label: str
    definition: str
    number_format: str
    difference_format: str
    value: Callable[[Indicators], Decimal | int | None]
    difference: Callable[[Indicators, Indicators], Decimal | None]
    counted: Callable[[Indicators], str]
    worse_when_more: bool | None = None


def key_figures(figures: Figures) -> list[KeyFigure]:
    """The figures of product contract, section 5; the clocks' rates only where clocks are kept."""
    return [
        KeyFigure(
            _("Number of complaints"),
            _("complaints whose basis date lies in the period, both ends included"),
            looks.COUNT,
            looks.CHANGE,
            lambda one: one.total,
            lambda one, other: change(one.total, other.total),
            lambda _one: "",
            worse_when_more=True,
        ),
        *_clock_rates(figures.indicators),
        _rate(_("Completion rate"), _("closed, declined or withdrawn ÷ complaints"), lambda one: one.finished),
        _days(_("Handling time, mean (days)"), _("from receipt to closing"), lambda one: one.days_mean),
        _days(
            _("Handling time, median (days)"),
            _("half of the closed complaints took no longer"),
            lambda one: one.days_median,
        ),
        _days(
            _("Handling time, 90th percentile (days)"),
            _("nine of ten closed complaints took no longer (linear interpolation)"),
            lambda one: one.days_p90,
        ),
        *_paused_time(figures.indicators),
        _rate(_("Liability rate"), _("liable or partly liable ÷ judged"), lambda one: one.liable, worse_when_more=True),
        _rate(_("Follow-up rate"), _("followed up ÷ closed"), lambda one: one.followed_up),
        _rate(_("Satisfaction rate"), _("rated 4 or 5 ÷ rated, of the result"), lambda one: one.satisfied),
        _rate(
            _("Satisfaction rate (handling)"),
            _("rated 4 or 5 ÷ rated, of the handling"),
            lambda one: one.satisfied_handling,
        ),
        _rate(
            _("Repeat complaint rate"),
            _("same phone, or same name and address, and same category within the 90 days before ÷ complaints"),
            lambda one: one.repeated,
            worse_when_more=True,
        ),
        _rate(_("Closed at once"), _("closed and never reopened ÷ closed"), lambda one: one.closed_at_once),
        _money(_("Compensation (yuan)"), _("sum of compensation"), lambda one: one.compensation),
        _money(
            _("Losses recovered (yuan)"),
            _("compensation, and the price of refunds and returns"),
            lambda one: one.recovered,
        ),
    ]


def _paused_time(indicators: Indicators) -> list[KeyFigure]:
    if indicators.paused_mean is None:
        return []
    said = _("Paused time, mean (days)"), _("days taken out of the close clock by pauses")
    return [_days(*said, attrgetter("paused_mean"))]


def _clock_rates(indicators: Indicators) -> list[KeyFigure]:
    lines = {
        "accepted_in_time": (_("Accepted in time"), _("decisions within the accept clock ÷ accept clocks ended")),
        "answered_in_time": (_("Answered in time"), _("answers within the answer clock ÷ answer clocks ended")),
        "closed_in_time": (_("Closed in time"), _("closed within the close clock ÷ close clocks ended")),
    }
    return [_rate(*said, attrgetter(name)) for name, said in lines.items() if getattr(indicators, name).whole]


def _rate(
    label: str, definition: str, rate: Callable[[Indicators], Rate], *, worse_when_more: bool = False
) -> KeyFigure:
    def points(one: Indicators, other: Indicators) -> Decimal | None:
        this, before = rate(one).percent, rate(other).percent
        return None if this is None or before is None else this - before

    def counted(one: Indicators) -> str:
        return f"{rate(one).part:,} ÷ {rate(one).whole:,}" if rate(one).whole else ""

    return KeyFigure(
        label,
        definition,
        looks.SHARE,
        looks.arrowed(_(" points")),
        lambda one: rate(one).percent,
        points,
        counted,
        worse_when_more,
    )


def _days(label: str, definition: str, days: Callable[[Indicators], Decimal | None]) -> KeyFigure:
    def longer(one: Indicators, other: Indicators) -> Decimal | None:
        this, before = days(one), days(other)
        return None if this is None or before is None else this - before

    return KeyFigure(
        label, definition, looks.DAYS, looks.arrowed(_(" days")), days, longer, lambda _one: "", worse_when_more=True
    )


def _money(label: str, definition: str, amount: Callable[[Indicators], Decimal]) -> KeyFigure:
    return KeyFigure(
        label,
        definition,
        looks.MONEY,
        looks.CHANGE,
        amount,
        lambda one, other: change(amount(one), amount(other)),
        lambda _one: "",
    )
