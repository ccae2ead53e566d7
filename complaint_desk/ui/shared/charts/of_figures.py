"""The charts of a report, from its figures: what stands on the screen and on paper is the same."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from complaint_desk.domain.analysis import AnalysisRequest, Comparison, Figures, GroupFigure, Period, compared_period
from complaint_desk.domain.cross_table import cross_table
from complaint_desk.domain.figure_keys import key_of
from complaint_desk.i18n import _
from complaint_desk.i18n.values import count_text, percent_text, points_text
from complaint_desk.i18n.words import Words
from complaint_desk.ui.shared.charts.values import Bars, Chart, Columns, Heat, Mark, Row

CHARTED = ("nature", "category", "channel", "department", "cause", "department|nature")
"""The groupings that the figures of charts need."""

_MOST_ROWS = 8
_MOST_CAUSES = 13
_GOAL = 80.0
"""Percent of complaints whose causes count as the vital few (Pareto)."""


@dataclass(frozen=True, slots=True)
class _Picked:
    """Some groups of a grouping: one by its code, or the rest by all of theirs."""

    grouping: str
    codes: tuple[str, ...]


def charts_of(figures: Figures, words: Words) -> tuple[Chart, ...]:
    """Every chart of figures with the groupings `CHARTED`, in reading order; those with nothing to show are left out."""
    if not figures.total:
        return ()
    groups = dict(figures.groups)
    made = [
        _trend(figures),
        *(_bars(figures, name, groups[name], words) for name in ("nature", "category", "channel", "department")),
        _pareto(figures, groups["cause"], words),
        _duration(figures),
        _outcomes(figures, words),
        _heat(figures, groups["department|nature"], words),
    ]
    return tuple(each for each in made if any(True for _mark in each.marks()))


def series_of(request: AnalysisRequest) -> tuple[str, ...]:
    """What the periods of a request are called in a legend: the one asked for, then those compared."""
    named = {Comparison.PREVIOUS: _("Previous period"), Comparison.LAST_YEAR: _("A year before")}
    return (_("This period"), *(named[each] for each in request.comparisons))


def _periods(request: AnalysisRequest) -> tuple[Period, ...]:
    return (request.period, *(compared_period(request.period, each) for each in request.comparisons))


def _trend(figures: Figures) -> Columns:
    titles = {"day": _("Trend by day"), "week": _("Trend by week"), "month": _("Trend by month")}
    across = {"day": _("Day"), "week": _("Week from"), "month": _("Month")}
    rows = tuple(
        Row(_short(point.label), (_counted(_point_name(figures, point.label), point.count, None, key),))
        for point in figures.trend
        for key in (key_of(figures.request, figures.trend_unit, point.label),)
    )
    means = tuple(None if point.moving_mean is None else float(point.moving_mean) for point in figures.trend)
    unit = figures.trend_unit
    return Columns("trend", titles[unit], _("Complaints"), across[unit], rows, means, _("Mean of 3"))


def _point_name(figures: Figures, label: str) -> str:
    return _("Week from {day}").format(day=label) if figures.trend_unit == "week" else label


def _short(label: str) -> str:
    """A day without its year; a month as it is."""
    try:
        return f"{dt.date.fromisoformat(label):%m-%d}"
    except ValueError:
        return label


def _bars(figures: Figures, grouping: str, groups: Sequence[GroupFigure], words: Words) -> Bars:
    shown, rest = _leading([each for each in groups if each.count or any(other.count for other in each.compared)])
    rows = [
        _bar_row(figures, _Picked(grouping, (each.code,)), _name(grouping, each.code, words), (each,)) for each in shown
    ]
    if rest:
        picked = _Picked(grouping, tuple(each.code for each in rest))
        name = _("{number} others").format(number=len(rest))
        rows.append(dataclasses.replace(_bar_row(figures, picked, name, rest), rest=True))
    title = words.grouping_label(grouping)
    return Bars(grouping, title, _("Complaints"), series_of(figures.request), tuple(rows))


def _leading(
    groups: Sequence[GroupFigure], most: int = _MOST_ROWS
) -> tuple[Sequence[GroupFigure], Sequence[GroupFigure]]:
    shown = len(groups) if len(groups) <= most else most - 1
    return groups[:shown], groups[shown:]


def _name(grouping: str, code: str, words: Words) -> str:
    if grouping == "cause" and code:
        return words.path_label(grouping, code)
    return words.figure_label(grouping, code)


def _bar_row(figures: Figures, picked: _Picked, name: str, groups: Sequence[GroupFigure]) -> Row:
    request = figures.request
    counts = [sum(each.count for each in groups)]
    shares = [sum((each.share for each in groups), Decimal())]
    for at in range(len(request.comparisons)):
        counts.append(sum(each.compared[at].count for each in groups))
        shares.append(sum((each.compared[at].share for each in groups), Decimal()))
    marks = tuple(
        _counted(f"{name} \N{MIDDLE DOT} {series}", count, share, _key(request, (picked,), period))
        for series, period, count, share in zip(series_of(request), _periods(request), counts, shares, strict=True)
    )
    points = shares[0] - shares[1] if len(shares) > 1 else None
    numbers = [count_text(counts[0]), percent_text(shares[0]), *([] if points is None else [points_text(points)])]
    return Row(name, marks, tuple(numbers))


def _pareto(figures: Figures, groups: Sequence[GroupFigure], words: Words) -> Columns:
    """Causes that were found, with the share that the leading ones make up together; without those not said."""
    found = [each for each in groups if each.code and each.count]
    whole = sum(each.count for each in found)
    shown, rest = _leading(found, _MOST_CAUSES)
    rows = [
        Row(
            _name("cause", each.code, words),
            (
                _counted(
                    _name("cause", each.code, words),
                    each.count,
                    each.share,
                    key_of(figures.request, "cause", each.code),
                ),
            ),
        )
        for each in shown
    ]
    if rest:
        picked = _Picked("cause", tuple(each.code for each in rest))
        name, count = _("{number} others").format(number=len(rest)), sum(each.count for each in rest)
        rows.append(Row(name, (_counted(name, count, None, _key(figures.request, (picked,))),), rest=True))
    total, line = 0.0, []
    for row in rows:
        total += row.marks[0].value
        line.append(100 * total / whole)
    title, across = _("Causes (Pareto)"), words.grouping_label("cause")
    return Columns(
        "cause",
        title,
        _("Complaints"),
        across,
        tuple(rows),
        tuple(line),
        _("Cumulative share"),
        percent=True,
        goal=_GOAL,
    )


def _duration(figures: Figures) -> Bars:
    """How long closing took: mean, median and the ninth of ten, in each period."""
    named = (
        ("days_mean", _("Mean")),
        ("days_median", _("Median")),
        ("days_p90", _("90th percentile")),
    )
    request, periods = figures.request, (figures.indicators, *figures.others)
    rows = []
    for part, name in named:
        days = [getattr(each, part) for each in periods]
        marks = tuple(
            Mark(
                float(value or 0),
                _("{group}: {days} days").format(group=f"{name} \N{MIDDLE DOT} {series}", days=value),
                key_of(request, part=part, period=period) if value is not None else "",
            )
            for series, period, value in zip(series_of(request), _periods(request), days, strict=True)
        )
        if days[0] is not None:
            rows.append(Row(name, marks, (_("{days} days").format(days=f"{days[0]:.2f}"),)))
    return Bars("duration", _("Handling time"), _("Days"), series_of(request), tuple(rows), whole=False)


def _outcomes(figures: Figures, words: Words) -> Bars:
    """What was done for the complainants."""
    present = sorted((each for each in figures.outcomes if each.count), key=lambda each: -each.count)
    cut = len(present) if len(present) <= _MOST_ROWS else _MOST_ROWS - 1
    rows = []
    for shown in [*((each,) for each in present[:cut]), *([tuple(present[cut:])] if present[cut:] else [])]:
        picked = _Picked("outcome", tuple(each.code for each in shown))
        count, share = sum(each.count for each in shown), sum((each.share for each in shown), Decimal())
        name, numbers = _picked_name(picked, words), (count_text(count), percent_text(share))
        rows.append(
            Row(name, (_counted(name, count, share, _key(figures.request, (picked,))),), numbers, rest=len(shown) > 1)
        )
    return Bars(
        "outcome", words.grouping_label("outcome"), _("Complaints"), series_of(figures.request)[:1], tuple(rows)
    )


def _heat(figures: Figures, groups: Sequence[GroupFigure], words: Words) -> Heat:
    """Department by nature: counts, with sums below and at the right."""
    table = cross_table("department|nature", groups)
    down, along = _gathered("department", table.rows), _gathered("nature", table.columns)
    counts = {
        (row, column): count
        for row, line in zip(table.rows, table.counts, strict=True)
        for column, count in zip(table.columns, line, strict=True)
    }
    if not counts:
        return Heat("heat", "", "", (), ())
    all_of = _("Sum")
    names = [_picked_name(each, words) for each in along]
    rows = []
    for picked, name in [*((each, _picked_name(each, words)) for each in down), (None, all_of)]:
        marks = []
        for other, heading in [*zip(along, names, strict=True), (None, all_of)]:
            chosen = tuple(each for each in (picked, other) if each is not None)
            count = sum(
                number
                for (row, column), number in counts.items()
                if (picked is None or row in picked.codes) and (other is None or column in other.codes)
            )
            said = f"{name} \N{MULTIPLICATION SIGN} {heading}"
            marks.append(_counted(said, count, None, _key(figures.request, chosen) if count else ""))
        rows.append(Row(name, tuple(marks), rest=picked is None))
    title = words.grouping_label("department|nature")
    return Heat("heat", title, _("Complaints"), (*names, all_of), tuple(rows))


def _gathered(grouping: str, codes: Sequence[str]) -> list[_Picked]:
    """The leading groups by themselves, the others as one."""
    shown = len(codes) if len(codes) <= _MOST_ROWS else _MOST_ROWS - 1
    rest = tuple(codes[shown:])
    return [*(_Picked(grouping, (code,)) for code in codes[:shown]), *([_Picked(grouping, rest)] if rest else [])]


def _picked_name(picked: _Picked, words: Words) -> str:
    if len(picked.codes) == 1:
        return _name(picked.grouping, picked.codes[0], words)
    return _("{number} others").format(number=len(picked.codes))


def _counted(name: str, count: int, share: Decimal | None, key: str) -> Mark:
    if share is None:
        said = _("{group}: {count} complaints").format(group=name, count=count_text(count))
    else:
        said = _("{group}: {count} complaints, {share}").format(
            group=name, count=count_text(count), share=percent_text(share)
        )
    return Mark(float(count), said, key if count else "")


def _key(request: AnalysisRequest, picked: Sequence[_Picked], period: Period | None = None) -> str:
    """The key of a group, or of several groups of one grouping: these become a condition of the filter."""
    asked = request.filter
    for each in picked:
        if len(each.codes) > 1:
            asked = asked.with_choices(each.grouping, each.codes)
    single = [each for each in picked if len(each.codes) == 1]
    names, codes = "|".join(each.grouping for each in single), "|".join(each.codes[0] for each in single)
    return key_of(dataclasses.replace(request, filter=asked), names, codes, period=period)
