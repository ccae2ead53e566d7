"""Key figures of a report as short texts: the value, and how it stands against each comparison."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from complaint_desk.domain.analysis import Comparison, Figures, Indicators, Rate, change
from complaint_desk.domain.figure_keys import key_of
from complaint_desk.i18n import _
from complaint_desk.i18n.values import NOTHING, count_text, money_text, percent_text
from complaint_desk.ui.shared.tokens import Tone


@dataclass(frozen=True, slots=True)
class Difference:
    """One comparison of one figure: `↑ 环比增 12.50%`; red means worse, green better, never without arrow and word."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One card: what it is, its value, what it is counted from, its comparisons, and the key of its cases."""

    name: str
    label: str
    value: str
    note: str
    differences: tuple[Difference, ...]
    key: str
    tone: Tone | None = None


_UP, _DOWN, _SAME = "\N{UPWARDS ARROW}", "\N{DOWNWARDS ARROW}", "\N{EM DASH}"


def key_figures(figures: Figures) -> tuple[KeyFigure, ...]:
    """The figures of the preview in reading order."""
    return (
        _counted(figures, "total", _("Complaints"), lambda one: one.total, worse_when_more=True),
        _rated(figures, "finished", _("Completion rate"), lambda one: one.finished),
        _rated(figures, "answered_in_time", _("Answered in time"), lambda one: one.answered_in_time),
        _rated(figures, "closed_in_time", _("Closed in time"), lambda one: one.closed_in_time),
        _days(figures),
        _rated(figures, "satisfied", _("Satisfaction rate"), lambda one: one.satisfied),
        _rated(figures, "liable", _("Liability rate"), lambda one: one.liable, worse_when_more=True),
        _rated(figures, "repeated", _("Repeat complaint rate"), lambda one: one.repeated, worse_when_more=True),
        _lapse(figures, "acknowledged_late", _("Acknowledged late"), lambda one: one.acknowledged_late),
        _lapse(figures, "unverified", _("Corrections not verified"), lambda one: one.unverified),
        _money(figures, "compensation", _("Compensation (yuan)"), lambda one: one.compensation),
        _money(figures, "recovered", _("Losses recovered (yuan)"), lambda one: one.recovered),
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


def _differences(
    figures: Figures, difference: Callable[[Indicators], Decimal | None], unit: str, *, worse_when_more: bool | None
) -> tuple[Difference, ...]:
    found = []
    for comparison, other in zip(figures.request.comparisons, figures.others, strict=True):
        value = difference(other)
        tone = Tone.GREY if worse_when_more is None else tone_of(value, worse_when_more=worse_when_more)
        found.append(Difference(change_text(comparison, value, unit), tone))
    return tuple(found)


def _counted(
    figures: Figures, name: str, label: str, count: Callable[[Indicators], int], *, worse_when_more: bool
) -> KeyFigure:
    this = count(figures.indicators)
    differences = _differences(figures, lambda other: change(this, count(other)), "%", worse_when_more=worse_when_more)
    return KeyFigure(name, label, count_text(this), "", differences, key_of(figures.request))


def _rated(
    figures: Figures, name: str, label: str, rate: Callable[[Indicators], Rate], *, worse_when_more: bool = False
) -> KeyFigure:
    this = rate(figures.indicators)

    def points(other: Indicators) -> Decimal | None:
        before, now = rate(other).percent, this.percent
        return None if before is None or now is None else now - before

    note = f"{count_text(this.part)} / {count_text(this.whole)}" if this.whole else ""
    differences = _differences(figures, points, _(" pts"), worse_when_more=worse_when_more)
    key = key_of(figures.request, part=name) if this.part else ""
    return KeyFigure(name, label, percent_text(this.percent), note, differences, key)


def _lapse(figures: Figures, name: str, label: str, rate: Callable[[Indicators], Rate]) -> KeyFigure:
    """Something that ought not to happen at all: how many times it did, of how many."""
    this = rate(figures.indicators)
    note = _("of {count}").format(count=count_text(this.whole)) if this.whole else ""
    differences = _differences(figures, lambda other: change(this.part, rate(other).part), "%", worse_when_more=True)
    key = key_of(figures.request, part=name) if this.part else ""
    value = count_text(this.part) if this.whole else NOTHING
    return KeyFigure(name, label, value, note, differences, key, Tone.RED if this.part else None)


def _days(figures: Figures) -> KeyFigure:
    this = figures.indicators.days_mean
    median = figures.indicators.days_median

    def more_days(other: Indicators) -> Decimal | None:
        return None if this is None or other.days_mean is None else this - other.days_mean

    return KeyFigure(
        "days",
        _("Handling time (days)"),
        NOTHING if this is None else f"{this:.2f}",
        "" if median is None else _("median {days}").format(days=f"{median:.2f}"),
        _differences(figures, more_days, _(" days"), worse_when_more=True),
        "" if this is None else key_of(figures.request, part="days_mean"),
    )


def _money(figures: Figures, name: str, label: str, amount: Callable[[Indicators], Decimal]) -> KeyFigure:
    this = amount(figures.indicators)
    differences = _differences(figures, lambda other: change(this, amount(other)), "%", worse_when_more=None)
    key = key_of(figures.request, part=name) if this else ""
    return KeyFigure(name, label, money_text(this), "", differences, key)
