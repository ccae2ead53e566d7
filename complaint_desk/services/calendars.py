"""The calendar of working days: what is known, taking a year's notice over, and the office's own days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from complaint_desk.domain.announced_days import SOURCE, announced_days, announced_years
from complaint_desk.domain.complaint import Changes
from complaint_desk.domain.errors import Refusal, Surroundings
from complaint_desk.domain.notices import CalendarChange, CalendarChanged, MovedClock
from complaint_desk.domain.roles import Right
from complaint_desk.domain.working_days import SpecialDay
from complaint_desk.runtime.stop import Progress, StopSignal, no_progress
from complaint_desk.services.desk import Desk, needs
from complaint_desk.storage import recounting, rules
from complaint_desk.storage.journal import Signature

_WARNED_FROM = 11
"""The month from which a missing notice for the next year is spoken of; it usually comes in November."""


@dataclass(frozen=True, slots=True)
class CalendarState:
    """The years whose notice is known, the special days of both layers, and what is missing.

    `missing` is the next year where its notice should be there by now; `shipped` are years that this program knows and the
    ledger does not.
    """

    years: tuple[int, ...]
    days: tuple[SpecialDay, ...]
    missing: int | None
    shipped: tuple[int, ...]


@needs(Right.READ)
def state(desk: Desk) -> CalendarState:
    """What the ledger knows of the calendar."""
    with desk.store.reading() as connection:
        calendar = rules.calendar(connection)
    today = desk.clock().date()
    needed = today.year + 1 if today.month >= _WARNED_FROM else today.year
    newer = announced_years(announced_days()) - calendar.announced
    days = sorted((*calendar.notice.values(), *calendar.office.values()), key=lambda each: (each.day, each.layer))
    missing = None if needed in calendar.announced else needed
    return CalendarState(tuple(sorted(calendar.announced)), tuple(days), missing, tuple(sorted(newer)))


@needs(Right.READ)
def shipped_change(desk: Desk) -> CalendarChange:
    """The years that this program knows and the ledger does not, as a change."""
    years = frozenset(state(desk).shipped)
    days = announced_days()
    put = tuple(
        each
        for each in days
        if each.day.year in years or (each.day.month == dt.date.max.month and each.day.year + 1 in years)
    )
    return CalendarChange(put, years=years, source=SOURCE)


def table_of(path: Path) -> str:
    """The text of a small table, in UTF-8 or as Chinese spreadsheets save it.

    Raises:
        Refusal: `no_file`.
        Surroundings: `cannot_read`.
    """
    if not path.is_file():
        raise Refusal("no_file", path=str(path))
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Surroundings("cannot_read", path=str(path), reason=error.strerror or "") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")


@needs(Right.READ)
def preview(desk: Desk, change: CalendarChange, stop: StopSignal | None = None) -> tuple[MovedClock, ...]:
    """The due dates that a change would move; nothing is written."""
    with desk.store.reading(stop) as connection:
        return recounting.moved_clocks(connection, recounting.calendar_after(connection, change))


@needs(Right.SET_UP)
def apply(
    desk: Desk, change: CalendarChange, stop: StopSignal | None = None, progress: Progress = no_progress
) -> CalendarChanged:
    """Change the calendar and let every open clock follow that nobody was told of and no authority set; journalled.

    Raises:
        Stopped: nothing was written.
    """
    with desk.store.writing(stop) as connection:
        signature = Signature(desk.person, desk.clock())
        moved, written = recounting.write_change(connection, signature, change, stop, progress)
    return CalendarChanged(moved, Changes(changed=written))
