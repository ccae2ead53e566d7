"""The sheets that count by one grouping: nature, category, channel, department."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from complaint_desk.domain.analysis import Figures, GroupFigure
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.analysis.charts import add_bars
from complaint_desk.workbooks.analysis.comparing import count_columns, count_totals, count_values
from complaint_desk.workbooks.analysis.page import Column, Page, TableSpot, Value

_ON_ONE_PAGE = 30
"""Groups that are still legible when table and chart are made to fit one page."""


def write_grouping(page: Page, figures: Figures, grouping: str, words: Words) -> int:
    """Table, totals, note and chart of one grouping; returns the rows of data."""
    found = figures.by(grouping)
    spot = _table(
        page, figures, [Column(words.grouping_label(grouping))], found, lambda code: _said(grouping, code, words)
    )
    _chart(page, figures, spot, label_columns=1, title=words.grouping_label(grouping), rows=len(found))
    return len(found)


def write_categories(page: Page, figures: Figures, words: Words) -> int:
    """The association's classes with their branch, then the branches; returns the rows of both tables."""
    classes = figures.by("category|branch")
    names = [Column(words.grouping_label("category")), Column(words.grouping_label("branch"))]

    def named(code: str) -> list[Value]:
        return [
            words.figure_label(each, part) for each, part in zip(("category", "branch"), code.split("|"), strict=True)
        ]

    spot = _table(page, figures, names, classes, named)
    chart_row = page.row
    page.section(words.grouping_label("branch"))
    branches = figures.by("branch")
    # The counts stand below those of the first table, so the second column stays free.
    totals = [_("Total"), None, *count_totals(branches, 2)]
    page.table(
        [
            Column(words.grouping_label("branch")),
            Column(_("Classes"), "0"),
            *count_columns(figures.request.comparisons),
        ],
        [
            [words.figure_label("branch", each.code), _classes_in(classes, each.code), *count_values(each)]
            for each in branches
        ],
        totals if branches else (),
    )
    title = words.grouping_label("category")
    _chart(page, figures, spot, label_columns=2, title=title, rows=len(classes), below=max(page.row, chart_row))
    return len(classes) + len(branches)


def _classes_in(classes: Sequence[GroupFigure], branch: str) -> int:
    return sum(1 for each in classes if each.code.split("|")[1] == branch and each.count)


def _said(grouping: str, code: str, words: Words) -> list[Value]:
    return [words.figure_label(grouping, code)]


def _table(
    page: Page,
    figures: Figures,
    names: list[Column],
    found: Sequence[GroupFigure],
    said: Callable[[str], list[Value]],
) -> TableSpot:
    totals = [_("Total"), *([None] * (len(names) - 1)), *count_totals(found, len(names))] if found else []
    spot = page.table(
        [*names, *count_columns(figures.request.comparisons)],
        [[*said(each.code), *count_values(each)] for each in found],
        totals,
    )
    page.note(
        _("Each share is rounded for itself to two decimals, so shares may not add up to exactly 100%."), len(names) + 2
    )
    return spot


def _chart(
    page: Page, figures: Figures, spot: TableSpot, *, label_columns: int, title: str, rows: int, below: int = 0
) -> None:
    if not rows:
        return
    first = label_columns + 1
    compared = bool(figures.request.comparisons)
    # Beside a narrow table, below a wide one: both fit the width of the page.
    anchor = f"A{max(page.row, below) + 1}" if compared else f"{'DEFG'[label_columns]}{spot.first}"
    counts = (first, first + 2) if compared else (first,)
    add_bars(page.sheet, spot, labels=1, counts=counts, title=title, anchor=anchor)
    if rows <= _ON_ONE_PAGE:
        # Else the chart would be cut where a page ends.
        page.sheet.page_setup.fitToHeight = 1
