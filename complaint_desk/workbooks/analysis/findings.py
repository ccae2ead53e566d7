"""What stands out, in sentences computed from the figures with their case counts; nothing is said from thin numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator

from complaint_desk.domain.analysis import Comparison, Figures, GroupFigure, Indicators, Rate, change
from complaint_desk.i18n import _
from complaint_desk.i18n.sentences import joined
from complaint_desk.i18n.values import money_text
from complaint_desk.i18n.warnings import also_sentence, warning_sentence
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.analysis.looks import DOWN, UP

FEWEST = 10
"""Below this number of complaints nothing is concluded from them."""

_FEWEST_COMPARED = 30
_MARKED = 3.0
"""Standard errors beyond which a difference is called one: some thirty groups are looked at, so 2 would cry wolf."""

_MOST_PER_GROUPING = 2


def findings(figures: Figures, words: Words) -> tuple[str, ...]:
    """The sentences in order of weight: volume, early warnings, leading groups, groups that moved, peaks, handling, money."""
    if not figures.total:
        return (_("No complaints in this period."),)
    if figures.total < FEWEST:
        return (
            *_volume(figures),
            _("With fewer than {fewest} complaints no conclusions are drawn.").format(fewest=FEWEST),
            *_warned(figures, words),
        )
    return (
        *_volume(figures),
        *_warned(figures, words),
        *_leaders(figures, words),
        *_movers(figures, words),
        *_peak(figures),
        *_handling(figures.indicators),
        *_weak_departments(figures, words),
        *_money(figures.indicators),
    )


def _volume(figures: Figures) -> Iterator[str]:
    yield _("{count} complaints in the period.").format(count=_number(figures.total))
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
        yield sentence.format(up=UP, down=DOWN, change=abs(changed), other=_number(other.total))


def _warned(figures: Figures, words: Words) -> Iterator[str]:
    for each in figures.warnings:
        sentence = joined(warning_sentence(each, words), also_sentence(each, words)).strip()
        yield _("As of {day}: {sentence}").format(day=figures.warned_on, sentence=sentence)


def _leaders(figures: Figures, words: Words) -> Iterator[str]:
    for grouping in ("nature", "category", "channel", "department"):
        leading = next((each for each in figures.by(grouping) if each.code), None)
        if leading and leading.count >= FEWEST:
            yield _("{grouping}: most are “{group}”, {count} complaints, {share}% of all.").format(
                grouping=words.grouping_label(grouping),
                group=words.figure_label(grouping, leading.code),
                count=_number(leading.count),
                share=leading.share,
            )


def _movers(figures: Figures, words: Words) -> Iterator[str]:
    for place, (comparison, other) in enumerate(zip(figures.request.comparisons, figures.others, strict=True)):
        if min(figures.total, other.total) < _FEWEST_COMPARED:
            continue
        for grouping in ("nature", "category", "department"):
            moved = [each for each in figures.by(grouping) if each.code and _has_moved(each, place, figures, other)]
            moved.sort(key=lambda each: -abs(each.compared[place].points))
            for each in moved[:_MOST_PER_GROUPING]:
                yield _mover(each, place, comparison, words.figure_label(grouping, each.code))


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
        rose = _(
            "{up} “{group}” went from {other} complaints in the previous period to {count}; its share rose by {points} points."
        )
        fell = _(
            "{down} “{group}” went from {other} complaints in the previous period to {count}; its share fell by {points} points."
        )
    else:
        rose = _(
            "{up} “{group}” went from {other} complaints a year ago to {count}; its share rose by {points} points."
        )
        fell = _(
            "{down} “{group}” went from {other} complaints a year ago to {count}; its share fell by {points} points."
        )
    sentence = rose if compared.points > 0 else fell
    return sentence.format(
        up=UP,
        down=DOWN,
        group=label,
        other=_number(compared.count),
        count=_number(group.count),
        points=abs(compared.points),
    )


def _peak(figures: Figures) -> Iterator[str]:
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
        yield sentence.format(label=top.label, count=_number(top.count), mean=f"{mean:.1f}")


def _handling(indicators: Indicators) -> Iterator[str]:
    if indicators.days_mean is not None and indicators.finished.whole >= FEWEST:
        yield _(
            "Closing took {mean} days on average; half took at most {median}, nine of ten at most {p90} days."
        ).format(mean=indicators.days_mean, median=indicators.days_median, p90=indicators.days_p90)
    if indicators.repeated.part >= FEWEST:
        yield _(
            "{count} complaints ({share}%) came from people who had complained of the same category within 90 days."
        ).format(count=_number(indicators.repeated.part), share=indicators.repeated.percent)
    if indicators.satisfied.whole >= FEWEST:
        yield _("{rated} complainants rated the result, {share}% of them satisfied.").format(
            rated=_number(indicators.satisfied.whole), share=indicators.satisfied.percent
        )


def _weak_departments(figures: Figures, words: Words) -> Iterator[str]:
    overall = figures.indicators.satisfied
    for each in figures.satisfaction_by_department:
        rate = each.satisfied
        others = Rate(overall.part - rate.part, overall.whole - rate.whole)
        if not each.code or rate.whole < FEWEST or others.whole < FEWEST or not differs(rate, others):
            continue
        if rate.part * others.whole < others.part * rate.whole:
            yield _("{department}: only {share}% of {rated} ratings are satisfied, elsewhere {other}%.").format(
                department=words.figure_label("department", each.code),
                share=rate.percent,
                rated=_number(rate.whole),
                other=others.percent,
            )


def _money(indicators: Indicators) -> Iterator[str]:
    if indicators.recovered:
        yield _(
            "{compensation} yuan were paid in compensation, {recovered} yuan recovered for consumers in all."
        ).format(compensation=money_text(indicators.compensation), recovered=money_text(indicators.recovered))


def _number(count: int) -> str:
    return f"{count:,}"
