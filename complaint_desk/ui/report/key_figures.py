"""Key figures of a report as short texts: the value, and how it stands against each comparison."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from complaint_desk.domain.analysis import Comparison, Figures, Indicators, Rate, change
from complaint_desk.domain.figure_keys import key_of
from complaint_desk.i18n import _
from complaint_desk.i18n.figure_texts import figure_text
from complaint_desk.i18n.key_figures import KEY_FIGURE, Unit
from complaint_desk.i18n.values import NOTHING, count_text
from complaint_desk.ui.shared.tokens import Tone


@dataclass(frozen=True, slots=True)
class Difference:
    """One comparison of one figure: `↑ 环比增 12.50%`; red means worse, green better, never without arrow and word."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """One card: what it is, its value, what it is counted from, its comparisons, and the key of its cases."""

    name: str
    label: str
    value: str
    note: str
    differences: tuple[Difference, ...]
    key: str
    tone: Tone | None = None


_UP, _DOWN, _SAME = "\N{UPWARDS ARROW}", "\N{DOWNWARDS ARROW}", "\N{EM DASH}"

_RATES = ("finished", "answered_in_time", "closed_in_time")
_OTHER_RATES = ("satisfied", "liable", "repeated")
_LAPSES = ("acknowledged_late", "unverified")
_AMOUNTS = ("compensation", "recovered")


def key_figures(figures: Figures) -> tuple[ShownFigure, ...]:
    """The figures of the preview in reading order."""
    return (
        _card(figures, "total", label=_("Complaints")),
        *(_card(figures, name) for name in _RATES),
        _handling_time(figures),
        *(_card(figures, name) for name in _OTHER_RATES),
        *(_lapse(figures, name) for name in _LAPSES),
        *(_card(figures, name) for name in _AMOUNTS),
    )


def comparison_label(comparison: Comparison) -> str:
    return _("vs previous") if comparison is Comparison.PREVIOUS else _("vs last year")


def change_text(comparison: Comparison, value: Decimal | None, unit: str = "%") -> str:
    """`↑ 环比增 12.50%`: arrow and word say the direction, the number is without a sign."""
    previous = comparison is Comparison.PREVIOUS
    if value is None:
        return f"{comparison_label(comparison)} {NOTHING}"
    if value == 0:
        return f"{_SAME} " + (_("as in the previous period") if previous else _("as a year ago"))
    if value > 0:
        sentence = _("up {value} vs previous") if previous else _("up {value} vs last year")
    else:
        sentence = _("down {value} vs previous") if previous else _("down {value} vs last year")
    return f"{_UP if value > 0 else _DOWN} " + sentence.format(value=f"{abs(value):,.2f}{unit}")


def tone_of(value: Decimal | None, *, worse_when_more: bool) -> Tone:
    """Red for a change to the worse, green to the better, grey for none."""
    if not value:
        return Tone.GREY
    return Tone.RED if (value > 0) is worse_when_more else Tone.GREEN


def _card(figures: Figures, name: str, *, label: str = "", note: str = "") -> ShownFigure:
    figure, this = KEY_FIGURE[name], figures.indicators
    rate = figure.rate(this)
    counted = rate.part if rate else figure.value(this) if figure.unit is not Unit.RATE else None
    return ShownFigure(
        name,
        label or figure.label,
        figure_text(figure, this),
        note or (f"{count_text(rate.part)} / {count_text(rate.whole)}" if rate else ""),
        _differences(
            figures, figure.worse_when_more, _units()[figure.unit], lambda other: figure.difference(this, other)
        ),
        key_of(figures.request, part=figure.part) if counted or name == "total" else "",
    )


def _units() -> dict[Unit, str]:
    return {Unit.COUNT: "%", Unit.RATE: _(" pts"), Unit.DAYS: _(" days"), Unit.MONEY: "%"}


def _handling_time(figures: Figures) -> ShownFigure:
    median = figures.indicators.days_median
    note = "" if median is None else _("median {days}").format(days=f"{median:.2f}")
    return _card(figures, "days_mean", label=_("Handling time (days)"), note=note)


def _lapse(figures: Figures, name: str) -> ShownFigure:
    """Something that ought not to happen at all: how many times it did, of how many."""
    figure = KEY_FIGURE[name]
    this: Rate = getattr(figures.indicators, name)
    return ShownFigure(
        name,
        figure.label,
        count_text(this.part) if this.whole else NOTHING,
        _("of {count}").format(count=count_text(this.whole)) if this.whole else "",
        _differences(figures, True, "%", lambda other: change(this.part, getattr(other, name).part)),
        key_of(figures.request, part=name) if this.part else "",
        Tone.RED if this.part else None,
    )


def _differences(
    figures: Figures, worse_when_more: bool | None, unit: str, difference: Callable[[Indicators], Decimal | None]
) -> tuple[Difference, ...]:
    found = []
    for comparison, other in zip(figures.request.comparisons, figures.others, strict=True):
        value = difference(other)
        tone = Tone.GREY if worse_when_more is None else tone_of(value, worse_when_more=worse_when_more)
        found.append(Difference(change_text(comparison, value, unit), tone))
    return tuple(found)
