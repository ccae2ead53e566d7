"""The sheet of satisfaction: ratings, the state of the follow-up, and each department's part in them."""

from __future__ import annotations

from collections.abc import Sequence

from complaint_desk.domain.analysis import Figures, Rate, RatingFigure, percent
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.analysis import looks
from complaint_desk.workbooks.analysis.charts import add_bars
from complaint_desk.workbooks.analysis.comparing import count_columns, fraction
from complaint_desk.workbooks.analysis.page import Column, Page, Total, Value, summed, summed_to


def write_satisfaction(page: Page, figures: Figures, words: Words) -> int:
    """Three tables below each other; returns the rows of all."""
    _ratings(page, figures.ratings, words)
    page.section(words.grouping_label("follow_up"))
    page.table(
        [Column(words.grouping_label("follow_up")), *count_columns(())],
        [[words.figure_label("follow_up", each.code), each.count, fraction(each.share)] for each in figures.follow_up],
        [
            _("Total"),
            summed([each.count for each in figures.follow_up]),
            summed_to(4, [fraction(each.share) for each in figures.follow_up]),
        ]
        if figures.follow_up
        else (),
    )
    page.section(_("By department"))
    _departments(page, figures, words)
    return len(figures.ratings) + len(figures.follow_up) + len(figures.satisfaction_by_department)


def _ratings(page: Page, ratings: Sequence[RatingFigure], words: Words) -> None:
    results = [each.result for each in ratings]
    handlings = [each.handling for each in ratings]
    columns = [
        Column(_("Rating")),
        Column(_("Of the result"), looks.COUNT),
        Column(_("Share of rated"), looks.SHARE),
        Column(_("Of the handling"), looks.COUNT),
        Column(_("Share of rated (handling)"), looks.SHARE),
    ]
    rows: list[list[Value]] = [
        [
            words.label("satisfaction", each.rating),
            each.result,
            fraction(percent(each.result, sum(results))),
            each.handling,
            fraction(percent(each.handling, sum(handlings))),
        ]
        for each in ratings
    ]
    totals: list[Total | str | None] = [
        _("Rated"),
        summed(results),
        summed_to(4, [fraction(percent(count, sum(results))) for count in results]),
        summed(handlings),
        summed_to(4, [fraction(percent(count, sum(handlings))) for count in handlings]),
    ]
    spot = page.table(columns, rows, totals)
    if sum(results):
        title = words.grouping_label("satisfaction")
        add_bars(page.sheet, spot, labels=1, counts=(2,), title=title, anchor=f"I{spot.first}")


def _departments(page: Page, figures: Figures, words: Words) -> None:
    groups = figures.satisfaction_by_department
    closed = [each.closed for each in groups]
    followed = [each.followed_up.part for each in groups]
    rated = [each.satisfied.whole for each in groups]
    satisfied = [each.satisfied.part for each in groups]
    page.table(
        [
            Column(words.grouping_label("department")),
            Column(_("Closed"), looks.COUNT),
            Column(_("Followed up"), looks.COUNT),
            Column(_("Follow-up rate"), looks.SHARE),
            Column(_("Rated"), looks.COUNT),
            Column(_("Satisfied"), looks.COUNT),
            Column(_("Satisfaction rate"), looks.SHARE),
        ],
        [
            [
                words.figure_label("department", each.code),
                each.closed,
                each.followed_up.part,
                _rate(each.followed_up),
                each.satisfied.whole,
                each.satisfied.part,
                _rate(each.satisfied),
            ]
            for each in groups
        ],
        [
            _("Total"),
            summed(closed),
            summed(followed),
            _rate_total("C", "B", Rate(sum(followed), sum(closed))),
            summed(rated),
            summed(satisfied),
            _rate_total("F", "E", Rate(sum(satisfied), sum(rated))),
        ]
        if groups
        else (),
    )


def _rate(rate: Rate) -> Value:
    return looks.NOTHING if rate.percent is None else fraction(rate.percent)


def _rate_total(part: str, whole: str, rate: Rate) -> Total:
    formula = f'IF({whole}{{row}}=0,"{looks.NOTHING}",ROUND({part}{{row}}/{whole}{{row}},4))'
    return Total(formula, looks.NOTHING if rate.percent is None else fraction(rate.percent))
