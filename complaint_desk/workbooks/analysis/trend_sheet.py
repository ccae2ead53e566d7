"""The sheet of the trend: counts by day, week or month with their moving mean, as table and lines."""

from __future__ import annotations

import datetime as dt

from complaint_desk.domain.analysis import Figures, TrendPoint
from complaint_desk.domain.figure_keys import key_of
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.analysis import looks
from complaint_desk.workbooks.analysis.charts import add_trend
from complaint_desk.workbooks.analysis.columns import Column, Keys, Value, summed
from complaint_desk.workbooks.analysis.page import Page

_ON_ONE_PAGE = 40
"""Points whose table is still legible when it is made to fit one page."""


def write_trend(page: Page, figures: Figures, words: Words) -> int:
    """Returns the number of points."""
    unit = words.grouping_label(figures.trend_unit)
    heading = _("Week from") if figures.trend_unit == "week" else unit
    counts = [point.count for point in figures.trend]
    spot = page.table(
        [
            Column(heading, width=16),
            Column(_("Count"), looks.COUNT, 12, ending=""),
            Column(_("Mean of 3 points"), looks.MONEY, 18),
        ],
        [_row(point, figures.made_at.date()) for point in figures.trend],
        [_("Total"), summed(counts), None],
        Keys(
            [key_of(figures.request, figures.trend_unit, point.label) for point in figures.trend],
            key_of(figures.request),
        ),
    )
    note = _("Each mean is that of the point and the two before it.")
    if figures.trend_unit == "week":
        note += _(" The first and the last week count only their days within the period.")
    page.note(note, 3)
    add_trend(page, spot, title=_("Complaints by {unit}").format(unit=unit), anchor=f"F{spot.first}", unit=heading)
    if len(counts) <= _ON_ONE_PAGE:
        page.fit_one_page()
    return len(counts)


def _row(point: TrendPoint, today: dt.date) -> list[Value]:
    """What has not come is no fall to nothing: it is left blank, and the lines of the chart end before it."""
    if not point.count and point.label > str(today)[: len(point.label)]:
        return [point.label, None, None]
    return [point.label, point.count, None if point.moving_mean is None else float(point.moving_mean)]
