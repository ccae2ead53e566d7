"""Counting open clocks anew when the calendar changes: what moves, and moving it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, select

from complaint_desk.domain.clock_keeping import recounted
from complaint_desk.domain.clocks import Clock
from complaint_desk.domain.notices import CalendarChange, MovedClock
from complaint_desk.domain.working_days import Layer, SpecialDay, WorkingCalendar
from complaint_desk.runtime.stop import Progress, StopSignal
from complaint_desk.storage import complaints, rules
from complaint_desk.storage.clocks import ClockDeed, clocks_of
from complaint_desk.storage.complaints import Besides
from complaint_desk.storage.journal import Deed, Signature, append
from complaint_desk.storage.schema import clock, complaint

_OF_NEXT_YEAR = (12, 25)
"""The last days of a year are told by the notice of the next one, too."""


def calendar_after(connection: Connection, change: CalendarChange) -> WorkingCalendar:
    """The calendar as it would be."""
    now_there = rules.calendar(connection)
    layers: dict[Layer, dict[dt.date, SpecialDay]] = {
        Layer.NOTICE: dict(now_there.notice),
        Layer.OFFICE: dict(now_there.office),
    }
    here = layers[change.layer]
    for day in _dropped(here, change):
        here.pop(day, None)
    here.update((each.day, each) for each in change.put)
    days = [each for layer in layers.values() for each in layer.values()]
    return WorkingCalendar.of(now_there.announced | change.years, days)


def _dropped(here: Mapping[dt.date, SpecialDay], change: CalendarChange) -> set[dt.date]:
    """Days that are no longer told: those named, and of a year that is announced anew what its notice does not tell."""
    of_years = {day for day in here if day.year in change.years and (day.month, day.day) < _OF_NEXT_YEAR}
    return (of_years | set(change.remove)) - {each.day for each in change.put}


def moves(connection: Connection, calendar: WorkingCalendar) -> Iterator[tuple[int, str, Clock, Clock]]:
    """Complaint, number, clock before and after, of every open clock that the calendar changes.

    Never one whose date an authority set, or of which the complainant was told.
    """
    here = clock.c
    query = (
        select(here.complaint_id, complaint.c.number)
        .join_from(clock, complaint, complaint.c.id == here.complaint_id)
        .where(here.ended_at.is_(None), here.named.is_(False), here.told_at.is_(None), here.due.is_not(None))
        .distinct()
        .order_by(here.complaint_id)
    )
    numbers: dict[int, str] = dict(connection.execute(query).all())
    book = rules.book(connection)
    for complaint_id, clocks in clocks_of(connection, list(numbers)).items():
        for each in clocks:
            version = book.version(each.rule_set, each.version)
            obligation = version.obligation(each.code) if version else None
            if obligation is None or not each.is_open or each.named or each.told_at or each.due is None:
                continue
            after = recounted(each, obligation, calendar)
            if after != each:
                yield complaint_id, numbers[complaint_id], each, after


def moved_clocks(connection: Connection, calendar: WorkingCalendar) -> tuple[MovedClock, ...]:
    """The due dates that would move, by complaint."""
    return tuple(
        MovedClock(complaint_id, number, before.code, before.due, after.due)
        for complaint_id, number, before, after in moves(connection, calendar)
        if before.due and after.due and before.due != after.due
    )


def write_change(
    connection: Connection,
    signature: Signature,
    change: CalendarChange,
    stop: StopSignal | None,
    progress: Progress,
) -> tuple[tuple[MovedClock, ...], tuple[int, ...]]:
    """Change the calendar and let open clocks follow, each told in the journal; returns what moved and who was written."""
    calendar = calendar_after(connection, change)
    stood = rules.calendar(connection)
    here = stood.notice if change.layer is Layer.NOTICE else stood.office
    rules.remove_days(connection, _dropped(here, change), change.layer)
    rules.put_days(connection, change.put)
    rules.put_years(connection, change.years, change.source)
    told = (
        ("layer", str(change.layer)),
        ("years", ",".join(map(str, sorted(change.years)))),
        ("days", str(len(change.put))),
    )
    append(connection, signature, [Deed("calendar_changed", details=told)])
    by_complaint: defaultdict[int, dict[Clock, Clock]] = defaultdict(dict)
    moved = moved_clocks(connection, calendar)
    for complaint_id, _number, before, after in moves(connection, calendar):
        by_complaint[complaint_id][before] = after
    for done, (complaint_id, changed) in enumerate(by_complaint.items(), 1):
        if stop:
            stop.heed()
        _recount(connection, signature, complaint_id, changed)
        progress(done, len(by_complaint))
    return moved, tuple(by_complaint)


def _recount(connection: Connection, signature: Signature, complaint_id: int, changed: Mapping[Clock, Clock]) -> None:
    there = clocks_of(connection, [complaint_id]).get(complaint_id, ())
    details = tuple(
        (after.code, f"{before.due:%Y-%m-%d} {after.due:%Y-%m-%d}")
        for before, after in changed.items()
        if before.due and after.due
    )
    complaints.write_changes(
        connection,
        signature,
        "recounted",
        complaints.must_read(connection, complaint_id),
        {},
        details=details,
        besides=Besides(clocks=ClockDeed(tuple(changed.get(each, each) for each in there))),
    )
