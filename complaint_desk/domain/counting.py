"""Counting a period to its last moment, and saying how it was counted (Civil Code 201, 203, 204).

The day of the event is not counted. The last day ends at 24:00. Where it is a rest day, the period ends on the next working
day. A pause from one day to another takes the days after the first up to the second out of the count, as the law counts
any period: whoever pauses and goes on the same day has lost nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from complaint_desk.domain.moments import SHANGHAI
from complaint_desk.domain.rule_sets import Unit
from complaint_desk.domain.working_days import WorkingCalendar

_DAY = dt.timedelta(1)
_LAST_SECOND = dt.time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Span:
    """Time that is not counted: from one moment to another."""

    first: dt.datetime
    last: dt.datetime


@dataclass(frozen=True, slots=True)
class Count:
    """A counted period.

    `due` is the last second (24:00 of the last day), for hours the moment itself; `first_day` the day counted first;
    `counted_to` the day on which the length was full, before it was moved; `passed_over` the rest days that were not
    counted or over which the end was moved; `paused` the units that pauses took out; `provisional` says that a notice still
    to come may change it.
    """

    due: dt.datetime
    first_day: dt.date
    counted_to: dt.date
    passed_over: tuple[dt.date, ...]
    paused: int
    provisional: bool


def end_of(day: dt.date) -> dt.datetime:
    """The last second of a day in Beijing time."""
    return dt.datetime.combine(day, _LAST_SECOND, SHANGHAI)


def count(
    start: dt.datetime,
    length: int,
    unit: Unit,
    calendar: WorkingCalendar,
    *,
    rolls: bool = True,
    pauses: Iterable[Span] = (),
) -> Count:
    """Count `length` units from an event.

    Args:
        start: when the event was; for days only its day counts.
        length: how many units, at least 0.
        unit: working days are counted as such; hours run through nights and rest days.
        calendar: the days that count for this period.
        rolls: whether an end on a rest day moves to the next working day.
        pauses: times that are not counted; they may overlap.
    """
    spans = tuple(pauses)
    if unit is Unit.HOUR:
        return _count_hours(start, length, calendar, rolls=rolls, spans=spans)
    paused = _paused_days(spans)
    day, left = start.date(), length
    passed: list[dt.date] = []
    taken_out = 0
    provisional = False
    working = unit is Unit.WORKING_DAY
    while left:
        day += _DAY
        provisional = provisional or (working and calendar.is_provisional(day))
        if working and calendar.is_rest(day):
            passed.append(day)
        elif day in paused:
            taken_out += 1
        else:
            left -= 1
    counted_to = day
    provisional = provisional or (rolls and calendar.is_provisional(day))
    while (rolls and calendar.is_rest(day)) or day in paused:
        if rolls and calendar.is_rest(day):
            passed.append(day)
        else:
            taken_out += 1
        day += _DAY
        provisional = provisional or (rolls and calendar.is_provisional(day))
    return Count(end_of(day), start.date() + _DAY, counted_to, tuple(passed), taken_out, provisional)


def _paused_days(spans: tuple[Span, ...]) -> frozenset[dt.date]:
    found: set[dt.date] = set()
    for span in spans:
        first = span.first.date()
        found.update(first + _DAY * (number + 1) for number in range((span.last.date() - first).days))
    return frozenset(found)


def _count_hours(
    start: dt.datetime, length: int, calendar: WorkingCalendar, *, rolls: bool, spans: tuple[Span, ...]
) -> Count:
    due = start + dt.timedelta(hours=length)
    taken_out = dt.timedelta()
    for first, last in _merged(spans):
        begins = max(first, start)
        if begins < due and last > begins:
            taken_out += last - begins
            due += last - begins
    day = due.date()
    counted_to, passed = day, []
    provisional = rolls and calendar.is_provisional(day)
    while rolls and calendar.is_rest(day):
        passed.append(day)
        day += _DAY
        provisional = provisional or calendar.is_provisional(day)
    if passed:
        due = end_of(day)
    return Count(due, start.date(), counted_to, tuple(passed), int(taken_out.total_seconds() // 3600), provisional)


def _merged(spans: tuple[Span, ...]) -> list[tuple[dt.datetime, dt.datetime]]:
    """The same time without overlaps, earliest first."""
    found: list[tuple[dt.datetime, dt.datetime]] = []
    for span in sorted(spans, key=lambda each: each.first):
        if found and span.first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], span.last))
        else:
            found.append((span.first, span.last))
    return found
