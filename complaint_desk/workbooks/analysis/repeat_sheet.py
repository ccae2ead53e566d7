"""The sheet of repeat complaints: of which classes they are, and who complained of what again."""

from __future__ import annotations

from complaint_desk.domain.analysis import Figures, Rate
from complaint_desk.domain.casework import Casework, Matter, matter_key, received_of
from complaint_desk.domain.figure_keys import key_of, part_ending
from complaint_desk.domain.masking import masked_name, masked_phones
from complaint_desk.i18n import _
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.analysis import looks
from complaint_desk.workbooks.analysis.columns import Column, Keys, Value, summed
from complaint_desk.workbooks.analysis.comparing import rate_total, rate_value
from complaint_desk.workbooks.analysis.page import Page

_NUMBER = 3
_ACROSS = 10


def write_repeats(page: Page, figures: Figures, casework: Casework, words: Words) -> int:
    """Two tables below each other; returns the complaints listed in the second."""
    _by_class(page, figures, casework, words)
    page.note(
        _(
            "A complaint repeats an earlier one of the same phone, or of the same name and address, of the same category and "
            "within the 90 days before; the earlier one may lie before the period."
        ),
        _ACROSS,
    )
    page.section(_("Who complained again"))
    _listed(page, casework, words)
    page.note(
        _(
            "The most repeated matters of the {count} newest repeat complaints. Names and phones are shortened; reports of "
            "wrongdoing are not listed."
        ).format(count=f"{casework.listed:,}"),
        _ACROSS,
    )
    return sum(map(len, casework.matters))


def _by_class(page: Page, figures: Figures, casework: Casework, words: Words) -> None:
    groups = [each for each in figures.by("category") if each.count]
    rates = [Rate(casework.repeated.get(each.code, 0), each.count) for each in groups]
    found = sorted(zip(groups, rates, strict=True), key=lambda each: -each[1].part)
    counts, repeated = [each.count for each, _rate in found], [rate.part for _each, rate in found]
    page.table(
        [
            Column(words.grouping_label("category")),
            Column(_("Count"), looks.COUNT, ending=""),
            Column(_("Repeat complaints"), looks.COUNT, ending=part_ending("repeated")),
            Column(_("Repeat complaint rate"), looks.SHARE),
        ],
        [[words.figure_label("category", each.code), each.count, rate.part, rate_value(rate)] for each, rate in found],
        [
            _("Total"),
            summed(counts),
            summed(repeated),
            rate_total("C", "B", Rate(sum(repeated), sum(counts))),
        ]
        if found
        else (),
        Keys([key_of(figures.request, "category", each.code) for each, _rate in found], key_of(figures.request)),
    )


def _listed(page: Page, casework: Casework, words: Words) -> None:
    columns = [
        Column(words.field_label("name")),
        Column(words.field_label("phone")),
        Column(words.field_label("number")),
        Column(words.field_label("received_at"), looks.MOMENT),
        Column(words.field_label("category")),
        Column(words.field_label("subject_name"), width=24),
        Column(words.field_label("department")),
        Column(words.field_label("status")),
        Column(_("Days since the one before"), looks.COUNT),
        Column(_("Complaints of the matter"), looks.COUNT, ending=""),
    ]
    rows = [row for matter in casework.matters for row in _rows(matter, words)]
    keys = [key for matter in casework.matters for key in [matter_key(matter)] * len(matter)]
    spot = page.table(columns, rows, keys=Keys(keys))
    page.head_with(spot)
    for row, each in enumerate((each for matter in casework.matters for each in matter), spot.first):
        page.link(row, _NUMBER, each.id)


def _rows(matter: Matter, words: Words) -> list[list[Value]]:
    before = [None, *matter[:-1]]
    return [
        [
            masked_name(each.name) or _("(not stated)"),
            masked_phones(each.phone),
            each.number,
            each.received_at,
            words.label("category", each.category),
            each.subject_name,
            each.department,
            words.label("status", each.status),
            None if earlier is None else (received_of(each) - received_of(earlier)).days,
            len(matter),
        ]
        for earlier, each in zip(before, matter, strict=True)
    ]
