"""The usual periods around a day, by name: what a filter offers, and what a saved view means anew each day."""

from __future__ import annotations

import dataclasses
import datetime as dt

from complaint_desk.domain.analysis import PeriodKind, last_whole, period_around
from complaint_desk.domain.ledger import Between, LedgerFilter

Days = tuple[dt.date, dt.date]

USUAL = (
    "today", "yesterday", "since_yesterday", "last_7_days", "last_30_days", "this_week", "this_month", "last_month",
    "this_quarter", "this_year", "last_year",
)  # fmt: skip


def usual_days(name: str, today: dt.date) -> Days:
    """First and last day of a usual period.

    Raises:
        ValueError: no such period.
    """
    match name:
        case "today":
            return today, today
        case "yesterday":
            return today - dt.timedelta(1), today - dt.timedelta(1)
        case "since_yesterday":
            return today - dt.timedelta(1), today
        case "last_7_days":
            return today - dt.timedelta(6), today
        case "last_30_days":
            return today - dt.timedelta(29), today
    if name not in USUAL:
        raise ValueError(name)
    when, _, unit = name.partition("_")
    kind = PeriodKind(unit)
    period = period_around(today, kind) if when == "this" else last_whole(kind, today)
    return period.first, period.last


def within(wanted: LedgerFilter, name: str, period: str, today: dt.date) -> LedgerFilter:
    """The filter with the days of a usual period for one criterion.

    Raises:
        ValueError: no such period.
    """
    first, last = usual_days(period, today)
    ranged = wanted.with_range(name, first, last)
    meant = Between(first, last, period)
    return dataclasses.replace(
        ranged, between=tuple((each, meant if each == name else between) for each, between in ranged.between)
    )


def as_of(wanted: LedgerFilter, today: dt.date) -> LedgerFilter:
    """The same filter with the days that its usual periods have today."""
    for name, each in wanted.between:
        if each.period:
            wanted = within(wanted, name, each.period, today)
    return wanted
