"""Columns that set a group beside its compared periods: count, share, points with arrow, change."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from openpyxl.utils import get_column_letter

from complaint_desk.domain.analysis import AnalysisRequest, Comparison, GroupFigure, Rate, change, compared_period
from complaint_desk.domain.figure_keys import key_of, period_ending
from complaint_desk.i18n import _
from complaint_desk.workbooks.analysis import looks
from complaint_desk.workbooks.analysis.columns import Column, Keys, Total, Value, summed, summed_to


def fraction(percent: Decimal) -> float:
    """Percent as a sheet holds it: 29.67 is 0.2967."""
    return float(percent.scaleb(-2))


def count_columns(request: AnalysisRequest) -> list[Column]:
    """Count and share, then four columns for each comparison."""
    columns = [Column(_("Count"), looks.COUNT, ending=""), Column(_("Share"), looks.SHARE)]
    for comparison in request.comparisons:
        previous = comparison is Comparison.PREVIOUS
        ending = period_ending(compared_period(request.period, comparison))
        columns += [
            Column(_("Previous count") if previous else _("Count a year ago"), looks.COUNT, ending=ending),
            Column(_("Previous share") if previous else _("Share a year ago"), looks.SHARE),
            Column(_("Points vs previous") if previous else _("Points vs last year"), looks.POINTS),
            Column(_("Change vs previous") if previous else _("Change vs last year"), looks.CHANGE),
        ]
    return columns


def group_keys(request: AnalysisRequest, grouping: str, figures: Sequence[GroupFigure]) -> Keys:
    """The keys of groups and of their total."""
    return Keys([key_of(request, grouping, each.code) for each in figures], key_of(request))


def count_values(figure: GroupFigure) -> list[Value]:
    """The values of one group for `count_columns`."""
    values: list[Value] = [figure.count, fraction(figure.share)]
    for compared in figure.compared:
        changed = looks.NOTHING if compared.change is None else fraction(compared.change)
        values += [compared.count, fraction(compared.share), float(compared.points), changed]
    return values


def count_totals(figures: Sequence[GroupFigure], before: int, between: int = 0) -> list[Total | Value]:
    """The line of totals for `count_columns`, which stand after `before` other columns.

    `between` tells how many others will be put between the share and the comparisons.
    """
    counted = sum(figure.count for figure in figures)
    totals: list[Total | Value] = [
        summed([figure.count for figure in figures]),
        summed_to(4, [fraction(figure.share) for figure in figures]),
    ]
    comparisons = len(figures[0].compared) if figures else 0
    for place in range(comparisons):
        compared = [figure.compared[place] for figure in figures]
        other = sum(each.count for each in compared)
        totals += [
            summed([each.count for each in compared]),
            summed_to(4, [fraction(each.share) for each in compared]),
            None,
            _change_total(
                counted, other, get_column_letter(before + 1), get_column_letter(before + 3 + between + 4 * place)
            ),
        ]
    return totals


def _change_total(this: int, other: int, this_letter: str, other_letter: str) -> Total:
    formula = (
        f'IF({other_letter}{{row}}=0,"{looks.NOTHING}",'
        f"ROUND(({this_letter}{{row}}-{other_letter}{{row}})/{other_letter}{{row}},4))"
    )
    changed = change(this, other)
    return Total(formula, looks.NOTHING if changed is None else fraction(changed))


def rate_value(rate: Rate) -> float | str:
    """A rate in its cell; a dash where nothing can be divided."""
    return looks.NOTHING if rate.percent is None else fraction(rate.percent)


def rate_total(part: str, whole: str, rate: Rate) -> Total:
    """The rate of the line of totals from the columns of its part and its whole."""
    formula = f'IF({whole}{{row}}=0,"{looks.NOTHING}",ROUND({part}{{row}}/{whole}{{row}},4))'
    return Total(formula, rate_value(rate))
