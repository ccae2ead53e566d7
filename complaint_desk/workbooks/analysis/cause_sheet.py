"""The sheet of causes as Pareto looked at them: the largest first, and what share they make up together."""

from __future__ import annotations

from itertools import accumulate

from complaint_desk.domain.analysis import Figures, percent
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.analysis import looks
from complaint_desk.workbooks.analysis.charts import add_pareto
from complaint_desk.workbooks.analysis.columns import Column, Value
from complaint_desk.workbooks.analysis.comparing import (
    count_columns,
    count_totals,
    count_values,
    fraction,
    group_keys,
)
from complaint_desk.workbooks.analysis.page import Page

VITAL_SHARE = 80
"""Percent that the few causes worth starting with make up together (Juran's “vital few”)."""

_ON_ONE_PAGE = 40
_CUMULATED = 3
"""Columns between share and comparisons."""


def write_causes(page: Page, figures: Figures, words: Words) -> int:
    """Stated causes with their cumulative share, those not stated last; returns the rows."""
    label = words.grouping_label("cause")
    found = sorted(figures.by("cause"), key=lambda each: not each.code)
    stated = [each.count for each in found if each.code]
    reached = list(accumulate(stated))
    columns = [Column(label), *count_columns(figures.request)]
    columns[3:3] = [
        Column(_("Cumulative count"), looks.COUNT),
        Column(_("Cumulative share"), looks.SHARE),
        Column(_("{share}% line").format(share=VITAL_SHARE), looks.WHOLE_PERCENT),
    ]
    rows: list[list[Value]] = []
    for place, each in enumerate(found):
        values = [words.path_label("cause", each.code) or words.figure_label("cause", ""), *count_values(each)]
        if each.code:
            values[3:3] = [reached[place], fraction(percent(reached[place], sum(stated))), VITAL_SHARE / 100]
        else:
            values[3:3] = [looks.NOTHING] * _CUMULATED
        rows.append(values)
    totals = [_("Total"), *count_totals(found, 1, _CUMULATED)]
    totals[3:3] = [None] * _CUMULATED
    spot = page.table(columns, rows, totals if found else (), group_keys(figures.request, "cause", found))
    vital = sum(1 for before in (0, *reached[:-1]) if before * 100 < VITAL_SHARE * sum(stated))
    for row in range(spot.first, spot.first + vital):
        page.sheet.cell(row, 1).font = looks.STRONG
    if sum(stated):
        page.note(
            _(
                "A cause is stated for {stated} of {total} complaints. The first {vital} causes (bold) make up {share}% of them."
            ).format(
                stated=f"{sum(stated):,}",
                total=f"{figures.total:,}",
                vital=vital,
                share=percent(reached[vital - 1], sum(stated)),
            ),
            len(columns),
        )
        add_pareto(
            page,
            spot,
            causes=sum(1 for count in stated if count),
            title=label,
            anchor=f"A{page.row + 1}",
            width_cm=max(24, page.width_cm(len(columns))),
        )
    if len(found) <= _ON_ONE_PAGE:
        page.fit_one_page()
    return len(found)
