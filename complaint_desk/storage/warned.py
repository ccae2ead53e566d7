"""The early warnings that the ledger gives for a day."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection

from complaint_desk.domain.day_counts import batch_warnings, group_series, rise_filter, rise_warning
from complaint_desk.domain.early_warning import LOOK_BACK, EarlyWarning, distinct, rises
from complaint_desk.runtime.stop import StopSignal
from complaint_desk.storage import day_counts


def of_day(connection: Connection, day: dt.date, stop: StopSignal | None = None) -> tuple[EarlyWarning, ...]:
    """The warnings that a day gives by the complaints received up to its end: rises first, then batches.

    Everything is looked at as it stands now: what was received, not what was known on that day.
    """
    days = day_counts.read(connection, days_before(day, LOOK_BACK - 1), day, stop)
    series = group_series(days, day_counts.branches_above(connection))
    found = rises(series.groups, series.total, series.looked_at, stop.heed if stop else lambda: None)
    members = day_counts.members(connection, [(each.group, rise_filter(each, day)) for each in found], stop)
    told = [rise_warning(rise, also, day) for rise, also in distinct(found, members)]
    return (*told, *batch_warnings(days, day))


def days_before(day: dt.date, days: int) -> dt.date:
    """The day so many days before, or the first of all days."""
    return day - dt.timedelta(min(days, day.toordinal() - 1))
