"""The columns of a table of groups in a report: the largest groups, what the rest adds up to, and their comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from complaint_desk.domain.analysis import Comparison, Figures, GroupFigure, percent, rounded
from complaint_desk.domain.figure_keys import key_of
from complaint_desk.i18n import _
from complaint_desk.i18n.figure_texts import arrowed_text, count_text, percent_text
from complaint_desk.i18n.words import Words
from complaint_desk.printing.word.filling import Column, Value

MOST_GROUPS = 12
"""Groups that a table on paper names; the workbook has all of them."""

COLUMNS = (
    "name", "count", "share", "cumulative", "previous_count", "previous_points", "last_year_count", "last_year_points", "key",
)  # fmt: skip
"""What a table of groups may show; each with its grouping before it is a placeholder (`nature_count`)."""


def group_columns(figures: Figures, grouping: str, words: Words) -> dict[str, Value]:
    """The columns by placeholder. Groups that only a compared period has are left to the workbook."""
    found = [each for each in figures.by(grouping) if each.count]
    shown, rest = _parted(found)
    lines: dict[str, tuple[str, ...]] = {
        "name": tuple(_name(grouping, each.code, words) for each in shown),
        "count": tuple(count_text(each.count) for each in shown),
        "share": tuple(percent_text(each.share) for each in shown),
        "cumulative": _cumulative(shown, figures.total),
        "key": tuple(key_of(figures.request, grouping, each.code) for each in shown),
    }
    for comparison in Comparison:
        compared = _compared(figures, shown, comparison)
        lines[f"{comparison}_count"] = tuple(count_text(count) for count, _points in compared)
        lines[f"{comparison}_points"] = tuple(arrowed_text(points) for _count, points in compared)
    if rest:
        lines = _with_rest(lines, rest, figures)
    return {f"{grouping}_{name}": Column(items) for name, items in lines.items()}


def _parted(found: Sequence[GroupFigure]) -> tuple[Sequence[GroupFigure], Sequence[GroupFigure]]:
    """A rest of one would take the line that it saves."""
    most = len(found) if len(found) <= MOST_GROUPS + 1 else MOST_GROUPS
    return found[:most], found[most:]


def _name(grouping: str, code: str, words: Words) -> str:
    return words.path_label("cause", code) if grouping == "cause" and code else words.figure_label(grouping, code)


def _cumulative(shown: Sequence[GroupFigure], total: int) -> tuple[str, ...]:
    counts = [each.count for each in shown]
    return tuple(percent_text(percent(sum(counts[: at + 1]), total)) for at in range(len(counts)))


def _compared(figures: Figures, shown: Sequence[GroupFigure], comparison: Comparison) -> list[tuple[int, Decimal]]:
    if comparison not in figures.request.comparisons:
        return []
    place = figures.request.comparisons.index(comparison)
    return [(each.compared[place].count, each.compared[place].points) for each in shown]


def _with_rest(
    lines: dict[str, tuple[str, ...]], rest: Sequence[GroupFigure], figures: Figures
) -> dict[str, tuple[str, ...]]:
    """One line more for the groups that are not shown; their cases have no key of their own."""
    count = sum(each.count for each in rest)
    line = {
        "name": _("{count} others").format(count=len(rest)),
        "count": count_text(count),
        "share": percent_text(percent(count, figures.total)),
        "cumulative": percent_text(rounded(Decimal(100))),
    }
    for comparison in figures.request.comparisons:
        line[f"{comparison}_count"] = count_text(sum(other for other, _points in _compared(figures, rest, comparison)))
        line[f"{comparison}_points"] = ""
    return {name: (*items, line.get(name, "")) if items else items for name, items in lines.items()}
