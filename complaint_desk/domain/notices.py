"""The yearly holiday notice as a small table: a day or days, rest or work, and the name; and what changing a calendar moves."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from complaint_desk.domain.announced_days import announced_years
from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Refusal
from complaint_desk.domain.working_days import Layer, SpecialDay

REST_WORDS = frozenset({"rest", "holiday", "off", "\u4f11", "\u653e\u5047", "\u4f11\u606f", "\u5047"})
WORK_WORDS = frozenset({"work", "workday", "\u73ed", "\u4e0a\u73ed", "\u8c03\u4f11\u4e0a\u73ed", "\u5de5\u4f5c\u65e5"})
_DAYS = re.compile(r"(\d{4})[-/.\u5e74](\d{1,2})[-/.\u6708](\d{1,2})\u65e5?")
_LONGEST_RUN = 40


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """Days to say anew in a layer, days of which nothing shall be said any more, and years whose notice is known with it."""

    put: tuple[SpecialDay, ...] = ()
    remove: tuple[dt.date, ...] = ()
    layer: Layer = Layer.NOTICE
    years: frozenset[int] = frozenset()
    source: str = ""


@dataclass(frozen=True, slots=True)
class MovedClock:
    """A due date that a change of the calendar moves."""

    complaint_id: int
    number: str
    clock: str
    before: dt.datetime
    after: dt.datetime


@dataclass(frozen=True, slots=True)
class CalendarChanged:
    """A change of the calendar that is durable, with the due dates that it moved."""

    moved: tuple[MovedClock, ...]
    changes: Changes = field(default_factory=Changes)


def read_notice(lines: Iterable[str], layer: Layer, source: str) -> CalendarChange:
    """A table of lines `2027-01-01,rest,name`; two days joined by `~` mean all from the one to the other.

    Commas, tabs or semicolons part the columns; a line whose first column is no day is passed over as a heading at the top
    only. A year is taken as announced if its first of January is told.

    Raises:
        Refusal: `bad_notice` with `line` (from 1) and `value`; `empty_notice`.
    """
    days: dict[dt.date, SpecialDay] = {}
    for number, cells in _rows(lines):
        run = _run(cells[0])
        rest = _rest(cells[1]) if len(cells) > 1 else None
        if run is None and not days and rest is None:
            continue
        if run is None or rest is None:
            raise Refusal("bad_notice", line=number, value=",".join(cells))
        name = cells[2].strip() if len(cells) > 2 else ""
        days.update((day, SpecialDay(day, rest, name, layer, source)) for day in run)
    if not days:
        raise Refusal("empty_notice")
    put = tuple(days[day] for day in sorted(days))
    years = announced_years(put) if layer is Layer.NOTICE else frozenset[int]()
    return CalendarChange(put, layer=layer, years=years, source=source)


def _rows(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(lines, 1):
        plain = line.lstrip("\ufeff").replace("\t", ",").replace(";", ",").replace("\uff0c", ",").strip()
        if plain:
            yield number, next(csv.reader([plain]))


def _run(text: str) -> list[dt.date] | None:
    try:
        ends = [dt.date(*map(int, found)) for found in _DAYS.findall(text)]
    except ValueError:
        return None
    if not 1 <= len(ends) <= 2:
        return None
    length = (ends[-1] - ends[0]).days
    return [ends[0] + dt.timedelta(at) for at in range(length + 1)] if 0 <= length <= _LONGEST_RUN else None


def _rest(text: str) -> bool | None:
    word = text.strip().casefold()
    return True if word in REST_WORDS else False if word in WORK_WORDS else None
