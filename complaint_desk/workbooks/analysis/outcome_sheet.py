"""The sheet of outcomes: how complaints ended, what was paid and what was recovered for consumers."""

from __future__ import annotations

from complaint_desk.domain.analysis import Figures
from complaint_desk.domain.figure_keys import key_of, part_ending
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.analysis import looks
from complaint_desk.workbooks.analysis.charts import add_bars
from complaint_desk.workbooks.analysis.columns import Column, Keys, Total, Value, summed, summed_to
from complaint_desk.workbooks.analysis.comparing import fraction
from complaint_desk.workbooks.analysis.page import Page

_ON_ONE_PAGE = 25


def write_outcomes(page: Page, figures: Figures, words: Words) -> int:
    """Returns the number of outcomes."""
    found = figures.outcomes
    totals: list[Total | Value] = [
        _("Total"),
        summed([each.count for each in found]),
        summed_to(4, [fraction(each.share) for each in found]),
        summed([each.paid_count for each in found]),
        summed_to(2, [float(each.compensation) for each in found]),
        summed_to(2, [float(each.recovered) for each in found]),
    ]
    spot = page.table(
        [
            Column(words.grouping_label("outcome")),
            Column(_("Count"), looks.COUNT, ending=""),
            Column(_("Share"), looks.SHARE),
            Column(_("Complaints paid"), looks.COUNT, ending=part_ending("compensation")),
            Column(_("Compensation (yuan)"), looks.MONEY, ending=part_ending("compensation")),
            Column(_("Losses recovered (yuan)"), looks.MONEY, ending=part_ending("recovered")),
        ],
        [
            [
                words.figure_label("outcome", each.code),
                each.count,
                fraction(each.share),
                each.paid_count,
                float(each.compensation),
                float(each.recovered),
            ]
            for each in found
        ],
        totals if found else (),
        Keys([key_of(figures.request, "outcome", each.code) for each in found], key_of(figures.request)),
    )
    page.note(_("Losses recovered: the compensation, and the price of refunded or returned goods and services."), 6)
    if found:
        title = words.grouping_label("outcome")
        add_bars(page, spot, labels=1, counts=(2,), title=title, anchor=f"A{page.row + 1}")
    if len(found) <= _ON_ONE_PAGE:
        page.fit_one_page()
    return len(found)
