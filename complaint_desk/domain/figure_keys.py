"""The short key of a figure: typed into the search box it shows exactly the complaints that the figure counts.

A key says everything itself, so it means the same on every PC and in every year; nothing is stored for it:

    #2025-10                                 every complaint of the month
    #2025Q3@closed/nature=quality            closed in the quarter, of one nature
    #2025/branch:goods/department=R&D        of a filter (`:`) a group (`=`)
    #2025-10/closed_in_time-rest             what a rate counts: `name` its part, `name-of` its whole, `name-rest` the rest
    #2025-10/nature=quality/#2024-10         the same in another period: so one ending makes the key of a whole column

After the period each `/` adds a condition. Of a filter: `~words`, `field:one,another`, `field:low..high`, `field~piece`,
`field!yes`, `id:1,2`, `as_of:moment`. What would be read as a sign of the key is escaped as in addresses (`%2F`).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from complaint_desk.domain.analysis import (
    GROUPINGS,
    INDICATORS,
    AnalysisRequest,
    Basis,
    Period,
    PeriodKind,
    named_period,
    period_around,
)
from complaint_desk.domain.criteria import CRITERIA, Way
from complaint_desk.domain.ledger import Bound, LedgerFilter
from complaint_desk.domain.moments import in_shanghai

OF, REST = "-of", "-rest"
_BASIS_FIELD = {Basis.RECEIVED: "received_at", Basis.CLOSED: "closed_at"}
_WIDE = {chr(ord(sign) + 0xFEE0): sign for sign in "#/=,:~!%@"}
_TO_NARROW = str.maketrans(_WIDE)
_ESCAPED = re.compile(f"[%/,\x00-\x1f{''.join(_WIDE)}]|^ | $|  ")
_CONDITION = re.compile(r"([a-z_]*)([=:~!])(.*)", re.DOTALL)
_RANGE = ".."
_YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class FigureKey:
    """What a figure counts: of a period and a filter the groups (grouping, code), and which part of an indicator."""

    period: Period
    basis: Basis = Basis.RECEIVED
    filter: LedgerFilter = dataclasses.field(default_factory=LedgerFilter)
    groups: tuple[tuple[str, str], ...] = ()
    part: str = ""

    @property
    def counted(self) -> LedgerFilter:
        """The filter with the days of the period."""
        return self.filter.with_range(_BASIS_FIELD[self.basis], self.period.first, self.period.last)

    @property
    def basis_field(self) -> str:
        return _BASIS_FIELD[self.basis]


def counted_in(request: AnalysisRequest) -> LedgerFilter:
    """The filter of what the figures of a request count in its period."""
    return FigureKey(request.period, request.basis, request.filter).counted


def key_of(
    request: AnalysisRequest, grouping: str = "", code: str = "", part: str = "", period: Period | None = None
) -> str:
    """The key of a figure of a request: of all, of a group (of a cross too), of a part of an indicator; of a compared period."""
    names = grouping.split("|") if grouping else []
    groups = tuple(zip(names, code.split("|", len(names) - 1), strict=True)) if names else ()
    return key_text(FigureKey(period or request.period, request.basis, request.filter, groups, part))


def group_ending(grouping: str, code: str) -> str:
    """What, put after a key, narrows it to a group."""
    return f"/{grouping}={_escaped(code)}"


def part_ending(part: str) -> str:
    """What, put after a key, narrows it to the part of an indicator."""
    return f"/{part}"


def period_ending(period: Period) -> str:
    """What, put after a key, makes it count the same in another period."""
    return f"/#{_period_text(period)}"


def key_text(key: FigureKey) -> str:
    """The key as people type it."""
    basis = "" if key.basis is Basis.RECEIVED else f"@{key.basis}"
    asked = key.filter.with_range(key.basis_field)
    terms = [*_filter_terms(asked), *(group_ending(*group)[1:] for group in key.groups)]
    return "/".join((f"#{_period_text(key.period)}{basis}", *terms, *([key.part] if key.part else [])))


def read_key(text: str) -> FigureKey | None:
    """What a key means; None for a text that is no key."""
    plain = text.strip().translate(_TO_NARROW)
    if not plain.startswith("#"):
        return None
    head, *terms = plain[1:].split("/")
    days, _, basis = head.partition("@")
    try:
        key = FigureKey(_period(days), Basis(basis) if basis else Basis.RECEIVED)
        for term in terms:
            key = _with_term(key, term)
    except (ValueError, KeyError, InvalidOperation):
        return None
    return key


def _filter_terms(asked: LedgerFilter) -> Iterator[str]:
    if asked.words:
        yield f"~{_escaped(asked.words)}"
    yield from (f"{name}:{','.join(map(_escaped, choices))}" for name, choices in asked.one_of)
    yield from (
        f"{name}:{'' if each.low is None else each.low}{_RANGE}{'' if each.high is None else each.high}"
        for name, each in asked.between
    )
    yield from (f"{name}~{_escaped(piece)}" for name, piece in asked.holding)
    yield from (f"{name}!{'yes' if said else 'no'}" for name, said in asked.said)
    if asked.ids is not None:
        yield f"id:{','.join(map(str, asked.ids))}"
    if asked.as_of is not None:
        yield f"as_of:{asked.as_of.isoformat(timespec='seconds')}"


def _with_term(key: FigureKey, term: str) -> FigureKey:
    if term.startswith("#"):
        return dataclasses.replace(key, period=_period(term[1:]))
    found = _CONDITION.fullmatch(term)
    if found is None:
        if term.removesuffix(OF).removesuffix(REST) not in INDICATORS:
            raise ValueError(term)
        return dataclasses.replace(key, part=term)
    name, sign, text = found.groups()
    if sign == "=":
        code = urllib.parse.unquote(text)
        if name not in GROUPINGS or ((clock := _CLOCKS.get(name)) and not clock.fullmatch(code)):
            raise ValueError(name)
        span_of(name, code)
        return dataclasses.replace(key, groups=(*key.groups, (name, code)))
    return dataclasses.replace(key, filter=_with_condition(key.filter, name, sign, text))


def _with_condition(asked: LedgerFilter, name: str, sign: str, text: str) -> LedgerFilter:
    plain = urllib.parse.unquote(text)
    match name, sign:
        case "", "~":
            return dataclasses.replace(asked, words=plain)
        case "id", ":":
            return dataclasses.replace(asked, ids=tuple(map(int, filter(None, text.split(",")))))
        case "as_of", ":":
            return dataclasses.replace(asked, as_of=in_shanghai(dt.datetime.fromisoformat(plain)))
    if name not in CRITERIA:
        raise ValueError(name)
    way = CRITERIA[name].way
    match sign:
        case "~" if CRITERIA[name].holds_text:
            return asked.with_piece(name, plain)
        case "!":
            return asked.with_said(name, _YES_NO[text])
        case ":" if way in {Way.DAYS, Way.MONEY}:
            low, high = text.split(_RANGE)
            return asked.with_range(name, _bound(way, low), _bound(way, high))
        case ":" if way is Way.CHOICES:
            return asked.with_choices(name, tuple(map(urllib.parse.unquote, text.split(","))))
    raise ValueError(sign)


def _bound(way: Way, text: str) -> Bound | None:
    if not text:
        return None
    return dt.date.fromisoformat(text) if way is Way.DAYS else Decimal(text)


def _escaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: urllib.parse.quote(found.group(), safe=""), text)


_CLOCKS = {"hour": re.compile(r"[01]\d|2[0-3]"), "weekday": re.compile(r"[1-7]")}


def span_of(grouping: str, code: str) -> Period | None:
    """The days of a group by quarter, month, week or day; None of other groupings.

    Raises:
        ValueError: the code is none of that grouping.
    """
    match grouping:
        case "quarter" | "month":
            return _period(code)
        case "week":
            return period_around(dt.date.fromisoformat(code), PeriodKind.WEEK)
        case "day":
            return Period(day := dt.date.fromisoformat(code), day)
    return None


_PERIODS = (
    (re.compile(r"(\d{4})"), PeriodKind.YEAR, 12),
    (re.compile(r"(\d{4})H([12])"), PeriodKind.HALF, 6),
    (re.compile(r"(\d{4})Q([1-4])"), PeriodKind.QUARTER, 3),
    (re.compile(r"(\d{4})-(0[1-9]|1[0-2])"), PeriodKind.MONTH, 1),
)


def _period_text(period: Period) -> str:
    first = period.first
    match named_period(first, period.last).kind:
        case PeriodKind.YEAR:
            return f"{first.year:04}"
        case PeriodKind.HALF:
            return f"{first.year:04}H{first.month // 6 + 1}"
        case PeriodKind.QUARTER:
            return f"{first.year:04}Q{first.month // 3 + 1}"
        case PeriodKind.MONTH:
            return f"{first.year:04}-{first.month:02}"
        case PeriodKind.WEEK:
            year, week, _day = first.isocalendar()
            return f"{year:04}W{week:02}"
    return str(first) if first == period.last else f"{first}{_RANGE}{period.last}"


def _period(text: str) -> Period:
    for form, kind, months in _PERIODS:
        if found := form.fullmatch(text):
            at = int(found[2]) - 1 if found.lastindex == 2 else 0
            return period_around(dt.date(int(found[1]), at * months + 1, 1), kind)
    if re.fullmatch(r"\d{4}W\d{2}", text):
        return period_around(dt.date.fromisocalendar(int(text[:4]), int(text[5:]), 1), PeriodKind.WEEK)
    first, between, last = text.partition(_RANGE)
    return named_period(dt.date.fromisoformat(first), dt.date.fromisoformat(last if between else first))
