"""Figures as people read them on a terminal: the table as the association prints it, crosses as heat tables, indicators."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from complaint_desk.cli.tables import text_table
from complaint_desk.domain.analysis import (
    TIME_GROUPINGS,
    Comparison,
    Figures,
    GroupFigure,
    Period,
    Rate,
    compared_period,
)
from complaint_desk.domain.cross_table import cross_table
from complaint_desk.domain.figure_keys import REST, key_of
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words

_SHADES = " \u2591\u2592\u2593\u2588"
_UP, _DOWN, _LEVEL = "\u2191", "\u2193", "\u2014"
_MOST_COLUMNS = 12


def groups_in_order(found: Figures, grouping: str) -> list[GroupFigure]:
    """Largest first; times in their order."""
    if not grouping:
        return []
    groups = list(found.by(grouping))
    return sorted(groups, key=lambda each: each.code) if grouping.partition("|")[0] in TIME_GROUPINGS else groups


def figure_lines(found: Figures, grouping: str, words: Words) -> list[str]:
    """Totals with their keys, the groups, and the indicators."""
    request = found.request
    said = _("{first} to {last}: {count} complaints")
    lines = [_total(said, found.request.period, found.total, key_of(request))]
    for comparison, other in zip(request.comparisons, found.others, strict=True):
        period = compared_period(request.period, comparison)
        lines.append(_total(said, period, other.total, key_of(request, period=period)))
    if "|" in grouping:
        lines += ["", *_heat_lines(found, grouping, words)]
    if grouping:
        lines += ["", *_group_lines(found, grouping, words)]
    return [*lines, "", *_indicator_lines(found)]


def _total(said: str, period: Period, count: int, key: str) -> str:
    return f"{said.format(first=period.first, last=period.last, count=f'{count:,}')}  {key}"


def _group_lines(found: Figures, grouping: str, words: Words) -> list[str]:
    heads = [words.grouping_label(grouping), _("Count"), _("Share %")]
    for comparison in found.request.comparisons:
        heads += [_other_head(comparison), _("Share %"), _("Points"), _("Change %")]
    shown = groups_in_order(found, grouping)
    rows = [
        [
            words.figure_label(grouping, each.code), f"{each.count:,}", str(each.share),
            *_compared_cells(each), key_of(found.request, grouping, each.code),
        ]
        for each in shown
    ]  # fmt: skip
    totals = [_("Total"), f"{found.total:,}", "100.00" if found.total else "0.00"]
    for other in found.others:
        totals += [f"{other.total:,}", "100.00" if other.total else "0.00", "", ""]
    right = frozenset(range(1, len(heads)))
    return text_table([*heads, _("Key")], [*rows, [*totals, ""]], right=right, whole=frozenset({len(heads)}))


def _other_head(comparison: Comparison) -> str:
    return _("Previous period") if comparison is Comparison.PREVIOUS else _("Same period last year")


def _compared_cells(group: GroupFigure) -> Iterable[str]:
    for other in group.compared:
        yield from (f"{other.count:,}", str(other.share), with_arrow(other.points), _signed(other.change))


def with_arrow(points: Decimal) -> str:
    """A change in percentage points as the association prints it."""
    if not points:
        return _LEVEL
    return f"{_UP if points > 0 else _DOWN}{abs(points)}"


def _signed(value: Decimal | None) -> str:
    return "\u2013" if value is None else f"{value:+}"


def _heat_lines(found: Figures, grouping: str, words: Words) -> list[str]:
    """Rows by columns, each cell with a shade for its part of the largest; the columns that do not fit are summed up."""
    table = cross_table(grouping, found.by(grouping))
    across, along = grouping.split("|")
    shown = table.columns[:_MOST_COLUMNS]
    more = len(table.columns) > _MOST_COLUMNS
    heads = [words.grouping_label(across), *(words.figure_label(along, code) for code in shown)]
    heads += [_("Others")] if more else []
    rows = []
    for code, counts in zip(table.rows, table.counts, strict=True):
        cells = [_heat(count, table.most) for count in counts[:_MOST_COLUMNS]]
        rest = [f"{sum(counts[_MOST_COLUMNS:]):,}"] if more else []
        rows.append([words.figure_label(across, code), *cells, *rest, f"{sum(counts):,}"])
    heads.append(_("Total"))
    return text_table(heads, rows, right=frozenset(range(1, len(heads))))


def _heat(count: int, most: int) -> str:
    # Every cell that is not empty has a shade.
    shade = -(-count * (len(_SHADES) - 1) // most) if most else 0
    return f"{count:,} {_SHADES[shade]}" if count else "\u00b7"


def _indicator_lines(found: Figures) -> list[str]:
    rows = []
    for name, label in _labels().items():
        values = [getattr(each, name) for each in (found.indicators, *found.others)]
        if all(value is None or (isinstance(value, Rate) and not value.whole) for value in values):
            continue
        part = name + REST if name in _REST_IS_THE_POINT else name
        rows.append([label, *map(_value, values), key_of(found.request, part=part)])
    heads = [_("Indicator"), _("Value"), *(_other_head(each) for each in found.request.comparisons)]
    right = frozenset(range(1, len(heads)))
    return text_table([*heads, _("Key")], rows, right=right, whole=frozenset({len(heads)})) if rows else []


_REST_IS_THE_POINT = frozenset({"accepted_in_time", "answered_in_time", "closed_in_time", "closed_at_once"})
"""Rates whose key leads to those that missed it."""


def _value(value: Rate | Decimal | int | None) -> str:
    match value:
        case Rate():
            return f"{value.percent} % ({value.part:,}/{value.whole:,})" if value.whole else "\u2013"
        case None:
            return "\u2013"
    return f"{value:,}"


def _labels() -> dict[str, str]:
    return {
        "accepted_in_time": _("Accepted in time"),
        "answered_in_time": _("Answered in time"),
        "closed_in_time": _("Closed in time"),
        "finished": _("Completion rate"),
        "days_mean": _("Handling time, mean (days)"),
        "days_median": _("Handling time, median (days)"),
        "days_p90": _("Handling time, 90th percentile (days)"),
        "paused_mean": _("Paused time, mean (days)"),
        "liable": _("Liability rate"),
        "followed_up": _("Follow-up rate"),
        "satisfied": _("Satisfaction rate"),
        "satisfied_handling": _("Satisfaction rate (handling)"),
        "repeated": _("Repeat complaint rate"),
        "closed_at_once": _("Closed at once"),
        "compensation": _("Compensation (yuan)"),
        "recovered": _("Losses recovered (yuan)"),
        "acknowledged_late": _("Acknowledged late"),
        "unverified": _("Corrections not verified"),
    }
