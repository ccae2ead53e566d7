"""The sheet of satisfaction: ratings, the state of the follow-up, and each department's part in them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from complaint_desk.domain.analysis import Figures, Rate, percent
from complaint_desk.domain.figure_keys import OF, key_of, part_ending
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.analysis import looks
from complaint_desk.workbooks.analysis.charts import add_bars
from complaint_desk.workbooks.analysis.columns import Column, Keys, TableSpot, summed, summed_to
from complaint_desk.workbooks.analysis.comparing import (
    count_columns,
    fraction,
    group_keys,
    rate_total,
    rate_value,
)
from complaint_desk.workbooks.analysis.page import Page

_ON_ONE_PAGE = 20


def write_satisfaction(page: Page, figures: Figures, words: Words) -> int:
    """Four tables below each other; returns the rows of all."""
    ratings = figures.ratings
    spot = _ratings(page, figures, words, "satisfaction", [each.result for each in ratings])
    page.section(words.grouping_label("satisfaction_handling"))
    _ratings(page, figures, words, "satisfaction_handling", [each.handling for each in ratings])
    page.section(words.grouping_label("follow_up"))
    alone = dataclasses.replace(figures.request, comparisons=())
    page.table(
        [Column(words.grouping_label("follow_up")), *count_columns(alone)],
        [[words.figure_label("follow_up", each.code), each.count, fraction(each.share)] for each in figures.follow_up],
        [
            _("Total"),
            summed([each.count for each in figures.follow_up]),
            summed_to(4, [fraction(each.share) for each in figures.follow_up]),
        ]
        if figures.follow_up
        else (),
        group_keys(alone, "follow_up", figures.follow_up),
    )
    page.section(_("By department"))
    _departments(page, figures, words)
    if any(each.result for each in ratings):
        title = words.grouping_label("satisfaction")
        add_bars(page, spot, labels=1, counts=(2,), title=title, anchor=f"G{spot.first}")
    if len(figures.satisfaction_by_department) <= _ON_ONE_PAGE:
        page.fit_one_page()
    return 2 * len(ratings) + len(figures.follow_up) + len(figures.satisfaction_by_department)


def _ratings(page: Page, figures: Figures, words: Words, grouping: str, counts: Sequence[int]) -> TableSpot:
    """How many gave each rating, of those who rated."""
    shares = [fraction(percent(count, sum(counts))) for count in counts]
    codes = [str(each.rating) for each in figures.ratings]
    whole = {"satisfaction": "satisfied", "satisfaction_handling": "satisfied_handling"}[grouping] + OF
    return page.table(
        [
            Column(words.grouping_label(grouping)),
            Column(_("Rated"), looks.COUNT, ending=""),
            Column(_("Share of rated"), looks.SHARE),
        ],
        [
            [words.label("satisfaction", code), count, share]
            for code, count, share in zip(codes, counts, shares, strict=True)
        ],
        [_("Total"), summed(counts), summed_to(4, shares)],
        Keys([key_of(figures.request, grouping, code) for code in codes], key_of(figures.request, part=whole)),
    )


def _departments(page: Page, figures: Figures, words: Words) -> None:
    groups = figures.satisfaction_by_department
    closed = [each.closed for each in groups]
    followed = [each.followed_up.part for each in groups]
    rated = [each.satisfied.whole for each in groups]
    satisfied = [each.satisfied.part for each in groups]
    page.table(
        [
            Column(words.grouping_label("department")),
            Column(_("Closed"), looks.COUNT, ending=part_ending("followed_up" + OF)),
            Column(_("Followed up"), looks.COUNT, ending=part_ending("followed_up")),
            Column(_("Follow-up rate"), looks.SHARE),
            Column(_("Rated"), looks.COUNT, ending=part_ending("satisfied" + OF)),
            Column(_("Satisfied"), looks.COUNT, ending=part_ending("satisfied")),
            Column(_("Satisfaction rate"), looks.SHARE),
        ],
        [
            [
                words.figure_label("department", each.code),
                each.closed,
                each.followed_up.part,
                rate_value(each.followed_up),
                each.satisfied.whole,
                each.satisfied.part,
                rate_value(each.satisfied),
            ]
            for each in groups
        ],
        [
            _("Total"),
            summed(closed),
            summed(followed),
            rate_total("C", "B", Rate(sum(followed), sum(closed))),
            summed(rated),
            summed(satisfied),
            rate_total("F", "E", Rate(sum(satisfied), sum(rated))),
        ]
        if groups
        else (),
        Keys([key_of(figures.request, "department", each.code) for each in groups], key_of(figures.request)),
    )
