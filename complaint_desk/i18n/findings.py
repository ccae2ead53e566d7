"""What stands out, in sentences computed from the figures with their case counts; nothing is said from thin numbers."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass

from complaint_desk.domain.analysis import (
    Comparison,
    Figures,
    GroupFigure,
    Indicators,
    Period,
    Rate,
    change,
    compared_period,
)
from complaint_desk.domain.early_warning import EarlyWarning
from complaint_desk.domain.figure_keys import OF, REST, FigureKey, key_of, key_text
from complaint_desk.i18n.catalogue import _
from complaint_desk.i18n.sentences import joined
from complaint_desk.i18n.values import money_text
from complaint_desk.i18n.warnings import also_sentence, warning_sentence
from complaint_desk.i18n.words import Words

UP, DOWN = "\N{UPWARDS ARROW}", "\N{DOWNWARDS ARROW}"

FEWEST = 10
"""Below this number of complaints nothing is concluded from them."""

_FEWEST_COMPARED = 30
_MARKED = 3.0
"""Standard errors beyond which a difference is called one: some thirty groups are looked at, so 2 would cry wolf."""

_MOST_PER_GROUPING = 2
_MOVING = frozenset({"nature", "category", "department", "cause"})
_LEADING = _MOVING | {"channel"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence and the key of the cases that it speaks of ("" where it speaks of none).

    `about` is a grouping, or `volume`, `warning`, `trend`, `handling`, `satisfaction`, `money`; `alarming` for what somebody
    should look into.
    """

    about: str
    sentence: str
    key: str = ""
    alarming: bool = False


def findings(figures: Figures, words: Words) -> tuple[Finding, ...]:
    """What is said, in order of weight: volume, early warnings, leading groups, groups that moved, peaks, handling, money."""
    if not figures.total:
        return (Finding("volume", _("No complaints in this period.")),)
    if figures.total < FEWEST:
        few = _("With fewer than {fewest} complaints no conclusions are drawn.").format(fewest=FEWEST)
        return (*_volume(figures), Finding("volume", few), *_warned(figures, words))
    return (
        *_volume(figures),
        *_warned(figures, words),
        *_leaders(figures, words),
        *_movers(figures, words),
        *_peak(figures),
        *_handling(figures),
        *_weak_departments(figures, words),
        *_money(figures),
    )


def _volume(figures: Figures) -> Iterator[Finding]:
    key = key_of(figures.request)
    yield Finding("volume", _("{count} complaints in the period.").format(count=_number(figures.total)), key)
    for comparison, other in zip(figures.request.comparisons, figures.others, strict=True):
        changed = change(figures.total, other.total)
        if changed is None or other.total < FEWEST:
            continue
        previous = comparison is Comparison.PREVIOUS
        if changed > 0:
            sentence = (
                _("{up} Up {change}% on the previous period ({other} complaints).")
                if previous
                else _("{up} Up {change}% on the same period of last year ({other} complaints).")
            )
        elif changed < 0:
            sentence = (
                _("{down} Down {change}% on the previous period ({other} complaints).")
                if previous
                else _("{down} Down {change}% on the same period of last year ({other} complaints).")
            )
        else:
            sentence = _("As many as in the previous period.") if previous else _("As many as a year ago.")
        told = sentence.format(up=UP, down=DOWN, change=abs(changed), other=_number(other.total))
        yield Finding(
            "volume", told, key_of(figures.request, period=compared_period(figures.request.period, comparison))
        )


def _warned(figures: Figures, words: Words) -> Iterator[Finding]:
    for each in figures.warnings:
        sentence = joined(warning_sentence(each, words), also_sentence(each, words)).strip()
        told = _("As of {day}: {sentence}").format(day=figures.warned_on, sentence=sentence)
        yield Finding("warning", told, warning_key(each, figures.warned_on), alarming=True)


def warning_key(warning: EarlyWarning, day: dt.date) -> str:
    """The key of the cases behind an early warning of a day."""
    days = Period(day - dt.timedelta(warning.days - 1), day)
    return key_text(FigureKey(days, filter=warning.filter))


def _leaders(figures: Figures, words: Words) -> Iterator[Finding]:
    for grouping, groups in figures.groups:
        leading = next((each for each in groups if each.code), None)
        if grouping in _LEADING and leading and leading.count >= FEWEST:
            told = _("{grouping}: most are “{group}”, {count} complaints, {share}% of all.").format(
                grouping=words.grouping_label(grouping),
                group=_label(grouping, leading.code, words),
                count=_number(leading.count),
                share=leading.share,
            )
            yield Finding(grouping, told, key_of(figures.request, grouping, leading.code))


def _movers(figures: Figures, words: Words) -> Iterator[Finding]:
    for place, (comparison, other) in enumerate(zip(figures.request.comparisons, figures.others, strict=True)):
        if min(figures.total, other.total) < _FEWEST_COMPARED:
            continue
        for grouping, groups in figures.groups:
            if grouping not in _MOVING:
                continue
            moved = [each for each in groups if each.code and _has_moved(each, place, figures, other)]
            moved.sort(key=lambda each: -abs(each.compared[place].points))
            for each in moved[:_MOST_PER_GROUPING]:
                told = _mover(each, place, comparison, _label(grouping, each.code, words))
                rose = each.compared[place].points > 0
                yield Finding(grouping, told, key_of(figures.request, grouping, each.code), alarming=rose)


def _label(grouping: str, code: str, words: Words) -> str:
    """A cause is told with its branch: “failure” alone may be of goods or of a system."""
    return words.path_label("cause", code) if grouping == "cause" else words.figure_label(grouping, code)


def _has_moved(group: GroupFigure, place: int, figures: Figures, other: Indicators) -> bool:
    before = group.compared[place].count
    return max(group.count, before) >= FEWEST and differs(Rate(group.count, figures.total), Rate(before, other.total))


def differs(one: Rate, other: Rate) -> bool:
    """Whether two rates differ by more than chance explains (two proportions, pooled)."""
    if not one.whole or not other.whole:
        return False
    pooled = (one.part + other.part) / (one.whole + other.whole)
    error = math.sqrt(pooled * (1 - pooled) * (1 / one.whole + 1 / other.whole))
    return error > 0 and abs(one.part / one.whole - other.part / other.whole) / error > _MARKED


def _mover(group: GroupFigure, place: int, comparison: Comparison, label: str) -> str:
    compared = group.compared[place]
    if comparison is Comparison.PREVIOUS:
        new = _("{up} “{group}” is new: {count} complaints, none in the previous period.")
        rose = _(
            "{up} “{group}” went from {other} complaints in the previous period to {count}; its share rose by {points} points."
        )
        fell = _(
            "{down} “{group}” went from {other} complaints in the previous period to {count}; its share fell by {points} points."
        )
    else:
        new = _("{up} “{group}” is new: {count} complaints, none a year ago.")
        rose = _(
            "{up} “{group}” went from {other} complaints a year ago to {count}; its share rose by {points} points."
        )
        fell = _(
            "{down} “{group}” went from {other} complaints a year ago to {count}; its share fell by {points} points."
        )
    sentence = (rose if compared.count else new) if compared.points > 0 else fell
    return sentence.format(
        up=UP,
        down=DOWN,
        group=label,
        other=_number(compared.count),
        count=_number(group.count),
        points=abs(compared.points),
    )


def _peak(figures: Figures) -> Iterator[Finding]:
    points = figures.trend
    if len(points) < 4:
        return
    top = max(points, key=lambda point: point.count)
    mean = (figures.total - top.count) / (len(points) - 1)
    if top.count >= FEWEST and top.count > mean + _MARKED * math.sqrt(max(mean, 1.0)):
        sentence = {
            "day": _("The peak was on {label} with {count} complaints; the other days had {mean} on average."),
            "week": _(
                "The peak was the week from {label} with {count} complaints; the other weeks had {mean} on average."
            ),
            "month": _("The peak was {label} with {count} complaints; the other months had {mean} on average."),
        }[figures.trend_unit]
        told = sentence.format(label=top.label, count=_number(top.count), mean=f"{mean:.1f}")
        yield Finding("trend", told, key_of(figures.request, figures.trend_unit, top.label), alarming=True)


def _handling(figures: Figures) -> Iterator[Finding]:
    indicators, request = figures.indicators, figures.request
    if indicators.days_mean is not None and indicators.finished.whole >= FEWEST:
        told = _(
            "Closing took {mean} days on average; half took at most {median}, nine of ten at most {p90} days."
        ).format(mean=indicators.days_mean, median=indicators.days_median, p90=indicators.days_p90)
        yield Finding("handling", told, key_of(request, part="days_mean"))
    if indicators.repeated.part >= FEWEST:
        told = _(
            "{count} complaints ({share}%) came from people who had complained of the same category within 90 days."
        ).format(count=_number(indicators.repeated.part), share=indicators.repeated.percent)
        yield Finding("handling", told, key_of(request, part="repeated"))
    if indicators.satisfied.whole >= FEWEST:
        told = _("{rated} complainants rated the result, {share}% of them satisfied.").format(
            rated=_number(indicators.satisfied.whole), share=indicators.satisfied.percent
        )
        yield Finding("satisfaction", told, key_of(request, part="satisfied" + OF))


def _weak_departments(figures: Figures, words: Words) -> Iterator[Finding]:
    overall = figures.indicators.satisfied
    for each in figures.satisfaction_by_department:
        rate = each.satisfied
        others = Rate(overall.part - rate.part, overall.whole - rate.whole)
        if not each.code or rate.whole < FEWEST or others.whole < FEWEST or not differs(rate, others):
            continue
        if rate.part * others.whole < others.part * rate.whole:
            told = _("{department}: only {share}% of {rated} ratings are satisfied, elsewhere {other}%.").format(
                department=words.figure_label("department", each.code),
                share=rate.percent,
                rated=_number(rate.whole),
                other=others.percent,
            )
            key = key_of(figures.request, "department", each.code, "satisfied" + REST)
            yield Finding("satisfaction", told, key, alarming=True)


def _money(figures: Figures) -> Iterator[Finding]:
    indicators = figures.indicators
    if indicators.recovered:
        told = _(
            "{compensation} yuan were paid in compensation, {recovered} yuan recovered for consumers in all."
        ).format(compensation=money_text(indicators.compensation), recovered=money_text(indicators.recovered))
        yield Finding("money", told, key_of(figures.request, part="recovered"))


def _number(count: int) -> str:
    return f"{count:,}"
