"""How long the people of a complaint are kept once it is settled (PIPL 19 and 47)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from complaint_desk.domain.complaint import Complaint

NEVER = 0
"""Years of retention that stand for: nobody is due."""

RETENTION = "retention"
"""The reason in the journal of whoever is erased because their time is over."""


@dataclass(frozen=True, slots=True)
class DuePeople:
    """Complaints whose people are due to be erased: settled before `before`, all `count`, the first of them as `rows`.

    `before` is None where people are kept for ever; `held` counts those that would be due but for their hold.
    """

    before: dt.datetime | None
    count: int
    held: int
    rows: tuple[Complaint, ...]


def settled_before(now: dt.datetime, years: int) -> dt.datetime | None:
    """The moment before which a complaint must have been settled for its people to be due; None for `NEVER`.

    29 February stands for 28 February in a year that has none.
    """
    if years == NEVER:
        return None
    day = now.date()
    year = day.year - years
    try:
        past = day.replace(year=year)
    except ValueError:
        past = day.replace(year=year, day=28)
    return dt.datetime.combine(past, dt.time.min, now.tzinfo)
