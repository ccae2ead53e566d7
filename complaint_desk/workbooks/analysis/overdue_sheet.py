"""The sheet of what is overdue at the moment when the figures were made."""

from __future__ import annotations

import datetime as dt

from complaint_desk.domain.analysis import Figures
from complaint_desk.domain.casework import Casework, overdue_request
from complaint_desk.domain.complaint import Complaint
from complaint_desk.domain.figure_keys import key_of
from complaint_desk.i18n import _
from complaint_desk.i18n.values import moment_text
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.analysis import looks
from complaint_desk.workbooks.analysis.columns import Column, Keys, Value, summed
from complaint_desk.workbooks.analysis.page import Page

_ACROSS = 10
_DAY = dt.timedelta(1)


def write_overdue(page: Page, figures: Figures, casework: Casework, words: Words) -> int:
    """Counts by department, then the cases; returns the cases listed."""
    request = overdue_request(figures.request, figures.made_at)
    groups, cases = casework.overdue, casework.overdue_cases
    page.table(
        [
            Column(words.grouping_label("department")),
            Column(_("Overdue"), looks.COUNT, ending=""),
            Column(_("Due longest ago"), looks.MOMENT),
        ],
        [[words.figure_label("department", each.code), each.count, each.longest] for each in groups],
        [_("Total"), summed([each.count for each in groups]), None] if groups else (),
        Keys([key_of(request, "department", each.code) for each in groups], key_of(request)),
    )
    page.section(_("Overdue complaints"))
    spot = page.table(_columns(words), [_row(each, figures.made_at, words) for each in cases])
    page.head_with(spot)
    for row, each in enumerate(cases, spot.first):
        page.link(row, 1, each.id)
    said = _("Complaints of the period whose next time limit had run out on {time}, the longest overdue first.")
    note = said.format(time=moment_text(figures.made_at))
    if (total := sum(each.count for each in groups)) > len(cases):
        note += _(" The first {count} of {total} are listed.").format(count=f"{len(cases):,}", total=f"{total:,}")
    page.note(note, _ACROSS)
    return len(cases)


def _columns(words: Words) -> list[Column]:
    return [
        Column(words.field_label("number")),
        Column(words.field_label("received_at"), looks.MOMENT),
        Column(words.field_label("subject_name"), width=24),
        Column(words.field_label("nature")),
        Column(words.field_label("department")),
        Column(words.field_label("handler")),
        Column(words.field_label("status")),
        Column(_("Time limit")),
        Column(_("Due"), looks.MOMENT),
        Column(_("Days overdue"), looks.DAYS),
    ]


def _row(each: Complaint, now: dt.datetime, words: Words) -> list[Value]:
    return [
        each.number,
        each.received_at,
        each.subject_name,
        words.label("nature", each.nature),
        each.department,
        each.handler,
        words.label("status", each.status),
        words.label("clock", each.due_clock),
        each.due_at,
        round((now - each.due_at) / _DAY, 2) if each.due_at else None,
    ]
