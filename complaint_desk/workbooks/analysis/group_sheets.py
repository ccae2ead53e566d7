"""The sheets that count by one grouping: nature, category, channel, department, outlet, region."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from openpyxl.utils import get_column_letter

from complaint_desk.domain.analysis import Figures, GroupFigure
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.analysis.charts import add_bars
from complaint_desk.workbooks.analysis.columns import Column, TableSpot, Value
from complaint_desk.workbooks.analysis.comparing import count_columns, count_totals, count_values, group_keys
from complaint_desk.workbooks.analysis.cross_sheet import write_cross
from complaint_desk.workbooks.analysis.page import Page

_ON_ONE_PAGE = 30
"""Groups that are still legible when table and chart are made to fit one page."""


def write_grouping(page: Page, figures: Figures, grouping: str, words: Words) -> int:
    """Table, totals, note and chart of one grouping; returns the rows of data."""
    found = figures.by(grouping)
    label = words.grouping_label(grouping)
    spot = _table(page, figures, grouping, [Column(label)], lambda code: [words.figure_label(grouping, code)])
    _chart(page, figures, spot, label_columns=1, title=label, rows=len(found))
    return len(found)


def write_departments(page: Page, figures: Figures, words: Words) -> int:
    """Departments, their chart, and what is complained of in each as a heat table; returns the rows of both tables."""
    rows = write_grouping(page, figures, "department", words)
    page.section(words.grouping_label("department|nature"))
    return rows + write_cross(page, figures, "department|nature", words)


def write_categories(page: Page, figures: Figures, words: Words) -> int:
    """The association's classes with their branch, then the branches; returns the rows of both tables."""
    names = [Column(words.grouping_label("category")), Column(words.grouping_label("branch"))]

    def named(code: str) -> list[Value]:
        return [
            words.figure_label(each, part) for each, part in zip(("category", "branch"), code.split("|"), strict=True)
        ]

    spot = _table(page, figures, "category|branch", names, named)
    page.section(words.grouping_label("branch"))
    classes, branches = figures.by("category|branch"), figures.by("branch")
    # The counts stand below those of the first table, so the second column stays free.
    totals = [_("Total"), None, *count_totals(branches, 2)]
    page.table(
        [
            Column(words.grouping_label("branch")),
            Column(_("Classes"), "0"),
            *count_columns(figures.request),
        ],
        [
            [words.figure_label("branch", each.code), _classes_in(classes, each.code), *count_values(each)]
            for each in branches
        ],
        totals if branches else (),
        group_keys(figures.request, "branch", branches),
    )
    title = words.grouping_label("category")
    _chart(page, figures, spot, label_columns=2, title=title, rows=len(classes))
    return len(classes) + len(branches)


def _classes_in(classes: Sequence[GroupFigure], branch: str) -> int:
    return sum(1 for each in classes if each.code.split("|")[1] == branch and each.count)


def _table(
    page: Page, figures: Figures, grouping: str, names: list[Column], said: Callable[[str], list[Value]]
) -> TableSpot:
    found = figures.by(grouping)
    totals = [_("Total"), *([None] * (len(names) - 1)), *count_totals(found, len(names))] if found else []
    spot = page.table(
        [*names, *count_columns(figures.request)],
        [[*said(each.code), *count_values(each)] for each in found],
        totals,
        group_keys(figures.request, grouping, found),
    )
    note = _("Each share is rounded for itself to two decimals, so shares may not add up to exactly 100%.")
    page.note(note, len(names) + 3)
    return spot


def _chart(page: Page, figures: Figures, spot: TableSpot, *, label_columns: int, title: str, rows: int) -> None:
    if not rows:
        return
    first = label_columns + 1
    compared = bool(figures.request.comparisons)
    # Beside a narrow table, below a wide one: both fit the width of the page.
    anchor = f"A{page.row + 1}" if compared else f"{get_column_letter(label_columns + 5)}{spot.first}"
    counts = (first, first + 2) if compared else (first,)
    width = page.width_cm(label_columns + 2 + 4 * len(figures.request.comparisons)) if compared else 18
    covered = add_bars(page, spot, labels=1, counts=counts, title=title, anchor=anchor, width_cm=width)
    page.row = page.row + 1 + covered if compared else max(page.row, spot.first + covered)
    if rows <= _ON_ONE_PAGE:
        # Else the chart would be cut where a page ends.
        page.fit_one_page()
