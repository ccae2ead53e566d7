"""The sheet of handling: how long each department took, and how many of its time limits it kept."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from operator import attrgetter

from openpyxl.utils import get_column_letter

from complaint_desk.domain.analysis import Figures, Rate
from complaint_desk.domain.casework import Casework, HandlingGroup
from complaint_desk.domain.figure_keys import OF, key_of, part_ending
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.analysis import looks
from complaint_desk.workbooks.analysis.charts import Measure, add_bars
from complaint_desk.workbooks.analysis.columns import Column, Keys, Total, Value, summed
from complaint_desk.workbooks.analysis.comparing import rate_total, rate_value
from complaint_desk.workbooks.analysis.page import Page

_CHART_COLUMNS = 10
_ON_ONE_PAGE = 25


def write_handling(page: Page, figures: Figures, casework: Casework, words: Words) -> int:
    """Two tables, times and limits, and a chart of the times; returns the rows of both."""
    groups = casework.handling
    keys = Keys([key_of(figures.request, "department", each.code) for each in groups], key_of(figures.request))
    label = Column(words.grouping_label("department"))
    indicators = figures.indicators
    overall = (indicators.days_mean, indicators.days_median, indicators.days_p90, indicators.paused_mean)
    spot = page.table(
        [
            label,
            Column(_("Count"), looks.COUNT, ending=""),
            Column(_("Closed (timed)"), looks.COUNT, ending=part_ending("days_mean")),
            Column(_("Mean (days)"), looks.DAYS),
            Column(_("Median (days)"), looks.DAYS),
            Column(_("90th percentile (days)"), looks.DAYS),
            Column(_("Paused, mean (days)"), looks.DAYS),
        ],
        [[words.figure_label("department", each.code), each.count, each.timed, *_times(each)] for each in groups],
        [
            _("Total"),
            summed([each.count for each in groups]),
            summed([each.timed for each in groups]),
            *map(_days, overall),
        ]
        if groups
        else (),
        keys,
    )
    page.note(
        _(
            "From receipt to closing, in days of 24 hours; the percentile by linear interpolation. In the line of totals mean, "
            "median and percentile are those of all complaints together. Paused: what was taken out of the close clock."
        ),
        _CHART_COLUMNS,
    )
    page.section(_("Time limits"))
    _clocks(page, groups, label, words, keys)
    if any(each.timed for each in groups):
        add_bars(
            page,
            spot,
            labels=1,
            counts=(6, 5),
            title=_("Handling time by department"),
            anchor=f"A{page.row + 1}",
            measure=Measure(_("days"), looks.DAYS),
            width_cm=page.width_cm(_CHART_COLUMNS),
        )
    if len(groups) <= _ON_ONE_PAGE:
        page.fit_one_page()
    return 2 * len(groups)


def _times(group: HandlingGroup) -> list[Value]:
    return list(map(_days, (group.days_mean, group.days_median, group.days_p90, group.paused_mean)))


def _days(days: Decimal | None) -> float | str:
    return looks.NOTHING if days is None else float(days)


def _clocks(page: Page, groups: Sequence[HandlingGroup], label: Column, words: Words, keys: Keys) -> None:
    rates = {
        "accepted_in_time": (_("Accept clocks ended"), _("Accept clocks kept"), _("Accepted in time")),
        "answered_in_time": (_("Answer clocks ended"), _("Answer clocks kept"), _("Answered in time")),
        "closed_in_time": (_("Close clocks ended"), _("Close clocks kept"), _("Closed in time")),
    }
    columns = [label]
    totals: list[Total | Value] = [_("Total")]
    rows: list[list[Value]] = [[words.figure_label("department", each.code)] for each in groups]
    for part, (ended, kept, rate) in rates.items():
        whole, fulfilled = get_column_letter(len(columns) + 1), get_column_letter(len(columns) + 2)
        columns += [
            Column(ended, looks.COUNT, ending=part_ending(part + OF)),
            Column(kept, looks.COUNT, ending=part_ending(part)),
            Column(rate, looks.SHARE),
        ]
        found: list[Rate] = [attrgetter(part)(each) for each in groups]
        for row, each in zip(rows, found, strict=True):
            row += [each.whole, each.part, rate_value(each)]
        together = Rate(sum(each.part for each in found), sum(each.whole for each in found))
        totals += _totals(found, rate_total(fulfilled, whole, together))
    page.table(columns, rows, totals if groups else (), keys)
    page.note(
        _("Only clocks that ended count; those who missed a limit are found with “-rest” at the end of the key."),
        _CHART_COLUMNS,
    )


def _totals(rates: Sequence[Rate], together: Total) -> list[Total]:
    return [summed([each.whole for each in rates]), summed([each.part for each in rates]), together]
