"""What each place of an office's workbook becomes: period and head, key figures with their comparisons, leading groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from decimal import Decimal
from types import MappingProxyType

from complaint_desk import __version__
from complaint_desk.domain.analysis import Basis, Comparison, Figures, Indicators, Rate, change, compared_period
from complaint_desk.i18n import _
from complaint_desk.i18n.figure_headings import days_text, filter_said
from complaint_desk.i18n.figure_texts import NOTHING, arrowed_text, count_text, percent_text, period_name
from complaint_desk.i18n.filters import filter_text
from complaint_desk.i18n.findings import Finding
from complaint_desk.i18n.values import moment_text, money_text
from complaint_desk.i18n.words import Words
from complaint_desk.workbooks.analysis.office_template.places import Filling, Places

MOST_RANKS = 20
"""Groups of a grouping that have a place, the largest first."""

_HEAD = frozenset(
    {
        "sheet_title", "period", "first_day", "last_day", "year", "month", "basis", "filter", "previous_period",
        "last_year_period", "made_at", "made_on", "made_by", "cut", "version", "standing_out",
    }
)  # fmt: skip
_FIGURES = frozenset(each.name for each in fields(Indicators))
_GROUPINGS = ("nature", "category", "channel", "department")
NAMES = (*sorted(_HEAD), *sorted(_FIGURES), *_GROUPINGS)
"""The codes of places before a dot; labels: list `workbook_place`."""

_COMPARED = MappingProxyType({Comparison.PREVIOUS: "previous", Comparison.LAST_YEAR: "last_year"})
_OF_FIGURES = frozenset({"counted", *(f"{each}{end}" for each in _COMPARED.values() for end in ("", "_change"))})
_OF_GROUPS = frozenset({"", "count", "share"})
PARTS = (_OF_FIGURES | _OF_GROUPS) - {""}
"""What may follow a name after a dot; labels: list `workbook_place_part`."""


def places_of(figures: Figures, said: Iterable[Finding], sheet_title: str, words: Words) -> Places:
    """The places of a workbook with what these figures say, on the sheet of that title; `said` is what stands out."""
    fillings = {
        "sheet_title": Filling(sheet_title),
        "standing_out": Filling("\n".join(each.sentence for each in said)),
        **{code: Filling(text) for code, text in _head(figures, words)},
        **dict(_key_figures(figures)),
        **dict(_groups(figures, words)),
    }
    return Places(fillings, is_place, NAMES, words)


def no_figures(words: Words) -> Places:
    """The places as they are looked for before there are figures."""
    return Places({}, is_place, NAMES, words)


def is_place(code: str) -> bool:
    """True for the codes of places, whatever the figures of a report say."""
    name, _dot, rest = code.partition(".")
    if name in _HEAD:
        return not rest
    if name in _FIGURES:
        return not rest or rest in _OF_FIGURES
    rank, _dot, part = rest.partition(".")
    return name in _GROUPINGS and rank.isdecimal() and 1 <= int(rank) <= MOST_RANKS and part in _OF_GROUPS


def _head(figures: Figures, words: Words) -> Iterator[tuple[str, str]]:
    request = figures.request
    period = request.period
    yield "period", period_name(period)
    yield "first_day", str(period.first)
    yield "last_day", str(period.last)
    yield "year", str(period.first.year)
    yield "month", str(period.first.month)
    yield "basis", words.field_label("received_at" if request.basis is Basis.RECEIVED else "closed_at")
    yield "filter", filter_text(filter_said(request), words) or _("all complaints")
    for comparison in request.comparisons:
        yield f"{_COMPARED[comparison]}_period", days_text(compared_period(period, comparison))
    yield "made_at", moment_text(figures.made_at)
    yield "made_on", str(figures.made_at.date())
    yield "made_by", figures.made_by
    sequence, head = figures.cut
    yield "cut", f"{sequence}-{head}"
    yield "version", __version__


def _key_figures(figures: Figures) -> Iterator[tuple[str, Filling]]:
    for name in _FIGURES:
        this = getattr(figures.indicators, name)
        yield name, _said(name, this)
        if isinstance(this, Rate):
            yield f"{name}.counted", Filling(f"{this.part:,} / {this.whole:,}" if this.whole else NOTHING)
        for comparison, other in zip(figures.request.comparisons, figures.others, strict=True):
            before = getattr(other, name)
            yield f"{name}.{_COMPARED[comparison]}", _said(name, before)
            yield f"{name}.{_COMPARED[comparison]}_change", _difference(name, this, before)


def _said(name: str, value: Rate | Decimal | int | None) -> Filling:
    match value:
        case Rate():
            return _share(value.percent)
        case int():
            return Filling(count_text(value), value)
        case Decimal() if name in {"compensation", "recovered"}:
            return Filling(money_text(value), float(value))
        case Decimal():
            return Filling(f"{value:,.2f}", float(value))
    return Filling(NOTHING)


def _share(percent: Decimal | None) -> Filling:
    return Filling(percent_text(percent), None if percent is None else float(percent / 100))


def _difference(name: str, this: Rate | Decimal | int | None, before: Rate | Decimal | int | None) -> Filling:
    """Counts and amounts differ in percent, rates in percentage points, days in days."""
    if isinstance(this, Rate) and isinstance(before, Rate):
        this, before, is_change = this.percent, before.percent, False
    else:
        is_change = name in {"total", "compensation", "recovered"}
    if not isinstance(this, int | Decimal) or not isinstance(before, int | Decimal):
        return Filling(NOTHING)
    if not is_change:
        points = Decimal(this) - Decimal(before)
        return Filling(arrowed_text(points), float(points))
    changed = change(this, before)
    return Filling(arrowed_text(changed, "%"), None if changed is None else float(changed / 100))


def _groups(figures: Figures, words: Words) -> Iterator[tuple[str, Filling]]:
    for grouping in _GROUPINGS:
        groups = sorted(figures.by(grouping), key=lambda group: -group.count)
        for rank, group in enumerate((group for group in groups[:MOST_RANKS] if group.count), 1):
            yield f"{grouping}.{rank}", Filling(words.figure_label(grouping, group.code))
            yield f"{grouping}.{rank}.count", Filling(count_text(group.count), group.count)
            yield f"{grouping}.{rank}.share", _share(group.share)
